"""A Plex Media Server: JSON and XML, with the ways of a real one (what listings leave out, how uploads are named and kept)."""

from .service import FakePlex
from .state import TOKEN

__all__ = ["TOKEN", "FakePlex"]
