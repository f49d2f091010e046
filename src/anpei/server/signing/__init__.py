"""Signing by hand or by name and password: parts of a report, plans of drills."""
