"""How every badge is built: one plate, one type, one grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PIL import Image
from posteract_core.providers import DrawContext, LayerOptions, Raster
from posteract_core.render import Sheet, Toolbox
from posteract_core.render.colour import Colour, Rgb, luminance, rgb_of
from posteract_core.render.lettering import Lettering
from posteract_core.render.masks import outlined
from posteract_core.render.placement import Share
from pydantic import Field

from .glyphs import glyph
from .tables import Wordmark

HEIGHT_UNITS = 84
"""Height of every badge, in units of the design; all other measures are shares of it."""

# All that follows are shares of the height.
PAD = 0.31
RADIUS = 0.25
WORD = 0.54
OVER = 0.26
LOCKUP_WORD = 0.45
LOCKUP_GAP = 0.105
NOTE_GAP = 0.15
GLYPH = 0.44
GLYPH_GAP = 0.22
HAIRLINE_OPACITY = 0.16
OVER_OPACITY = 0.82
NOTE_OPACITY = 0.92


class BadgeOptions(LayerOptions):
    """What all badges have in common."""

    shape: Literal["rounded", "pill", "square", "none"] = Field(
        "rounded", description="rounded, pill, square, or none = the words alone, with a soft shadow."
    )
    height: float = Field(HEIGHT_UNITS, ge=24, le=200, description="In px of the design.")
    fill: Colour = Field("#0c0d11", description="Colour of the plate.")
    fill_opacity: Share = Field(0.82, description="Opacity of the plate.")
    color: Colour = Field("#ffffff", description="Colour of the words.")
    accent: bool = Field(True, description="Shapes in their own colour; false = in that of the words.")
    font: str = Field("Inter", description="A family's name.")


@dataclass(frozen=True, slots=True)
class _Part:
    """Letters at their place: x of the ink's left edge, y of the baseline."""

    letters: Lettering
    x: int
    baseline: int
    opacity: float = 1.0

    @property
    def width(self) -> int:
        return self.letters.ink[2] - self.letters.ink[0]


def badge(context: DrawContext, mark: Wordmark, options: BadgeOptions, *, width_px: int = 0) -> Raster:
    """Return a wordmark on its plate.

    Args:
        context: of the layer.
        mark: what it says.
        options: how it looks.
        width_px: at least this wide, so that badges in a column line up; the words stay to the left then.
    """
    height = context.px(options.height)
    key = ("layers badge", mark, options, height, width_px)
    return context.tools.cached(key, lambda: _badge(context.tools, mark, options, height, width_px))


def badge_width(context: DrawContext, mark: Wordmark, options: BadgeOptions) -> int:
    """Return the width in px that a badge has by itself."""
    return badge(context, mark, options).mask.width


def _badge(tools: Toolbox, mark: Wordmark, options: BadgeOptions, height: int, least_width: int) -> Raster:
    pad = round(height * {"pill": PAD * 1.25, "none": 0.06}.get(options.shape, PAD))
    x = pad
    side = round(height * GLYPH)
    if mark.glyph:
        x += side + (round(height * GLYPH_GAP) if mark.word or mark.over else 0)
    parts = _lockup(tools, mark, options.font, height, x) if mark.over else _line(tools, mark, options.font, height, x)
    content = max((part.x + part.width for part in parts), default=x)
    width = max(content + pad, least_width, height)
    shift = (width - pad - content) // 2 if not least_width else 0
    sheet = Sheet(width, height)
    _plate(sheet, tools, options, width, height)
    colour = rgb_of(options.color)
    if mark.glyph:
        shape = glyph(tools, mark.glyph, side)
        at = (pad + shift, round((height - side) / 2))
        _shadowed(sheet, tools, shape, at, options, height)
        sheet.put(shape, rgb_of(mark.accent) if options.accent else colour, at)
    for part in parts:
        at = (part.x + shift - part.letters.ink[0], part.baseline - part.letters.baseline)
        _shadowed(sheet, tools, part.letters.mask, at, options, height)
        sheet.put(part.letters.mask, colour, at, opacity=part.opacity)
    return sheet.raster()


def _shadowed(
    sheet: Sheet, tools: Toolbox, mask: Image.Image, at: tuple[int, int], options: BadgeOptions, height: int
) -> None:
    """Put a shadow under words that stand without a plate: a wide one for calm, a close one for edges on white."""
    if options.shape != "none":
        return
    dark: Rgb = (0, 0, 0) if luminance(rgb_of(options.color)) > 0.2 else (255, 255, 255)
    for blur, opacity in ((0.17, 0.75), (0.045, 0.85)):
        sheet.put(tools.soft(mask, height * blur), dark, (at[0], at[1] + max(1, height // 48)), opacity=opacity)


def _plate(sheet: Sheet, tools: Toolbox, options: BadgeOptions, width: int, height: int) -> None:
    if options.shape == "none":
        return
    radius = {"rounded": height * RADIUS, "pill": height / 2, "square": 0.0}[options.shape]
    sheet.put(tools.rounded(width, height, radius), rgb_of(options.fill), opacity=options.fill_opacity)
    line = max(1, round(height / 48))
    rim: Rgb = (255, 255, 255) if luminance(rgb_of(options.fill)) < 0.4 else (0, 0, 0)
    sheet.put(outlined(width, height, radius, line), rim, opacity=HAIRLINE_OPACITY)


def _line(tools: Toolbox, mark: Wordmark, font: str, height: int, x: int) -> list[_Part]:
    """Return the word and its note on one line, centred by the height of capitals."""
    size = height * WORD
    cap = tools.cap_height(family=font, weight=800) * size
    baseline = round((height + cap) / 2)
    parts: list[_Part] = []
    word = tools.line(mark.word, size_px=size, family=font, weight=800, tracking=-0.01) if mark.word else None
    if word is not None:
        parts.append(_Part(word, x, baseline))
        x += parts[-1].width + round(height * NOTE_GAP)
    note = tools.line(mark.note, size_px=size, family=font, weight=300, tracking=0.01) if mark.note else None
    if note is not None:
        parts.append(_Part(note, x, baseline, NOTE_OPACITY))
    return parts


def _lockup(tools: Toolbox, mark: Wordmark, font: str, height: int, x: int) -> list[_Part]:
    """Return a small word over a strong one, both from the same left edge."""
    word_size, over_size = height * LOCKUP_WORD, height * OVER
    word_cap = tools.cap_height(family=font, weight=800) * word_size
    over_cap = tools.cap_height(family=font, weight=600) * over_size
    gap = height * LOCKUP_GAP
    top = (height - over_cap - gap - word_cap) / 2
    parts: list[_Part] = []
    word = tools.line(mark.word, size_px=word_size, family=font, weight=800, tracking=0.0) if mark.word else None
    if word is not None:
        parts.append(_Part(word, x, round(top + over_cap + gap + word_cap)))
    over = tools.line(mark.over, size_px=over_size, family=font, weight=600, tracking=0.045)
    if over is not None:
        parts.append(_Part(over, x, round(top + over_cap), OVER_OPACITY))
    return parts
