"""Text with fields in it: `"{season_name}[ · Episode {episode}]"`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from ..model import ItemType, MediaItem, Rating
from ..providers import Subject

Read = Callable[[Subject], object]


def _season_name(item: MediaItem) -> str:
    if item.season is None:
        return ""
    own = item.title if item.type is ItemType.SEASON else item.season_title
    plain = "Specials" if item.season == 0 else f"Season {item.season}"
    return own if own and not re.fullmatch(r"(?i)season\s*0*\d+|specials?", own) else plain


def _episodes(item: MediaItem) -> str:
    if item.episode is None:
        return ""
    return f"{item.episode}–{item.last_episode}" if item.last_episode is not None else str(item.episode)


def _episode_name(item: MediaItem) -> str:
    numbers = _episodes(item)
    return f"Episode{'s' if item.last_episode is not None else ''} {numbers}" if numbers else ""


def _number(item: MediaItem) -> str:
    if item.season is None or item.episode is None:
        return ""
    last = f"-E{item.last_episode:02d}" if item.last_episode is not None else ""
    return f"S{item.season:02d}E{item.episode:02d}{last}"


def _runtime(minutes: int) -> str:
    if not minutes:
        return ""
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"


def _person(job: str) -> Read:
    return lambda subject: next((person.name for person in subject.item.people if person.job == job), "")


def _first(values: tuple[str, ...]) -> str:
    return values[0] if values else ""


FIELDS: dict[str, Read] = {
    "title": lambda s: s.title,
    "item_title": lambda s: s.item.title,
    "original_title": lambda s: s.item.original_title,
    "show_title": lambda s: s.item.show_title,
    "year": lambda s: s.item.year or s.item.show_year,
    "edition": lambda s: s.item.edition or _first(tuple(v.edition for v in s.item.versions if v.edition)),
    "season": lambda s: s.item.season,
    "season_name": lambda s: _season_name(s.item),
    "episode": lambda s: _episodes(s.item),
    "episode_name": lambda s: _episode_name(s.item),
    "number": lambda s: _number(s.item),
    "tagline": lambda s: s.item.tagline,
    "genre": lambda s: _first(s.item.genres),
    "studio": lambda s: _first(s.item.studios),
    "network": lambda s: s.item.network,
    "country": lambda s: _first(s.item.countries),
    "collection": lambda s: s.item.title if s.item.type is ItemType.COLLECTION else _first(s.item.collections),
    "content_rating": lambda s: s.item.content_rating,
    "status": lambda s: s.item.status,
    "library": lambda s: s.item.library,
    "runtime": lambda s: _runtime(s.item.minutes),
    "minutes": lambda s: s.item.minutes or "",
    "total_runtime": lambda s: _runtime(s.item.total_minutes),
    "total_minutes": lambda s: s.item.total_minutes or "",
    "versions": lambda s: len(s.item.versions) or "",
    "bitrate": lambda s: next((v.bitrate_kbps for v in s.item.versions if v.bitrate_kbps), ""),
    "highest_bitrate": lambda s: max((v.bitrate_kbps for v in s.item.versions), default=0) or "",
    "lowest_bitrate": lambda s: min((v.bitrate_kbps for v in s.item.versions if v.bitrate_kbps), default=""),
    "episode_count": lambda s: len(s.item.episodes) or "",
    "director": _person("director"),
    "released": lambda s: s.item.released,
    "added": lambda s: s.item.added.date() if s.item.added is not None else None,
    "next_episode": lambda s: s.facts.get("next_episode", s.item.facts.get("next_episode")),
    "imdb_rank": lambda s: s.facts.get("rank.imdb_top250", s.item.facts.get("rank.imdb_top250")),
}
"""Every field, besides `rating.NAME` for a rating on its own scale."""

DATES = frozenset({"released", "added", "next_episode"})
"""Fields that take a date's form after the colon, or `days`: how many days ahead it is."""

_FACTS = {"next_episode": "next_episode", "imdb_rank": "rank.imdb_top250"}
"""Fields that are looked up, and the facts they stand for."""

OF_EPISODES = frozenset({"episode_count", "minutes", "runtime", "total_minutes", "total_runtime"})
"""Fields of shows and seasons that ask for what their episodes are."""

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
    (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def in_words(number: int) -> str:
    """Return a number as one says it in English, a capital at its beginning; digits from ten thousand on.

    >>> in_words(121)
    'One Hundred Twenty-One'
    """
    if number >= 10_000:
        return str(number)
    parts = []
    for size, name in ((1000, "Thousand"), (100, "Hundred")):
        if number >= size:
            parts += [in_words(number // size), name]
            number %= size
    if number >= 20:
        ones = f"-{_SMALL[number % 10].title()}" if number % 10 else ""
        parts.append(_TENS[number // 10 - 2].title() + ones)
    elif number or not parts:
        parts.append(_SMALL[number].title())
    return " ".join(parts)


def ordinal(number: int) -> str:
    """Return a number as a rank in English.

    >>> ordinal(2), ordinal(11), ordinal(23)
    ('2nd', '11th', '23rd')
    """
    last = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")  # codespell:ignore nd
    return f"{number}{'th' if 10 <= number % 100 <= 20 else last}"


def roman(number: int) -> str:
    """Return a number in Roman numerals; 0, which they lack, and what is above 3999 as digits.

    >>> roman(14)
    'XIV'
    """
    if not 0 < number < 4000:
        return str(number)
    result = ""
    for value, letters in _ROMAN:
        result += letters * (number // value)
        number %= value
    return result


def _each_number(text: str, form: Callable[[int], str]) -> str:
    """Return a text with its numbers written otherwise: a range has two."""
    return re.sub(r"\d+", lambda found: form(int(found[0])), text)


FORMATS: dict[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
    "0": lambda text: text.zfill(2),
    "00": lambda text: text.zfill(3),
    "words": lambda text: _each_number(text, in_words),
    "ordinal": lambda text: _each_number(text, ordinal),
    "roman": lambda text: _each_number(text, roman),
    "hours": lambda text: _each_number(text, lambda minutes: str(minutes // 60)),
    "rest": lambda text: _each_number(text, lambda minutes: str(minutes % 60)),
}
"""What may follow a field's name after a colon; several in a row (`{season:words:upper}`). `hours` and `rest` go with minutes."""

OF_RATINGS: dict[str, Callable[[Rating], str]] = {
    "percent": lambda rating: f"{int(round(rating.on(100), 6))}",
    "ten": lambda rating: f"{rating.on(10):.1f}",
    "short": lambda rating: f"{_cut(rating.on(10))}".removesuffix(".0"),
    "half": lambda rating: f"{_cut(rating.on(5))}",
}
"""What may follow a rating's name besides: of a hundred without a sign, of ten, of ten without a zero at its end, of five."""

_FIELD = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")


def _cut(value: float) -> float:
    """Return a number with one digit after the point, the others cut off."""
    return int(round(value * 10, 6)) / 10


TELL_TITLE = frozenset({"title", "item_title", "original_title", "tagline"})
"""Fields that say what an item is called, or what happens in it."""


def tells_title(text: str) -> bool:
    """Return whether a text would give an episode's title away."""
    return any(found[1] in TELL_TITLE for found in _FIELD.finditer(text))


def reads_episodes(text: str) -> bool:
    """Return whether a text says something of a show's or season's episodes."""
    return any(found[1] in OF_EPISODES for found in _FIELD.finditer(text))


def fact_names(text: str) -> frozenset[str]:
    """Return the facts a text would show."""
    names = {found[1] for found in _FIELD.finditer(text)}
    return frozenset(
        {name for name in names if name.startswith("rating.")} | {_FACTS[name] for name in names & _FACTS.keys()}
    )


def mistake_in(text: str) -> str:
    """Return what is wrong with a text, in the user's words; empty when it is fine."""
    for found in _FIELD.finditer(text):
        name, form = found[1], found[2]
        if name not in FIELDS and not re.fullmatch(r"rating\.[a-z0-9_]+", name):
            near = get_close_matches(name, FIELDS, n=1)
            return f"{{{name}}} is no field" + (
                f"; did you mean {{{near[0]}}}?" if near else f"; there are {', '.join(FIELDS)}"
            )
        if form is not None and (wrong := _wrong_form(name, form)):
            return f"{{{name}:{form}}}: {wrong}"
    bare = _FIELD.sub("", text)
    if "{" in bare or "}" in bare:
        return "has a brace without its partner"
    depth = 0
    for character in bare:
        depth += {"[": 1, "]": -1}.get(character, 0)
        if depth not in (0, 1):
            return "has square brackets that do not pair, or one pair inside another"
    return "has a square bracket without its partner" if depth else ""


def _wrong_form(name: str, form: str) -> str:
    """Return what is wrong with a form, or a row of them; empty when nothing is."""
    if name in DATES and _is_of_dates(form):
        return ""
    known = {**FORMATS, **(OF_RATINGS if name.startswith("rating.") else {})}
    if all(part in known for part in form.split(":")):
        return ""
    also = ", days, or a date as %d %B %Y" if name in DATES else ""
    return f"after the colon goes one of {', '.join(known)}{also}"


def fill(text: str, subject: Subject) -> str | None:
    """Return the text with its fields filled in; None when one outside square brackets has no value.

    A part in `[…]` is left out when one of its fields has no value.
    """
    parts = []
    for part, optional in _parts(text):
        filled = _fill(part, subject)
        if filled is None and not optional:
            return None
        parts.append(filled or "")
    return "".join(parts).strip() or None


@lru_cache(maxsize=512)
def _parts(text: str) -> tuple[tuple[str, bool], ...]:
    pieces = re.split(r"\[([^\[\]]*)\]", text)
    return tuple((piece, bool(position % 2)) for position, piece in enumerate(pieces) if piece)


def _fill(part: str, subject: Subject) -> str | None:
    missing = False

    def value(found: re.Match[str]) -> str:
        nonlocal missing
        forms = found[2].split(":") if found[2] else []
        if found[1] in DATES and _is_of_dates(found[2] or ""):
            text, forms = _date(FIELDS[found[1]](subject), found[2], subject), []
        else:
            of_rating = OF_RATINGS[forms.pop(0)] if forms and forms[0] in OF_RATINGS else shown_rating
            text = _value(found[1], subject, of_rating)
        missing = missing or not text
        for form in forms:
            text = FORMATS[form](text)
        return text

    filled = _FIELD.sub(value, part)
    return None if missing else filled


def _date(day: object, form: str, subject: Subject) -> str:
    """Return a day in a form, or how many days ahead it is; empty where there is none, or it is not ahead."""
    if not isinstance(day, date):
        return ""
    if form != "days":
        return f"{day:{form}}"
    ahead = (day - subject.today).days if subject.today is not None else -1
    return str(ahead) if ahead >= 0 else ""


def _is_of_dates(form: str) -> bool:
    return form.startswith("%") or form == "days"


def _value(name: str, subject: Subject, of_rating: Callable[[Rating], str]) -> str:
    if name.startswith("rating."):
        rating = subject.facts.get(name, subject.item.facts.get(name))
        return of_rating(rating) if isinstance(rating, Rating) else ""
    value = FIELDS[name](subject)
    return "" if value is None else str(value)


def shown_rating(rating: Rating) -> str:
    """Return a rating as people read it: `8.3` of ten or five, `87%` of a hundred."""
    return f"{round(rating.value)}%" if rating.scale == 100 else f"{rating.value:.1f}"
