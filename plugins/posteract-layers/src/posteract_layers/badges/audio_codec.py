"""The badge `audio_codec`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any, Literal

from posteract_core.model import AudioTrack, MediaVersion
from posteract_core.providers import Subject
from pydantic import Field, field_validator

from ..agree import FileOptions, agreed
from ..badge import Badge, Entry
from ..choices import known_names
from ..tables import table
from ..versions import best_track, sound_of

CHANNELS = {1: "1.0", 2: "2.0", 3: "2.1", 4: "4.0", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}
"""How numbers of channels are written."""


class AudioCodecOptions(FileOptions):
    """Options of `audio_codec`."""

    show: tuple[str, ...] = Field(
        (),
        description="The formats worth a badge: truehd+atmos, eac3+atmos (`atmos` = both), dtsx, truehd, dts …; left out = all.",
    )
    track: Literal["best", "default"] = Field(
        "best", description="best = of all tracks; default = the one players choose by themselves."
    )
    language: str = Field("", description="ISO 639-1: look at tracks in it, where there are any.")
    channels: bool = Field(False, description="5.1 or 7.1 beside it.")

    @field_validator("show", mode="before")
    @classmethod
    def _known(cls, given: object) -> object:
        if isinstance(given, str):
            given = [given]
        if isinstance(given, list):
            both = ("truehd+atmos", "eac3+atmos")
            given = [
                name for each in given for name in (both if str(each).lower() in ("atmos", "dolby_atmos") else (each,))
            ]
        return known_names(
            given, tuple(table("audio_codec")), {"dts-x": "dtsx", "dts:x": "dtsx", "dts-hd": "dts-hd-ma"}
        )


class AudioCodecBadge(Badge[AudioCodecOptions]):
    """The sound of the best version."""

    type = "audio_codec"
    Options = AudioCodecOptions
    place = "top-right"
    reads_episodes = True

    def value(self, subject: Subject) -> Hashable | None:
        """Return (key in the table, channels as shown); None when it is unknown or not to be shown."""
        sounds = table("audio_codec")
        found = agreed(subject.item, self.options.aggregate, self._of, lambda text: sounds[text.split()[0]].rank)
        if found is None:
            return None
        name, _, channels = found.partition(" ")
        return name, channels

    def _of(self, version: MediaVersion) -> str | None:
        track: AudioTrack | None = None
        if self.options.track == "default":
            track = next((each for each in version.audio if each.default and sound_of(each)), None)
        track = track or best_track(version, self.options.language)
        if track is None or (name := sound_of(track)) not in (self.options.show or (name,)):
            return None
        return f"{name} {CHANNELS.get(track.channels, '') if self.options.channels else ''}"

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        name, channels = value
        mark = table("audio_codec")[name]
        if channels:
            mark = replace(mark, word=f"{mark.word} {channels}") if mark.over else replace(mark, note=channels)
        yield name, mark
