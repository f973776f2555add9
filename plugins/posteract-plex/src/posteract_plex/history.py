"""Who has seen what: the playback history of other users, which the owner's token may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loguru import logger
from posteract_core.errors import ProviderError
from posteract_core.model import FrozenMap

from .connection import Connection

PAGE = 1000


class History:
    """The history of some users in one section after the other.

    Args:
        connection: to the server.
        users: names of accounts, as Plex shows them.
    """

    def __init__(self, connection: Connection, users: Sequence[str]) -> None:
        self._connection = connection
        self._users = tuple(users)

    def of_section(self, section: str) -> Mapping[str, frozenset[str]]:
        """Return the keys of the films and episodes that each user has played in a section, by the user's name as written.

        A user whom the server does not know is left out, and said; a history that cannot be read leaves out its user.
        """
        if not self._users:
            return {}
        try:
            accounts = self._connection.get("/accounts").get("Account", ())
        except ProviderError as error:
            logger.warning("{}: who has seen what is not known: {}", self._connection.instance, error)
            return {}
        known = {str(each.get("name", "")).casefold(): int(each.get("id", 0)) for each in accounts}
        found: dict[str, frozenset[str]] = {}
        for user in self._users:
            if user.casefold() not in known:
                logger.warning("{} has no user {!r}", self._connection.instance, user)
                continue
            try:
                found[user] = frozenset(self._played(section, known[user.casefold()]))
            except ProviderError as error:
                logger.warning("{}: what {} has seen is not known: {}", self._connection.instance, user, error)
        return found

    def _played(self, section: str, account: int) -> set[str]:
        played: set[str] = set()
        at, total = 0, 1
        while at < total:
            query: dict[str, str | int] = {"accountID": account, "librarySectionID": section}
            container = self._connection.get("/status/sessions/history/all", query, start=at, size=PAGE)
            entries = container.get("Metadata", ())
            total = int(container.get("totalSize") or container.get("size") or len(entries))
            if not entries:
                break
            at += len(entries)
            played.update(str(entry["ratingKey"]) for entry in entries if entry.get("ratingKey"))
        return played


def seen_by(key: str, history: Mapping[str, frozenset[str]]) -> FrozenMap[str, bool]:
    """Return whether each user has played an item."""
    return FrozenMap({user: key in played for user, played in history.items()})
