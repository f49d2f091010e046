"""Exercises: scenarios, their validation and runs, roll call, evaluation, evacuation model and report, each a room."""
