"""Titles of films and shows in the names that Plex, Jellyfin, Emby, Kodi, Radarr, Sonarr and release groups use.

Own patterns first (some 20 µs a name); only a name with release words and no year goes to guessit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from posteract_core.model import ExternalIds

from ..text import display
from .guess import Guesser
from .release import STRONG, Release, release_of

_ID = re.compile(
    r"[\[{(]\s*(imdb|tmdb|themoviedb|tvdb|thetvdb|anidb|mal|myanimelist|anilist|trakt|wikidata)(?:id)?\d?\s*[-=:_ ]\s*"
    r"([A-Za-z]{0,2}\d+)\s*[\]})]",
    re.IGNORECASE,
)
_BARE_IMDB = re.compile(r"(?<![A-Za-z0-9])(tt\d{7,9})(?![A-Za-z0-9])")
_EDITION_TAG = re.compile(r"\{\s*edition[-=: ]\s*([^{}]+?)\s*\}", re.IGNORECASE)
_OTHER_TAG = re.compile(r"\{[^{}]*\}")
_YEAR_IN_BRACKETS = re.compile(r"[(\[]\s*((?:18|19|20)\d\d)\s*(?:[-–]\s*(?:\d{4})?\s*)?[)\]]")
_YEAR = re.compile(r"(?<![A-Za-z0-9])((?:18|19|20)\d\d)(?![A-Za-z0-9])")
_GROUP = re.compile(r"^\s*\[[^\]]*\]\s*")
_BRACKETS = re.compile(r"\s*[\[(][^\])]*[\])]\s*$")
_INITIALS = re.compile(r"(?:\w\.){2,}\w?")
_EDGES = " \t._-–—,+"
_MOVED_ARTICLE = re.compile(
    r"^(.+), (the|a|an|der|die|das|le|la|les|l'|los|las|el|il|lo|gli|i|de|het|den|det)$", re.IGNORECASE
)
_FIRST_FILM_YEAR = 1870

_SERVICES = {"themoviedb": "tmdb", "thetvdb": "tvdb", "myanimelist": "mal"}

_EDITIONS = tuple(
    (name, re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])", re.IGNORECASE))
    for name, pattern in (
        ("Director's Cut", r"director'?s?[ ._'’]*s?[ ._]?cut|dc(?=[ ._-]*(?:\d{3,4}p|bluray))"),
        ("Final Cut", r"final[ ._]cut"),
        ("Ultimate Edition", r"ultimate[ ._](?:edition|cut)"),
        ("Extended", r"extended(?:[ ._](?:edition|cut|version|director'?s[ ._]cut))?"),
        ("Theatrical", r"theatrical(?:[ ._](?:edition|cut|version))?"),
        ("Unrated", r"unrated(?:[ ._](?:edition|cut|version))?"),
        ("Uncut", r"uncut(?:[ ._](?:edition|version))?"),
        ("Special Edition", r"special[ ._]edition"),
        ("Collector's Edition", r"collector'?s?[ ._'’]*s?[ ._]edition"),
        ("Criterion", r"criterion(?:[ ._](?:edition|collection))?"),
        ("Anniversary Edition", r"(?:\d+th[ ._])?anniversary(?:[ ._]edition)?"),
        ("Redux", r"redux"),
        ("Remastered", r"(?:4k[ ._]?)?remastered"),
        ("IMAX", r"imax(?:[ ._]edition)?"),
        ("Open Matte", r"open[ ._]matte"),
        ("Despecialized", r"despeciali[sz]ed"),
        ("Rogue Cut", r"rogue[ ._]cut"),
        ("Assembly Cut", r"assembly[ ._]cut"),
        ("Black and Chrome", r"black[ ._](?:and|&)[ ._]chrome"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleName:
    """What a name says about a title.

    Attributes:
        title: for people; never empty unless the name is.
        year: None when the name has none.
        ids: of `{tmdb-603}` and its relatives.
        edition: "Director's Cut"; empty when it says none.
        release: claims about the file.
        rest: what followed title and year, as it stood.
    """

    title: str
    year: int | None = None
    ids: ExternalIds = field(default_factory=ExternalIds)
    edition: str = ""
    release: Release = field(default_factory=Release)
    rest: str = ""

    @property
    def is_certain(self) -> bool:
        """Return whether the name clearly names one title: it has a year or an id."""
        return self.year is not None or bool(self.ids)


def parse_title(name: str, guesser: Guesser | None = None) -> TitleName:
    """Return what the name of a folder, or of a file without its suffix, says. Never fails.

    Args:
        name: as the file system has it.
        guesser: asked about release names without a year; None = nobody is.

    >>> parse_title("The Matrix (1999) {tmdb-603}").ids.tmdb
    603
    >>> parse_title("Blade.Runner.2049.2017.2160p.BluRay.x265-GRP").title
    'Blade Runner 2049'
    """
    text = display(name)
    text, ids = _take_ids(text)
    edition = ""
    if "{" in text:
        if match := _EDITION_TAG.search(text):
            edition = match.group(1)
            text = _EDITION_TAG.sub(" ", text)
        text = _OTHER_TAG.sub(" ", text)
    before, year, rest = _split_at_year(text)
    release = release_of(rest)
    title = _clean(before)
    if year is None and not ids and (rest or _GROUP.match(before)) and guesser is not None:
        guess = guesser.guess(text, "movie")
        title, year, edition = guess.title or title, guess.year, edition or guess.edition
    return TitleName(
        title=title or _clean(text) or display(name).strip(),
        year=year,
        ids=ids,
        edition=edition or edition_in(rest),
        release=release,
        rest=rest,
    )


def edition_in(rest: str) -> str:
    """Return the edition that the part of a name after the title speaks of; empty when none."""
    return next((name for name, pattern in _EDITIONS if pattern.search(rest)), "") if rest else ""


def ids_from(pairs: list[tuple[str, str]]) -> ExternalIds:
    """Return ids from (service, value); of two for a service the first counts, what makes no sense is left out.

    >>> ids_from([("imdbid", "tt0133093"), ("tmdb", "603"), ("tvdb", "x")]).pairs()
    (('imdb', 'tt0133093'), ('tmdb', '603'))
    """
    known: dict[str, str | int] = {}
    for service, value in pairs:
        word = service.strip().lower()
        word = word.removesuffix("id") if word not in _SERVICES else word
        word = _SERVICES.get(word, word)
        value = value.strip()
        if word in known or not value:
            continue
        if word == "imdb":
            if re.fullmatch(r"(?:tt)?\d{6,9}", value):
                known[word] = value if value.startswith("tt") else f"tt{int(value):07d}"
        elif word == "wikidata":
            if re.fullmatch(r"[Qq]\d+", value):
                known[word] = value.upper()
        elif word in {"tmdb", "tvdb", "anidb", "mal", "anilist", "trakt"} and re.fullmatch(r"[0-9]{1,12}", value):
            known[word] = int(value)
    return ExternalIds(**known)  # type: ignore[arg-type]


def _take_ids(text: str) -> tuple[str, ExternalIds]:
    pairs = [(match.group(1), match.group(2)) for match in _ID.finditer(text)]
    if pairs:
        text = _ID.sub(" ", text)
    if "tt" in text and (bare := _BARE_IMDB.search(text)):
        pairs.append(("imdb", bare.group(1)))
        text = re.sub(rf"[\[({{]?{bare.group(1)}[\])}}]?", " ", text)
    return text, ids_from(pairs) if pairs else ExternalIds()


def _split_at_year(text: str) -> tuple[str, int | None, str]:
    for match in _YEAR_IN_BRACKETS.finditer(text):
        if text[: match.start()].strip(_EDGES) and _is_film_year(match.group(1)):
            return text[: match.start()], int(match.group(1)), text[match.end() :]
    strong = STRONG.search(text)
    end = strong.start() if strong and strong.start() else len(text)
    years = [
        match
        for match in _YEAR.finditer(text, 0, end)
        if text[: match.start()].strip(_EDGES) and _is_film_year(match.group(1))
    ]
    if years and (strong or not text[years[-1].end() :].strip(_EDGES)):
        last = years[-1]
        return text[: last.start()], int(last.group(1)), text[last.end() :]
    return (text[:end], None, text[end:]) if strong and strong.start() else (text, None, "")


def _is_film_year(text: str) -> bool:
    return _FIRST_FILM_YEAR <= int(text) <= date.today().year + 2  # noqa: DTZ011 - a year, anywhere on earth


def _clean(text: str) -> str:
    text = _GROUP.sub("", text) if _GROUP.sub("", text).strip(_EDGES) else text
    while (shorter := _BRACKETS.sub("", text)) != text and shorter.strip(_EDGES):
        text = shorter
    text = text.rstrip("([{")
    if _INITIALS.fullmatch(text.strip()):
        return text.strip()
    if " " not in text.strip(_EDGES):
        text = re.sub(r"(?<=[^._])[._]+(?=[^._])", " ", text) if "." in text or "_" in text else text
    elif "_" in text:
        text = text.replace("_", " ")
    text = re.sub(r"\s+", " ", text).strip(" \t_-–—,+")
    text = text.lstrip(".") if text.strip(".") else text
    text = re.sub(r"(?<=\w\w)\.$", "", text) if text.count(".") == 1 else text
    match = _MOVED_ARTICLE.match(text)
    return f"{match.group(2)} {match.group(1)}" if match else text
