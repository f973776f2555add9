"""The elements of an NFO entry, and what each program means by them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from posteract_core.model import ExternalIds, Person, Rating

from ..languages import language_code
from ..names.titles import ids_from
from ..technical import Technical
from .sets import Membership, memberships_of
from .streams import technical_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RATING_FACTS = {
    "imdb": "imdb",
    "themoviedb": "tmdb",
    "tmdb": "tmdb",
    "thetvdb": "tvdb",
    "tvdb": "tvdb",
    "tomatometerallcritics": "rt_critics",
    "rottentomatoes": "rt_critics",
    "tomatometerallaudience": "rt_audience",
    "popcorn": "rt_audience",
    "metacritic": "metacritic",
    "trakt": "trakt",
    "letterboxd": "letterboxd",
    "anidb": "anidb",
    "anilist": "anilist",
    "myanimelist": "mal",
    "mal": "mal",
    "mdblist": "mdblist",
}
"""Kodi's and tinyMediaManager's names of rating services, as the facts that badges show."""
_PERCENT = frozenset({"rt_critics", "rt_audience", "metacritic", "mdblist"})
_AVERAGES = frozenset({"tomatometeravgcritics", "tomatometeravgaudience"})
_JOBS = {"director": "director", "credits": "writer", "writer": "writer", "producer": "producer", "creator": "creator"}
_ID_ELEMENTS = {
    "imdbid": "imdb",
    "imdb_id": "imdb",
    "tmdbid": "tmdb",
    "tvdbid": "tvdb",
    "anidbid": "anidb",
    "malid": "mal",
    "anilistid": "anilist",
    "traktid": "trakt",
    "wikidataid": "wikidata",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nfo:
    """One film, show, season or episode of an NFO file; empty and None where it says nothing.

    Attributes: as in `MediaItem`, and:
        root: the element's name: `movie`, `tvshow`, `season`, `episodedetails`.
        sets: the collections it is in, also those that a tag stands for.
        ratings: by fact name, without `rating.`; `user` is the owner's own.
        technical: of `fileinfo`; None when it has none.
    """

    root: str
    title: str = ""
    original_title: str = ""
    sort_title: str = ""
    summary: str = ""
    tagline: str = ""
    year: int | None = None
    season: int | None = None
    episode: int | None = None
    ids: ExternalIds = field(default_factory=ExternalIds)
    ratings: tuple[tuple[str, Rating], ...] = ()
    content_rating: str = ""
    genres: tuple[str, ...] = ()
    studios: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    labels: tuple[str, ...] = ()
    sets: tuple[Membership, ...] = ()
    released: date | None = None
    added: datetime | None = None
    status: str = ""
    edition: str = ""
    original_language: str = ""
    watched: bool | None = None
    progress: float | None = None
    technical: Technical | None = None

    @property
    def collections(self) -> tuple[str, ...]:
        """Return the names of the sets it is in."""
        return tuple(dict.fromkeys(each.title for each in self.sets))


def entry_of(element: Element) -> Nfo:
    """Return what an element says; a value that makes no sense counts as not there."""
    root = element.tag.lower()
    released = _date(_text(element, "premiered", "aired", "releasedate"))
    return Nfo(
        root=root,
        title=_text(element, "title", "localtitle"),
        original_title=_text(element, "originaltitle"),
        sort_title=_text(element, "sorttitle", "sortname"),
        summary=_text(element, "plot", "outline", "biography"),
        tagline=_text(element, "tagline"),
        year=_year(_text(element, "year")) or (released.year if released else None),
        season=_count(_text(element, "season", "seasonnumber")),
        episode=_count(_text(element, "episode")),
        ids=_ids(element, root),
        ratings=tuple(_ratings(element).items()),
        content_rating=_content_rating(_text(element, "mpaa", "certification", "customrating")),
        genres=_several(element, "genre"),
        studios=_several(element, "studio"),
        countries=_several(element, "country"),
        people=tuple(_people(element)),
        labels=_several(element, "tag", split=False),
        sets=memberships_of(element),
        released=released,
        added=_moment(_text(element, "dateadded")),
        status=_text(element, "status"),
        edition=_edition(_text(element, "edition")),
        original_language=language_code(_text(element, "originallanguage", "original_language")),
        watched=_watched(element),
        progress=_progress(element),
        technical=technical_of(element.find("fileinfo/streamdetails")),
    )


def _text(element: Element, *names: str) -> str:
    """Return the text of the first of these children that has any."""
    for name in names:
        for child in element.iterfind(name):
            if child.text and (text := child.text.strip()):
                return text
    return ""


def _several(element: Element, name: str, *, split: bool = True) -> tuple[str, ...]:
    """Return the texts of all children of a name; older Kodi put several into one, with slashes between."""
    texts = (child.text or "" for child in element.iterfind(name))
    pieces = (piece for text in texts for piece in (re.split(r"\s+/\s+|[|;]", text) if split else (text,)))
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


def _ids(element: Element, root: str) -> ExternalIds:
    pairs = [(child.get("type", ""), child.text or "") for child in element.iterfind("uniqueid")]
    pairs += [(service, _text(element, name)) for name, service in _ID_ELEMENTS.items()]
    for child in element.iterfind("id"):
        text = (child.text or "").strip()
        if text.startswith("tt"):
            pairs.append(("imdb", text))
        elif text:
            # Kodi's old form: TheTVDB's number for shows and episodes, TMDB's for films, unless it says whose it is.
            pairs.append((child.get("moviedb", "") or ("tmdb" if root in ("movie", "video") else "tvdb"), text))
        pairs += [("imdb", child.get("IMDB", "")), ("tmdb", child.get("TMDB", "")), ("tvdb", child.get("TVDB", ""))]
    return ids_from(pairs)


def _ratings(element: Element) -> dict[str, Rating]:
    found: dict[str, Rating] = {}
    unnamed: Rating | None = None
    for child in element.iterfind("ratings/rating"):
        service = re.sub(r"[^a-z0-9]+", "_", (child.get("name") or "").lower()).strip("_")
        if service in _AVERAGES:
            continue
        fact = _RATING_FACTS.get(service.replace("_", ""), _RATING_FACTS.get(service, service))
        rating = _rating(
            _text(child, "value"),
            _text(child, "votes"),
            _number(child.get("max", "")) or (100 if fact in _PERCENT else 10),
        )
        if rating is None:
            continue
        if fact in ("", "default", "nfo"):
            unnamed = rating
        elif fact == "user":
            found.setdefault("user", rating)
        else:
            found.setdefault(fact, rating)
    # Jellyfin and Emby write TMDB's community rating here, without saying so; old Kodi that of its scraper, mostly TMDB too.
    plain = unnamed or _rating(_text(element, "rating"), _text(element, "votes"), 10)
    if plain is not None:
        found.setdefault("tmdb", plain)
    for name, fact, scale in (("criticrating", "rt_critics", 100.0), ("userrating", "user", 10.0)):
        if (rating := _rating(_text(element, name), "", scale)) is not None:
            found.setdefault(fact, rating)
    return found


def _rating(value: str, votes: str, scale: float) -> Rating | None:
    """Return a rating; 0, which programs write for want of one, is none."""
    number = _number(value)
    if number is None or not 0 < number <= scale:
        return None
    count = re.sub(r"[^0-9]", "", votes)[:12]
    return Rating(value=number, scale=scale, votes=int(count) if count and int(count) else None)


def _number(text: str) -> float | None:
    match = re.fullmatch(r"\s*(\d{1,9})(?:[.,](\d{1,9}))?\s*(?:/\s*10|%)?\s*", text)
    return float(f"{match.group(1)}.{match.group(2) or 0}") if match else None


def _people(element: Element) -> Iterable[Person]:
    seen: set[tuple[str, str]] = set()
    for name, job in _JOBS.items():
        for person in _several(element, name):
            if (person, job) not in seen:
                seen.add((person, job))
                yield Person(name=person, job=job)
    for actor in element.iterfind("actor"):
        person, role, kind = _text(actor, "name"), _text(actor, "role"), _text(actor, "type").lower()
        job = kind if kind in {"director", "writer", "producer", "creator"} else "actor"
        if person and (person, job) not in seen:
            seen.add((person, job))
            yield Person(name=person, job=job, role=role)


def _content_rating(text: str) -> str:
    """Return the rating itself: `Rated R for language`, `US:R` and `R` are the same."""
    text = text.split(" / ")[0].strip()
    text = re.sub(r"^[A-Za-z]{2}\s*:\s*", "", text)
    match = re.match(r"Rated\s+(\S+)", text, re.IGNORECASE)
    return match.group(1) if match else text


def _edition(text: str) -> str:
    """Return an edition as people write it: Kodi and tinyMediaManager say NONE and DIRECTORS_CUT."""
    if text.upper() in ("", "NONE", "UNKNOWN"):
        return ""
    if text == text.upper() and ("_" in text or len(text) > len("IMAX")):
        words = text.replace("_", " ").title()
        return words.replace("Directors ", "Director's ").replace("Collectors ", "Collector's ")
    return text


def _watched(element: Element) -> bool | None:
    said = _text(element, "watched").lower()
    if said in ("true", "false"):
        return said == "true"
    plays = _count(_text(element, "playcount"))
    return None if plays is None else plays > 0


def _progress(element: Element) -> float | None:
    """Return how much of it was seen, 0 to 1, as Kodi keeps where it was left."""
    total, position = _number(_text(element, "resume/total")), _number(_text(element, "resume/position"))
    return min(1.0, position / total) if total and position is not None else None


def _count(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None


def _year(text: str) -> int | None:
    return int(text[:4]) if re.fullmatch(r"(?:18|19|20)\d\d(?:\D.*)?", text, re.DOTALL) else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """Return a moment; one that names no zone is taken as UTC, so that a library's order does not hang on where it is read."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
