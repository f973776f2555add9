"""Badges of languages: `languages`, `subtitles`, `language_count`. Flags are drawn by us from `data/flags.yaml`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Literal

from posteract_core.model import MediaVersion
from posteract_core.providers import DrawContext, Raster, Subject
from pydantic import Field, field_validator

from ..agree import FileOptions, agreed
from ..badge import Badge, Entry
from ..flags import flag_of, language_badge
from ..tables import Wordmark

NONE_SPOKEN = frozenset({"", "und", "zxx", "mul", "mis"})
"""Codes of ISO 639-2 that are no language."""


class LanguagesOptions(FileOptions):
    """Options of `languages` and `subtitles`."""

    show: tuple[str, ...] = Field(
        (), description="ISO 639-1 codes that count, in this order; left out = all, as the file has them."
    )
    most: int = Field(3, ge=1, le=8, description="Badges at most.")
    style: Literal["flag", "code", "both"] = Field("both", description="A flag, the code, or both.")
    english: Literal["GB", "US"] = Field("GB", description="The flag that stands for English.")

    @field_validator("show", mode="before")
    @classmethod
    def _lower(cls, given: object) -> object:
        names = [given] if isinstance(given, str) else given
        return tuple(str(name).strip().lower() for name in names) if isinstance(names, list | tuple) else given


class LanguagesBadge(Badge[LanguagesOptions]):
    """The languages one can hear."""

    type = "languages"
    Options = LanguagesOptions
    reads_episodes = True
    caption = ""

    def value(self, subject: Subject) -> Hashable | None:
        """Return the codes, in order."""
        found = agreed(subject.item, self.options.aggregate, self._codes, lambda text: -len(text.split()))
        return tuple(found.split()) if found else None

    def spoken(self, version: MediaVersion) -> Sequence[str]:
        """Return all languages of a version."""
        return [track.language for track in version.audio]

    def _codes(self, version: MediaVersion) -> str | None:
        codes = [code for code in dict.fromkeys(self.spoken(version)) if code not in NONE_SPOKEN]
        if self.options.show:
            codes = [code for code in self.options.show if code in codes]
        return " ".join(codes[: self.options.most]) or None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the codes as they are set where there is no flag."""
        return ((code, Wordmark(word=code.upper(), over=self.caption)) for code in value)

    def draw(self, context: DrawContext) -> tuple[Raster, ...]:
        """Return a flag, a code or both for each."""
        drawn = []
        for code, mark in self.entries(context.value):
            flag = flag_of(code, english=self.options.english) if self.options.style != "code" else ""
            own = self._own(context, code)
            drawn.append(own or language_badge(context, mark, flag, self.options, words=self.options.style != "flag"))
        return tuple(drawn)


class SubtitlesBadge(LanguagesBadge):
    """The languages one can read."""

    type = "subtitles"
    caption = "SUB"

    def spoken(self, version: MediaVersion) -> Sequence[str]:
        """Return all languages of a version's subtitles."""
        return version.subtitles


class LanguageCountOptions(FileOptions):
    """Options of `language_count`."""

    least: int = Field(2, ge=1, le=20, description="Fewer languages have no badge.")
    subtitles: bool = Field(False, description="Count what can be read, not what can be heard.")


class LanguageCountBadge(Badge[LanguageCountOptions]):
    """Dual or multi audio: that there is more than one language."""

    type = "language_count"
    Options = LanguageCountOptions
    reads_episodes = True

    def value(self, subject: Subject) -> Hashable | None:
        """Return `dual` or `multi`, or the number where it is one."""
        found = agreed(subject.item, self.options.aggregate, self._count, lambda text: -int(text))
        count = int(found) if found else 0
        if count < self.options.least:
            return None
        return "multi" if count > 2 else "dual" if count == 2 else "mono"

    def _count(self, version: MediaVersion) -> str | None:
        spoken = version.subtitles if self.options.subtitles else [track.language for track in version.audio]
        return str(len(set(spoken) - NONE_SPOKEN)) if spoken else None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        yield (
            value,
            Wordmark(over=value.upper(), word="SUBTITLES" if self.options.subtitles else "AUDIO", glyph="speech"),
        )
