"""Where a text may break, and which breaks make the best lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from .phrases import phrase_language, phrases
from .shaping import clusters

if TYPE_CHECKING:
    from icu4py.breakers import LineBreaker

_WEAK = """
a an the of and or to in on at by for from with vs & der die das und von zu im am le la les de du des et un une el los las y e i
il lo gli di
"""
WEAK_WORDS = frozenset(_WEAK.split())
"""Words that read badly at the end of a line."""

_NO_START = frozenset("、。，．・：；？！）」』】〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…)]}!?,.:;%")
_NO_END = frozenset("（「『【〈《([{")
_BREAK_AFTER = frozenset("-‐–—/\u200b")

WEAK_COST = 0.3
"""What a weak word at a line's end costs, against the share of a line left empty, squared."""

STRONG_GAIN = 0.12
"""What a break after a colon or a dash gains."""

COMMA_GAIN = 0.06
"""What a break after a comma or before a bracket gains."""

HYPHEN_COST = 0.25
"""What a break within a word costs, after its hyphen."""

MID_PHRASE_COST = 0.35
"""What a break costs that parts a Japanese phrase."""

SLACK = 1.2
"""Lines may be this much longer than asked for when that makes for better breaks; the text gets smaller then."""

SLACK_COST = 1.2
"""What it costs, per share of the line."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text that stays together.

    Attributes:
        text: without white space at its end.
        glue: what stands between it and the next one on the same line: a space or nothing.
        ends_line: a break after it is forced.
        mid_phrase: a break after it parts what belongs together, as between the characters of one Japanese word.
    """

    text: str
    glue: str = ""
    ends_line: bool = False
    mid_phrase: bool = False


def segments(text: str, *, automatic: bool = True, break_at: Sequence[str] = ()) -> tuple[Segment, ...]:
    """Return the segments of a text, in reading order.

    Args:
        text: newlines in it are forced breaks.
        automatic: may break between words; otherwise only where it is forced.
        break_at: symbols with a forced break after them; one with spaces around it (`" - "`) goes away.
    """
    for symbol in break_at:
        kept = "" if symbol != symbol.strip() and symbol.strip() else symbol
        text = text.replace(symbol, f"{kept}\n")
    found: list[Segment] = []
    for line in text.split("\n"):
        words = " ".join(line.split())
        if not words:
            continue
        parts = _opportunities(words) if automatic else [Segment(words)]
        found += parts[:-1]
        found.append(Segment(parts[-1].text, parts[-1].glue, ends_line=True))
    return tuple(found)


def _opportunities(line: str) -> list[Segment]:
    found: list[Segment] = []
    for word in line.split(" "):
        parts = _within(word)
        found += parts[:-1]
        found.append(Segment(parts[-1].text, " "))
    found[-1] = Segment(found[-1].text)
    # A lone dash or sign stays with the word before it.
    merged: list[Segment] = []
    for segment in found:
        if merged and merged[-1].glue and not any(character.isalnum() for character in segment.text):
            merged[-1] = Segment(f"{merged[-1].text}{merged[-1].glue}{segment.text}", segment.glue)
        else:
            merged.append(segment)
    return merged


UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Letters of scripts that write words without spaces between them: Thai, Lao, Burmese, Khmer."""


def knows_unspaced_words() -> bool:
    """Return whether words of all such scripts can be told apart: with icu4py, which has ICU's dictionaries."""
    return _breaker() is not None


@lru_cache(maxsize=1)
def _breaker() -> type[LineBreaker] | None:
    try:
        from icu4py.breakers import LineBreaker
    except ImportError:
        return None
    return LineBreaker


def _within(word: str) -> list[Segment]:
    """Return the parts of what stands between two spaces."""
    breaker = _breaker() if UNSPACED.search(word) else None
    if breaker is not None:  # all dictionaries serve any language
        return [Segment(part.replace("\u200b", "")) for part in breaker(word, "th")]
    language = phrase_language(word)
    if language == "th":
        return [Segment(part) for part in _kept_with_marks(phrases(word, language))]
    parts: list[str] = []
    characters = clusters(word)
    for position, character in enumerate(characters):
        if parts and _may_break(characters[position - 1], character, position):
            parts.append(character)
        elif parts:
            parts[-1] += character
        else:
            parts.append(character)
    ends = set(accumulate(map(len, phrases(word, language)))) if language else set()
    at = accumulate(map(len, parts))
    segments = [
        Segment(part.replace("\u200b", ""), mid_phrase=bool(ends) and end not in ends)
        for part, end in zip(parts, at, strict=True)
    ]
    return segments or [Segment(word)]


def _kept_with_marks(parts: Sequence[str]) -> list[str]:
    """Return words with the signs that may not begin or end a line put to their neighbours."""
    kept: list[str] = []
    for part in parts:
        if kept and (part[0] in _NO_START or kept[-1][-1] in _NO_END or not any(map(str.isalnum, part))):
            kept[-1] += part
        else:
            kept.append(part)
    return kept


def _may_break(before: str, after: str, position: int) -> bool:
    if after[0] in _NO_START or before[-1] in _NO_END:
        return False
    if before[-1] in _BREAK_AFTER:
        return position > 1 and after[0].isalnum()
    return _is_ideograph(before[-1]) or _is_ideograph(after[0])


def _is_ideograph(character: str) -> bool:
    """Return whether lines may break beside a character: Han, kana; Korean has spaces."""
    return unicodedata.east_asian_width(character) in ("W", "F") and not 0xAC00 <= ord(character) <= 0xD7A3


def lines_of(parts: Sequence[Segment], width: Callable[[Segment], float], space: float, limit: float) -> int:
    """Return how many lines the segments need when none may be wider than `limit`; 0 when one segment alone is."""
    count, used = 1, 0.0
    fresh = True
    for position, part in enumerate(parts):
        own = width(part)
        if own > limit:
            return 0
        joined = own if fresh else used + (space if parts[position - 1].glue else 0.0) + own
        if joined > limit:
            count += 1
            joined = own
        used, fresh = joined, False
        if part.ends_line and position + 1 < len(parts):
            count, used, fresh = count + 1, 0.0, True
    return count


def balanced(
    parts: Sequence[Segment], width: Callable[[Segment], float], space: float, limit: float, count: int
) -> tuple[tuple[Segment, ...], ...] | None:
    """Return the segments in exactly `count` lines of about `limit`, as even as can be; None when that is not possible.

    A line may be longer by `SLACK` where that saves a weak break: measure the lines and set the text smaller.
    """
    size = len(parts)
    widths = [width(part) for part in parts]
    infinite = float("inf")
    best = [[infinite] * (size + 1) for _ in range(count + 1)]
    came = [[0] * (size + 1) for _ in range(count + 1)]
    best[0][0] = 0.0
    for line in range(1, count + 1):
        for end in range(line, size + 1):
            used = 0.0
            for start in range(end - 1, line - 2, -1):
                if start < end - 1:
                    if parts[start].ends_line:
                        break
                    used += space if parts[start].glue else 0.0
                used += widths[start]
                if used > limit * SLACK:
                    break
                if best[line - 1][start] == infinite:
                    continue
                excess = max(0.0, used / limit - 1) * SLACK_COST
                cost = best[line - 1][start] + (1 - used / limit) ** 2 + excess + _cost_of_break(parts, end)
                if cost < best[line][end]:
                    best[line][end], came[line][end] = cost, start
    if best[count][size] == infinite:
        return None
    lines: list[tuple[Segment, ...]] = []
    end = size
    for line in range(count, 0, -1):
        start = came[line][end]
        lines.append(tuple(parts[start:end]))
        end = start
    return tuple(reversed(lines))


def _cost_of_break(parts: Sequence[Segment], end: int) -> float:
    last = parts[end - 1]
    if end == len(parts) or last.ends_line:
        return 0.0
    following = parts[end].text
    if last.mid_phrase:
        return MID_PHRASE_COST
    if not last.glue and last.text[-1:] in _BREAK_AFTER:
        return HYPHEN_COST
    if last.text[-1:] in ":–—":
        return -STRONG_GAIN
    if last.text[-1:] == "," or following[:1] == "(":
        return -COMMA_GAIN
    return WEAK_COST if last.text.casefold() in WEAK_WORDS else 0.0


def joined(line: Sequence[Segment]) -> str:
    """Return a line's text."""
    return "".join(part.text + part.glue for part in line).rstrip()
