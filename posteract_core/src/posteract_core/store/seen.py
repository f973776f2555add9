"""What the ledger knows of items that were up to date in full: enough to pass over them while nothing changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .database import rows_in
from .ledger import IN_BATCH, Ledger
from .tables import SeenRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An item whose pictures were all up to date.

    Attributes:
        key: the server's.
        token: of the item and of all else that mattered then.
        media_id: of the ledger; 0 where no picture is made for it.
        pictures: how many there are.
    """

    key: str
    token: str
    media_id: int
    pictures: int


class SeenItems:
    """The ledger's table of them, for one library. The ledger itself strikes out whose picture is about to change."""

    def __init__(self, ledger: Ledger, server: str, library: str) -> None:
        self._ledger = ledger
        self._where = server, library

    def of(self, tokens: Mapping[str, str]) -> dict[str, tuple[int, int]]:
        """Return (media id, number of pictures) by key of those that were seen with the very token; at most a page."""
        server, library = self._where
        found: dict[str, tuple[int, int]] = {}
        keys = list(tokens)
        with self._ledger.session() as database:
            for start in range(0, len(keys), IN_BATCH):
                some = keys[start : start + IN_BATCH]
                columns = ("key", "token", "media_id", "pictures")
                rows = rows_in(database, SeenRow, columns, "key", some, server=server, library=library)
                for key, token, media_id, pictures in rows:
                    if tokens[key] == token:
                        found[key] = media_id, pictures
        return found

    def remember(self, seen: Iterable[Seen]) -> None:
        """Commit that these are up to date."""
        server, library = self._where
        rows = [
            {
                "server": server,
                "library": library,
                "key": each.key,
                "token": each.token,
                "media_id": each.media_id,
                "pictures": each.pictures,
            }
            for each in seen
        ]
        if not rows:
            return
        with self._ledger.session(writing=True) as database:
            for start in range(0, len(rows), 100):
                SeenRow.insert_many(rows[start : start + 100]).on_conflict(
                    conflict_target=[SeenRow.server, SeenRow.library, SeenRow.key],
                    preserve=[SeenRow.token, SeenRow.media_id, SeenRow.pictures],
                ).execute(database)
