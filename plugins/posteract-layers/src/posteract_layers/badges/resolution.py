"""The badge `resolution`."""

from __future__ import annotations

from collections.abc import Hashable

from posteract_core.providers import DrawContext, OverlayLayer, Raster, Subject
from pydantic import Field, field_validator

from ..choices import known_names
from ..plate import BadgeOptions, badge
from ..tables import table
from ..versions import best_version, resolution_of


class ResolutionOptions(BadgeOptions):
    """Options of `resolution`."""

    show: tuple[str, ...] = Field(
        (), description="The resolutions worth a badge: 8k, 4k, 1440, 1080, 720, 576, 480; left out = all."
    )
    note: bool = Field(True, description="UHD, HD or SD beside it.")

    @field_validator("show", mode="before")
    @classmethod
    def _known(cls, given: object) -> object:
        return known_names(given, tuple(table("resolution")), {"2160": "4k", "4320": "8k", "uhd": "4k"})


class ResolutionBadge(OverlayLayer[ResolutionOptions]):
    """The resolution of the best version."""

    type = "resolution"
    Options = ResolutionOptions
    place = "top-left"

    def value(self, subject: Subject) -> Hashable | None:
        """Return its key in the table; None when it is unknown or not to be shown."""
        version = best_version(subject.item)
        name = resolution_of(version) if version else ""
        return name if name and name in (self.options.show or (name,)) else None

    def draw(self, context: DrawContext) -> Raster | None:
        """Return the badge."""
        mark = table("resolution")[context.value]
        if not self.options.note:
            mark = type(mark)(word=mark.word, rank=mark.rank)
        return badge(context, mark, self.options)
