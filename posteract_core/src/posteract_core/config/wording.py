"""What pydantic finds wrong, in the user's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails, ValidationError

from ..redaction import redact
from .document import KeyPath, value_at
from .mistakes import Fix, Mistake, Place, below
from .names import nearest
from .values import WRONG

Hidden = Callable[[KeyPath], bool]
"""Says whether the value at a path must not be shown."""

_MAPPING = "a mapping (`key: value` lines)"
_WANTED = {
    "string_type": "a text",
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), "a whole number"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number", "decimal_type", "decimal_parsing"), "a number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "true or false"),
    **dict.fromkeys(
        ("list_type", "tuple_type", "set_type", "frozen_set_type", "iterable_type", "sequence_type"), "a list"
    ),
    **dict.fromkeys(
        ("dict_type", "mapping_type", "model_type", "model_attributes_type", "dataclass_type", "typed_dict_type"),
        _MAPPING,
    ),
    "none_required": "null",
    "path_type": "a path",
    **dict.fromkeys(
        ("url_type", "url_parsing", "url_syntax_violation", "url_scheme"), "an address such as `http://localhost:8080`"
    ),
    **dict.fromkeys(("time_delta_type", "time_delta_parsing"), "a time such as `30s`"),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), "a date such as `2024-12-31`"),
}
_TOO_FEW = "must have at least"
_BOUNDS = {
    "greater_than_equal": ("ge", "must be at least {}"),
    "greater_than": ("gt", "must be more than {}"),
    "less_than_equal": ("le", "must be at most {}"),
    "less_than": ("lt", "must be less than {}"),
    "multiple_of": ("multiple_of", "must be a multiple of {}"),
    "too_long": ("max_length", "must have at most {} entries"),
    "string_too_long": ("max_length", "must have at most {} characters"),
}


def mistakes_of(error: ValidationError, data: Any, prefix: KeyPath, hidden: Hidden) -> list[Mistake]:
    """Return the mistakes that `error`, raised while validating `data`, tells of.

    Keys that do not exist are left to `structure.wrong_keys`.

    Args:
        error: what pydantic raised.
        data: what was validated.
        prefix: where `data` stands in the configuration.
        hidden: says, by the full path, whether a value must not be shown.
    """
    found: list[Mistake] = []
    branches: dict[KeyPath, dict[str, list[ErrorDetails]]] = {}
    for detail in error.errors(include_url=False):
        path, tag, fork = _where(detail, data)
        if tag is None:
            found += _mistake(detail, path, data, prefix, hidden)
        else:
            branches.setdefault(fork, {}).setdefault(tag, []).append(detail)
    for fork, by_tag in branches.items():
        found += _of_union(fork, list(by_tag.values()), data, prefix, hidden)
    return [each for each in found if not _counted_out(each, found)]


def _counted_out(mistake: Mistake, found: Sequence[Mistake]) -> bool:
    """Return whether a list is only called too short because entries of it are wrong."""
    path = mistake.path
    return mistake.message.startswith(_TOO_FEW) and any(
        len(each.path) > len(path) and below(each.path, path) for each in found
    )


def _where(detail: ErrorDetails, data: Any) -> tuple[KeyPath, str | None, KeyPath]:
    """Return where an error lies in `data`, and the first name of a union's branch in its location with where that is."""
    path: KeyPath = ()
    tag: str | None = None
    fork: KeyPath = ()
    value = data
    location = detail["loc"]
    for position, part in enumerate(location):
        inside = (isinstance(value, dict) and part in value) or (
            isinstance(value, list) and isinstance(part, int) and part < len(value)
        )
        if inside:
            path, value = (*path, part), value[part]
        elif detail["type"] == "missing" and position == len(location) - 1:
            path = (*path, part)
        elif part != "[key]" and not isinstance(part, int) and tag is None:
            tag, fork = str(part), path
    return path, tag, fork


def _of_union(
    fork: KeyPath, branches: Sequence[list[ErrorDetails]], data: Any, prefix: KeyPath, hidden: Hidden
) -> list[Mistake]:
    """Return the mistakes of the branch that was surely meant; else one that names what all branches want."""
    for details in branches:
        if all(len(_where(detail, data)[0]) > len(fork) or detail["type"] == WRONG for detail in details):
            return [
                each for detail in details for each in _mistake(detail, _where(detail, data)[0], data, prefix, hidden)
            ]
    value = value_at(data, fork)
    wanted = dict.fromkeys(_wanted(detail) for details in branches for detail in details)
    known = [want for want in wanted if want]
    if not known:
        return _mistake(branches[0][0], fork, data, prefix, hidden)
    message = f"must be {' or '.join(known)}{_instead(value, hidden((*prefix, *fork)))}"
    return [Mistake(path=(*prefix, *fork), message=message)]


def _mistake(detail: ErrorDetails, path: KeyPath, data: Any, prefix: KeyPath, hidden: Hidden) -> list[Mistake]:
    kind = detail["type"]
    if kind == "extra_forbidden":
        return []
    full = (*prefix, *path)
    place: Place = "key" if detail["loc"] and detail["loc"][-1] == "[key]" else "value"
    if kind == "missing":
        return [Mistake(path=full, place="inside", message="is missing")]
    value = value_at(data, path)
    if place == "key":
        return [_of_choice(detail, path[-1] if path else "", full, place, hide=False)]
    hide = hidden(full)
    if kind in ("literal_error", "enum"):
        return [_of_choice(detail, value, full, place, hide=hide)]
    context: Mapping[str, Any] = detail.get("ctx") or {}
    fix = None
    if kind == WRONG:
        message = str(context["text"])
        if context.get("meant"):
            fix = Fix(kind="value", new=str(context["meant"]))
    elif kind in ("value_error", "assertion_error"):
        secrets = list(_secrets(value, full, hidden))
        message = redact(_without(str(context.get("error", "")), secrets)) or "is not valid"
    elif kind in _BOUNDS:
        name, text = _BOUNDS[kind]
        message = text.format(context[name])
    elif kind == "string_too_short":
        message = (
            "must not be empty"
            if context["min_length"] == 1
            else f"must have at least {context['min_length']} characters"
        )
    elif kind == "too_short":
        number = context["min_length"]
        message = f"{_TOO_FEW} {number} {'entry' if number == 1 else 'entries'}"
    elif wanted := _wanted(detail):
        message = f"must be {wanted}{_instead(value, hide)}"
        if wanted == "a list" and isinstance(value, str) and value and not hide:
            message = f"must be a list, such as `[{_short(value)}]`"
    else:
        message = f"is not valid{_instead(value, hide)}"
    return [Mistake(path=full, place=place, message=message, fix=fix)]


def _of_choice(detail: ErrorDetails, value: object, path: KeyPath, place: Place, *, hide: bool) -> Mistake:
    choices = _choices(detail)
    near = nearest(str(value), choices) if isinstance(value, str) and not hide else None
    advice = f"; did you mean `{near.name}`?" if near else ""
    fix = Fix(kind="rename" if place == "key" else "value", new=near.name, sure=near.sure) if near else None
    message = f"must be {_wanted(detail)}{_instead(value, hide)}{advice}"
    return Mistake(path=path, place=place, message=message, fix=fix)


def _choices(detail: ErrorDetails) -> list[str]:
    return re.findall(r"'([^']*)'", str((detail.get("ctx") or {}).get("expected", "")))


def _wanted(detail: ErrorDetails) -> str:
    if detail["type"] in ("literal_error", "enum"):
        choices = [f"`{choice}`" for choice in _choices(detail)]
        return ", ".join(choices[:-1]) + " or " + choices[-1] if len(choices) > 1 else "".join(choices)
    return _WANTED.get(detail["type"], "")


def _instead(value: object, hide: bool) -> str:
    """Return what was found, to follow what is wanted; of a secret only its kind."""
    if value is None:
        return ", but there is nothing"
    if isinstance(value, dict):
        return ", not a mapping"
    if isinstance(value, list):
        return ", not a list"
    if hide:
        return ", not this text" if isinstance(value, str) else ", not this value"
    text = str(value).lower() if isinstance(value, bool) else _short(str(value))
    return f", not `{text}`" if text else ", not an empty text"


def _short(text: str) -> str:
    text = redact(re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text))
    return text if len(text) <= 40 else text[:39] + "…"


def _without(message: str, secrets: Sequence[str]) -> str:
    """Return `message` on one line, with `secrets` hidden in it."""
    for secret in secrets:
        message = message.replace(secret, "****")
    return " ".join(message.split())


def _secrets(value: Any, path: KeyPath, hidden: Hidden) -> Iterator[str]:
    """Yield every text in `value` that must not be shown."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _secrets(each, (*path, key), hidden)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _secrets(each, (*path, index), hidden)
    elif value not in (None, "", True, False) and hidden(path):
        yield str(value)
