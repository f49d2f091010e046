"""HTML pages; one module a subject, each with its ``HANDLERS``."""
