"""What a user of Letterboxd has seen, rated and reviewed, from that user's own export. Letterboxd itself is never asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from posteract_core.errors import ConfigError
from posteract_core.model import ItemType, MediaRef
from posteract_core.providers import BuildContext, CollectionBuilder

from .export import Film, films_of
from .lists import limit_of, range_of, within
from .settings import LetterboxdSettings

KEYS = ("username", "usernames", "min_rating", "limit", "note", "year")
WAYS_OUT = (
    "Letterboxd's terms do not let programs read its pages. Whose films they are exports them there (Settings, Data): write the"
    " path of the unpacked folder, or of one of its files (ratings.csv), in place of the name."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Films of users.

    Attributes:
        places: paths of exports: folders, or files.
        least_rating: of 5; None = all films, rated or not.
        limit: no more films than that; None = all.
        note: what must stand in the review; empty = anything.
        years: the first and the last that count; None = all.
    """

    places: tuple[str, ...]
    least_rating: float | None = None
    limit: int | None = None
    note: str = ""
    years: tuple[float, float] | None = None


class UserBuilder(CollectionBuilder[LetterboxdSettings]):
    """What both builders have in common."""

    ordered: ClassVar[bool] = True
    file: ClassVar[str]
    """The file of an unpacked export that is read."""

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the films, in the order of the files, each once; they have title and year only."""
        if context.library.type is not ItemType.MOVIE:
            raise ConfigError(f"{self.name} goes with libraries of films only")
        asked = self._asked(value)
        fitting = (film for place in asked.places for film in self._films(place) if _fits(film, asked))
        refs = dict.fromkeys(
            MediaRef(type=ItemType.MOVIE, title=film.name, year=film.year) for film in fitting if film.year is not None
        )
        most = min((limit for limit in (asked.limit, context.limit) if limit is not None), default=None)
        return tuple(islice(refs, most))

    def _films(self, place: str) -> Iterator[Film]:
        """Yield the films of an export; what was rated stands in a file of its own."""
        path = self.context.config_folder / place
        if not path.is_dir():
            if path.suffix.lower() != ".csv":
                raise ConfigError(f"{self.name}: {place!r} is neither a folder nor a CSV file", hint=WAYS_OUT)
            yield from films_of(path, self.name)
            return
        ratings = _ratings(path / "ratings.csv", self.name)
        for film in films_of(path / self.file, self.name):
            yield film if film.rating is not None else replace(film, rating=ratings.get((film.name, film.year)))

    def _asked(self, value: Any) -> Asked:
        """Return what a value asks for; raises ConfigError."""
        written = value if isinstance(value, Mapping) else {"username": value}
        if unknown := set(map(str, written)) - set(KEYS):
            raise ConfigError(f"{self.name}: `{min(unknown)}` is not understood; there are {', '.join(KEYS)}")
        named = [written.get("username"), written.get("usernames")]
        places = [str(each).strip() for one in named if one for each in (one if isinstance(one, list) else [one])]
        if not all(places) or not places:
            raise ConfigError(f"{self.name} needs the path of an export", hint=WAYS_OUT)
        least = written.get("min_rating")
        if least is not None and not re.fullmatch(r"[0-5](\.\d+)?", str(least)):
            raise ConfigError(f"{self.name}: min_rating is a number from 0.5 to 5, not {least!r}")
        return Asked(
            places=tuple(places),
            least_rating=None if least is None else float(least),
            limit=limit_of(written.get("limit"), self.name),
            note=str(written.get("note") or ""),
            years=range_of(written.get("year"), "year", "1990-1999", self.name),
        )


class UserFilms(UserBuilder):
    """`letterboxd_user_films`: the films that the owner of an export has seen."""

    name = "letterboxd_user_films"
    file = "watched.csv"


class UserReviews(UserBuilder):
    """`letterboxd_user_reviews`: the films that the owner of an export has reviewed."""

    name = "letterboxd_user_reviews"
    file = "reviews.csv"


def _ratings(path: Path, builder: str) -> dict[tuple[str, int | None], float | None]:
    if not path.is_file():
        return {}
    return {(film.name, film.year): film.rating for film in films_of(path, builder)}


def _fits(film: Film, asked: Asked) -> bool:
    rated = asked.least_rating is None or (film.rating is not None and film.rating >= asked.least_rating)
    return rated and within(film.year, asked.years) and asked.note.casefold() in film.note.casefold()
