"""Anpei (安培): teaches safety law and self-rescue, examines, rehearses, and keeps the proof."""

__all__ = ["__version__"]

__version__ = "0.1.0"
