"""Text set into a box: the largest size that fits, the best lines, and the mask that draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PIL import Image

from ..model import Box
from .fonts import Cut, FontBook
from .linebreak import Segment, balanced, joined, lines_of, segments
from .shaping import Glyphs, clusters, is_joined, shaped

FEWER_LINES = 0.86
"""Fewer lines are taken when their size is at least this share of the largest possible."""

SIZE_STEP_PX = 0.5
"""Sizes are multiples of this."""

SOFT_EDGE_PX = 1
"""What the smoothed edge of letters may take on each side."""

NOMINAL_DESCENT = 0.21
"""Ems kept free under the last line, so that baselines stand alike with and without descenders, in every script."""

LEAST_GAP = 0.03
"""Ems that must stay between the ink of one line and the next, whatever the script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStyle:
    """How text looks, colours aside.

    Attributes:
        cut: the font; other scripts fall back from it.
        tracking: ems between characters, beyond the font's own.
        line_spacing: ems from baseline to baseline.
        align: left, center or right.
        stroke_px: width of the outline.
        descends: keep room for descenders under the last line; not for what is set in capitals.
    """

    cut: Cut
    tracking: float = 0.0
    line_spacing: float = 1.0
    align: str = "center"
    stroke_px: float = 0.0
    descends: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A text that has its size and its lines.

    Attributes:
        lines: from top to bottom.
        size_px: of the em square.
        style: what it was set in.
        missing: characters that no font has, in order; they are left out.
    """

    lines: tuple[str, ...]
    size_px: float
    style: TextStyle
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """A setting as masks of one size.

    Attributes:
        mask: mode L, the letters.
        stroke: mode L, letters and outline; None without a stroke.
        ink: what counts for placing.
        baseline: y of the last baseline within the masks.
    """

    mask: Image.Image
    stroke: Image.Image | None
    ink: Box
    baseline: int


class Typesetter:
    """Sets text with the fonts of a book. Safe to use from many threads.

    Args:
        book: the fonts.
    """

    def __init__(self, book: FontBook) -> None:
        self.book = book

    def set(
        self,
        text: str,
        style: TextStyle,
        *,
        box_px: tuple[float, float],
        min_px: float,
        max_px: float,
        max_lines: int = 4,
        automatic: bool = True,
        break_at: Sequence[str] = (),
    ) -> Setting | None:
        """Return the text at the largest size that fits, in its best lines; None when it does not fit at the least size.

        A text of which no font has a single character, or of which nothing is to be seen, comes back without lines.

        Args:
            text: newlines in it are forced breaks.
            style: how it looks.
            box_px: width and height that it, with its stroke, must stay within.
            min_px: the least size.
            max_px: the largest size.
            max_lines: forced breaks may make more.
            automatic: may break between words.
            break_at: see `segments`.
        """
        parts = segments(text, automatic=automatic, break_at=break_at)
        parts, missing = self._drawable(parts, style)
        if not parts:
            return Setting(lines=(), size_px=min_px, style=style, missing=missing)
        edge = 2 * (style.stroke_px + SOFT_EDGE_PX)
        width, height = box_px[0] - edge, box_px[1] - edge
        if width <= 0 or height <= 0:
            return None
        most_lines = max(max_lines, sum(part.ends_line for part in parts))
        measured = _Measured(self, parts, style)
        if not any(measured.width(part) > 0 for part in parts):
            return Setting(lines=(), size_px=min_px, style=style, missing=missing)
        fitted = _fit(measured, width, height, min_px, max_px, most_lines)
        if fitted is None:
            return None
        size, lines = fitted
        setting = Setting(lines=lines, size_px=size, style=style, missing=missing)
        return self._within(setting, width, height, min_px)

    def line(self, text: str, style: TextStyle, size_px: float) -> Setting:
        """Return one line of text at a given size; line breaks in it become spaces."""
        kept, missing = self._without_missing(" ".join(text.split()), style)
        return Setting(lines=(kept,) if kept else (), size_px=size_px, style=style, missing=missing)

    def size_of(self, setting: Setting) -> tuple[int, int]:
        """Return the width and height in px that a setting takes, from the fonts' measures (the ink may be a bit smaller)."""
        found = baselines(self, setting)
        width = max((self.line_width(line, setting.style, setting.size_px) for line in setting.lines), default=0.0)
        stroke = 2 * setting.style.stroke_px
        return math.ceil(width + stroke), math.ceil((found[1] - found[2]) + stroke)

    def line_width(self, line: str, style: TextStyle, size_px: float) -> float:
        """Return the width of a line in px, with what hangs over at its ends, stroke excluded."""
        found = self.glyphs(line, style)
        if not found:
            return 0.0
        overhang = max(0.0, -found[0].left) + max(0.0, found[-1].right - found[-1].advance)
        gaps = max(0, sum(len(each.clusters) for each in found) - 1) if is_tracked(line, style) else 0
        return (sum(each.advance for each in found) + overhang + gaps * style.tracking) * size_px

    def glyphs(self, line: str, style: TextStyle) -> list[Glyphs]:
        """Return the pieces of a line from left to right, shaped."""
        return [glyphs for glyphs, _ in self.shaped(line, style)]

    def shaped(self, line: str, style: TextStyle) -> tuple[tuple[Glyphs, Cut], ...]:
        """Return the pieces of a line from left to right as they are drawn, each with its font."""
        return shaped(line, style.cut, self.book, ligatures=not is_tracked(line, style))

    def reach(self, line: str, style: TextStyle) -> tuple[float, float]:
        """Return how far a line's ink reaches above and below its baseline, in ems."""
        found = self.glyphs(line, style)
        return max((each.top for each in found), default=0.0), max((each.bottom for each in found), default=0.0)

    def _drawable(self, parts: tuple[Segment, ...], style: TextStyle) -> tuple[tuple[Segment, ...], tuple[str, ...]]:
        kept: list[Segment] = []
        missing: list[str] = []
        for part in parts:
            text, lost = self._without_missing(part.text, style)
            missing += lost
            if text:
                kept.append(Segment(text, part.glue, part.ends_line))
            elif part.ends_line and kept:
                kept[-1] = Segment(kept[-1].text, kept[-1].glue, ends_line=True)
        return tuple(kept), tuple(missing)

    def _without_missing(self, text: str, style: TextStyle) -> tuple[str, tuple[str, ...]]:
        kept: list[str] = []
        missing: list[str] = []
        for cluster in clusters(text):
            (kept if self.book.covering(cluster, style.cut) is not None else missing).append(cluster)
        return "".join(kept).strip(), tuple(missing)

    def _within(self, setting: Setting, width: float, height: float, min_px: float) -> Setting | None:
        """Return the setting, a little smaller where whole lines measure more than their words did; None when too large."""
        size = setting.size_px
        stroke = 2 * setting.style.stroke_px
        for _ in range(12):
            current = replace(setting, size_px=size)
            taken = self.size_of(current)
            if taken[0] - stroke <= width and taken[1] - stroke <= height:
                return current
            excess = max((taken[0] - stroke) / width, (taken[1] - stroke) / height)
            size = min(_stepped(size / excess), size - SIZE_STEP_PX)
            if size < min_px:
                return None
        return None


class _Measured:
    """The widths of segments in ems, taken once."""

    def __init__(self, setter: Typesetter, parts: tuple[Segment, ...], style: TextStyle) -> None:
        self.setter, self.parts, self.style = setter, parts, style
        self._widths = {part: setter.line_width(part.text, style, 1.0) for part in parts}
        self.space = setter.line_width("x x", style, 1.0) - setter.line_width("xx", style, 1.0)

    def width(self, part: Segment) -> float:
        return self._widths[part]

    def height(self, count: int) -> float:
        """Return the ems that `count` lines take at most."""
        reach = [self.setter.reach(part.text, self.style) for part in self.parts]
        top = max(above for above, _ in reach)
        bottom = _descent(self.style, max(below for _, below in reach))
        step = max(self.style.line_spacing, top + max(below for _, below in reach) + LEAST_GAP if self._tall() else 0.0)
        return top + (count - 1) * step + bottom

    def _tall(self) -> bool:
        return any(not character.isascii() for part in self.parts for character in part.text)


def _fit(
    measured: _Measured, width: float, height: float, min_px: float, max_px: float, most_lines: int
) -> tuple[float, tuple[str, ...]] | None:
    """Return the size and the lines: of the sizes possible with few and with many lines, large first, then few."""
    least_lines = max(1, sum(part.ends_line for part in measured.parts))
    options: list[tuple[float, int]] = []
    for count in range(least_lines, min(most_lines, len(measured.parts)) + 1):
        size = _largest(measured, width, height, max_px, count)
        if size >= min_px:
            options.append((size, count))
    if not options:
        return None
    top = max(size for size, _ in options)
    size, count = next(option for option in options if option[0] >= top * FEWER_LINES)
    for fewer in range(count, 0, -1):  # fewer lines than allowed may do at this size
        lines = balanced(measured.parts, measured.width, measured.space, width / size, fewer)
        if lines is None:
            continue
        texts = tuple(joined(line) for line in lines)
        widest = max(measured.setter.line_width(text, measured.style, 1.0) for text in texts)
        return max(min_px, min(size, _stepped(width / widest))), texts
    return None


def _largest(measured: _Measured, width: float, height: float, max_px: float, count: int) -> float:
    """Return the largest size at which the text fits into at most `count` lines; 0 when none does."""
    low, high = 0.0, min(max_px, height / measured.height(count))
    if _fits(measured, width, high, count):
        return _stepped(high)
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (middle, high) if _fits(measured, width, middle, count) else (low, middle)
    return _stepped(low)


def _fits(measured: _Measured, width: float, size: float, count: int) -> bool:
    if size <= 0:
        return False
    return 0 < lines_of(measured.parts, measured.width, measured.space, width / size) <= count


def _stepped(size: float) -> float:
    return math.floor(size / SIZE_STEP_PX) * SIZE_STEP_PX


def is_tracked(line: str, style: TextStyle) -> bool:
    """Return whether the characters of a line are set apart."""
    return bool(style.tracking) and not is_joined(line)


def _descent(style: TextStyle, below: float) -> float:
    return max(below, NOMINAL_DESCENT) if style.descends else below


def baselines(setter: Typesetter, setting: Setting) -> tuple[list[float], float, float]:
    """Return the y of each baseline from the first one, the lowest ink, and the highest, in px, stroke excluded."""
    size, spacing = setting.size_px, setting.style.line_spacing
    reach = [setter.reach(line, setting.style) for line in setting.lines]
    ys = [0.0]
    # One step for all lines: an accent somewhere shall not make the leading uneven.
    step = max([spacing, *(before[1] + after[0] + LEAST_GAP for before, after in pairwise(reach))])
    ys += [step * size * number for number in range(1, len(reach))]
    if not reach:
        return [0.0], 0.0, 0.0
    lowest = ys[-1] + _descent(setting.style, reach[-1][1]) * size
    return ys, lowest, -reach[0][0] * size
