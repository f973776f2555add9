"""Which of several versions of a film the badges speak of: the best one, and of it the best track."""

from __future__ import annotations

import re

from posteract_core.filters import resolution_names
from posteract_core.model import AudioTrack, MediaItem, MediaVersion

from .tables import table

_NOT_THE_FILM = re.compile(r"(?i)commentar|description|descriptive|kommentar")


def best_version(item: MediaItem) -> MediaVersion | None:
    """Return the version with the most lines, then the best HDR, then the best sound; None when there is none."""
    return min(item.versions, key=_rank, default=None)


def resolution_of(version: MediaVersion) -> str:
    """Return the key of a version's resolution in the table; empty when it is unknown."""
    known = table("resolution")
    return next((name for name in resolution_names(version.width_px, version.height_px) if name in known), "")


def hdr_of(version: MediaVersion) -> tuple[str, ...]:
    """Return what a version has of HDR, best first."""
    known = table("hdr")
    return tuple(sorted((name for name in version.hdr if name in known), key=lambda name: known[name].rank))


def sound_of(track: AudioTrack) -> str:
    """Return the key of a track in the table: its codec, `+atmos` or `-es` where it carries that; empty when it is in none."""
    known = table("audio_codec")
    names = (f"{track.codec}+atmos",) if track.atmos else (f"{track.codec}-{track.profile}",) if track.profile else ()
    return next((name for name in (*names, track.codec) if name in known), "")


def best_track(version: MediaVersion, language: str = "") -> AudioTrack | None:
    """Return the best track of a version, commentaries aside, then that with the most channels; None when there is none.

    Args:
        version: of a film or an episode.
        language: only tracks in it, where there is one; empty = any.
    """
    known = table("audio_codec")
    tracks = [track for track in version.audio if sound_of(track) and not _NOT_THE_FILM.search(track.title)]
    spoken = [track for track in tracks if track.language == language]
    return min(spoken or tracks, key=lambda track: (known[sound_of(track)].rank, -track.channels), default=None)


def _rank(version: MediaVersion) -> tuple[int, int, int, int]:
    sizes, lights, sounds = table("resolution"), table("hdr"), table("audio_codec")
    size, hdr, track = resolution_of(version), hdr_of(version), best_track(version)
    return (
        sizes[size].rank if size else len(sizes),
        lights[hdr[0]].rank if hdr else len(lights),
        sounds[sound_of(track)].rank if track else len(sounds),
        -version.bitrate_kbps,
    )
