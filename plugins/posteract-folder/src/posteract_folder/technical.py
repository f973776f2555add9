"""What is known about a video, by whom, and how it becomes one `MediaVersion`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from posteract_core.model import AudioTrack, MediaVersion

from .names import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Technical:
    """What one witness (an NFO, the video itself) says; None and zero where it says nothing.

    Attributes are those of `MediaVersion`, and:
        fault: why nothing could be read; empty when all is well.
    """

    width_px: int = 0
    height_px: int = 0
    video_codec: str = ""
    hdr: tuple[str, ...] | None = None
    dolby_vision_profile: int | None = None
    audio: tuple[AudioTrack, ...] | None = None
    subtitles: tuple[str, ...] | None = None
    duration_s: float = 0
    bitrate_kbps: int = 0
    container: str = ""
    aspect: float = 0
    fault: str = ""

    @property
    def is_complete(self) -> bool:
        """Return whether everything a badge may say is known, so that the video need not be opened."""
        return bool(
            self.height_px
            and self.video_codec
            and self.hdr is not None
            and self.audio
            and all(track.codec and track.channels for track in self.audio)
        )

    def over(self, other: Technical) -> Technical:
        """Return this witness's words, with the gaps filled from `other`."""
        return Technical(
            width_px=self.width_px or other.width_px,
            height_px=self.height_px or other.height_px,
            video_codec=self.video_codec or other.video_codec,
            hdr=other.hdr if self.hdr is None else self.hdr,
            dolby_vision_profile=self.dolby_vision_profile or other.dolby_vision_profile,
            audio=self.audio or other.audio,
            subtitles=other.subtitles if self.subtitles is None else self.subtitles,
            duration_s=self.duration_s or other.duration_s,
            bitrate_kbps=self.bitrate_kbps or other.bitrate_kbps,
            container=self.container or other.container,
            aspect=self.aspect or other.aspect,
        )

    def as_version(self, named: MediaVersion, release: Release) -> MediaVersion:
        """Return `named` (path, size, edition) with everything known; what nobody else says is taken from the name.

        Args:
            named: what is certain from the folder.
            release: what the file's name claims.
        """
        audio = self.audio
        if audio is None and release.audio_codec:
            audio = (
                AudioTrack(
                    codec=release.audio_codec,
                    channels=release.channels,
                    atmos=release.atmos,
                    profile=release.audio_profile,
                ),
            )
        seconds = self.duration_s
        bitrate_kbps = self.bitrate_kbps
        if not bitrate_kbps and seconds and named.size_bytes:
            bitrate_kbps = round(named.size_bytes * 8 / seconds / 1000)
        return replace(
            named,
            width_px=self.width_px or release.width_px,
            height_px=self.height_px or release.height_px,
            video_codec=self.video_codec or release.video_codec,
            hdr=release.hdr if self.hdr is None else self.hdr,
            dolby_vision_profile=self.dolby_vision_profile,
            audio=audio or (),
            subtitles=_joined(self.subtitles or (), named.subtitles),
            duration_s=seconds,
            bitrate_kbps=bitrate_kbps,
            container=self.container or named.container,
            source=release.source,
            aspect=self.aspect,
        )


def _joined(first: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return first + tuple(language for language in more if language not in first)
