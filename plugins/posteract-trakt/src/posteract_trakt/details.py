"""What the maker of a list at Trakt says of it. Trakt has no pictures of lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from posteract_core.errors import ConfigError
from posteract_core.providers import BuildContext, CollectionDetail, Described, ProviderContext

from .asking import Asking, list_path
from .session import Session
from .settings import TraktSettings


class TraktDescription(CollectionDetail[TraktSettings]):
    """`trakt_description`: the address of a list."""

    name = "trakt_description"
    part = "summary"

    def __init__(self, settings: TraktSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._asking = Asking(Session(settings, context), context.instance)

    def describe(self, value: Any, context: BuildContext) -> Described:
        """Return the description of the first of the lists in the value."""
        if isinstance(value, Mapping):
            raise ConfigError(f"{self.name} takes the address of a list, not a mapping")
        written = value[0] if isinstance(value, list) and value else value
        answer = self._asking.one(list_path(written, self.name))
        return Described(summary=str(answer.get("description") or "").strip())


class TraktListDetails(TraktDescription):
    """`trakt_list_details`: what is said of a list that a collection is made of."""

    name = "trakt_list_details"
    part = "all"


DETAILS: tuple[type[TraktDescription], ...] = (TraktDescription, TraktListDetails)
"""Every key that describes a collection by Trakt."""
