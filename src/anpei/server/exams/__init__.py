"""Exams: the cover with its rules, the sheet, answers over HTTP, the result."""
