"""Evaluators' sheets and where they are brought together."""
