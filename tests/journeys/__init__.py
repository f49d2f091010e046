"""Whole journeys through the demo enterprise, each as one person lives it."""
