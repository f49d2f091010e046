"""Signing in, and what administrators keep: people, devices, badges and PINs."""
