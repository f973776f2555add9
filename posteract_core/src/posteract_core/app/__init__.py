"""The one facade that the command line, triggers, REST and the page use."""

from .app import App
from .opened import Opening
from .report import RunReport

__all__ = ["App", "Opening", "RunReport"]
