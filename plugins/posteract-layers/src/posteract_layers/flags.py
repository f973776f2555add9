"""Small flags, drawn from a table of their geometry; simplified as a sign of 60 px must be."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from importlib.resources import files
from typing import Any

from PIL import Image, ImageDraw
from posteract_core.providers import DrawContext, Raster
from posteract_core.render import Sheet, Toolbox
from posteract_core.render.colour import rgb_of
from posteract_core.render.masks import outlined

from .plate import GLYPH_GAP, WORD, BadgeOptions, badge, insets, plate, shadowed
from .tables import Wordmark

FLAG_HEIGHT = 0.46
"""Of the badge's height."""

PROPORTION = 1.5
_OVERSAMPLE = 6

Shape = dict[str, Any]


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("posteract_layers") / "data" / "flags.yaml").read_text("utf-8"))
    return found


def flag_of(language: str, *, english: str = "GB") -> str:
    """Return the country whose flag stands for a language (ISO 639-1); empty when we draw none for it."""
    country = english if language == "en" else _data()["languages"].get(language, "")
    return country if country in _data()["flags"] else ""


def flag(tools: Toolbox, country: str, height_px: int) -> Image.Image:
    """Return a flag as an RGB picture, one and a half times as wide as high."""

    def make() -> Image.Image:
        height = height_px * _OVERSAMPLE
        picture = Image.new("RGB", (round(height * PROPORTION), height), "#ffffff")
        pen = ImageDraw.Draw(picture)
        for shape in _data()["flags"][country]:
            _DRAW[shape["draw"]](pen, picture.width, height, shape)
        return picture.resize((round(height_px * PROPORTION), height_px), Image.Resampling.BOX)

    return tools.cached(("layers flag", country, height_px), make)


def language_badge(context: DrawContext, mark: Wordmark, country: str, options: BadgeOptions, *, words: bool) -> Raster:
    """Return a language on its plate: its flag, its code, or both."""
    if not country:
        return badge(context, mark, options, name=mark.word.lower())
    height = context.px(options.height)
    fill = options.fill_of(mark.word.lower())
    key = ("layers language", mark, country, options, fill, height, words)
    return context.tools.cached(key, lambda: _badge(context.tools, mark, country, options, fill, height, words))


def _badge(
    tools: Toolbox, mark: Wordmark, country: str, options: BadgeOptions, fill: str, height: int, words: bool
) -> Raster:
    high = round(height * FLAG_HEIGHT)
    picture = flag(tools, country, high)
    pad, fork = insets(options, height)
    text = f"{mark.over} {mark.word}".strip() if mark.over else mark.word
    line = tools.line(text, size_px=height * WORD * 0.82, family=options.font, weight=800) if words else None
    gap = round(height * GLYPH_GAP) if line is not None else 0
    ink = line.ink if line is not None else (0, 0, 0, 0)
    width = max(2 * pad + fork + picture.width + gap + ink[2] - ink[0], height)
    sheet = Sheet(width, height)
    plate(sheet, tools, options, fill, width, height)
    left = (width - fork - picture.width - gap - (ink[2] - ink[0])) // 2
    top = (height - high) // 2
    whole = picture.convert("RGBA")
    whole.putalpha(tools.rounded(picture.width, high, high * 0.14))
    sheet.put_picture(whole, (left, top))
    sheet.put(
        outlined(picture.width, high, high * 0.14, max(1, height // 60)), (255, 255, 255), (left, top), opacity=0.22
    )
    if line is not None:
        cap = tools.cap_height(family=options.font, weight=800) * height * WORD * 0.82
        at = (left + picture.width + gap - ink[0], round((height + cap) / 2) - line.baseline)
        sheet.put(line.mask, rgb_of(options.color), at)
    return shadowed(sheet.raster(), options, height)


def _bands(pen: ImageDraw.ImageDraw, width: int, height: int, shape: Shape) -> None:
    """Bands across or down, of equal or given shares."""
    colours = shape["colors"]
    shares = shape.get("shares") or [1] * len(colours)
    down = shape["way"] == "down"
    at, whole = 0.0, sum(shares)
    for colour, share in zip(colours, shares, strict=True):
        end = at + share / whole
        box = (0, at * height, width, end * height) if down else (at * width, 0, end * width, height)
        pen.rectangle(box, fill=colour)
        at = end


def _cross(pen: ImageDraw.ImageDraw, width: int, height: int, shape: Shape) -> None:
    x, y, thick = shape["x"] * width, shape["y"] * height, shape["width"] * height
    pen.rectangle((x - thick / 2, 0, x + thick / 2, height), fill=shape["color"])
    pen.rectangle((0, y - thick / 2, width, y + thick / 2), fill=shape["color"])


def _saltire(pen: ImageDraw.ImageDraw, width: int, height: int, shape: Shape) -> None:
    thick = round(shape["width"] * height)
    for start, end in (((0, 0), (width, height)), ((width, 0), (0, height))):
        pen.line((*start, *end), fill=shape["color"], width=thick)


def _disc(pen: ImageDraw.ImageDraw, width: int, height: int, shape: Shape) -> None:
    x, y, radius = shape["x"] * width, shape["y"] * height, shape["radius"] * height
    box = (x - radius, y - radius, x + radius, y + radius)
    if "line" in shape:
        pen.ellipse(box, outline=shape["color"], width=max(1, round(shape["line"] * height)))
    else:
        pen.ellipse(box, fill=shape["color"])


def _polygon(pen: ImageDraw.ImageDraw, width: int, height: int, shape: Shape) -> None:
    pen.polygon([(x * width, y * height) for x, y in shape["points"]], fill=shape["color"])


def _star(pen: ImageDraw.ImageDraw, width: int, height: int, shape: Shape) -> None:
    count = shape.get("points", 5)
    inner = shape.get("inner", 0.4)
    points = []
    for step in range(count * 2):
        radius = shape["radius"] * height * (1 if step % 2 == 0 else inner)
        angle = math.pi * step / count
        points.append((shape["x"] * width + radius * math.sin(angle), shape["y"] * height - radius * math.cos(angle)))
    pen.polygon(points, fill=shape["color"])


def _box(pen: ImageDraw.ImageDraw, width: int, height: int, shape: Shape) -> None:
    left, top, right, bottom = shape["box"]
    pen.rectangle((left * width, top * height, right * width, bottom * height), fill=shape["color"])


_DRAW = {
    "bands": _bands, "cross": _cross, "saltire": _saltire, "disc": _disc, "polygon": _polygon, "star": _star, "box": _box,
}  # fmt: skip
