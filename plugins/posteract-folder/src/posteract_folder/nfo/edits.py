"""Which elements of an entry say what the dialect of metadata edits names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from posteract_core.providers import FieldEdit

from .element import Element
from .fields import Nfo, entry_of
from .parse import FORBIDDEN, parsed

FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "original_title": ("originaltitle",),
    "sort_title": ("sorttitle",),
    "summary": ("plot",),
    "tagline": ("tagline",),
    "content_rating": ("mpaa",),
    "originally_available": ("premiered", "aired", "releasedate"),
    "user_rating": ("userrating",),
    "audience_rating": ("rating",),
    "critic_rating": ("criticrating",),
    "edition": ("edition",),
}
"""The element for each field, and others that say the same and are kept the same where they stand."""

_ALSO_READ: Mapping[str, tuple[str, ...]] = {
    "sort_title": ("sortname",),
    "summary": ("outline", "biography"),
    "content_rating": ("certification", "customrating"),
}
"""What the reading falls back on: it goes too when a field is emptied."""

LISTS: Mapping[str, tuple[str, ...]] = {
    "genre": ("genre",),
    "label": ("tag",),
    "director": ("director",),
    "writer": ("credits", "writer"),
    "producer": ("producer",),
    "country": ("country",),
}
"""The elements for each list; new ones get the first name."""

_PERCENT = 10


def not_in_files(edit: FieldEdit) -> list[str]:
    """Return the names in an edit that no NFO file has an element for."""
    fields = [name for name in edit.fields if name not in FIELDS and name != "studio"]
    return [*fields, *(name for name in (*edit.tags, *edit.gone) if name not in LISTS)]


def apply(entry: Element, edit: FieldEdit) -> None:
    """Change what an edit names, in a well-formed entry."""
    for name, value in edit.fields.items():
        if name == "studio":
            _list(entry, ("studio",), [value] if value else [], _read(entry).studios)
        else:
            _field(entry, name, _scaled(name, value.strip()))
    for name in dict.fromkeys((*edit.tags, *edit.gone)):
        now = _listed(_read(entry), name)
        gone = {each.casefold() for each in edit.gone.get(name, ())}
        wanted = edit.tags.get(name, tuple(each for each in now if each.casefold() not in gone))
        _list(entry, LISTS[name], wanted, now)


def _field(entry: Element, name: str, value: str) -> None:
    first, *others = FIELDS[name]
    is_episode = entry.text[1:].lower().startswith("episodedetails")
    if name == "originally_available" and is_episode:
        first, others = "aired", ["premiered", "releasedate"]
    entry.set_text(first, value)
    for other in others:
        if not value or entry.children(other):
            entry.set_text(other, value)
    if not value:
        for other in _ALSO_READ.get(name, ()):
            entry.set_text(other, "")


def _list(entry: Element, names: Sequence[str], values: Sequence[str], read: Sequence[str]) -> None:
    clean = (FORBIDDEN.sub("", value).strip() for value in values)
    entry.set_list(names, list(dict.fromkeys(value for value in clean if value)), read)


def _listed(now: Nfo, name: str) -> tuple[str, ...]:
    match name:
        case "genre":
            return now.genres
        case "label":
            return now.labels
        case "country":
            return now.countries
        case job:
            return tuple(person.name for person in now.people if person.job == job)


def _read(entry: Element) -> Nfo:
    return entry_of(parsed(FORBIDDEN.sub("", entry.text)))


def _scaled(name: str, value: str) -> str:
    """Return a value as the element has it: critics' ratings stand in per cent."""
    if name != "critic_rating" or not value:
        return value
    try:
        return f"{float(value) * _PERCENT:g}"
    except ValueError:
        return value
