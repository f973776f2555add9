"""Texts of others on our console and in our log: they may move no cursor and begin no line."""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"\r\n|[\t\n\r]")

INDENT = "    "


def one_line(text: str) -> str:
    r"""Return a text for the cell of a table: breaks are spaces, other control characters are escaped (`\x1b`)."""
    return _escaped(_BREAKS.sub(" ", text))


def without_controls(text: str) -> str:
    r"""Return a text of several lines whose other control characters are escaped."""
    return _escaped(text.replace("\r\n", "\n"))


def indented(text: str) -> str:
    r"""Return a message whose further lines cannot be taken for lines of their own; control characters are escaped."""
    return without_controls(text).replace("\n", f"\n{INDENT}")


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide characters two, marks that join the one before them none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(letter) in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def _escaped(text: str) -> str:
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
