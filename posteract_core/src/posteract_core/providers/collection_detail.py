"""What services say of a collection itself: a description and pictures."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from ..model import Artwork
from .base import Provider, SettingsT
from .collection_builder import BuildContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a service says of a set, a list, a person or a title; what it does not say is empty.

    Attributes:
        summary: a description.
        posters: tall pictures, in the service's own order; their language tells whether a title is set on them.
        backgrounds: wide pictures.
        birthday, deathday: of a person.
    """

    summary: str = ""
    posters: tuple[Artwork, ...] = ()
    backgrounds: tuple[Artwork, ...] = ()
    birthday: date | None = None
    deathday: date | None = None


class CollectionDetail(Provider[SettingsT]):
    """Turns the value of one recipe key such as `tmdb_summary` or `tmdb_poster` into what a collection shows of it.

    Only that part is taken which the key is about: see `part`.
    """

    name: ClassVar[str]
    """The key in the recipe: `tmdb_summary`."""

    part: ClassVar[str]
    """`summary`, `poster`, `background`, or `all`."""

    @abstractmethod
    def describe(self, value: Any, context: BuildContext) -> Described:
        """Return what the service says of what `value` stands for.

        Raises:
            ConfigError: `value` cannot be understood.
            ProviderError: the service knows no such thing.
            ProviderUnavailable: could not look; words and pictures stay as they are.
        """

    def read(self, artwork: Artwork) -> bytes:
        """Return the bytes of one of the pictures. The default asks `artwork.url` over HTTP.

        Raises:
            ProviderUnavailable: could not be had now.
            PictureRefused: the answer is no picture, or larger than the core allows.
        """
        from .fetch import fetch_picture

        return fetch_picture(self.http, artwork.url, provider=self.context.instance)
