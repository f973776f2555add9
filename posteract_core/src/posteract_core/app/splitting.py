"""`split_duplicates`: films that a server shows as one though they have several copies become items of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from loguru import logger

from ..collect.metadata.operations import Operations
from ..errors import ProviderError, ProviderRejected
from ..model import ItemType, MediaItem
from ..plan import LibraryPlan
from ..plan.census import Census
from ..plan.identity import aliases
from ..plan.limits import PlanTooLarge
from ..plan.wanted import is_excluded
from ..providers import MediaServer, SplitsItems
from ..run.edits import EditOutcome, FieldOutcome
from ..store import Ledger
from ..store.kept import Edited, EditedFields

if TYPE_CHECKING:
    from .opened import Opened

COPIES = "copies"
"""The field of a film that the ledger keeps under which it was taken apart: one put together again since stays so."""

SERVERS_OWN = "/Plex Versions/"
"""In the path of a copy that the server made for itself, to play it elsewhere."""


@dataclass(slots=True, kw_only=True)
class Splitting:
    """Takes films apart, before anything else of a run is done with them.

    Attributes:
        app: whose parts do it.
        census: has the listings.
        yes: beyond `run.limits`.
        warnings: what was found on the way, in words.
    """

    app: Opened
    census: Census
    yes: bool = False
    warnings: list[str] = field(default_factory=list)

    def library(
        self, ledger: Ledger, server: MediaServer[Any], plan: LibraryPlan, said: Operations, *, dry: bool
    ) -> list[EditOutcome]:
        """Take apart what has several copies, unless it is a dry run.

        Raises:
            PlanTooLarge: there are more than `run.limits` allows.
            ProviderRejected: the server refuses its token.
        """
        where = f"{plan.name}: split_duplicates"
        if not isinstance(server, SplitsItems):
            self.warnings.append(f"{where}: {plan.library.server} cannot take films apart")
            return []
        edited = EditedFields(ledger)
        try:
            found = list(self._several(ledger, server, plan, said))
        except ProviderRejected:
            raise
        except ProviderError as error:
            self.warnings.append(f"{where} waits: {error}")
            return []
        known = edited.of([media_id for _, media_id in found])
        due = [(item, media_id) for item, media_id in found if (media_id, COPIES) not in known]
        if not self.yes and not self.app.config.run.limits.split.allows(len(due), len(found)):
            raise PlanTooLarge(
                f"{plan.name}: {len(due)} films would be taken apart (run.limits.split): {_named(due)} …",
                hint="Look at it with --dry-run --yes; if it is right, run again with --yes.",
            )
        outcomes = [
            _told(plan, item, "left", by_hand=(COPIES,)) for item, media_id in found if (media_id, COPIES) in known
        ]
        for item, media_id in due:
            if self.app.cancel.is_set():
                raise KeyboardInterrupt
            wrong = "" if dry else self._split(server, edited, plan, item, media_id)
            outcomes.append(_told(plan, item, "failed" if wrong else "planned" if dry else "changed", error=wrong))
        if due and not dry:
            self.census.forget(plan.library)
        return outcomes

    def _several(
        self, ledger: Ledger, server: MediaServer[Any], plan: LibraryPlan, said: Operations
    ) -> Iterator[tuple[MediaItem, int]]:
        """Yield films with several copies, and the numbers the ledger has for them."""
        ignored = {label.casefold() for label in said.ignore_labels}
        claimed: set[int] = set()
        for page in self.census.listing(server, plan.library):
            names = [(item.type.value, aliases(item)) for item in page]
            media = ledger.media(plan.library.server, plan.name, names, claimed)
            for item, each in zip(page, media, strict=True):
                copies = [version for version in item.versions if SERVERS_OWN not in version.path.replace("\\", "/")]
                passed = is_excluded(item, plan.exclude_labels) or ignored & {label.casefold() for label in item.labels}
                if item.type is ItemType.MOVIE and len(copies) > 1 and not passed:
                    yield item, each.id

    def _split(
        self, server: SplitsItems, edited: EditedFields, plan: LibraryPlan, item: MediaItem, media_id: int
    ) -> str:
        """Take one apart; return what went wrong."""
        try:
            server.split(plan.library, item.key)
        except ProviderRejected:
            raise
        except ProviderError as error:
            logger.error("{}, {}: {}", plan.name, item, error)
            return str(error)
        row = Edited(media_id=media_id, field=COPIES, before=str(len(item.versions)), set_to="1")
        edited.remember(plan.library.server, plan.name, [row])
        return ""


def _named(due: Sequence[tuple[MediaItem, int]]) -> str:
    return ", ".join(str(item) for item, _ in due[:5])


def _told(
    plan: LibraryPlan, item: MediaItem, status: str, *, by_hand: tuple[str, ...] = (), error: str = ""
) -> EditOutcome:
    copies = str(len(item.versions))
    return EditOutcome(
        library=plan.name,
        server=plan.library.server,
        item=str(item),
        status=status,
        fields=() if by_hand else (FieldOutcome(field=COPIES, old=copies, new="an item each"),),
        by_hand=by_hand,
        error=error,
    )
