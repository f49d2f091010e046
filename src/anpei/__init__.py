"""Anpei (安培): teaches safety law and self-rescue, examines, rehearses, and keeps the proof."""

import sys

__all__: list[str] = []

# For IRIs, which no schema here has, jsonschema would build a grammar: a third of the start of every process.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
