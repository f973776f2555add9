"""Builders: `radarr_all` and `radarr_taglist`."""

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
from .settings import RadarrSettings

FRESH_FOR_S = 300
"""The films that were told are believed for so long: many collections of one run, one question."""


@dataclass(frozen=True, slots=True)
class Managed:
    """A film that Radarr manages, with the numbers of its tags."""

    ref: MediaRef
    tags: frozenset[int]


class RadarrBuilder(CollectionBuilder[RadarrSettings]):
    """What the builders have in common."""

    def __init__(self, settings: RadarrSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.arr = api(settings, context)
        self.clock: Callable[[], float] = time.monotonic
        self._films: Once[int, list[Managed]] = Once(lambda _: self._read_films(), most=1)

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the films that a value stands for, each once; all of them, for the library may lack any."""
        if context.library.type is not ItemType.MOVIE:
            raise ConfigError(f"{self.name} goes with libraries of films only")
        wanted = self.chosen(value)
        films = self._films.get(int(self.clock() // FRESH_FOR_S))
        return list(dict.fromkeys(film.ref for film in films if wanted(film)))

    @abstractmethod
    def chosen(self, value: Any) -> Callable[[Managed], bool]:
        """Return what tells whether a film is one that `value` stands for."""

    def _read_films(self) -> list[Managed]:
        return [Managed(_ref(entry), frozenset(entry.get("tags") or ())) for entry in self.arr.ask_list("movie")]


class RadarrAll(RadarrBuilder):
    """`radarr_all: true`: every film that Radarr manages."""

    name = "radarr_all"

    def chosen(self, value: Any) -> Callable[[Managed], bool]:
        """Return what takes every film."""
        if value is not None and str(value).strip().casefold() != "true":
            raise ConfigError(f"radarr_all takes `true`, not {value!r}")
        return lambda film: True

    def check(self) -> Sequence[Finding]:
        """Return whether the key is taken."""
        try:
            status = self.arr.ask("system/status", attempts=1)
        except ProviderError as error:
            return [Finding(subject="radarr", severity=Severity.ERROR, message=str(error), remedy=error.hint)]
        version = status.get("version") if isinstance(status, Mapping) else None
        return [Finding(subject="radarr", severity=Severity.OK, message=f"Radarr {version or 'of unknown version'}")]


class RadarrTags(RadarrBuilder):
    """`radarr_taglist`: films with one of these tags; without a value, films that have none."""

    name = "radarr_taglist"

    def chosen(self, value: Any) -> Callable[[Managed], bool]:
        """Return what takes the films of the tags."""
        labels = _labels(value)
        if not labels:
            return lambda film: not film.tags
        known = {str(tag.get("label") or "").casefold(): tag.get("id") for tag in self.arr.ask_list("tag")}
        for label in labels:
            if label.casefold() not in known:
                there = ", ".join(sorted(filter(None, known))) or "none"
                raise ConfigError(f"radarr_taglist: Radarr has no tag {label!r}", hint=f"Its tags: {there}.")
        wanted = {known[label.casefold()] for label in labels}
        return lambda film: not wanted.isdisjoint(film.tags)


def _labels(value: Any) -> list[str]:
    """Return the tags that a value names: text with commas, or a list."""
    parts = [] if value is None else value if isinstance(value, list) else [value]
    if any(isinstance(part, bool | Mapping | list) for part in parts):
        raise ConfigError(f"radarr_taglist takes names of tags, or nothing for films without any, not {value!r}")
    labels = [label.strip() for part in parts if part is not None for label in str(part).split(",")]
    return [label for label in labels if label]


def _ref(film: Mapping[str, Any]) -> MediaRef:
    return MediaRef(
        type=ItemType.MOVIE,
        ids=ExternalIds(imdb=film.get("imdbId") or None, tmdb=film.get("tmdbId") or None),
        title=str(film.get("title") or ""),
        year=film.get("year") or None,
    )


BUILDERS: tuple[type[RadarrBuilder], ...] = (RadarrAll, RadarrTags)
"""Every builder of Radarr's."""
