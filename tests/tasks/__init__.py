"""Tests of the periodic work."""
