"""Values as people write them: `true` and yes, lists and texts with commas, numbers in quotes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

_TRUE = frozenset({"t", "true", "y", "yes"})
_FALSE = frozenset({"f", "false", "n", "no"})


def as_list(value: Any, *, split: bool = True) -> list[Any]:
    """Return a list: of a text its parts between commas (unless `split` is false), of anything else that.

    >>> as_list("a, b ,c"), as_list(["a, b", 3]), as_list(None)
    (['a', 'b', 'c'], ['a, b', '3'], [])
    """
    if value is None:
        return []
    if isinstance(value, Mapping):
        return [value]
    if isinstance(value, list | tuple):
        return [each if isinstance(each, Mapping) else str(each).strip() for each in value if each is not None]
    text = str(value)
    return [part.strip() for part in text.split(",") if part.strip()] if split else [text.strip()]


def as_texts(value: Any) -> tuple[str, ...]:
    """Return a list of texts; a text alone is one, with its commas."""
    return tuple(str(each) for each in as_list(value, split=False))


def as_bool(value: Any) -> bool:
    """Return a truth value.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value > 0
    text = str(value).strip().lower() if value is not None else ""
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise ValueError(f"must be true or false, not {value!r}")


def as_int(value: Any, *, least: int = 1) -> int:
    """Return a whole number.

    Raises:
        ValueError: it is none, or too small.
    """
    text = "" if isinstance(value, bool) or value is None else str(value).strip()
    if not re.fullmatch(r"[+-]?\d+", text):
        raise ValueError(f"must be a whole number, not {value!r}")
    number = int(text)
    if number < least:
        raise ValueError(f"must be at least {least}, not {number}")
    return number


def as_day(value: Any) -> date:
    """Return a day: `1995-12-15`, `12/15/1995` or `today`.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if text.lower() == "today":
        return date.today()  # noqa: DTZ011 - the owner's day
    for pattern in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day of the calendar has no zone
        except ValueError:
            continue
    raise ValueError(f"must be a day such as 1995-12-15, not {value!r}")


def as_region(value: Any) -> str:
    """Return a country's two letters, as ISO 3166-1 has them.

    Raises:
        ValueError: it is none, in words for the user.

    >>> as_region("de")
    'DE'
    """
    text = str(value).strip().upper()
    if len(text) != 2 or not text.isascii() or not text.isalpha():
        raise ValueError(f"must be a country's two letters, such as DE, not {value!r}")
    return text
