"""How people write TheTVDB's records down: by number, or by address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from posteract_core.errors import ConfigError, ProviderError, ProviderUnavailable

from .questions import Questions

SITE = r"(?:https?://)?(?:www\.)?thetvdb\.com/(?:dereferrer/)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """One kind of records.

    Attributes:
        path: what TheTVDB calls them in its API.
        words: what they are called in addresses of its website, as an expression.
        example: an address.
    """

    path: str
    words: str
    example: str


LISTS = Records(path="lists", words="lists?", example="https://thetvdb.com/lists/marvel-cinematic-universe")
MOVIES = Records(path="movies", words="movies?", example="https://thetvdb.com/movies/heat")
SERIES = Records(path="series", words="series", example="https://thetvdb.com/series/dark")


def listed(value: Any, name: str) -> list[str]:
    """Return what is written in a value: one, several, or a text with commas; raises ConfigError for a mapping."""
    if isinstance(value, Mapping):
        raise ConfigError(f"{name} takes numbers and addresses, not a mapping")
    parts = [part.strip() for each in (value if isinstance(value, list) else [value]) for part in str(each).split(",")]
    return [part for part in parts if part] or [""]


def understood(text: str, of: Records, name: str) -> str:
    """Return the number or the name of a record; raises ConfigError."""
    number = re.fullmatch(rf"[1-9]\d*|{SITE}\?(?:.*&)?id=(\d+)(?:&.*)?", text)
    found = re.fullmatch(rf"{SITE}(?:{of.words})/(?P<record>[^/?#\s]+)/?(?:[?#].*)?", text)
    if not number and not found:
        raise ConfigError(f"{name}: {text!r} is no number and no address such as {of.example}")
    return (number[1] or number[0]) if number else found["record"] if found else ""


def number_of(record: str, of: Records, questions: Questions, instance: str) -> int:
    """Return the number of a record, asking for it where its name is known."""
    if record.isdigit():
        return int(record)
    data = questions.get(f"/{of.path}/slug/{quote(record)}")
    if data is None:
        raise ProviderError(instance, f"has nothing at /{of.path}/{record}", hint="Is its address right?")
    if not isinstance(data, Mapping) or not str(data.get("id", "")).isdigit():
        raise ProviderUnavailable(instance, "answered with something else than a record")
    return int(data["id"])
