"""Drills for directors and participants: hub, console, archive, calendar, and runs over HTTP."""
