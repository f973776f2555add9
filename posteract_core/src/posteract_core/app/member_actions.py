"""`item_refresh` and `item_analyze`: done with each item once, when it is new among a collection's members."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event

from loguru import logger

from ..collect.metadata.members import ACTIONS, DELAY, Action
from ..errors import ProviderError, ProviderRejected
from ..model import Library, MediaItem
from ..providers import RefreshesItems
from ..run.edits import EditOutcome, FieldOutcome
from ..store import Ledger
from .members import Members

AT_ONCE = 100
"""Items between two looks at whether the run is to end, and two commits."""


@dataclass(slots=True, kw_only=True)
class MemberActions:
    """The actions on one library's items.

    Which members an action was done with stands in a note of the ledger for each collection. One that left is forgotten there,
    and new when it comes back.

    Attributes:
        ledger: keeps the notes.
        server: is told.
        library: where the items are.
        name: the library's configured name.
        ids: of the ledger, by the items' keys.
        cancel: nothing further is begun once it is set.
    """

    ledger: Ledger
    server: RefreshesItems
    library: Library
    name: str
    ids: Mapping[str, int]
    cancel: Event = field(default_factory=Event)

    def run(self, members: Sequence[Members], items: Mapping[str, MediaItem], *, dry: bool) -> list[EditOutcome]:
        """Do what is due, unless it is a dry run; what several collections ask of an item is done once.

        Args:
            members: of the collections that say anything of their members.
            items: those that may be acted on, by key.
            dry: look only.

        Raises:
            ProviderRejected: the server refuses the token.
        """
        outcomes: list[EditOutcome] = []
        done: dict[Action, set[str]] = {action: set() for action in ACTIONS}
        for each in members:
            for action in ACTIONS:
                if each.recipe.item_edits.get(action):
                    outcomes += self._one(action, each, items, done[action], dry=dry)
        return outcomes

    def _one(
        self, action: Action, each: Members, items: Mapping[str, MediaItem], done: set[str], *, dry: bool
    ) -> Iterator[EditOutcome]:
        note = f"{action} of {self.library.server}/{self.name}/{each.recipe.key}"
        before: set[int] = set(json.loads(self.ledger.note(note) or "[]"))
        there = [key for key in items if key in each.keys]
        known = before & {self.ids[key] for key in there}
        new = [key for key in there if self.ids[key] not in known]
        due = [key for key in new if key not in done]
        if dry:
            done.update(due)
            yield from (self._told(action, items[key], "planned") for key in due)
            return
        known |= {self.ids[key] for key in new if key in done}
        delay_s = float(each.recipe.item_edits.get(DELAY, 0)) if action == "refresh" else 0.0
        size = 1 if delay_s else AT_ONCE
        for start in range(0, len(due), size):
            if self.cancel.is_set() or (start and delay_s and self.cancel.wait(delay_s)):
                raise KeyboardInterrupt
            some = due[start : start + size]
            try:
                self._tell(action, some)
            except ProviderRejected:
                raise
            except ProviderError as error:
                logger.error("{}, {} of {} items: {}", self.name, action, len(due) - start, error)
                yield from (self._told(action, items[key], "failed", str(error)) for key in due[start:])
                break
            done.update(some)
            known |= {self.ids[key] for key in some}
            self.ledger.set_note(note, json.dumps(sorted(known)))
            yield from (self._told(action, items[key], "changed") for key in some)
        if known != before:
            self.ledger.set_note(note, json.dumps(sorted(known)))

    def _tell(self, action: Action, keys: Sequence[str]) -> None:
        tell = self.server.refresh if action == "refresh" else self.server.analyze
        tell(self.library, keys)

    def _told(self, action: Action, item: MediaItem, status: str, error: str = "") -> EditOutcome:
        return EditOutcome(
            library=self.name,
            server=self.library.server,
            item=str(item),
            status=status,
            fields=(FieldOutcome(field=action, old="", new="once, as a new member"),),
            error=error,
        )
