"""What the builders of both services have in common."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from posteract_core.errors import ConfigError
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers import BuildContext, CollectionBuilder, ProviderContext

from .ids import Anime, AnimeIds
from .settings import AnimeSettings

AnimeSettingsT = TypeVar("AnimeSettingsT", bound=AnimeSettings)

DEFAULT_MOST = 10
"""Titles of a chart where no number is written, as in the dialect."""


class AnimeBuilder(CollectionBuilder[AnimeSettingsT]):
    """Asks a service for anime, and the table for what they are elsewhere."""

    max_concurrency: ClassVar[int] = 1

    def __init__(self, settings: AnimeSettingsT, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._ids = AnimeIds(context, str(settings.ids_url))

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the titles of the library's kind, in the service's order; a show once, however many seasons are named."""
        found: dict[ExternalIds, MediaRef] = {}
        for anime in self.anime(value, context.library.type):
            for ref in self._ids.refs(anime, context.library.type):
                found.setdefault(ref.ids, ref)
            if context.limit is not None and len(found) >= context.limit:
                break
        return tuple(found.values())[: context.limit]

    @abstractmethod
    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield what a value stands for; what is of the other kind may be among it."""


def how_many(name: str, value: Any, *, default: int = DEFAULT_MOST, most: int | None = None) -> int:
    """Return the number of titles that a chart's value asks for; raises ConfigError."""
    if value is None or value is True:
        return default
    if not re.fullmatch(r"[1-9]\d*", str(value).strip()):
        raise ConfigError(f"{name} takes how many titles, a number from 1, not {value!r}")
    if most is not None and int(value) > most:
        raise ConfigError(f"{name} gives at most {most} titles, not {value}")
    return int(value)


def ids_of(name: str, value: Any, site: str, word: str = "anime") -> list[int]:
    """Return the ids that a value names, as numbers or addresses at a site; raises ConfigError."""
    if isinstance(value, Mapping):
        raise ConfigError(f"{name} takes numbers and addresses, not a mapping")
    texts = [part.strip() for each in (value if isinstance(value, list) else [value]) for part in str(each).split(",")]
    found: list[int] = []
    for text in filter(None, texts):
        number = re.fullmatch(rf"[1-9]\d*|(?:https?://)?(?:www\.)?{re.escape(site)}/{word}/(\d+)(?:[/?#].*)?", text)
        if not number:
            raise ConfigError(f"{name}: {text!r} is no number and no address such as https://{site}/{word}/1")
        found.append(int(number[1] or number[0]))
    if not found:
        raise ConfigError(f"{name} names nothing")
    return list(dict.fromkeys(found))


def only(name: str, value: Any, keys: Sequence[str]) -> Mapping[str, Any]:
    """Return a value that is a mapping with these keys at most; raises ConfigError."""
    if not isinstance(value, Mapping):
        raise ConfigError(f"{name} takes a mapping with {', '.join(keys)}, not {value!r}")
    if unknown := set(map(str, value)) - set(keys):
        raise ConfigError(f"{name}: `{min(unknown)}` is not understood; there are {', '.join(keys)}")
    return value


def chosen(name: str, key: str, value: Any, words: Mapping[str, str]) -> str:
    """Return what a service calls one of a few words; raises ConfigError."""
    word = str(value).strip().lower().replace(" ", "_")
    if word not in words:
        raise ConfigError(f"{name}: `{value}` is no {key}; there are {', '.join(words)}")
    return words[word]


def whole(name: str, key: str, value: Any, *, least: int = 0) -> int:
    """Return a number that is at least `least`; raises ConfigError."""
    if isinstance(value, bool) or not re.fullmatch(r"\d+", str(value).strip()) or int(value) < least:
        raise ConfigError(f"{name}: {key} must be a number from {least}, not {value!r}")
    return int(value)
