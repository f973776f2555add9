"""`radarr_add_all_existing`, `radarr_remove_by_tag` and Sonarr's: what has a tag there goes out, all of a library goes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..collect.metadata.operations import Operations
from ..config.catalogue import install_command
from ..errors import ProviderError, ProviderRejected
from ..model import MediaItem, MediaRef
from ..plan import LibraryPlan
from ..plan.census import Census
from ..plan.limits import PlanTooLarge
from ..plan.wanted import is_excluded
from ..providers import MediaServer, Offer, RemovesTagged, Tagged, TakesMissing
from ..run.collections import ref_of, titled
from ..run.edits import EditOutcome, FieldOutcome
from .handing_over import MOST_NAMED, as_warning

if TYPE_CHECKING:
    from .opened import Opened


@dataclass(slots=True, kw_only=True)
class ServiceOperations:
    """Tells services what operations say, before the collections of a run are built: these may ask what is there.

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
    _emptied: set[tuple[str, tuple[str, ...]]] = field(default_factory=set, init=False)

    def library(self, server: MediaServer[Any], plan: LibraryPlan, said: Operations, *, dry: bool) -> list[EditOutcome]:
        """Take out of a service what has a tag there, then add what it lacks of a library, unless it is a dry run.

        Raises:
            PlanTooLarge: more would be taken out than `run.limits` allows.
            ProviderRejected: the media server refuses its token.
        """
        outcomes: list[EditOutcome] = []
        takers = self.app.house.takers()
        for name in dict.fromkeys((*said.added_to, *said.taken_out)):
            taker = takers.get(name)
            if taker is None:
                self.warnings.append(
                    f"{plan.name}: operations of {name} are nobody's: it is not installed or has no settings; "
                    f"`{install_command(name)}` installs what may"
                )
                continue
            if tags := said.taken_out.get(name):
                outcomes += self._taken_out(plan, taker, tags, dry=dry)
            if said.added_to.get(name):
                outcomes += self._added(server, plan, said, taker, dry=dry)
        return outcomes

    def _added(
        self, server: MediaServer[Any], plan: LibraryPlan, said: Operations, taker: TakesMissing[Any], *, dry: bool
    ) -> list[EditOutcome]:
        """Offer all titles of a library as members of a collection that has them all."""
        where = f"{plan.name}: {taker.name}_add_all_existing"
        try:
            items = self._items(server, plan, said, taker)
        except ProviderRejected:
            raise
        except ProviderError as error:
            self.warnings.append(f"{where} waits: {error}")
            return []
        offer = Offer(
            collection="",
            library=plan.library,
            members=tuple(map(ref_of, items)),
            folders={item.key: item.folder for item in items if item.folder},
            options={f"{taker.name}_add_missing": False, f"{taker.name}_add_existing": True},
        )
        with as_warning(where, taker, self.warnings):
            done = taker.plan(offer)
            if done.added and not dry:
                done = taker.add(done)
            self.warnings += [f"{plan.name}: not to {taker.title}: {note}" for note in done.notes]
            return [_told(plan, ref, taker, "", "added", dry=dry) for ref in done.added]
        return []

    def _items(
        self, server: MediaServer[Any], plan: LibraryPlan, said: Operations, taker: TakesMissing[Any]
    ) -> list[MediaItem]:
        ignored = {label.casefold() for label in said.ignore_labels}
        return [
            item
            for page in self.census.listing(server, plan.library)
            for item in page
            if item.type is taker.takes
            and not is_excluded(item, plan.exclude_labels)
            and not ignored & {label.casefold() for label in item.labels}
        ]

    def _taken_out(
        self, plan: LibraryPlan, taker: TakesMissing[Any], tags: tuple[str, ...], *, dry: bool
    ) -> list[EditOutcome]:
        where = f"{plan.name}: {taker.name}_remove_by_tag"
        if not isinstance(taker, RemovesTagged):
            self.warnings.append(f"{where}: {taker.title} takes nothing out by tags")
            return []
        if (taker.name, tags) in self._emptied:
            return []
        self._emptied.add((taker.name, tags))
        found = Tagged()
        with as_warning(where, taker, self.warnings):
            found = taker.tagged(tags)
        if found.unknown:
            self.warnings.append(f"{where}: {taker.title} has no tag {', '.join(found.unknown)}")
        limit = self.app.config.run.limits.remove_titles
        if not self.yes and not limit.allows(len(found.titles), found.total):
            names = ", ".join(titled(ref) for ref in found.titles[:MOST_NAMED])
            raise PlanTooLarge(
                f"{plan.name}: {len(found.titles)} of {found.total} titles would be taken out of {taker.title} "
                f"(run.limits.remove_titles): {names} …",
                hint="Look at it with --dry-run --yes; if it is right, run again with --yes.",
            )
        if found.titles and not dry:
            gone = False
            with as_warning(where, taker, self.warnings):
                taker.remove(found)
                gone = True
            if not gone:
                return []
        return [_told(plan, ref, taker, ", ".join(tags), "taken out", dry=dry) for ref in found.titles]


def _told(plan: LibraryPlan, ref: MediaRef, taker: TakesMissing[Any], old: str, new: str, *, dry: bool) -> EditOutcome:
    return EditOutcome(
        library=plan.name,
        server=plan.library.server,
        item=titled(ref),
        status="planned" if dry else "changed",
        fields=(FieldOutcome(field=taker.name, old=old, new=new),),
    )
