"""Overlay layers: one thing that is drawn over a picture."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict

from ..model import ArtworkKind, Box, Brand, Facts, FrozenMap, MediaItem, Raster

if TYPE_CHECKING:
    from PIL import Image

    from ..render.toolbox import Toolbox


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoFile:
    """A title's own lettering, or a brand's logo, as a transparent picture on disk.

    Attributes:
        path: of a PNG, WebP or SVG.
        hash: of its bytes; goes into the fingerprint in place of the path.
    """

    path: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a picture is about: all that a layer may base its look on, besides its options.

    Attributes:
        item: the film, show, season, episode or collection.
        kind: the slot the picture is for.
        title: the words of the title, as they would be set; empty where none is to be set.
        facts: the item's own facts and those looked up, by name.
        logo: the title's own lettering, where one was found; asked for by looks whose `wants_logo` is true.
        logos: of the brands that layers named in `pictures`, those that could be had.
        today: the day of the plan, for what is shown for a while only; None = no day, and nothing is new or near.
    """

    item: MediaItem
    kind: ArtworkKind
    title: str
    facts: Facts
    logo: LogoFile | None = None
    logos: FrozenMap[Brand, LogoFile] = field(default_factory=FrozenMap)
    today: date | None = None


class LayerOptions(BaseModel):
    """Base of a layer's options, as people write them in styles and overlays; give every field a `description`."""

    # Built when first written: a process that only draws gets its options ready-made and never pays for checking them.
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, defer_build=True)


OptionsT = TypeVar("OptionsT", bound=LayerOptions)
OptionsClass: TypeAlias = type[LayerOptions]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawContext:
    """What a layer draws with.

    Attributes:
        value: what `OverlayLayer.value` returned for this subject, never None.
        subject: what the picture is about.
        width_px: of the canvas.
        height_px: of the canvas.
        scale: px per unit of the design, which is 1000 wide for poster kinds and square, 1920 for wide ones. Multiply
            every size an option states in px by it.
        tools: core's drawing tools: fonts, text, shapes; everything that can be cached is cached there.
        area: where the layer is expected to draw: the canvas less its safe margins for what stacks, else the whole canvas.
        picture: RGB, canvas-sized, what is under the layer; read it, never change it. For layers that stack it is the base
            picture without any layer; `finish` gets the true one.
        place: the anchor of the layer, an automatic one found by now; for layers without one that of the style's title, where
            it has one. Empty = not known.
        tone: `light` or `dark`: which words read here, for those whose colour is to be chosen; empty = not known.
    """

    value: Any
    subject: Subject
    width_px: int
    height_px: int
    scale: float
    tools: Toolbox
    area: Box = (0, 0, 0, 0)
    picture: Image.Image | None = None
    place: str = ""
    tone: str = ""

    def px(self, units: float) -> int:
        """Return a length of the design in whole pixels of this canvas, at least one where it is not zero."""
        return max(1, round(units * self.scale)) if units > 0 else 0


class OverlayLayer(ABC, Generic[OptionsT]):
    """Draws one thing. Pure: the same value, options and canvas give the same pixels, in any thread or process.

    The work is split in two, so that a plan needs no pixel: `value` says what would be shown (a text, a tuple of words
    and numbers), `draw` shows it. The fingerprint of a target holds type, version, options and value of each layer, so a
    rating that moves by less than a shown digit redraws nothing.

    The core parses what all layers have in common and it never reaches `Options`: `place`, `offset`, `opacity`,
    `rotation`, `scale`, `priority`, `when`. An option of the layer's own that bears such a name takes its place.
    """

    type: ClassVar[str]
    """What people write in styles and overlays: `audio_codec`."""

    version: ClassVar[int] = 1
    """Raise it when the same value looks different from before: pictures with this layer are redrawn then, and only then."""

    Options: ClassVar[OptionsClass] = LayerOptions
    """Its options. Those that keep their defaults stay out of the fingerprint: changing a default is a new `version`."""

    place: str | None = "top-left"
    """Where it goes when the user says nothing: top|middle|bottom - left|center|right. None = it has no place: its rasters
    say `at`, as a gradient's or a border's do, and the user's `place` and `offset` are mistakes."""

    stacks: bool = True
    """Whether it joins what else is at its place, within the safe margins; else it stands alone, at the canvas's edges."""

    sets_title: ClassVar[bool] = False
    """Whether it sets the title; such a layer is left out over pictures that carry text already."""

    @property
    def tells_title(self) -> bool:
        """Return whether it gives an item's title away, and is left out where `spoilers: textless` asks for that."""
        return self.sets_title

    reads_episodes: bool = False
    """Whether it shows of seasons and shows what their episodes are: asks for `MediaItem.episodes`."""

    finds_place: ClassVar[bool] = False
    """Whether its place may be `auto`: found by looking at the picture, together with what else of the style stands there."""

    def __init__(self, options: OptionsT) -> None:
        self.options = options

    def needs(self) -> frozenset[str]:
        """Return the names of the facts it would show, which the core then looks up: `rating.imdb` …"""
        return frozenset()

    def pictures(self, subject: Subject) -> tuple[Brand, ...]:
        """Return the brands whose logos it would show; the core fetches them once for all and puts them into `Subject.logos`.

        Asked before `value`, which should name a brand together with its logo's hash, or alone where there is none.
        """
        return ()

    @abstractmethod
    def value(self, subject: Subject) -> Hashable | None:
        """Return what would be shown, as text, number, bool or a tuple of such, rounded as shown; None = draw nothing."""

    @abstractmethod
    def draw(self, context: DrawContext) -> Raster | tuple[Raster, ...] | None:
        """Return the pixels for `context.value`; None when there is nothing to be seen after all.

        Several rasters of a placed layer flow in its stack one after the other, as if they were layers of their own.
        """

    def finish(self, raster: Raster, context: DrawContext) -> Raster:
        """Return a placed raster's last form, when its place and all that is under it are known: colours may depend on these.

        Args:
            raster: what `draw` returned; the result must be of the same size.
            context: `area` is the ink's place on the canvas, `picture` what is under it by now.
        """
        return raster
