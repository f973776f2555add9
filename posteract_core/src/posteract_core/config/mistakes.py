"""Mistakes by the path of what is wrong, before they are given a place in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .document import KeyPath

Place = Literal["key", "value", "inside"]
"""Which place a message names: the key, its value, or the first line of a mapping that lacks something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """How a mistake can be put right in the text.

    Attributes:
        kind: `rename` the key, replace the `value`, `indent` the block under the key `under`, or move it out to the
            column of `under`.
        new: the right key or value.
        under: the path of the key that the block belongs under; the empty path is the top.
        sure: there is no other likely meaning.
    """

    kind: Literal["rename", "value", "indent", "outdent"]
    new: str = ""
    under: KeyPath = ()
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing that is wrong.

    Attributes:
        path: of what is wrong, in the data as it was written.
        message: in the user's words; never holds a secret.
        place: what of `path` is named.
        hint: the way out.
        fix: how `config check --fix` can put it right; None = it cannot.
        as_written: whether `path` counts the entries of lists as they are written, also those left out for want of a value.
        settles: the path of a setting that is only missing because of this mistake.
    """

    path: KeyPath
    message: str
    place: Place = "value"
    hint: str = ""
    fix: Fix | None = None
    settles: KeyPath | None = None
    as_written: bool = False


def below(path: KeyPath, ancestor: KeyPath) -> bool:
    """Return whether `path` is `ancestor` or lies under it."""
    return path[: len(ancestor)] == ancestor
