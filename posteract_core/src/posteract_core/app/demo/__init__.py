"""The demo: a small library of folders, and the whole job on it with the embedded defaults."""

from .build import DemoRefused, build

__all__ = ["DemoRefused", "build"]
