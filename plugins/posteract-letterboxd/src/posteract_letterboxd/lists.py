"""The builder `letterboxd_list`. Letterboxd itself is never asked: its terms forbid that to programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar

from posteract_core.errors import ConfigError
from posteract_core.model import ItemType, MediaRef
from posteract_core.providers import BuildContext, CollectionBuilder

from .export import Film, films_of
from .mdblist import Mdblist, address_of
from .settings import LetterboxdSettings

KEYS = ("url", "limit", "year", "rating", "note")
WAYS_OUT = (
    "Letterboxd's terms do not let programs read its pages. Export the list there and write the file's path (heists.csv);"
    " or import the list into an MDBList account and set plugins.letterboxd.mdblist_api_key."
)

_ADDRESS = re.compile(r"(letterboxd\.com|boxd\.it)/\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One list.

    Attributes:
        place: a file's path, or an address.
        limit: no more films than that; None = all.
        years: the first and the last that count; None = all.
        ratings: likewise, of the file's owner.
        note: what must stand in the owner's note; empty = anything.
    """

    place: str
    limit: int | None = None
    years: tuple[float, float] | None = None
    ratings: tuple[float, float] | None = None
    note: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it is a file's path."""
        return self.place.lower().endswith(".csv") and not _ADDRESS.match(address_of(self.place))


class LetterboxdList(CollectionBuilder[LetterboxdSettings]):
    """`letterboxd_list`: a file exported from Letterboxd, an address that MDBList knows, several, or `{url: …, limit: …}`."""

    name = "letterboxd_list"
    ordered: ClassVar[bool] = True

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the films, in the order of the lists, each once; those of files have title and year only."""
        if context.library.type is not ItemType.MOVIE:
            raise ConfigError("letterboxd_list goes with libraries of films only")
        lists = [_asked(one) for one in (value if isinstance(value, list) else [value])]
        found: dict[MediaRef, None] = {}
        for asked in lists:
            for ref in islice(self._films(asked), asked.limit):
                found.setdefault(ref)
                if context.limit is not None and len(found) >= context.limit:
                    return tuple(found)
        return tuple(found)

    def _films(self, asked: Asked) -> Iterator[MediaRef]:
        if asked.is_file:
            for film in films_of(self.context.config_folder / asked.place, self.name):
                if film.year is not None and _fits(film, asked):
                    yield MediaRef(type=ItemType.MOVIE, title=film.name, year=film.year)
            return
        if asked.ratings or asked.note:
            raise ConfigError("letterboxd_list: rating and note are known of exported files only", hint=WAYS_OUT)
        key = self.settings.mdblist_api_key.get_secret_value()
        if not key:
            raise ConfigError(f"letterboxd_list: {asked.place} cannot be read from Letterboxd", hint=WAYS_OUT)
        for ref in Mdblist(self.http, key, self.context.instance).films(asked.place):
            if within(ref.year, asked.years):
                yield ref


def _asked(value: Any) -> Asked:
    """Return what a value asks for; raises ConfigError."""
    written = value if isinstance(value, Mapping) else {"url": value}
    if unknown := set(map(str, written)) - set(KEYS):
        raise ConfigError(f"letterboxd_list: `{min(unknown)}` is not understood; there are {', '.join(KEYS)}")
    asked = Asked(
        place=str(written.get("url") or "").strip(),
        limit=limit_of(written.get("limit")),
        years=range_of(written.get("year"), "year", "1990-1999"),
        ratings=range_of(written.get("rating"), "rating", "4-5"),
        note=str(written.get("note") or ""),
    )
    if not asked.is_file and not _ADDRESS.match(address_of(asked.place)):
        raise ConfigError(
            f"letterboxd_list: {asked.place!r} is neither the path of a CSV file exported from Letterboxd nor the address of a"
            " list such as https://letterboxd.com/someone/list/heists"
        )
    return asked


def limit_of(value: Any, builder: str = "letterboxd_list") -> int | None:
    """Return how many films a value asks for; None = all. Raises ConfigError."""
    if value is not None and (isinstance(value, bool) or not re.fullmatch(r"\d+", str(value))):
        raise ConfigError(f"{builder}: limit must be a number, not {value!r}; 0 = all")
    return int(value or 0) or None


def range_of(value: Any, name: str, example: str, builder: str = "letterboxd_list") -> tuple[float, float] | None:
    """Return the first and the last number that a value asks for; None = all. Raises ConfigError."""
    if value is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(?:\s*-\s*(\d+(?:\.\d+)?))?", str(value).strip())
    if not found:
        raise ConfigError(f"{builder}: {name} is a number or two such as {example}, not {value!r}")
    return float(found[1]), float(found[2] or found[1])


def _fits(film: Film, asked: Asked) -> bool:
    return (
        within(film.year, asked.years)
        and within(film.rating, asked.ratings)
        and asked.note.casefold() in film.note.casefold()
    )


def within(value: float | None, span: tuple[float, float] | None) -> bool:
    """Return whether a number lies in a range; one that is not known lies in none."""
    return span is None or (value is not None and span[0] <= value <= span[1])
