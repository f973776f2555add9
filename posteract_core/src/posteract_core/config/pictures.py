"""How finished pictures are made: `pictures`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from ..model import CANVAS_PX, LARGEST_CANVAS_PX, LEAST_CANVAS_WIDTH_PX
from .section import Section
from .values import wrong

Fit = Literal["cover", "contain", "blur-extend"]
Format = Literal["jpeg", "png", "webp"]

_SIZE = re.compile(r"([0-9]{1,5})\s*[xX×*]\s*([0-9]{1,5})")
_PROPORTIONS = {"tall": "2:3", "wide": "16:9", "square": "1:1", "logo": "5:2"}


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a picture, in px, in the proportions of one of the shapes.

    >>> str(Size("tall", 2000, 3000))
    '2000x3000'
    """

    shape: str
    width_px: int
    height_px: int

    def __str__(self) -> str:
        """Return the size as it is written in the configuration."""
        return f"{self.width_px}x{self.height_px}"


def sizes_of(shape: str) -> str:
    """Return which sizes a shape may have, as a person says it: `2:3, from 200x300 to 2000x3000`."""
    width, height = CANVAS_PX[shape]
    least = LEAST_CANVAS_WIDTH_PX
    most = LARGEST_CANVAS_PX[shape]
    return f"{_PROPORTIONS[shape]}, from {least}x{round(least * height / width)} to {most[0]}x{most[1]}"


def parse_size(written: object) -> Size:
    """Return the size that `2000x3000` names.

    Raises:
        PydanticCustomError: it is not written so, of no known proportions, too small or too large.

    >>> parse_size("3840 x 2160")
    Size(shape='wide', width_px=3840, height_px=2160)
    """
    if isinstance(written, Size):
        return written
    found = _SIZE.fullmatch(written.strip()) if isinstance(written, str) else None
    if found is None:
        raise wrong("must be a size in px such as `2000x3000`")
    width, height = int(found[1]), int(found[2])
    for shape, (unit_width, unit_height) in CANVAS_PX.items():
        if abs(width * unit_height / unit_width - height) > 0.5:
            continue
        if not LEAST_CANVAS_WIDTH_PX <= width <= LARGEST_CANVAS_PX[shape][0]:
            raise wrong(f"must be {sizes_of(shape)}")
        return Size(shape, width, height)
    raise wrong("must be 2:3 (posters), 16:9 (wide pictures), 1:1 (squares) or 5:2 (logos)")


def _as_list(written: object) -> object:
    return written if isinstance(written, list | tuple) else [written]


def _one_of_each_shape(sizes: tuple[Size, ...]) -> tuple[Size, ...]:
    if len({size.shape for size in sizes}) < len(sizes):
        raise wrong("must name each shape once: one size for posters, one for wide pictures, squares and logos")
    return sizes


SizeValue = Annotated[
    Size,
    BeforeValidator(parse_size),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {"title": "size such as `2000x3000`", "type": "string", "pattern": r"^\s*\d{3,4}\s*[xX×*]\s*\d{2,4}\s*$"}
    ),
]


def _share(written: object) -> object:
    if isinstance(written, str) and (found := re.fullmatch(r"\s*(\d{1,3}(?:\.\d+)?)\s*%\s*", written)):
        return float(found[1]) / 100
    return written


Share = Annotated[
    float,
    BeforeValidator(_share),
    Field(ge=0, le=1),
    WithJsonSchema(
        {
            "title": "number from 0 to 1, or percentage",
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": r"^\s*\d{1,3}(\.\d+)?\s*%\s*$"},
            ],
        }
    ),
]


class Pictures(Section):
    """Size and format of finished pictures, and how a base is brought to that size.

    May stand at the top, in a library and in a kind of a library: each key that is given replaces the more general one; a
    size replaces that of its own proportions.
    """

    canvas: Annotated[tuple[SizeValue, ...], BeforeValidator(_as_list), AfterValidator(_one_of_each_shape)] = Field(
        default=(),
        description="Sizes in px, one or a list, each for the kinds of its proportions: 2:3 up to `2000x3000`, 16:9 up to "
        "`3840x2160`, 1:1 up to `2000x2000`, logos at most `2000x800`. Left out: 1000x1500, 1920x1080, 1000x1000, 1000x400.",
    )
    fit: Fit | None = Field(
        default=None,
        description="How a base of other proportions fills its canvas: `cover` = the rest is cut off, `contain` = all of it "
        "on a plain ground, `blur-extend` = all of it on a blurred larger self. Left out = as the style says; else `cover`, "
        "but a picture with words in it is extended before they are cut off.",
    )
    focus: tuple[Share, Share] | None = Field(
        default=None,
        description="[x, y] of the point that stays in sight where something is cut off, 0 to 1 or in %; left out = as the "
        "style says, else the middle.",
    )
    format: Format = Field(
        default="jpeg",
        description="`jpeg`, `webp` (a third smaller, but several times the work) or `png` (large). Logos keep their "
        "transparency and are `png` where `jpeg` is asked for.",
    )
    quality: int = Field(default=90, ge=1, le=100, description="Of `jpeg` and `webp`; higher is larger.")

    def overridden_by(self, *others: Pictures) -> Pictures:
        """Return these settings with every key that the others were given, the last of them winning."""
        update: dict[str, object] = {}
        sizes = {size.shape: size for size in self.canvas}
        for other in others:
            update |= other.given()
            sizes |= {size.shape: size for size in other.canvas}
        return self.model_copy(update=update | {"canvas": tuple(sizes.values())}) if update else self

    def width_px(self, shape: str) -> int | None:
        """Return the width asked for pictures of a shape; None = the default one."""
        return next((size.width_px for size in self.canvas if size.shape == shape), None)
