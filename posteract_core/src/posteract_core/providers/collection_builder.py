"""Collection builders: lists and charts that say what belongs together."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..model import Library, MediaRef
from .base import Provider, SettingsT


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildContext:
    """For whom a builder builds.

    Attributes:
        library: the library the collection will be in; its type says whether films or shows are wanted.
        limit: no more titles than this are used; None = all.
        region: country that is asked about, as ISO 3166-1 has it (`DE`); empty = as the plugin is set.
    """

    library: Library
    limit: int | None = None
    region: str = ""


class CollectionBuilder(Provider[SettingsT]):
    """Turns the value of one recipe key into titles, in the service's order where it has one."""

    name: ClassVar[str]
    """The key in the recipe: `imdb_list`."""

    @abstractmethod
    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the titles that `value` (what the user wrote after the key, as YAML read it) stands for.

        Raises:
            ConfigError: `value` cannot be understood.
            ProviderUnavailable: could not look; the collection is left as it is.
        """
