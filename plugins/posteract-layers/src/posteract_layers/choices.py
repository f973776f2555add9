"""Lists of names that users write, checked against what there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches


def known_names(given: object, known: Sequence[str], aliases: Mapping[str, str] | None = None) -> object:
    """Return a list of names in their table's spelling.

    Args:
        given: a name or a list of them, as written; anything else is handed on for pydantic to refuse.
        known: the names there are.
        aliases: other spellings.

    Raises:
        ValueError: a name that is not known, with the nearest one.
    """
    names = [given] if isinstance(given, str | int) and not isinstance(given, bool) else given
    if not isinstance(names, list | tuple):
        return given
    result = []
    for each in names:
        name = str(each).strip().lower()
        name = name.removesuffix("p") if name.removesuffix("p") in known else name
        name = (aliases or {}).get(name.removesuffix("p"), (aliases or {}).get(name, name))
        if name not in known:
            near = get_close_matches(name, [*known, *(aliases or {})], n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(known)}"
            raise ValueError(f"there is no `{each}` to show; {hint}")
        result.append(name)
    return tuple(result)
