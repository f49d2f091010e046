"""Reference pages written from the code and the content themselves; a test says when one is out of date."""

from anpei.reference.pages import PAGES, write

__all__ = ["PAGES", "write"]
