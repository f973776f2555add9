"""The image layer: a picture file of the style's or the user's, laid over the base."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path

from PIL import Image
from pydantic import Field

from ...errors import PictureRefused
from ...model import Raster
from ...providers import DrawContext, LayerOptions, OverlayLayer, Subject
from ..decode import decode_alpha
from ..placement import LengthOption
from ..svg import svg_picture
from ..toolbox import raster_of

PICTURES = (".png", ".svg", ".webp", ".jpg", ".jpeg")
"""Suffixes of pictures that layers take."""


class ImageOptions(LayerOptions):
    """Options of `image`."""

    file: str = Field(description="PNG, JPEG, WebP or SVG; from the folder of the style file or the configuration.")
    width: LengthOption | None = Field(None, description="Px or %; left out = as `height` and the picture say.")
    height: LengthOption | None = Field(None, description="Px or %; likewise. With neither it fills the canvas.")
    hash: str = Field("", description="Set by Posteract: the SHA-256 of the file.")


class ImageLayer(OverlayLayer[ImageOptions]):
    """A picture; with `width`, `height` or both it is placed, without it fills the canvas."""

    type = "image"
    Options = ImageOptions

    def __init__(self, options: ImageOptions) -> None:
        super().__init__(options)
        if options.width is None and options.height is None:
            self.place = None
            self.stacks = False

    def value(self, subject: Subject) -> Hashable | None:
        """Return that it is always there; the file's hash is among its options."""
        return True

    def draw(self, context: DrawContext) -> Raster | None:
        """Return the picture in its size.

        Raises:
            PictureRefused: the file is gone or no picture.
        """
        wanted = (
            None if self.options.width is None else max(1, self.options.width.px(context.scale, context.width_px)),
            None if self.options.height is None else max(1, self.options.height.px(context.scale, context.height_px)),
        )
        fills = wanted == (None, None)
        size = (context.width_px, context.height_px) if fills else wanted
        key = ("image", self.options.file, self.options.hash, size)
        picture = context.tools.cached(key, lambda: picture_of(Path(self.options.file), size[0], size[1]))
        return raster_of(picture, at=(0, 0) if fills else None)


def picture_of(path: Path, width_px: int | None, height_px: int | None) -> Image.Image:
    """Return a picture file as RGBA in a size; a side left out follows from the picture's proportions.

    Raises:
        PictureRefused: the file is gone or no picture.
    """
    if not path.is_file():
        raise PictureRefused(f"the picture {path} is not there")
    bounds = (width_px or 4 * (height_px or 1), height_px or 4 * (width_px or 1))
    if path.suffix.lower() == ".svg":
        picture = svg_picture(path, width_px, height_px)
    else:
        picture = decode_alpha(path, (bounds[0] * 2, bounds[1] * 2))
    scale_x = width_px / picture.width if width_px else None
    scale_y = height_px / picture.height if height_px else None
    across, down = scale_x or scale_y or 1.0, scale_y or scale_x or 1.0
    size = (max(1, round(picture.width * across)), max(1, round(picture.height * down)))
    return picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


@lru_cache(maxsize=256)
def _hash_of(path: str, modified_ns: int, size_bytes: int) -> str:
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hex, kept by its time and size.

    Raises:
        OSError: it cannot be read.
    """
    found = path.stat()
    return _hash_of(str(path), found.st_mtime_ns, found.st_size)


def folder_hash(folder: Path) -> str:
    """Return a hash over the names and bytes of the pictures in a folder, in hex.

    Raises:
        OSError: one cannot be read.
    """
    digest = hashlib.sha256()
    for path in pictures_in(folder):
        digest.update(f"{path.name}\0{file_hash(path)}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()


def pictures_in(folder: Path) -> list[Path]:
    """Return the pictures in a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES and path.is_file())
