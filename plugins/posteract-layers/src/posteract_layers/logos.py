"""Logos of brands as badges: a tile as it is, a transparent one toned, on a plate of ours."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from posteract_core.errors import PictureRefused
from posteract_core.providers import DrawContext, LogoFile, Raster
from posteract_core.render import Sheet
from posteract_core.render.colour import rgb_of
from posteract_core.render.decode import decode_alpha
from posteract_core.render.svg import svg_picture

from .plate import RADIUS, BadgeOptions, insets, plate, shadowed

LOGO_HEIGHT = 0.5
"""Of a transparent logo on its plate, as a share of the badge's height: as calm as the words beside it."""

WIDEST = 3.0
"""Of a logo, in heights of the badge."""

LEAST_INK = 0.02
"""Of a logo's own rectangle that must be covered; a picture with less is no logo."""


def logo_badge(
    context: DrawContext, logo: LogoFile, options: BadgeOptions, *, tone: bool, name: str = ""
) -> Raster | None:
    """Return a logo as a badge; None when the file is no picture that makes one.

    A picture without transparency is a tile, and gets round corners; one with it stands on a plate.

    Args:
        context: of the layer.
        logo: the picture.
        options: of the badge.
        tone: in the colour of the words, where it is transparent.
        name: of the brand.
    """
    height = context.px(options.height)
    fill = options.fill_of(name)

    def make() -> Raster | None:
        try:
            picture = _read(Path(logo.path))
        except PictureRefused:
            return None
        alpha = picture.getchannel("A")
        if alpha.point(lambda value: 255 if value < 250 else 0).getbbox() is None:
            return _tile(context, picture, height)
        ink = alpha.point(lambda value: 255 if value > 8 else 0).getbbox()
        if ink is None or sum(alpha.resize((32, 32)).tobytes()) / 255 / 1024 < LEAST_INK:
            return None
        return _on_plate(context, picture.crop(ink), options, fill, height, tone)

    return context.tools.cached(("layers logo", logo.hash, options, fill, height, tone), make)


def _read(path: Path) -> Image.Image:
    with path.open("rb") as stream:
        start = stream.read(256).lstrip()
    if start[:5] in (b"<?xml", b"<svg ") or path.suffix.lower() == ".svg":
        return svg_picture(path, 600, None)
    return decode_alpha(path, (1200, 1200))


def _tile(context: DrawContext, picture: Image.Image, height: int) -> Raster:
    width = max(1, round(picture.width * height / picture.height))
    shown = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return Raster(fill=shown, mask=context.tools.rounded(width, height, height * RADIUS))


def _on_plate(
    context: DrawContext, picture: Image.Image, options: BadgeOptions, fill: str, height: int, tone: bool
) -> Raster:
    scale = min(height * LOGO_HEIGHT / picture.height, height * WIDEST / picture.width)
    # A wide, low logo looks smaller than a square one of the same height, so square ones may be a little larger.
    if picture.width < picture.height * 1.5:
        scale *= 1.24
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    shown = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    pad, fork = insets(options, height)
    width = max(size[0] + 2 * pad + fork, height)
    sheet = Sheet(width, height)
    plate(sheet, context.tools, options, fill, width, height)
    at = ((width - fork - size[0]) // 2, (height - size[1]) // 2)
    if tone:
        sheet.put(shown.getchannel("A"), rgb_of(options.color), at)
    else:
        sheet.put_picture(shown, at)
    return shadowed(sheet.raster(), options, height)
