"""Dynamic collections by Trakt: one for each list of a user's, for each list that a user likes, for each person on a list."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from posteract_core.errors import ConfigError, ProviderUnavailable
from posteract_core.providers import DynamicKeys, KeysContext, ProviderContext

from .asking import ME, Asking, Entry, list_path
from .session import Session
from .settings import TraktSettings
from .userlists import users_of

SITE = "https://trakt.tv"


class TraktKeys(DynamicKeys[TraktSettings]):
    """What the types have in common."""

    def __init__(self, settings: TraktSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.asking = Asking(Session(settings, context), context.instance)

    def address(self, about: Entry) -> str:
        """Return the address of a list, of what Trakt says about it."""
        ids, user = about.get("ids") or {}, about.get("user") or {}
        owner = (user.get("ids") or {}).get("slug") or user.get("username")
        if owner and ids.get("slug"):
            return f"{SITE}/users/{owner}/lists/{ids['slug']}"
        if ids.get("trakt"):
            return f"{SITE}/lists/{ids['trakt']}"
        raise ProviderUnavailable(self.context.instance, "answered with something else than lists")


class TraktLists(TraktKeys):
    """Collections of lists."""

    @classmethod
    def definition(cls, value: Sequence[str], data: Any) -> Mapping[str, Any]:
        """Return a collection of the lists at these addresses, described as they are."""
        return {"trakt_list_details": list(value), "sync_mode": "sync"}

    def keys(self, data: Any, context: KeysContext) -> Mapping[str, str]:
        """Return the lists, name by address, in Trakt's order."""
        return {self.address(about): str(about.get("name") or "?") for about in self.lists(data)}

    @abstractmethod
    def lists(self, data: Any) -> Iterator[Entry]:
        """Yield what Trakt says about each list."""


class TraktUserLists(TraktLists):
    """`type: trakt_user_lists`, with a user under `data`, or several; `me` needs the token."""

    name = "trakt_user_lists"

    @classmethod
    def check_data(cls, data: Any) -> None:
        """Return if `data` names users."""
        if data is None or isinstance(data, Mapping | bool) or not all(str(user).strip() for user in users_of(data)):
            raise ValueError("must be a user of Trakt's, or a list of users")

    def lists(self, data: Any) -> Iterator[Entry]:
        """Yield what Trakt says about the lists of each user."""
        for user in users_of(data):
            yield from self.asking.entries(f"/users/{self.asking.user(user, self.name)}/lists")


class TraktLikedLists(TraktLists):
    """`type: trakt_liked_lists`: the lists that the owner of the token likes."""

    name = "trakt_liked_lists"

    def lists(self, data: Any) -> Iterator[Entry]:
        """Yield what Trakt says about them."""
        for liked in self.asking.entries(f"/users/{self.asking.user(ME, self.name)}/likes/lists"):
            if isinstance(about := liked.get("list"), Mapping):
                yield about


class TraktPeople(TraktKeys):
    """`type: trakt_people_list`, with the address of a list of people under `data`."""

    name = "trakt_people_list"

    @classmethod
    def check_data(cls, data: Any) -> None:
        """Return if `data` is an address of a list."""
        try:
            list_path(data, cls.name)
        except ConfigError as error:
            raise ValueError(re.sub(r"^\w+: ", "", str(error))) from error

    @classmethod
    def definition(cls, value: Sequence[str], data: Any) -> Mapping[str, Any]:
        """Return a collection of what a person acts in, as TMDB knows it."""
        return {"tmdb_actor_details": list(value), "sync_mode": "sync"}

    def keys(self, data: Any, context: KeysContext) -> Mapping[str, str]:
        """Return the people on the list, by their numbers at TMDB."""
        found: dict[str, str] = {}
        for entry in self.asking.entries(f"{list_path(data, self.name)}/items/person"):
            person = entry.get("person") or {}
            if number := (person.get("ids") or {}).get("tmdb"):
                found[str(number)] = str(person.get("name") or number)
        return found


KEYS: tuple[type[TraktKeys], ...] = (TraktUserLists, TraktLikedLists, TraktPeople)
"""Every type of dynamic collections by Trakt."""
