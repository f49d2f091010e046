"""The command line; every failure a person can cause is one Chinese sentence, never a stack trace."""

from anpei.cli.main import main

__all__ = ["main"]
