"""From a setting to masks: lines drawn on their baselines, aligned by their ink.

Fitted text is drawn at one of a few master sizes and scaled down: opening a variable font at yet another size costs as much as
ten layers (its hinting program is run anew), and letters that are all scaled alike keep their proportions at every size.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from ..providers.overlay_layer import Box
from .fonts import open_font
from .lettering import Lettering, Setting, baselines, gaps
from .shaping import Piece, clusters, extent, pieces, unshaped_form

if TYPE_CHECKING:
    from .lettering import Typesetter

MASTER_SIZES_PX = (52, 74, 104, 147, 208, 294, 416)
"""Each √2 times the one before: at worst twice the area is drawn. The fifth is also what text is measured at."""


def letters(setter: Typesetter, setting: Setting) -> Lettering:
    """Return the masks of a setting."""
    master = next((size for size in MASTER_SIZES_PX if size >= setting.size_px), 0)
    if not setting.scaled or not master or master == setting.size_px or setting.size_px < MASTER_SIZES_PX[0] / 2:
        return _draw(setter, setting)
    factor = setting.size_px / master
    style = replace(setting.style, stroke_px=setting.style.stroke_px / factor)
    return _scaled(_draw(setter, replace(setting, size_px=float(master), style=style)), factor)


def _scaled(drawn: Lettering, factor: float) -> Lettering:
    size = (math.ceil(drawn.mask.width * factor), math.ceil(drawn.mask.height * factor))
    source = (0.0, 0.0, min(float(drawn.mask.width), size[0] / factor), min(float(drawn.mask.height), size[1] / factor))

    def smaller(mask: Image.Image) -> Image.Image:
        return mask.resize(size, Image.Resampling.HAMMING, box=source)

    mask = smaller(drawn.mask)
    stroke = smaller(drawn.stroke) if drawn.stroke is not None else None
    _, top, _, bottom = drawn.ink
    ink = (stroke or mask).getbbox() or (
        0,
        0,
        *size,
    )  # its sides exactly; its height as the baseline and the script want it
    return Lettering(
        mask=mask,
        stroke=stroke,
        ink=(ink[0], round(top * factor), ink[2], min(size[1], round(bottom * factor))),
        baseline=round(drawn.baseline * factor),
    )


def _draw(setter: Typesetter, setting: Setting) -> Lettering:
    ys, lowest, highest = baselines(setter, setting)
    stroke_px = setting.style.stroke_px
    pad = math.ceil(stroke_px + setting.size_px * 0.25) + 2
    width = max((setter.line_width(line, setting.style, setting.size_px) for line in setting.lines), default=0.0)
    size = (math.ceil(width) + 2 * pad, math.ceil(lowest - highest) + 2 * pad)
    mask = Image.new("L", size, 0)
    stroke = Image.new("L", size, 0) if stroke_px else None
    left, right = pad, pad + math.ceil(width)
    inks: list[tuple[int, int]] = []
    for line, y in zip(setting.lines, ys, strict=False):
        baseline = round(pad - highest + y)
        strip, bounds = _strip(setter, setting, line, size, baseline, 0.0)
        if bounds is None:
            continue
        shift = _shift(setting.style.align, (left, right), (bounds[0], bounds[2]))
        _lighten(mask, strip, bounds, shift)
        if stroke is not None:
            outlined, around = _strip(setter, setting, line, size, baseline, stroke_px)
            if around is not None:
                _lighten(stroke, outlined, around, shift)
        inks.append((bounds[0] + shift, bounds[2] + shift))
    grown = math.ceil(stroke_px)
    ink_left, ink_right = min((ink[0] for ink in inks), default=left), max((ink[1] for ink in inks), default=right)
    ink = (
        max(0, ink_left - grown),
        max(0, math.floor(pad - stroke_px)),
        min(size[0], ink_right + grown),
        min(size[1], math.ceil(pad + lowest - highest + stroke_px)),
    )
    return Lettering(mask=mask, stroke=stroke, ink=ink, baseline=round(pad - highest + ys[-1]))


def _shift(align: str, room: tuple[int, int], ink: tuple[int, int]) -> int:
    if align == "left":
        return room[0] - ink[0]
    if align == "right":
        return room[1] - ink[1]
    return round((room[0] + room[1] - ink[0] - ink[1]) / 2)


def _lighten(onto: Image.Image, strip: Image.Image, bounds: Box, shift: int) -> None:
    """Paste the ink of a strip, moved sideways; where lines overlap the lighter wins."""
    at = (bounds[0] + shift, bounds[1])
    onto.paste(255, at, strip.crop(bounds))


def _strip(
    setter: Typesetter, setting: Setting, line: str, size: tuple[int, int], baseline: int, stroke_px: float
) -> tuple[Image.Image, Box | None]:
    """Return a mask with one line on its baseline, and the bounds of its ink."""
    strip = Image.new("L", size, 0)
    pen = ImageDraw.Draw(strip)
    x = math.ceil(setting.style.stroke_px + setting.size_px * 0.25) + 2.0
    tracking = setting.style.tracking * setting.size_px if gaps(line, setting.style) else 0.0
    found, _ = pieces(line, setting.style.cut, setter.book)
    for piece in found:
        font = open_font(piece.cut, setting.size_px, shaped=setting.shaped)
        for text, direction, advance in _steps(piece, setting, tracking):
            features = ["-liga", "-clig"] if tracking and setting.shaped else None
            pen.text(
                (x, baseline), text, fill=255, font=font, anchor="ls", stroke_width=stroke_px, direction=direction,
                features=features,
            )  # fmt: skip
            x += advance
    return strip, strip.getbbox()


def _steps(piece: Piece, setting: Setting, tracking: float) -> list[tuple[str, str | None, float]]:
    """Return what is drawn in one go, its direction, and how far the pen then moves."""
    text = piece.text if setting.shaped else unshaped_form(piece.text, piece.rtl)
    direction = ("rtl" if piece.rtl else "ltr") if setting.shaped else None
    if not tracking:
        return [(text, direction, extent(piece, setting.shaped).advance * setting.size_px)]
    found, rtl = clusters(text), piece.rtl and setting.shaped
    if rtl:
        found.reverse()

    def advance(text: str) -> float:
        return extent(Piece(text, piece.cut, rtl), setting.shaped).advance

    steps: list[tuple[str, str | None, float]] = []
    for cluster, following in zip(found, [*found[1:], ""], strict=True):
        pair = following + cluster if rtl else cluster + following  # as it is read: the font's kerning is kept
        steps.append((cluster, direction, (advance(pair) - advance(following)) * setting.size_px + tracking))
    return steps
