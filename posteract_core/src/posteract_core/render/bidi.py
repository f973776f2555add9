"""The order in which the runs of a line stand, from left to right, when scripts of both directions meet in it.

The rules are those of the Unicode bidirectional algorithm (UAX 9) without explicit embeddings and isolates, which titles
do not have: strong characters, numbers, neutrals between them, reversal by levels.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_NUMBERS = ("EN", "AN")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one direction; `text` is in reading order."""

    text: str
    rtl: bool


def is_rtl(text: str) -> bool:
    """Return whether a line reads from right to left: by its first strong character. Source: UAX 9, rules P2 and P3."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def visual_runs(text: str, *, base_rtl: bool | None = None) -> tuple[Run, ...]:
    """Return the runs of a line in the order they stand from left to right.

    Args:
        text: one line.
        base_rtl: the direction of the paragraph; None = as the line itself says.
    """
    if text.isascii() or not text:
        return (Run(text, rtl=False),) if text and not base_rtl else _ordered(text, bool(base_rtl))
    return _ordered(text, is_rtl(text) if base_rtl is None else base_rtl)


def _ordered(text: str, base_rtl: bool) -> tuple[Run, ...]:
    if not text:
        return ()
    levels = _levels(text, base_rtl)
    runs: list[tuple[str, int]] = []
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or levels[position] != levels[start]:
            runs.append((text[start:position], levels[start]))
            start = position
    for level in range(max(level for _, level in runs), 0, -1):  # rule L2
        position = 0
        while position < len(runs):
            end = position
            while end < len(runs) and runs[end][1] >= level:
                end += 1
            if end > position:
                runs[position:end] = runs[position:end][::-1]
            position = max(end, position + 1)
    return tuple(Run(piece, rtl=bool(level % 2)) for piece, level in runs)


def _levels(text: str, base_rtl: bool) -> list[int]:
    kinds = [unicodedata.bidirectional(character) or "L" for character in text]
    base = "R" if base_rtl else "L"
    strong, last = base, base
    for position, kind in enumerate(kinds):  # rules W1 to W3 and W7
        if kind == "NSM":
            kinds[position] = last
        elif kind in ("L", "R", "AL"):
            strong = kind
            kinds[position] = "R" if kind == "AL" else kind
        elif kind == "EN":
            kinds[position] = {"AL": "AN", "L": "L"}.get(strong, "EN")
        last = kinds[position]
    for position in range(1, len(kinds) - 1):  # rule W4: a separator within a number
        around = kinds[position - 1], kinds[position + 1]
        if kinds[position] in ("CS", "ES") and around[0] == around[1] and around[0] in _NUMBERS:
            kinds[position] = around[0]
    for position, kind in enumerate(kinds):  # rule W5: signs at a number
        if kind == "ET" and "EN" in (kinds[position - 1 : position] + kinds[position + 1 : position + 2]):
            kinds[position] = "EN"
    _settle_neutrals(kinds, base)
    table = {"L": 2, "R": 1, "EN": 2, "AN": 2} if base_rtl else {"L": 0, "R": 1, "EN": 2, "AN": 2}
    return [table[kind] for kind in kinds]


def _settle_neutrals(kinds: list[str], base: str) -> None:
    """Give neutrals the direction of what surrounds them, or the paragraph's. Source: UAX 9, rules N1 and N2."""
    position = 0
    while position < len(kinds):
        if kinds[position] in ("L", "R", *_NUMBERS):
            position += 1
            continue
        end = position
        while end < len(kinds) and kinds[end] not in ("L", "R", *_NUMBERS):
            end += 1
        before = _side(kinds[position - 1]) if position else base
        after = _side(kinds[end]) if end < len(kinds) else base
        kinds[position:end] = [before if before == after else base] * (end - position)
        position = end


def _side(kind: str) -> str:
    return "R" if kind in _NUMBERS else kind
