"""Kiosks: enrolling one, tapping in, playing alone, and the public quiz."""
