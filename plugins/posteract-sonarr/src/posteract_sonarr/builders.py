"""Builders: `sonarr_all` and `sonarr_taglist`."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from posteract_core.errors import ConfigError, ProviderError
from posteract_core.model import ExternalIds, Finding, ItemType, MediaRef, Severity
from posteract_core.providers import BuildContext, CollectionBuilder, ProviderContext
from posteract_core.providers.once import Once

from .api import api
from .settings import SonarrSettings

FRESH_FOR_S = 300
"""The shows that were told are believed for so long: many collections of one run, one question."""


@dataclass(frozen=True, slots=True)
class Managed:
    """A show that Sonarr manages, with the numbers of its tags."""

    ref: MediaRef
    tags: frozenset[int]


class SonarrBuilder(CollectionBuilder[SonarrSettings]):
    """What the builders have in common."""

    def __init__(self, settings: SonarrSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.arr = api(settings, context)
        self.clock: Callable[[], float] = time.monotonic
        self._shows: Once[int, list[Managed]] = Once(lambda _: self._read_shows(), most=1)

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the shows that a value stands for, each once; all of them, for the library may lack any."""
        if context.library.type is not ItemType.SHOW:
            raise ConfigError(f"{self.name} goes with libraries of shows only")
        wanted = self.chosen(value)
        shows = self._shows.get(int(self.clock() // FRESH_FOR_S))
        return list(dict.fromkeys(show.ref for show in shows if wanted(show)))

    @abstractmethod
    def chosen(self, value: Any) -> Callable[[Managed], bool]:
        """Return what tells whether a show is one that `value` stands for."""

    def _read_shows(self) -> list[Managed]:
        return [Managed(_ref(entry), frozenset(entry.get("tags") or ())) for entry in self.arr.ask_list("series")]


class SonarrAll(SonarrBuilder):
    """`sonarr_all: true`: every show that Sonarr manages."""

    name = "sonarr_all"

    def chosen(self, value: Any) -> Callable[[Managed], bool]:
        """Return what takes every show."""
        if value is not None and str(value).strip().casefold() != "true":
            raise ConfigError(f"sonarr_all takes `true`, not {value!r}")
        return lambda show: True

    def check(self) -> Sequence[Finding]:
        """Return whether the key is taken."""
        try:
            status = self.arr.ask("system/status", attempts=1)
        except ProviderError as error:
            return [Finding(subject="sonarr", severity=Severity.ERROR, message=str(error), remedy=error.hint)]
        version = status.get("version") if isinstance(status, Mapping) else None
        return [Finding(subject="sonarr", severity=Severity.OK, message=f"Sonarr {version or 'of unknown version'}")]


class SonarrTags(SonarrBuilder):
    """`sonarr_taglist`: shows with one of these tags; without a value, shows that have none."""

    name = "sonarr_taglist"

    def chosen(self, value: Any) -> Callable[[Managed], bool]:
        """Return what takes the shows of the tags."""
        labels = _labels(value)
        if not labels:
            return lambda show: not show.tags
        known = {str(tag.get("label") or "").casefold(): tag.get("id") for tag in self.arr.ask_list("tag")}
        for label in labels:
            if label.casefold() not in known:
                there = ", ".join(sorted(filter(None, known))) or "none"
                raise ConfigError(f"sonarr_taglist: Sonarr has no tag {label!r}", hint=f"Its tags: {there}.")
        wanted = {known[label.casefold()] for label in labels}
        return lambda show: not wanted.isdisjoint(show.tags)


def _labels(value: Any) -> list[str]:
    """Return the tags that a value names: text with commas, or a list."""
    parts = [] if value is None else value if isinstance(value, list) else [value]
    if any(isinstance(part, bool | Mapping | list) for part in parts):
        raise ConfigError(f"sonarr_taglist takes names of tags, or nothing for shows without any, not {value!r}")
    labels = [label.strip() for part in parts if part is not None for label in str(part).split(",")]
    return [label for label in labels if label]


def _ref(show: Mapping[str, Any]) -> MediaRef:
    return MediaRef(
        type=ItemType.SHOW,
        ids=ExternalIds(
            imdb=show.get("imdbId") or None, tmdb=show.get("tmdbId") or None, tvdb=show.get("tvdbId") or None
        ),
        title=str(show.get("title") or ""),
        year=show.get("year") or None,
    )


BUILDERS: tuple[type[SonarrBuilder], ...] = (SonarrAll, SonarrTags)
"""Every builder of Sonarr's."""
