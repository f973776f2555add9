"""How every badge is built: one plate, one type, one grid."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Literal

from PIL import Image, ImageChops, ImageDraw, ImageFilter
from posteract_core.providers import DrawContext, LayerOptions, Raster
from posteract_core.render import Sheet, Toolbox
from posteract_core.render.colour import Colour, Rgb, luminance, rgb_of
from posteract_core.render.lettering import Lettering
from posteract_core.render.masks import outlined, padded, soft, times
from posteract_core.render.placement import Share
from posteract_core.render.reading import crop_under, luminances, veil
from pydantic import Field, model_validator

from .glyphs import glyph
from .tables import Wordmark

HEIGHT_UNITS = 84
"""Height of every badge, in units of the design; all other measures are shares of it."""

# All that follows are shares of the height.
PAD = 0.31
PLAIN_PAD = 0.15
RADIUS = 0.25
WORD = 0.54
OVER = 0.26
LOCKUP_WORD = 0.45
LOCKUP_GAP = 0.105
NOTE_GAP = 0.15
GLYPH = 0.44
GLYPH_GAP = 0.22
HAIRLINE_OPACITY = 0.16
FORK = 0.26
GLASS_OPACITY = 0.34
GLASS_RIM = 0.3
GLASS_LIGHT = 0.78
GLASS_MOST = 0.8
"""Of the tint that is added at most where words would not read."""
SHADOWS = ((0.17, 0.75), (0.045, 0.85))
"""(radius of the blur, opacity) of what lies under words without a plate."""
OVER_OPACITY = 0.82
NOTE_OPACITY = 0.92


class BadgeOptions(LayerOptions):
    """What all badges have in common."""

    shape: Literal["rounded", "pill", "square", "ribbon", "glass", "none"] = Field(
        "rounded",
        description="rounded, pill, square, ribbon (a forked end), glass (the picture behind it, softened), or plain = the "
        "words alone, with a soft shadow.",
    )
    height: float = Field(HEIGHT_UNITS, ge=24, le=200, description="In px of the design; also written `size`.")
    fill: Colour = Field("#0c0d11", description="Colour of the plate.")
    fill_opacity: Share = Field(0.82, description="Opacity of the plate.")
    color: Colour = Field("#ffffff", description="Colour of the words.")
    accent: bool = Field(True, description="Shapes in their own colour; false = in that of the words.")
    font: str = Field("Inter", description="A family's name.")
    colors: tuple[tuple[str, Colour], ...] = Field(
        (), description="Colours of the plate by what is shown, as a mapping: {4k: navy}; they win over `fill`."
    )
    images: str = Field(
        "", description="A folder of your own pictures, each named by what it stands for: 4k.png; others are drawn."
    )
    hash: str = Field("", description="Set by Posteract: of these pictures.")

    @model_validator(mode="before")
    @classmethod
    def _other_names(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        written = colours_by_name(given)
        if "size" in written and "height" not in written:
            written["height"] = written.pop("size")
        if str(written.get("shape", "")).lower() == "plain":
            written["shape"] = "none"
        return written

    def fill_of(self, name: str) -> str:
        """Return the colour of the plate for what is shown."""
        return next((colour for key, colour in self.colors if key == name.lower()), self.fill)


def colours_by_name(given: dict[str, Any]) -> dict[str, Any]:
    """Return options with `colors`, where it is a mapping, as pairs with names in small letters."""
    if not isinstance(given.get("colors"), dict):
        return dict(given)
    return {**given, "colors": tuple((str(name).lower(), colour) for name, colour in given["colors"].items())}


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


def badge(context: DrawContext, mark: Wordmark, options: BadgeOptions, *, width_px: int = 0, name: str = "") -> Raster:
    """Return a wordmark on its plate.

    Args:
        context: of the layer.
        mark: what it says.
        options: how it looks.
        width_px: at least this wide, so that badges in a column line up; the words stay to the left then.
        name: of what is shown, for options that depend on it.
    """
    height = context.px(options.height)
    fill = options.fill_of(name) if options.colors else options.fill
    key = ("layers badge", mark, options, fill, height, width_px)
    return context.tools.cached(key, lambda: _badge(context.tools, mark, options, fill, height, width_px))


def badge_width(context: DrawContext, mark: Wordmark, options: BadgeOptions) -> int:
    """Return the width in px that a badge has by itself."""
    return badge(context, mark, options).mask.width


def _badge(tools: Toolbox, mark: Wordmark, options: BadgeOptions, fill: str, height: int, least_width: int) -> Raster:
    pad, fork = insets(options, height)
    x = pad
    side = round(height * GLYPH)
    if mark.glyph:
        x += side + (round(height * GLYPH_GAP) if mark.word or mark.over else 0)
    parts = _lockup(tools, mark, options.font, height, x) if mark.over else _line(tools, mark, options.font, height, x)
    content = max((part.x + part.width for part in parts), default=x)
    width = max(content + pad + fork, least_width, height)
    shift = (width - fork - pad - content) // 2 if not least_width else 0
    sheet = Sheet(width, height)
    plate(sheet, tools, options, fill, width, height)
    colour = rgb_of(options.color)
    if mark.glyph:
        shape = glyph(tools, mark.glyph, side)
        at = (pad + shift, round((height - side) / 2))
        sheet.put(shape, rgb_of(mark.accent) if options.accent else colour, at)
    for part in parts:
        at = (part.x + shift - part.letters.ink[0], part.baseline - part.letters.baseline)
        sheet.put(part.letters.mask, colour, at, opacity=part.opacity)
    return shadowed(sheet.raster(), options, height)


def insets(options: BadgeOptions, height: int) -> tuple[int, int]:
    """Return what a badge keeps free at both sides, and what it needs at the right besides: a ribbon's fork, in px."""
    pad = round(height * {"pill": PAD * 1.25, "none": PLAIN_PAD}.get(options.shape, PAD))
    return pad, round(height * FORK) if options.shape == "ribbon" else 0


def shadowed(raster: Raster, options: BadgeOptions, height: int) -> Raster:
    """Return a raster with a shadow below it where it has no plate: a wide one for calm, a close one for edges on white."""
    if options.shape != "none":
        return raster
    dark: Rgb = (0, 0, 0) if luminance(rgb_of(options.color)) > 0.2 else (255, 255, 255)
    pad = math.ceil(3 * height * SHADOWS[0][0])
    wide, close = (times(soft(padded(raster.mask, pad), height * blur), opacity) for blur, opacity in SHADOWS)
    below = Raster(fill=dark, mask=ImageChops.screen(wide, close), at=(-pad, max(1, height // 48) - pad))
    return replace(raster, below=below)


def plate(sheet: Sheet, tools: Toolbox, options: BadgeOptions, fill: str, width: int, height: int) -> None:
    """Put a plate of the options' shape on a sheet."""
    if options.shape == "none":
        return
    line = max(1, round(height / 48))
    shape = plate_mask(tools, options.shape, width, height)
    if options.shape == "glass":  # the picture comes behind it when the badge has found its place
        sheet.put(shape, rgb_of(fill), opacity=GLASS_OPACITY)
        sheet.put(outlined(width, height, height * RADIUS, line), (255, 255, 255), opacity=GLASS_RIM)
        return
    sheet.put(shape, rgb_of(fill), opacity=options.fill_opacity)
    if options.shape != "ribbon":
        radius = {"rounded": height * RADIUS, "pill": height / 2, "square": 0.0}[options.shape]
        rim: Rgb = (255, 255, 255) if luminance(rgb_of(fill)) < 0.4 else (0, 0, 0)
        sheet.put(outlined(width, height, radius, line), rim, opacity=HAIRLINE_OPACITY)


def plate_mask(tools: Toolbox, shape: str, width: int, height: int) -> Image.Image:
    """Return what a plate covers, mode L."""
    if shape == "ribbon":
        return tools.cached(("layers ribbon", width, height), lambda: _forked(width, height))
    radius = {"pill": height / 2, "square": 0.0}.get(shape, height * RADIUS)
    return tools.rounded(width, height, radius)


def _forked(width: int, height: int) -> Image.Image:
    big = Image.new("L", (width * 4, height * 4), 0)
    right, fork = width * 4, round(height * 4 * FORK)
    corners = ((0, 0), (right, 0), (right - fork, height * 2), (right, height * 4), (0, height * 4))
    ImageDraw.Draw(big).polygon(corners, fill=255)
    return big.resize((width, height), Image.Resampling.BOX)


def glazed(raster: Raster, context: DrawContext, options: BadgeOptions) -> Raster:
    """Return a badge of glass with the picture behind it, softened, and as dark as its words need it to be read.

    Args:
        raster: the badge.
        context: of the layer; its area says where the badge lies.
        options: how it looks.
    """
    if context.picture is None:
        return raster
    width, height = raster.mask.size
    left, top = context.area[0], context.area[1]
    behind = context.picture.crop((left, top, left + width, top + height)).filter(
        ImageFilter.GaussianBlur(height * 0.2)
    )
    behind = behind.point([round(value * GLASS_LIGHT) for value in range(256)] * 3)
    tint = rgb_of(options.fill)
    pane = Image.new("RGB", behind.size, tint)
    seen = crop_under(Image.blend(behind, pane, GLASS_OPACITY), (0, 0, width, height))
    thicker = veil(luminances(seen), luminance(rgb_of(options.color)), luminance(tint))
    behind = Image.blend(behind, pane, min(GLASS_MOST, thicker))
    front = raster.fill if isinstance(raster.fill, Image.Image) else Image.new("RGB", (width, height), raster.fill)
    behind.paste(front, (0, 0), raster.mask)
    return replace(raster, fill=behind, mask=plate_mask(context.tools, "glass", width, height))


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
