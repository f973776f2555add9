"""The core of Posteract. Plugins use `hookimpl`, `model`, `providers`, `errors`, `render` and `testing`."""

from ._markers import hookimpl

__all__ = ["__version__", "hookimpl"]
__version__ = "0.1.0"
