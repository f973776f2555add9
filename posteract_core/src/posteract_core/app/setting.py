"""A token of what a plan depends on besides listings and the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from .. import __version__
from ..config import Loaded


def setting_of(loaded: Loaded) -> str:
    """Return a token of the configuration and of the versions of all that is installed, the same in every process."""
    parts = [__version__, *(f"{name} {each.version}" for name, each in sorted(loaded.registry.installed.items()))]
    parts += [f"on {name}" for name in loaded.registry.names]
    parts.append(_canonical(loaded.config.model_dump()))
    return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()[:16]


def _canonical(value: Any) -> str:
    """Return a value in one form, whatever order sets and mappings have in this process."""
    if isinstance(value, Mapping):
        return "{" + ",".join(sorted(f"{key}:{_canonical(each)}" for key, each in value.items())) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(map(_canonical, value))) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_canonical, value)) + "]"
    return repr(value)
