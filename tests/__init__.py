"""Anpei's tests: they read like the manual and use the real part."""
