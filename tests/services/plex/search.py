"""Filters and sorts of a library, as far as the fake knows them. A filter it does not know is ignored, as a real server does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .entries import tag_id
from .items import TYPE_NUMBERS, Item, Library

_TAGS: dict[str, Callable[[Item], Iterable[str]]] = {
    "genre": lambda item: item.genres,
    "label": lambda item: item.labels,
    "collection": lambda item: item.collections,
    "country": lambda item: [item.about.country],
}
_STRINGS: dict[str, Callable[[Item], str]] = {
    "title": lambda item: item.title,
    "studio": lambda item: item.about.studio,
    "editionTitle": lambda item: item.about.edition,
    "contentRating": lambda item: item.about.content_rating,
    "guid": lambda item: item.guid,
}
_INTEGERS: dict[str, Callable[[Item], int | None]] = {
    "year": lambda item: item.about.year,
    "addedAt": lambda item: item.added,
    "updatedAt": lambda item: item.updated,
    "viewCount": lambda item: item.view_count or None,
    "decade": lambda item: (item.about.year or 0) // 10 * 10,
}
_BOOLEANS: dict[str, Callable[[Item], bool]] = {
    "unwatched": lambda item: not item.view_count,
    "unmatched": lambda item: item.guid.startswith("local://"),
}
_FIELD_OPERATORS = {
    "tag": (("=", "is"), ("!=", "is not")),
    "string": (
        ("=", "contains"),
        ("!=", "does not contain"),
        ("==", "is"),
        ("!==", "is not"),
        ("<=", "begins with"),
        (">=", "ends with"),
    ),
    "integer": (("=", "is"), ("!=", "is not"), (">>=", "is greater than"), ("<<=", "is less than")),
    "date": (("<<=", "is before"), (">>=", "is after")),
    "boolean": (("=", "is true"), ("!=", "is false")),
}
_DATES = ("addedAt", "updatedAt")


def matching(items: list[Item], pairs: Iterable[tuple[str, str]]) -> list[Item]:
    """Return what fits a query: tests joined by `and` (also where nothing is said) or `or`, in brackets of push and pop."""
    test = _parsed(list(pairs))
    return [item for item in items if test(item)] if test is not None else items


def _parsed(pairs: list[tuple[str, str]]) -> Callable[[Item], bool] | None:
    """Take an expression off the front of `pairs`, up to its `pop` or the end."""
    tests: list[Callable[[Item], bool]] = []
    any_of = False
    while pairs:
        name, value = pairs.pop(0)
        if name == "pop":
            break
        if name in ("and", "or"):
            any_of = any_of or name == "or"
            continue
        found = _parsed(pairs) if name == "push" else _one(name, value)
        if found is not None:
            tests.append(found)
    if not tests:
        return None
    join = any if any_of else all
    return lambda item: join(test(item) for test in tests)


def _one(name: str, value: str) -> Callable[[Item], bool] | None:
    field = name.rstrip("=!<>")
    operator = name[len(field) :]
    if value.startswith("="):
        operator, value = operator + "=", value[1:]
    return _test(field.rpartition(".")[2], operator, value)


def sorted_by(items: list[Item], order: str) -> list[Item]:
    """Return the items in the order that `sort` names (`addedAt:desc`); by title when it names none that we know."""
    field, _, direction = order.rpartition(".")[2].partition(":")
    if field in _INTEGERS:
        return sorted(items, key=lambda item: _INTEGERS[field](item) or 0, reverse=direction == "desc")
    if not order:
        return items
    return sorted(
        items, key=lambda item: item.edits.get("titleSort", item.title).casefold(), reverse=direction == "desc"
    )


def choices(library: Library, field: str) -> list[dict[str, Any]] | None:
    """Return what a filter field can be set to; None for a field that has no choices."""
    base = f"/library/sections/{library.key}/all?{field}="
    if field in _TAGS:
        every = [*library.items, *(library.collections if field == "label" else ())]
        tags = sorted({tag for item in every for tag in _TAGS[field](item)})
        return [_choice(base, str(tag_id(field, tag)), tag, field) for tag in tags]
    if field in ("studio", "contentRating"):
        words = sorted({_STRINGS[field](item) for item in library.items})
        return [_choice(base, word, word, field) for word in words]
    if field in ("year", "decade"):
        numbers = sorted({_INTEGERS[field](item) or 0 for item in library.items}, reverse=True)
        return [_choice(base, str(number), str(number), field) for number in numbers]
    return None


def meta(library: Library, types: Iterable[str]) -> dict[str, Any]:
    """Return the description of types, fields and operators that `includeMeta=1` asks for."""
    return {
        "Type": [_type(library, level) for level in types],
        "FieldType": [
            {"type": kind, "Operator": [{"key": key, "title": title} for key, title in operators]}
            for kind, operators in _FIELD_OPERATORS.items()
        ],
    }


def _type(library: Library, level: str) -> dict[str, Any]:
    base = f"/library/sections/{library.key}"
    kinds = [(name, "tag") for name in _TAGS] + [(name, "string") for name in _STRINGS if name != "guid"]
    kinds += [(name, "date" if name in _DATES else "integer") for name in _INTEGERS] + [
        (name, "boolean") for name in _BOOLEANS
    ]
    return {
        "key": f"{base}/all?type={TYPE_NUMBERS[level]}",
        "type": level,
        "title": f"{level.title()}s",
        "active": level == library.type,
        "Filter": [
            {"filter": name, "filterType": "string", "key": f"{base}/{name}", "title": name.title(), "type": "filter"}
            for name in (*_TAGS, "studio", "contentRating", "year", "decade")
        ],
        "Sort": [
            {"defaultDirection": "asc", "descKey": f"{name}:desc", "key": name, "title": name}
            for name in ("titleSort", "addedAt", "updatedAt", "year")
        ],
        "Field": [{"key": f"{level}.{name}", "title": name, "type": kind} for name, kind in kinds],
    }


def _choice(base: str, key: str, title: str, kind: str) -> dict[str, Any]:
    return {"fastKey": base + key, "key": key, "title": title, "type": kind}


def _test(field: str, operator: str, value: str) -> Callable[[Item], bool] | None:
    wanted = value.split(",")
    if field in _TAGS:
        tags = _TAGS[field]

        def has(item: Item) -> bool:
            return any(tag in wanted or str(tag_id(field, tag)) in wanted for tag in tags(item))

        return (lambda item: not has(item)) if operator == "!" else has
    if field in _STRINGS:
        return _string_test(_STRINGS[field], operator, value.casefold())
    if field in _INTEGERS:
        return _integer_test(_INTEGERS[field], operator, wanted)
    if field in _BOOLEANS:
        read, truth = _BOOLEANS[field], (value != "0") != (operator == "!")
        return lambda item: read(item) is truth
    return None


def _string_test(read: Callable[[Item], str], operator: str, value: str) -> Callable[[Item], bool]:
    tests: dict[str, Callable[[str], bool]] = {
        "": lambda text: value in text,
        "!": lambda text: value not in text,
        "=": lambda text: text == value,
        "!=": lambda text: text != value,
        "<": lambda text: text.startswith(value),
        ">": lambda text: text.endswith(value),
    }
    test = tests.get(operator, tests[""])
    return lambda item: test(read(item).casefold())


def _integer_test(read: Callable[[Item], int | None], operator: str, wanted: list[str]) -> Callable[[Item], bool]:
    """A filter on a number looks only at items that have one: `viewCount!=3` leaves out what nobody played."""
    numbers = [int(float(word)) for word in wanted]

    def test(item: Item) -> bool:
        if (number := read(item)) is None:
            return False
        if operator == "!":
            return number not in numbers
        least = numbers[0]
        spans = {">>": number >= least, "<<": number < least, ">": number >= least, "<": number <= least}
        return spans.get(operator, number in numbers)

    return test
