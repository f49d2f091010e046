"""The law spine: what is cited, which version was in force when, and how sure we are of it."""

from anpei.laws.files import load
from anpei.laws.model import Card, Citation, Law, Registry, Status, Version

__all__ = ["Card", "Citation", "Law", "Registry", "Status", "Version", "load"]
