"""The badge `hdr`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from posteract_core.model import MediaVersion
from posteract_core.providers import Subject
from pydantic import Field, field_validator

from ..agree import FileOptions, agreed
from ..badge import Badge, Entry
from ..choices import known_names
from ..tables import table
from ..versions import hdr_of


class HdrOptions(FileOptions):
    """Options of `hdr`."""

    show: tuple[str, ...] = Field(
        (), description="The kinds worth a badge: dolby_vision, hdr10+, hdr10, hlg; left out = all."
    )
    all: bool = Field(False, description="Every kind the file has; false = the best one.")

    @field_validator("show", mode="before")
    @classmethod
    def _known(cls, given: object) -> object:
        return known_names(given, tuple(table("hdr")), {"dv": "dolby_vision", "hdr": "hdr10", "hdr10plus": "hdr10+"})


class HdrBadge(Badge[HdrOptions]):
    """What the best version has of high dynamic range."""

    type = "hdr"
    Options = HdrOptions
    reads_episodes = True

    def value(self, subject: Subject) -> Hashable | None:
        """Return the keys in the table, best first; None when there is none to be shown."""
        lights, shown = table("hdr"), self.options.show

        def read(version: MediaVersion) -> str | None:
            names = [name for name in hdr_of(version) if name in (shown or lights)]
            return " ".join(names if self.options.all else names[:1]) or None

        found = agreed(subject.item, self.options.aggregate, read, lambda names: lights[names.split()[0]].rank)
        return tuple(found.split()) if found else None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return one for each."""
        return ((name, table("hdr")[name]) for name in value)
