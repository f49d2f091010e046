"""The evacuation model: asking, watching, comparing."""
