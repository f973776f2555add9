"""Which season and episode a file of a show is, in the many ways people write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ..text import display
from .guess import Guess, Guesser
from .release import STRONG

_CUT = r"(?<![A-Za-z0-9])"
_STANDARD = re.compile(
    _CUT + r"[Ss](?P<season>\d{1,4})[ ._-]*(?:[Ee]|[Ee][Pp]|[xX])[ ._]?(?P<first>\d{1,4})"
    r"(?P<more>(?:(?:[ ._-]*[Ee][Pp]?|-|[+&])[ ._]?\d{1,4}(?![0-9pPiIxX]))*)(?![0-9])"
)
_CROSS = re.compile(
    _CUT
    + r"(?P<season>\d{1,2})[xX](?P<first>\d{2,4})(?P<more>(?:(?:[ ._-]*\d{1,2}[xX]|[xX]|-)\d{2,4}(?![0-9pPiI]))*)(?![0-9])"
)
_SPELLED = re.compile(
    _CUT + r"(?:season|series|staffel|saison|temporada|stagione|seizoen|sezon)[ ._-]*(?P<season>\d{1,4})[ ._,-]+"
    r"(?:episode|ep|folge|[ée]pisode|episodio|aflevering|odcinek)[ ._-]*(?P<first>\d{1,4})(?P<more>)(?![0-9])",
    re.IGNORECASE,
)
_DATES = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[ ._-](?P<m>[01]\d)[ ._-](?P<d>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>[0-3]\d)[ ._-](?P<m>[01]\d)[ ._-](?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"),
)
_WORD = re.compile(
    r"(?<![A-Za-z])(?:episode|epis[oó]dio|folge|[ée]pisode|afl(?:evering)?|odcinek|chapter|ep|e)[ ._-]{0,2}(?P<first>\d{1,4})"
    r"(?:-(?:ep|e)?(?P<last>\d{1,4}))?(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_EAST_ASIAN = re.compile(r"第\s*(?P<first>\d{1,4})\s*[話话集回]")
_BARE = re.compile(
    r"(?:^|[ ._#-]+)(?P<first>\d{1,4})(?:-(?P<last>\d{1,4}))?(?:v\d)?(?=$|[ ._-]|\[|\()",
)
_NUMBER = re.compile(r"\d+")
_SEASON_WORDS = (
    r"season|series|staffel|saison|temporada|stagione|sezon|seizoen|s[äa]song|s[æae]son|kausi|tuotantokausi|сезон|"
    r"シーズン|sezona|[ée]vad|sezonul|book|volume|vol\.?|year|s"
)
_SEASON_FOLDER = re.compile(
    rf"(?:^|.*[ ._-])(?:{_SEASON_WORDS})[ ._-]*(?P<season>\d{{1,4}})(?![0-9pi]).*", re.IGNORECASE | re.DOTALL
)
_SEASON_FOLDER_AFTER = re.compile(
    r"(?:^|.*[ ._-])(?P<season>\d{1,2})(?:\.|st|nd|rd|th|ª|º|e|ème|a)?[ ._]*"  # codespell:ignore nd
    r"(?:season|staffel|saison|temporada|stagione|sezon|сезон|kausi)",
    re.IGNORECASE | re.DOTALL,
)
_SEASON_FOLDER_EAST = re.compile(r".*第\s*(?P<season>\d{1,2})\s*[季期].*", re.DOTALL)
_SEASON_FOLDER_NUMBER = re.compile(r"(?P<season>\d{1,2}|(?:19|20)\d\d)")
_SPECIALS = frozenset(
    {"specials", "special", "sp", "ovas", "ova", "oav", "extras & specials", "sonderfolgen", "spéciaux", "especiales"}
)
_MOST_IN_ONE_FILE = 50
_TWO_DIGITS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeName:
    """What a name says about an episode.

    Attributes:
        season: None when only the folder can tell.
        episode: None when the name has no number.
        last_episode: of a file with several; None otherwise.
        aired: of a date-based name.
        title: what follows the number, for people; may be empty.
        bare: the number stands alone, so that 105 may be the fifth of season one.
        rest: of the name after the number, where release words stand.
    """

    season: int | None = None
    episode: int | None = None
    last_episode: int | None = None
    aired: date | None = None
    title: str = ""
    bare: bool = False
    rest: str = ""


def parse_episode(stem: str, guesser: Guesser | None = None, *, show: str = "") -> EpisodeName:
    """Return what a file's name without suffix says. Never fails; no number is `episode=None`.

    Args:
        stem: the name.
        guesser: asked about names with a digit that no pattern fits; None = nobody is.
        show: the show's title, whose own numbers (`24`, `The 100`) are not episodes.

    >>> parse_episode("Dark (2017) - S01E02-E03 - Lügen").last_episode
    3
    """
    text = display(stem)
    for pattern in (_STANDARD, _CROSS, _SPELLED):
        if match := pattern.search(text):
            return _numbered(match, text)
    for pattern in _DATES:
        if (match := pattern.search(text)) and (aired := _date(match)) is not None:
            # Without a guide the number within the year is unknown; month and day are unique, and stay.
            return EpisodeName(
                season=aired.year,
                episode=aired.month * _TWO_DIGITS + aired.day,
                aired=aired,
                title=_title(text[match.end() :]),
                rest=text[match.end() :],
            )
    for pattern in (_EAST_ASIAN, _WORD):
        if match := pattern.search(text):
            last = match.groupdict().get("last")
            return EpisodeName(
                episode=int(match["first"]),
                last_episode=_last(int(match["first"]), int(last)) if last else None,
                title=_title(text[match.end() :]),
                rest=text[match.end() :],
            )
    if (bare := _bare(text, show)) is not None:
        return bare
    if guesser is not None and any(letter.isdecimal() for letter in text):
        guessed = _guessed(guesser.guess(text, "episode"))
        if guessed is not None:
            return guessed
    return EpisodeName(title=_title(text))


def has_episode_mark(stem: str) -> bool:
    """Return whether a name says season and episode beyond doubt: `S01E02`, `1x02`.

    >>> has_episode_mark("Dark.S01E02"), has_episode_mark("Heat (1995)")
    (True, False)
    """
    return _STANDARD.search(stem) is not None or _CROSS.search(stem) is not None


def season_of_folder(name: str, *, bare: bool = True) -> int | None:
    """Return which season a folder inside a show holds; 0 for specials, None when its name says none.

    Args:
        name: the folder's.
        bare: a number alone counts; not, where it is open whether the folder above is a show (films sorted by year).

    >>> [season_of_folder(name) for name in ("Season 01", "Staffel 2", "Specials", "Dark.S03.1080p.WEB", "East Blue")]
    [1, 2, 0, 3, None]
    """
    text = display(name).strip()
    if text.casefold() in _SPECIALS:
        return 0
    if match := _SEASON_FOLDER_NUMBER.fullmatch(text):
        if not bare:
            return None
        return int(match["season"])
    for pattern in (_SEASON_FOLDER, _SEASON_FOLDER_AFTER, _SEASON_FOLDER_EAST):
        if match := pattern.match(text):
            return int(match["season"])
    return None


def _numbered(match: re.Match[str], text: str) -> EpisodeName:
    first = int(match["first"])
    more = match["more"]
    if match.re is _CROSS:
        more = re.sub(r"\d{1,2}[xX]", " ", more)
    numbers = [int(number) for number in _NUMBER.findall(more)]
    rest = text[match.end() :]
    return EpisodeName(
        season=int(match["season"]),
        episode=first,
        last_episode=_last(first, max(numbers)) if numbers else None,
        title=_title(rest),
        rest=rest,
    )


def _last(first: int, last: int) -> int | None:
    return last if first < last <= first + _MOST_IN_ONE_FILE else None


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _bare(text: str, show: str) -> EpisodeName | None:
    """Return the number that stands alone: after ` - `, else the first one, else the last before release words."""
    start = len(show) if show and text.casefold().startswith(show.casefold()) else 0
    group = re.match(r"\s*\[[^\]]*\]\s*", text)
    if group:
        after = text[group.end() :]
        start = group.end() + (len(show) if show and after.casefold().startswith(show.casefold()) else 0)
    strong = STRONG.search(text, start)
    found = [
        match
        for match in _BARE.finditer(text, start, strong.start() if strong else len(text))
        if not _is_year(match["first"])
    ]
    if not found:
        return None
    match = next((m for m in found if re.search(r"-[ ._]*#?$|#$", text[m.start() : m.start("first")])), None)
    if match is None:
        match = found[0]
    last = match["last"]
    return EpisodeName(
        episode=int(match["first"]),
        last_episode=_last(int(match["first"]), int(last)) if last else None,
        title=_title(text[match.end() :]),
        bare=True,
        rest=text[match.end() :],
    )


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in ("19", "20")


def _title(rest: str) -> str:
    strong = STRONG.search(rest)
    text = rest[: strong.start()] if strong else rest
    text = re.sub(r"\[[^\]]*\]|\{[^}]*\}", " ", text)
    text = re.sub(r"[(\[{][^)\]}]*$", " ", text)
    if " " not in text.strip(" ._-"):
        text = text.replace(".", " ").replace("_", " ")
    return re.sub(r"\s+", " ", text).strip(" ._-–—+")


def _guessed(guess: Guess) -> EpisodeName | None:
    if not guess.episodes:
        return None
    return EpisodeName(
        season=guess.season,
        episode=min(guess.episodes),
        last_episode=_last(min(guess.episodes), max(guess.episodes)),
        title=guess.episode_title,
        bare=guess.season is None,
    )
