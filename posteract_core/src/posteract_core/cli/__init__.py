"""The command line: parse, call `app`, print. Modules here import nothing heavy at their top."""

from .main import main

__all__ = ["main"]
