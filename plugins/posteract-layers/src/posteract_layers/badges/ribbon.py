"""The badge `ribbon`: a band across a corner, for what deserves one: a place in a list, a seal, words of your own."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, Literal

from PIL import Image, ImageDraw
from posteract_core.model import Award, Rating
from posteract_core.providers import DrawContext, LayerOptions, OverlayLayer, Raster, Subject
from posteract_core.render import Sheet
from posteract_core.render.colour import Colour, luminance, rgb_of
from posteract_core.render.toolbox import raster_of
from pydantic import Field, field_validator, model_validator

from ..badge import fact, own_picture
from ..choices import known_names
from ..plate import HEIGHT_UNITS, BadgeOptions, badge, colours_by_name, glazed
from ..tables import Wordmark, table
from .awards import ALIASES

WIDTH = 0.27
"""Of the band, as a share of the corner's side."""

SIDE_UNITS = 300
"""Of the corner, in units of the design; with it a plate is as high as other badges."""

OUT = 0.36
"""How far the band's outer edge lies from the corner, as a share of the side, along the diagonal."""


def _top250(subject: Subject) -> str:
    rank = fact(subject, "rank.imdb_top250")
    return f"IMDb #{rank}" if isinstance(rank, int) and rank <= 250 else ""


def _verdict(subject: Subject, *, service: str, verdict: str, words: str) -> str:
    rating = fact(subject, f"rating.{service}")
    return words if isinstance(rating, Rating) and rating.verdict == verdict else ""


def _above(subject: Subject, *, service: str, least: float, words: str) -> str:
    rating = fact(subject, f"rating.{service}")
    return words if isinstance(rating, Rating) and rating.on(100) >= least else ""


def _won(subject: Subject, *, family: str, words: str, what: str = "won") -> str:
    award = fact(subject, f"award.{family}")
    return words if isinstance(award, Award) and getattr(award, what) else ""


KINDS: dict[str, tuple[str, Callable[[Subject], str]]] = {
    "imdb_top250": ("rank.imdb_top250", _top250),
    "certified": (
        "rating.rt_critics",
        partial(_verdict, service="rt_critics", verdict="certified", words="Certified Fresh"),
    ),
    "verified": (
        "rating.rt_audience",
        partial(_verdict, service="rt_audience", verdict="certified", words="Verified Hot"),
    ),
    "metacritic": ("rating.metacritic", partial(_above, service="metacritic", least=81, words="Must-See")),
    "letterboxd": ("rating.letterboxd", partial(_above, service="letterboxd", least=84, words="Letterboxd Top")),
    "best_picture": ("award.oscars", partial(_won, family="oscars", words="Best Picture", what="best_picture")),
    "best_director": ("award.oscars", partial(_won, family="oscars", words="Best Director", what="best_director")),
    "globes_director": (
        "award.golden_globes",
        partial(_won, family="golden_globes", words="Best Director", what="best_director"),
    ),
    **{
        family: (f"award.{family}", partial(_won, family=family, words=mark.word))
        for family, mark in table("award").items()
    },
}
"""What a ribbon can be for: the fact it needs, and its words; empty = not deserved. Metacritic's must-see begins at 81."""


class RibbonOptions(LayerOptions):
    """Options of `ribbon`."""

    show: tuple[str, ...] = Field(
        ("imdb_top250", "certified"),
        description="Of imdb_top250, certified, verified (Verified Hot), metacritic (from 81), letterboxd (from 4.2), "
        "best_picture and best_director (Oscars), globes_director, and families of `award` (oscars, emmys …) for winners: the "
        "first that holds.",
    )
    text: str = Field("", description="Words of your own in place of these, with `when` to say on what.")
    shape: Literal["corner", "rounded", "pill", "square", "ribbon", "glass", "plain"] = Field(
        "corner", description="corner = a band across it; or a plate among the other badges, in their shapes."
    )
    side: float = Field(
        SIDE_UNITS,
        ge=120,
        le=600,
        description="Of the corner it lies across, in px of the design; also written `size`. A plate grows with it.",
    )
    fill: Colour | None = Field(None, description="Of the band; left out = as its kind has it.")
    color: Colour | None = Field(None, description="Of the words; left out = dark or light, as reads better.")
    font: str = Field("Inter", description="A family's name.")
    colors: tuple[tuple[str, Colour], ...] = Field(
        (), description="Colours of the band by what it is for, as a mapping: {oscars: navy}; they win over `fill`."
    )
    images: str = Field(
        "", description="A folder of your own pictures, each named by what it is for: oscars.png; others are drawn."
    )
    hash: str = Field("", description="Set by Posteract: of these pictures.")

    @model_validator(mode="before")
    @classmethod
    def _other_names(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        written = colours_by_name(given)
        if "size" in written and "side" not in written:
            written["side"] = written.pop("size")
        return written

    @field_validator("show", mode="before")
    @classmethod
    def _known(cls, given: object) -> object:
        return known_names(
            given, tuple(KINDS), {"top250": "imdb_top250", "imdb": "imdb_top250", "rt": "certified", **ALIASES}
        )


class RibbonBadge(OverlayLayer[RibbonOptions]):
    """A band across a corner, or a plate, for what deserves one."""

    type = "ribbon"
    Options = RibbonOptions
    place = "top-right"

    def __init__(self, options: RibbonOptions) -> None:
        super().__init__(options)
        self.stacks = options.shape != "corner"

    def needs(self) -> frozenset[str]:
        """Return the facts of what it may be for."""
        return frozenset() if self.options.text else frozenset(KINDS[name][0] for name in self.options.show)

    def value(self, subject: Subject) -> Hashable | None:
        """Return (what it is for, its words)."""
        if self.options.text:
            return "text", self.options.text
        for name in self.options.show:
            if words := KINDS[name][1](subject):
                return name, words
        return None

    def draw(self, context: DrawContext) -> Raster | None:
        """Return the band, turned into its corner; in the middle of an edge it lies level. Or a plate, where one is asked for."""
        name, words = context.value
        side = context.px(self.options.side)
        plate = self._plate(name)
        height = side if self.options.shape == "corner" else context.px(plate.height)
        if (own := own_picture(context, self.options.images, self.options.hash, name, height)) is not None:
            return own
        if self.options.shape != "corner":
            return badge(context, Wordmark(word=self._set(words)), plate, name=name)
        fill = plate.fill
        key = ("layers ribbon", name, words, self.options, fill, side, self.place)
        return context.tools.cached(key, lambda: self._drawn(context, words, fill, side))

    def finish(self, raster: Raster, context: DrawContext) -> Raster:
        """Let the picture shine through glass."""
        return glazed(raster, context, self._plate(context.value[0])) if self.options.shape == "glass" else raster

    def _plate(self, name: str) -> BadgeOptions:
        """Return how it looks as a plate; words without one have its colour."""
        given = self.options
        fill = dict(given.colors).get(name) or given.fill or {**table("award"), **table("ribbon")}[name].accent
        colour = given.color or (
            fill if given.shape == "plain" else "#{:02x}{:02x}{:02x}".format(*_reads_on(rgb_of(fill)))
        )
        return BadgeOptions.model_validate(
            {
                "shape": "rounded" if given.shape == "corner" else given.shape,
                "height": HEIGHT_UNITS * given.side / SIDE_UNITS,
                "fill": fill,
                "fill_opacity": 1.0,
                "color": colour,
                "font": given.font,
            }
        )

    def _drawn(self, context: DrawContext, words: str, fill: str, side: int) -> Raster:
        high = round(side * WIDTH)
        vertical, _, horizontal = (self.place or "").partition("-")
        slanted = vertical in ("top", "bottom") and horizontal in ("left", "right")
        long = round(side * 1.5) if slanted else 0
        band = self._band(context, words, fill, high, long)
        if not slanted:
            return raster_of(band)
        sign = 1 if (vertical == "top") == (horizontal == "left") else -1
        turned = band.rotate(45 * sign, Image.Resampling.BICUBIC, expand=True)
        corner = Image.new("RGBA", (side, side), (0, 0, 0, 0))
        centre = round(side * OUT)
        x = centre if horizontal == "left" else side - centre
        y = centre if vertical == "top" else side - centre
        corner.alpha_composite(*_clipped(turned, x - turned.width // 2, y - turned.height // 2))
        return raster_of(corner)

    @staticmethod
    def _set(words: str) -> str:
        """Return words in capitals, but for the one name that has a small letter of its own."""
        return words.upper().replace("IMDB", "IMDb")

    def _band(self, context: DrawContext, words: str, fill: str, high: int, long: int) -> Image.Image:
        colour = rgb_of(self.options.color) if self.options.color else _reads_on(rgb_of(fill))
        size = high * 0.44
        room = long * 0.5 if long else 0.0
        line = None
        while line is None or (room and line.ink[2] - line.ink[0] > room and size > 6):
            line = context.tools.line(
                self._set(words), size_px=size, family=self.options.font, weight=800, tracking=0.03
            )
            size *= 0.94
            if line is None:
                return Image.new("RGBA", (max(1, long), high), (*rgb_of(fill), 255))
        ink = line.ink
        width = long or ink[2] - ink[0] + high
        sheet = Sheet(width, high)
        sheet.put(Image.new("L", (width, high), 255), rgb_of(fill))
        edge = Image.new("L", (width, high), 0)
        pen = ImageDraw.Draw(edge)
        thin = max(1, high // 28)
        for top in (thin * 2, high - thin * 3):
            pen.rectangle((0, top, width, top + thin - 1), fill=255)
        sheet.put(edge, colour, opacity=0.45)
        sheet.put(
            line.mask, colour, ((width - (ink[2] - ink[0])) // 2 - ink[0], (high - (ink[3] - ink[1])) // 2 - ink[1])
        )
        done = sheet.raster()
        whole = done.fill.convert("RGBA") if isinstance(done.fill, Image.Image) else Image.new("RGBA", (width, high))
        whole.putalpha(done.mask)
        return whole


def _clipped(picture: Image.Image, x: int, y: int) -> tuple[Image.Image, tuple[int, int]]:
    """Return a picture and its place, without what lies left of or above the canvas."""
    left, top = max(0, -x), max(0, -y)
    return picture.crop((left, top, picture.width, picture.height)), (max(0, x), max(0, y))


def _reads_on(fill: Any) -> tuple[int, int, int]:
    return (20, 18, 14) if luminance(fill) > 0.3 else (255, 255, 255)
