"""The badge `resolution`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any

from posteract_core.providers import Subject
from pydantic import Field, field_validator

from ..agree import FileOptions, agreed
from ..badge import Badge, Entry
from ..choices import known_names
from ..tables import table
from ..versions import resolution_of


class ResolutionOptions(FileOptions):
    """Options of `resolution`."""

    show: tuple[str, ...] = Field(
        (), description="The resolutions worth a badge: 8k, 4k, 1440, 1080, 720, 576, 480; left out = all."
    )
    note: bool = Field(True, description="UHD, HD or SD beside it.")

    @field_validator("show", mode="before")
    @classmethod
    def _known(cls, given: object) -> object:
        return known_names(given, tuple(table("resolution")), {"2160": "4k", "4320": "8k", "uhd": "4k"})


class ResolutionBadge(Badge[ResolutionOptions]):
    """The resolution of the best version."""

    type = "resolution"
    Options = ResolutionOptions
    reads_episodes = True

    def value(self, subject: Subject) -> Hashable | None:
        """Return its key in the table; None when it is unknown or not to be shown."""
        sizes = table("resolution")
        name = agreed(
            subject.item,
            self.options.aggregate,
            lambda version: resolution_of(version) or None,
            lambda key: sizes[key].rank,
        )
        return name if name is not None and name in (self.options.show or (name,)) else None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        mark = table("resolution")[value]
        yield value, mark if self.options.note else replace(mark, note="")
