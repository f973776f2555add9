"""From bytes of any kind to an upright sRGB picture of the wanted size, or a refusal that says why.

The scaling is left to the JPEG decoder as far as it can (`Image.draft`), which saves more time than all layers cost.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from PIL import ExifTags, Image, ImageFile, UnidentifiedImageError

from ..errors import PictureRefused

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "MPO")
"""The decoders we trust with bytes from anywhere."""

MAX_PIXELS = 80_000_000
"""Larger pictures are refused: 10,000 × 8,000 is beyond any artwork."""

MAX_SIDE_PX = 20_000
MAX_BYTES = 100 * 1024 * 1024

BLOCK_BYTES = 512 * 1024
"""What a decoder is given at a time. After each block it waits for its turn among the threads: few blocks, little waiting."""

UNREADABLE = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, OverflowError, IndexError, KeyError,
    TypeError, AttributeError, Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
"""What Pillow's decoders raise over broken bytes."""

Source = bytes | Path
Size = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """Which part of an upright picture is wanted, and how large it shall be."""

    box: tuple[float, float, float, float]
    size: Size


def open_picture(stream: IO[bytes] | Path) -> Image.Image:
    """Return a picture whose header alone has been read, by one of the trusted decoders; close it (`with`)."""
    image = Image.open(stream, formats=FORMATS)
    if isinstance(image, ImageFile.ImageFile):
        image.decodermaxblock = BLOCK_BYTES
    return image


def decode_check(data: bytes) -> tuple[int, int, str]:
    """Return (width, height) in px as shown and the format (`jpeg`, `png` …) from the header alone.

    Raises:
        PictureRefused: no picture, or one beyond all measure. That it is whole, only decoding can tell.
    """
    with _open(data) as image:
        width, height = _upright_size(image)
        return width, height, "jpeg" if image.format == "MPO" else str(image.format).lower()


def decode(source: Source, crop: Callable[[Size], Crop], *, matte: tuple[int, int, int] = (0, 0, 0)) -> Image.Image:
    """Return part of a picture as RGB in sRGB, upright, of its first frame, scaled; transparency lies on `matte`.

    Args:
        source: encoded bytes, or the path of a file that holds them.
        crop: told the upright (width, height) in px, says what part is wanted at what size.
        matte: the colour under transparent parts.

    Raises:
        PictureRefused: the bytes are no whole picture, or one beyond all measure.
    """
    with _open(source) as image:
        wanted = crop(_upright_size(image))
        try:
            return _decoded(image, wanted, matte)
        except UNREADABLE as error:
            raise PictureRefused(f"the picture is broken: {_reason(error)}") from error


def decode_alpha(source: Source, bounds: Size) -> Image.Image:
    """Return a whole picture as RGBA in sRGB, upright, scaled down to fit into `bounds` (never up).

    Raises:
        PictureRefused: as `decode`.
    """
    with _open(source) as image:
        try:
            profile, orientation = image.info.get("icc_profile"), _orientation(image)
            image.load()
            whole = image if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info else _plain(image)
            rgba = _upright(_to_srgb(whole.convert("RGBA"), profile), orientation)
            rgba.thumbnail(bounds, Image.Resampling.LANCZOS, reducing_gap=2.0)
        except UNREADABLE as error:
            raise PictureRefused(f"the picture is broken: {_reason(error)}") from error
        return rgba


def _open(source: Source) -> Image.Image:
    """Return the picture with its header read, or refuse it; to be closed (`with`)."""
    size_bytes = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size_bytes == 0:
        raise PictureRefused("the file is empty")
    if size_bytes > MAX_BYTES:
        raise PictureRefused(f"the file has {size_bytes >> 20} MiB, more than the {MAX_BYTES >> 20} that are allowed")
    try:
        image = open_picture(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(f"the picture is too large: {error}") from error
    except UNREADABLE as error:
        raise PictureRefused(f"not a picture: {_what_it_is(_start(source))}") from error
    if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE_PX:
        width, height = image.size
        image.close()
        raise PictureRefused(
            f"the picture is too large: {width} × {height} px, at most {MAX_PIXELS // 10**6} million are allowed"
        )
    return image


def _start(source: Source) -> bytes:
    if isinstance(source, bytes):
        return source[:64]
    with source.open("rb") as stream:
        return stream.read(64)


def _what_it_is(start: bytes) -> str:
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "it is a web page"
    if text.startswith((b"<?xml", b"<svg")):
        return "it is XML or SVG"
    if text.startswith((b"{", b"[")):
        return "it is JSON text"
    known = {
        b"\xff\xd8": "a broken JPEG",
        b"\x89png": "a broken PNG",
        b"gif8": "a broken GIF",
        b"riff": "a broken WebP",
    }
    return next((f"it is {name}" for magic, name in known.items() if text.startswith(magic)), "no known format")


def _reason(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0]


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except UNREADABLE:
        return 1  # a broken EXIF block says nothing about the picture


def _upright_size(image: Image.Image) -> Size:
    width, height = image.size
    return (height, width) if _orientation(image) >= 5 else (width, height)


_UPRIGHT: dict[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _UPRIGHT.get(orientation)
    return image if turn is None else image.transpose(turn)


def _as_stored(crop: Crop, stored: Size, orientation: int) -> Crop:
    """Return a crop of the upright picture as one of the picture as it is stored."""
    left, top, right, bottom = crop.box
    width, height = stored
    if orientation in (5, 6, 7, 8):
        left, top, right, bottom = top, left, bottom, right
    if orientation in (2, 3, 7, 8):
        left, right = width - right, width - left
    if orientation in (3, 4, 6, 7):
        top, bottom = height - bottom, height - top
    size = crop.size[::-1] if orientation >= 5 else crop.size
    return Crop(box=(left, top, right, bottom), size=(size[0], size[1]))


def _decoded(image: Image.Image, upright_crop: Crop, matte: tuple[int, int, int]) -> Image.Image:
    orientation, profile = _orientation(image), image.info.get("icc_profile")
    stored = image.size
    crop = _as_stored(upright_crop, stored, orientation)
    left, top, right, bottom = crop.box
    if image.format in ("JPEG", "MPO"):
        # The decoder may go down to the size at which the crop still has all the pixels that are asked for.
        wanted_px = (crop.size[0] * stored[0] / (right - left), crop.size[1] * stored[1] / (bottom - top))
        image.draft(None, (max(1, int(wanted_px[0])), max(1, int(wanted_px[1]))))
    image.load()
    shrunk = (image.width / stored[0], image.height / stored[1])
    box = (
        max(0.0, left * shrunk[0]),
        max(0.0, top * shrunk[1]),
        min(float(image.width), right * shrunk[0]),
        min(float(image.height), bottom * shrunk[1]),
    )
    flat = _flat(image, matte)
    if flat.size != crop.size or box != (0, 0, *flat.size):
        flat = flat.resize(crop.size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    return _upright(_to_srgb(flat, profile), orientation)


def _flat(image: Image.Image, matte: tuple[int, int, int]) -> Image.Image:
    """Return the picture as RGB or CMYK (for its profile), transparency on the matte."""
    if image.mode in ("RGB", "CMYK"):
        return image
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        ground = Image.new("RGB", rgba.size, matte)
        ground.paste(rgba, mask=rgba.getchannel("A"))
        return ground
    return _plain(image).convert("RGB")


def _plain(image: Image.Image) -> Image.Image:
    """Return 16-bit and floating grey as 8-bit grey; what else there is, as it is."""
    if image.mode.startswith("I;16") or image.mode == "I":
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode == "F":
        raise ValueError("floating-point pixels are of no known range")
    return image


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    if profile:
        from .profiles import to_srgb  # few pictures have one, and the library behind it is large

        colours = to_srgb(colours, profile)
    if colours.mode != "RGB":
        colours = colours.convert("RGB")
    if alpha is not None:
        colours.putalpha(alpha)
    return colours
