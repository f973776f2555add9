"""What people write at `radarr_…` and `sonarr_…`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..takes_missing import ReadOption

_TRUE, _FALSE = ("true", "yes", "t", "y", "1"), ("false", "no", "f", "n", "0")


def as_flag(value: Any) -> bool:
    """Return a truth value; raises `ValueError` when it is none."""
    word = str(value).strip().lower()
    if word not in _TRUE + _FALSE:
        raise ValueError(f"must be true or false, not {value!r}")
    return word in _TRUE


def as_name(value: Any) -> str:
    """Return a name; raises `ValueError` when it is none."""
    if value is None or isinstance(value, bool | list | Mapping) or not str(value).strip():
        raise ValueError(f"must be a name, not {value!r}")
    return str(value).strip()


def as_tags(value: Any) -> tuple[str, ...]:
    """Return labels, each once: of a list, or of a text with commas.

    >>> as_tags("Kids, new"), as_tags(["a", 2023]), as_tags(None)
    (('kids', 'new'), ('a', '2023'), ())
    """
    parts = [] if value is None else list(value) if isinstance(value, list | tuple) else [value]
    if any(isinstance(part, bool | list | Mapping) for part in parts):
        raise ValueError(f"must be names of tags, not {value!r}")
    labels = (label.strip().lower() for part in parts if part is not None for label in str(part).split(","))
    return tuple(dict.fromkeys(label for label in labels if label))


def one_of(words: Mapping[str, Any]) -> ReadOption:
    """Return what understands one of some words."""

    def read(value: Any) -> Any:
        word = str(value).strip().lower()
        if word not in words:
            raise ValueError(f"must be one of {', '.join(words)}, not {value!r}")
        return words[word]

    return read


def keys_of(name: str, **more: ReadOption) -> dict[str, ReadOption]:
    """Return the keys that both services have, and more."""
    flags = ("add_missing", "add_existing", "upgrade_existing", "monitor_existing", "ignore_cache", "search")
    shared: dict[str, ReadOption] = {
        **dict.fromkeys(flags, as_flag),
        "folder": as_name,
        "quality": as_name,
        "tag": as_tags,
    }
    items = {f"item_{name}_tag{change}": as_tags for change in ("", ".remove", ".sync")}
    return {**{f"{name}_{key}": read for key, read in {**shared, **more}.items()}, **items}
