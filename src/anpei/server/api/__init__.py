"""JSON over HTTP; one module a subject, each with its ``HANDLERS``."""
