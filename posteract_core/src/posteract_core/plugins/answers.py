"""Is what a registration hook returned what the hook promises?"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .kinds import Kind


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something in an answer that cannot be used."""

    reason: str
    remedy: str


def check_classes(kind: Kind[Any], answer: object) -> Iterator[type[Any] | Wrong]:
    """Yield each usable class of a hook's answer, and a `Wrong` for each entry that is none; the good ones count."""
    for entry in _entries(answer):
        yield entry if isinstance(entry, Wrong) else _class(kind, entry)


def check_folders(answer: object) -> Iterator[Path | Wrong]:
    """Yield each existing folder of a hook's answer, and a `Wrong` for each entry that is none."""
    for entry in _entries(answer):
        if isinstance(entry, Wrong):
            yield entry
        elif not isinstance(entry, Path):
            yield Wrong(f"returned {entry!r}, which is no pathlib.Path", "Return a list of Path objects.")
        elif not entry.is_dir():
            yield Wrong(f"the folder {entry} does not exist", "Reinstall the plugin; its package lacks the folder.")
        else:
            yield entry


def _entries(answer: object) -> Iterator[object]:
    if isinstance(answer, Sequence) and not isinstance(answer, (str, bytes)):
        yield from answer
    else:
        yield Wrong(f"returned {answer!r} instead of a list", "Return a list; an empty one where there is nothing.")


def _class(kind: Kind[Any], entry: object) -> type[Any] | Wrong:
    base = kind.base.__name__
    if not inspect.isclass(entry):
        return Wrong(f"returned {entry!r}, which is no class", f"Return subclasses of {base}, not instances.")
    if not issubclass(entry, kind.base):
        return Wrong(f"{entry.__name__} is no {base}", f"Derive it from posteract_core.providers.{base}.")
    if missing := sorted(getattr(entry, "__abstractmethods__", ())):
        names = ", ".join(f"`{name}`" for name in missing)
        return Wrong(
            f"{entry.__name__} lacks the method{'s' * (len(missing) > 1)} {names}", f"{base} asks for {names}."
        )
    name = getattr(entry, kind.key, None)
    if not (isinstance(name, str) and (name or not kind.must_name)):
        return Wrong(
            f"{entry.__name__}.{kind.key} is {name!r}", f"Give the class a text `{kind.key}`: what people will write."
        )
    return entry
