"""Badges that tell of files: where they come from, their shape, how many there are, whether they play as they are."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any

from posteract_core.model import MediaItem, MediaVersion
from posteract_core.providers import Subject
from pydantic import Field, field_validator

from ..agree import FileOptions, agreed
from ..badge import Badge, Entry
from ..choices import known_names
from ..plate import BadgeOptions
from ..tables import Wordmark, table

ASPECT_TOLERANCE = 0.045
"""How far a frame's shape may be from the nearest one in the table."""

LONGEST_EDITION = 18
"""Letters of an edition that is in no table; a longer one makes no badge."""

PLAYS_ANYWHERE = {
    "containers": frozenset({"mp4", "m4v", "mov", "mkv"}),
    "video": frozenset({"h264"}),
    "audio": frozenset({"aac", "mp3", "ac3", "eac3"}),
}
"""What nearly every player takes as it is, up to 1080 lines: H.264 with AAC, MP3 or Dolby Digital in MP4 or Matroska."""


class VideoFormatOptions(FileOptions):
    """Options of `video_format`."""

    show: tuple[str, ...] = Field((), description="The sources worth a badge: remux, bluray, web …; left out = all.")

    @field_validator("show", mode="before")
    @classmethod
    def _known(cls, given: object) -> object:
        return known_names(given, tuple(table("video_format")), {"blu-ray": "bluray", "web-dl": "web", "webrip": "web"})


class VideoFormatBadge(Badge[VideoFormatOptions]):
    """Where the file comes from: remux, Blu-ray, WEB …"""

    type = "video_format"
    Options = VideoFormatOptions
    reads_episodes = True

    def value(self, subject: Subject) -> Hashable | None:
        """Return its key in the table."""
        known = table("video_format")
        shown = self.options.show or tuple(known)
        return agreed(
            subject.item,
            self.options.aggregate,
            lambda version: version.source if version.source in shown else None,
            lambda name: known[name].rank,
        )

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        yield value, table("video_format")[value]


class AspectBadge(Badge[FileOptions]):
    """The shape of the picture: 1.78, 2.39 …"""

    type = "aspect"
    Options = FileOptions
    reads_episodes = True

    def value(self, subject: Subject) -> Hashable | None:
        """Return the nearest shape in the table."""
        return agreed(subject.item, self.options.aggregate, aspect_of, lambda name: -float(name))

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        yield value, replace(table("aspect")[value], note=":1")


class VersionsBadge(Badge[BadgeOptions]):
    """How many versions of a film or episode there are, when there is more than one."""

    type = "versions"
    Options = BadgeOptions

    def value(self, subject: Subject) -> Hashable | None:
        """Return their number."""
        count = len(subject.item.versions)
        return count if count > 1 else None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        yield str(value), Wordmark(word=str(value), note="VERSIONS")


class EditionBadge(Badge[BadgeOptions]):
    """The edition: Director's Cut, Extended, IMAX …"""

    type = "edition"
    Options = BadgeOptions

    def value(self, subject: Subject) -> Hashable | None:
        """Return its key in the table, or itself when it is in none and short enough."""
        edition = edition_of(subject.item)
        if not edition:
            return None
        folded = edition.casefold()
        known = next((name for name in table("edition") if name in folded), None)
        return known or (edition if len(edition) <= LONGEST_EDITION else None)

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        yield value, table("edition").get(value) or Wordmark(word=str(value).upper())


class RuntimeBadge(Badge[BadgeOptions]):
    """How long it is: of a show or season, how long an episode usually is."""

    type = "runtime"
    Options = BadgeOptions
    reads_episodes = True

    def value(self, subject: Subject) -> Hashable | None:
        """Return whole minutes."""
        return subject.item.minutes or None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        hours, minutes = divmod(int(value), 60)
        yield (
            str(value),
            Wordmark(word=f"{hours} h", note=f"{minutes:02} min") if hours else Wordmark(word=f"{minutes}", note="min"),
        )


class DirectPlayBadge(Badge[FileOptions]):
    """Plays on nearly every device as it is, without being transcoded."""

    type = "direct_play"
    Options = FileOptions
    reads_episodes = True

    def value(self, subject: Subject) -> Hashable | None:
        """Return whether it does; None when it does not, or it is not known."""
        return agreed(subject.item, self.options.aggregate, lambda version: plays(version) or None, lambda name: 0)

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        yield "direct_play", Wordmark(over="DIRECT", word="PLAY", glyph="play", accent="#5fd07a")


def aspect_of(version: MediaVersion) -> str | None:
    """Return the table's shape next to a version's; None when it is unknown or far from all."""
    shape = version.aspect or (version.width_px / version.height_px if version.height_px else 0)
    nearest = min(table("aspect"), key=lambda name: abs(float(name) - shape))
    return nearest if abs(float(nearest) - shape) <= ASPECT_TOLERANCE else None


def edition_of(item: MediaItem) -> str:
    """Return an item's edition, or that of the first version that has one; empty when there is none."""
    return item.edition or next((version.edition for version in item.versions if version.edition), "")


def plays(version: MediaVersion) -> str:
    """Return "yes" when a version plays nearly everywhere; empty when not, or when too little is known of it."""
    known = PLAYS_ANYWHERE
    fits = (
        version.container.lower() in known["containers"]
        and version.video_codec in known["video"]
        and 0 < version.height_px <= 1080
        and not version.hdr
        and any(track.codec in known["audio"] for track in version.audio)
    )
    return "yes" if fits else ""
