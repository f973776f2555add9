"""The badge `hdr`."""

from __future__ import annotations

from collections.abc import Hashable

from posteract_core.providers import DrawContext, OverlayLayer, Raster, Subject
from pydantic import Field, field_validator

from ..choices import known_names
from ..plate import BadgeOptions, badge
from ..tables import table
from ..versions import best_version, hdr_of


class HdrOptions(BadgeOptions):
    """Options of `hdr`."""

    show: tuple[str, ...] = Field(
        (), description="The kinds worth a badge: dolby_vision, hdr10+, hdr10, hlg; left out = all."
    )
    all: bool = Field(False, description="Every kind the file has; false = the best one.")

    @field_validator("show", mode="before")
    @classmethod
    def _known(cls, given: object) -> object:
        return known_names(given, tuple(table("hdr")), {"dv": "dolby_vision", "hdr": "hdr10", "hdr10plus": "hdr10+"})


class HdrBadge(OverlayLayer[HdrOptions]):
    """What the best version has of high dynamic range."""

    type = "hdr"
    Options = HdrOptions
    place = "top-left"

    def value(self, subject: Subject) -> Hashable | None:
        """Return the keys in the table, best first; None when there is none to be shown."""
        version = best_version(subject.item)
        found = hdr_of(version) if version else ()
        names = tuple(name for name in found if name in (self.options.show or found))
        return (names if self.options.all else names[:1]) or None

    def draw(self, context: DrawContext) -> tuple[Raster, ...]:
        """Return one badge for each."""
        return tuple(badge(context, table("hdr")[name], self.options) for name in context.value)
