"""Values that people write in a form of their own: durations, shares, sizes, paths, languages.

Each is a type for pydantic models: it reads what was written, says in plain words what is wrong, knows its JSON Schema and
writes itself back the way it is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..providers.texts import Word, named_once
from .languages import ISO_639_1, SPECIAL, meant_language

WRONG = "posteract"
"""The type of errors whose message is meant for people as it is."""


def wrong(text: str, *, meant: str = "") -> PydanticCustomError:
    """Return the error to raise in a validator; `meant` is the value that was surely meant, for `config check --fix`.

    `text` must not quote the value: it may be a secret.
    """
    return PydanticCustomError(WRONG, "{text}", {"text": text, "meant": meant})


_UNITS_S = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|s|m|h|d|w)\s*)+")
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d|w)")
_LONGEST_S = 100 * 365 * 86400


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A length of time; `seconds` is all of it.

    >>> str(Duration(7 * 86400)), str(Duration(5400)), str(Duration(0))
    ('7d', '90m', '0s')
    """

    seconds: float

    def __str__(self) -> str:
        """Return the time in the form it is read in, in the largest unit that fits evenly."""
        milliseconds = round(self.seconds * 1000)
        for unit in ("d", "h", "m", "s"):
            size = round(_UNITS_S[unit] * 1000)
            if milliseconds and milliseconds % size == 0:
                return f"{milliseconds // size}{unit}"
        return f"{milliseconds}ms" if milliseconds else "0s"


def parse_duration(written: object) -> Duration:
    """Return the time that `2s`, `15m`, `7d` or `1h30m` names; units: ms, s, m (minutes), h, d, w.

    Raises:
        PydanticCustomError: it is not written so.

    >>> parse_duration("1h30m").seconds
    5400.0
    """
    if isinstance(written, Duration):
        return written
    text = written.strip().lower() if isinstance(written, str) else ""
    if len(text) > 100 or not _DURATION.fullmatch(text):
        without_unit = isinstance(written, (int, float)) and not isinstance(written, bool)
        also = "; the unit is missing" if without_unit or text.isdigit() else ""
        raise wrong(f"must be a time such as `30s`, `15m`, `2h` or `7d`{also}")
    seconds = sum(float(number) * _UNITS_S[unit] for number, unit in _DURATION_PART.findall(text))
    if seconds > _LONGEST_S:
        raise wrong("is longer than a hundred years")
    return Duration(seconds)


DurationValue = Annotated[
    Duration,
    BeforeValidator(parse_duration),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "title": "time such as `7d`",
            "type": "string",
            "pattern": r"^\s*(\d+(\.\d+)?(ms|s|m|h|d|w)\s*)+$",
            "examples": ["30s", "15m", "7d"],
        }
    ),
]


def _positive(time: Duration) -> Duration:
    if time.seconds <= 0:
        raise wrong("must be longer than nothing")
    return time


PositiveDuration = Annotated[DurationValue, AfterValidator(_positive)]


@dataclass(frozen=True, slots=True)
class Limit:
    """How much one run may change: a share of all there is (0.25 = a quarter), or a number.

    Exactly one of the two is set; both None = no limit.
    """

    share: float | None = None
    count: int | None = None

    def allows(self, changed: int, total: int) -> bool:
        """Return whether `changed` of `total` is within the limit.

        >>> Limit(share=0.25).allows(25, 100), Limit(count=3).allows(4, 100), Limit().allows(100, 100)
        (True, False, True)
        """
        if self.share is not None:
            return changed <= self.share * total
        return self.count is None or changed <= self.count

    def __str__(self) -> str:
        """Return the limit as it is written in the configuration."""
        if self.share is not None:
            return f"{self.share * 100:g}%"
        return "none" if self.count is None else str(self.count)


def parse_limit(written: object) -> Limit:
    """Return the limit that `25%`, `3` or null (no limit) names.

    >>> parse_limit("25%"), parse_limit(3)
    (Limit(share=0.25, count=None), Limit(share=None, count=3))
    """
    if isinstance(written, Limit):
        return written
    if written is None or (isinstance(written, str) and written.strip().lower() in ("none", "off")):
        return Limit()
    if isinstance(written, int) and not isinstance(written, bool) and written >= 0:
        return Limit(count=written)
    text = written.strip() if isinstance(written, str) else ""
    if re.fullmatch(r"[0-9]{1,9}", text):
        return Limit(count=int(text))
    if (match := re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]+)?)\s*%", text)) and float(match[1]) <= 100:
        return Limit(share=float(match[1]) / 100)
    raise wrong("must be a percentage such as `25%` (at most `100%`), a whole number from 0, or null for no limit")


def _written_limit(limit: Limit) -> str | int | None:
    return limit.count if limit.count is not None else None if limit.share is None else str(limit)


LimitValue = Annotated[
    Limit,
    BeforeValidator(parse_limit),
    PlainSerializer(_written_limit),
    WithJsonSchema(
        {
            "title": "percentage such as `25%`, whole number, or null",
            "anyOf": [
                {"type": "integer", "minimum": 0},
                {"type": "string", "pattern": r"^\s*([0-9]{1,9}|[0-9]{1,3}(\.[0-9]+)?\s*%|none|off)\s*$"},
                {"type": "null"},
            ],
        }
    ),
]

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(B|KB|MB|GB|KIB|MIB|GIB)", re.IGNORECASE)
_SIZE_BYTES = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}


def parse_rotation(written: object) -> str | int:
    """Return what `10 MB` or `7d` names as loguru takes it: bytes, or a text with seconds.

    >>> parse_rotation("10 MB"), parse_rotation("7d")
    (10000000, '604800 seconds')
    """
    if isinstance(written, int) and not isinstance(written, bool) and written > 0:
        return written
    text = written.strip() if isinstance(written, str) else ""
    if (match := _SIZE.fullmatch(text)) and (size := int(float(match[1]) * _SIZE_BYTES[match[2].lower()])) > 0:
        return size
    if _DURATION.fullmatch(text.lower()) and (time := parse_duration(text)).seconds >= 1:
        return f"{time.seconds:.0f} seconds"
    if re.fullmatch(r"[1-9][0-9]{0,10} seconds", text):
        return text
    raise wrong("must be a size such as `10 MB`, or a time such as `7d`")


def written_rotation(rotation: str | int) -> str:
    """Return a rotation as it is written in the configuration.

    >>> written_rotation(10_000_000), written_rotation("604800 seconds")
    ('10 MB', '7d')
    """
    if isinstance(rotation, str):
        return str(Duration(float(rotation.removesuffix(" seconds"))))
    for unit in ("GiB", "GB", "MiB", "MB", "KiB", "KB"):
        if rotation % _SIZE_BYTES[unit.lower()] == 0:
            return f"{rotation // _SIZE_BYTES[unit.lower()]} {unit}"
    return f"{rotation} B"


RotationValue = Annotated[
    str | int,
    BeforeValidator(parse_rotation),
    PlainSerializer(written_rotation, return_type=str),
    WithJsonSchema(
        {
            "title": "size such as `10 MB`, or time such as `7d`",
            "type": ["string", "integer"],
            "examples": ["10 MB", "7d"],
        }
    ),
]


def from_folder(written: str | Path, folder: Path) -> Path:
    """Return `written` as an absolute path: `~` is the user's home, a relative path is taken from `folder`."""
    path = Path(written)
    if path.parts[:1] == ("~",):
        try:
            path = path.expanduser()
        except RuntimeError:
            raise wrong("begins with `~`, and no home folder is known here: write the whole path") from None
    return Path(os.path.normpath(folder / path))  # no resolve(): a link stays the path the user knows


def _absolute(path: Path, info: ValidationInfo) -> Path:
    if "\0" in str(path):
        raise wrong("is not a path: it holds a zero character")
    folder = (info.context or {}).get("folder")
    return from_folder(path, folder) if folder is not None else path


def _no_empty_path(written: object) -> object:
    if isinstance(written, str) and not written.strip():
        raise wrong("must not be empty: name a folder or file")
    return written


ConfigPath = Annotated[
    Path, BeforeValidator(_no_empty_path), AfterValidator(_absolute), WithJsonSchema({"type": "string", "minLength": 1})
]
"""A path that validation makes absolute, from the folder in the validation context (`{"folder": Path}`)."""


def _language(written: str) -> str:
    word = written.strip().lower()
    if word in SPECIAL or word in ISO_639_1:
        return word
    meant = meant_language(written)
    advice = f"; did you mean `{meant}`?" if meant else ""
    raise wrong(
        f"must be textless, original, any, or a two-letter language code (ISO 639-1){advice}", meant=meant or ""
    )


def _no_as_text(written: object) -> object:
    return "no" if written is False else written  # `no`, Norwegian, as YAML 1.1 reads it


Language = Annotated[
    str,
    BeforeValidator(_no_as_text),
    AfterValidator(_language),
    WithJsonSchema(
        {"title": "language", "anyOf": [{"enum": list(SPECIAL)}, {"type": "string", "pattern": "^[A-Za-z]{2}$"}]}
    ),
]

Names = Annotated[tuple[Word, ...], AfterValidator(named_once)]
"""A list of names, each counted once."""


def with_always(names: Iterable[str], always: Iterable[str]) -> tuple[str, ...]:
    """Return `names` and, after them, those of `always` that are not among them."""
    return tuple(dict.fromkeys((*names, *always)))
