"""Words of items: what files, operations and collections say of them, compared with what stands, and written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..collect.index import LibraryIndex
from ..collect.metadata.difference import difference
from ..collect.metadata.draft import Draft
from ..collect.metadata.matching import meant
from ..collect.metadata.members import ACTIONS
from ..collect.metadata.operations import Operations
from ..collect.metadata.recipe import ItemEdit, Words
from ..errors import ProviderError, ProviderRejected
from ..model import FrozenMap, MediaItem
from ..plan import LibraryPlan
from ..plan.census import Census
from ..plan.facts import FactDesk, LookedUp, in_order, provides
from ..plan.identity import aliases
from ..plan.wanted import Branches, is_excluded
from ..providers import EditsMetadata, MediaServer, RefreshesItems
from ..run.edits import EditOutcome, EditRunner
from ..store import Ledger
from ..store.kept import Edited, EditedFields
from . import season_titles
from .entries import Entries, read_entries
from .member_actions import MemberActions
from .members import Members, Membership

if TYPE_CHECKING:
    from .collecting import Collecting
    from .opened import Opened

AT_ONCE = 500
"""Items whose facts are asked for together."""


@dataclass(slots=True, kw_only=True)
class Editing:
    """The words of one run: `run` before its collections are built, `after` them what they write on their members.

    Attributes:
        app: whose parts do it.
        census: has the listings, or keeps them for the rest of the run.
        collections_follow: collections are built in this run, after `run`: what only they say waits for `after`.
        writes: words are written; else only the pictures that files name are learned.
        now: local time.
        warnings: what was found on the way, in words.
    """

    app: Opened
    census: Census
    collections_follow: bool = False
    writes: bool = True
    now: datetime = field(default_factory=lambda: datetime.now().astimezone())
    warnings: list[str] = field(default_factory=list)
    _membership: Membership = field(init=False)
    _entries: dict[str, Entries] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._membership = Membership(self.app, self.census)

    def run(
        self, ledger: Ledger, servers: Mapping[str, MediaServer[Any]], plans: Sequence[LibraryPlan], *, dry: bool
    ) -> list[EditOutcome]:
        """Let items say what they shall, unless it is a dry run; of collections count the members that are remembered.

        Raises:
            ConfigError: files or operations have mistakes.
            ProviderRejected: a server refuses its token.
        """
        self.app.pictured.forget()
        self._entries = {plan.name: self.entries(plan) for plan in plans}
        return self._each(ledger, servers, plans, dry=dry)

    def after(
        self,
        collecting: Collecting,
        ledger: Ledger,
        servers: Mapping[str, MediaServer[Any]],
        plans: Sequence[LibraryPlan],
        done: Sequence[EditOutcome],
        *,
        dry: bool,
    ) -> list[EditOutcome]:
        """Let items say what the collections that were built now write on them; return that with what `run` had done.

        Raises:
            ProviderRejected: a server refuses its token.
        """
        self.collections_follow = False
        self._membership = Membership(self.app, self.census, collecting)
        late = [plan for plan in plans if self._membership.writes(plan.name)]
        return _joined(done, self._each(ledger, servers, late, dry=dry), {plan.name for plan in late}, dry=dry)

    def _each(
        self, ledger: Ledger, servers: Mapping[str, MediaServer[Any]], plans: Sequence[LibraryPlan], *, dry: bool
    ) -> list[EditOutcome]:
        outcomes: list[EditOutcome] = []
        for plan in plans:
            server, entries = servers[plan.library.server], self._entries[plan.name]
            if entries.silent:
                self.app.pictured.miss(plan.library)
            try:
                outcomes += self._library(ledger, server, plan, entries, dry=dry)
            except ProviderRejected:
                raise
            except ProviderError as error:
                if entries.pictured:
                    self.app.pictured.miss(plan.library)
                self.warnings.append(f"{plan.name}: what is to be written about items waits: {error}")
        return outcomes

    def entries(self, plan: LibraryPlan) -> Entries:
        """Return what is said of a library's items.

        Raises:
            ConfigError: it has mistakes; all of them.
        """
        library, app = plan.library, self.app
        read = read_entries(
            app.config, plan.name, library=library.type, server_name=library.name, now=self.now, fetch=app.outside.text
        )
        if read.problems:
            app.loaded.check_looks(read.problems)
        self.warnings += [app.loaded.reading.placed(warning).with_hint for warning in read.warnings]
        return read

    def _library(
        self, ledger: Ledger, server: MediaServer[Any], plan: LibraryPlan, entries: Entries, *, dry: bool
    ) -> list[EditOutcome]:
        by_collections = not self.collections_follow and self._membership.writes(plan.name)
        said = self.writes and (entries.edits or entries.operations.of_items or by_collections)
        if not (said or entries.pictured):
            return []
        index, ids = LibraryIndex(), dict[str, int]()
        claimed: set[int] = set()
        excluded = Branches()
        for page in self.census.listing(server, plan.library):
            index.add(page)
            for item in page:
                if is_excluded(item, plan.exclude_labels):
                    excluded.choose(item)
                else:
                    excluded.has(item)  # remembers what hangs below an excluded show, in the listing's order
            names = [(item.type.value, aliases(item)) for item in page]
            media = ledger.media(plan.library.server, plan.name, names, claimed)
            ids.update((item.key, each.id) for item, each in zip(page, media, strict=True))
        edited = EditedFields(ledger)
        known = edited.of(ids.values())
        drafts = _Drafts(excluded)
        if said:
            for draft in self._operations(ledger, plan, entries.operations, index):
                drafts.begin(draft)
        former = {
            key: str(known[media_id, "title"].before) for key, media_id in ids.items() if (media_id, "title") in known
        }
        self._files(entries.edits, plan, index, former, drafts)
        if not said:
            return []
        if not isinstance(server, EditsMetadata):
            self.warnings.append(f"{plan.name}: {plan.library.server} cannot edit items; nothing is written about them")
            return []
        members = list(self._membership.members(ledger, server, plan, index)) if by_collections else []
        for item, words in self._membership.words(members, index):
            drafts.take(item, words)
        for item, words in self._season_titles(ledger, plan, members, index):
            drafts.take(item, words)
        if named := drafts.without(server.cannot_edit):
            self.warnings.append(f"{plan.name}: {plan.library.server} cannot edit {', '.join(named)}; that is left out")
        runner = EditRunner(
            server=server,
            library=plan.library,
            name=plan.name,
            edited=edited,
            ids=ids,
            known=known,
            cancel=self.app.cancel,
        )
        outcomes = self._carried_out(runner, drafts, dry=dry)
        items = {key: item for key, item in index.items.items() if not excluded.has(item)}
        return outcomes + self._acted(ledger, server, plan, members, items, ids, dry=dry)

    def _acted(
        self,
        ledger: Ledger,
        server: object,
        plan: LibraryPlan,
        members: Sequence[Members],
        items: Mapping[str, MediaItem],
        ids: Mapping[str, int],
        *,
        dry: bool,
    ) -> list[EditOutcome]:
        """Have done with new members what recipes say."""
        asking = [each for each in members if any(each.recipe.item_edits.get(action) for action in ACTIONS)]
        if not asking:
            return []
        if not isinstance(server, RefreshesItems):
            self.warnings.append(
                f"{plan.name}: {plan.library.server} cannot be told to refresh or analyze items; that is left out"
            )
            return []
        actions = MemberActions(
            ledger=ledger, server=server, library=plan.library, name=plan.name, ids=ids, cancel=self.app.cancel
        )
        outcomes = actions.run(asking, items, dry=dry)
        if any(outcome.status == "changed" for outcome in outcomes):
            self.census.forget(plan.library)
        return outcomes

    def _operations(
        self, ledger: Ledger, plan: LibraryPlan, operations: Operations, index: LibraryIndex
    ) -> Iterator[Draft]:
        """Yield what operations say, item by item."""
        if not operations.of_items:
            return
        desk = self._desk(ledger)
        levels = {plan.library.type, *(update.level for update in operations.updates)}
        items = [item for item in index.items.values() if item.type in levels]
        known: set[str] = set()
        needed: set[str] = set()
        for start in range(0, len(items), AT_ONCE):
            some = items[start : start + AT_ONCE]
            needs = [(item, operations.needs(item)) for item in some]
            found: LookedUp = desk.look_up([(item, names) for item, names in needs if names])
            for item, names in needs:
                facts = FrozenMap({**found.facts.get(item, {}), **item.facts})
                needed |= names
                known |= names & facts.keys()
                draft = Draft(item)
                operations.apply(draft, facts, lacking=item in found.lacking)
                yield draft
        self.warnings += desk.failures
        self.warnings += [
            f"{plan.name}: nobody who was asked knows {fact} of any title, so operations have nothing to write of it"
            for fact in sorted(needed - known)
            if items
        ]

    def _season_titles(
        self, ledger: Ledger, plan: LibraryPlan, members: Sequence[Members], index: LibraryIndex
    ) -> list[tuple[MediaItem, Words]]:
        """Return the seasons that get their titles from TMDB."""
        asking = season_titles.asking(members)
        if not asking:
            return []
        if not any(provides(source, season_titles.FACT) for source in self.app.house.fact_sources().values()):
            self.warnings.append(
                f"{plan.name}: nobody can be asked for titles of seasons, so `item_tmdb_season_titles` has nothing to write;"
                " they come from posteract-tmdb"
            )
            return []
        desk = self._desk(ledger)
        found = list(season_titles.season_titles(asking, index, desk))
        self.warnings += desk.failures
        return found

    def _desk(self, ledger: Ledger) -> FactDesk:
        sources = in_order(self.app.house.fact_sources(), tuple(self.app.house.instances))
        return FactDesk(sources, ledger, every_s=self.app.config.run.facts_every.seconds)

    def _files(
        self,
        edits: Sequence[ItemEdit],
        plan: LibraryPlan,
        index: LibraryIndex,
        former: Mapping[str, str],
        drafts: _Drafts,
    ) -> None:
        """Let entries of metadata files have their say, and their pictures be known."""
        idle: set[str] = set()
        for edit in edits:
            found, lost = meant(edit, index, plan.library.type, former)
            where = f"{edit.place.file}:{edit.place.line}: " if edit.place.line else ""
            self.warnings += [f"{where}{path}: nothing in {plan.name} fits it" for path in lost if self.writes]
            for item, words, pictures in found:
                if self.writes:
                    drafts.take(item, words)
                kinds = self.app.pictured.learn(plan.library.server, item, pictures)
                idle |= {kind.value for kind in kinds if kind not in plan.kinds}
        self.warnings += [
            f"{plan.name}: files name pictures of the kind {kind}, which is made once `artwork.{kind}` stands there"
            for kind in sorted(idle)
        ]

    def _carried_out(self, runner: EditRunner, drafts: _Drafts, *, dry: bool) -> list[EditOutcome]:
        by_item: dict[int, dict[str, Edited]] = {}
        for (media_id, name), row in runner.known.items():
            by_item.setdefault(media_id, {})[name] = row
        changes = [difference(draft, by_item.get(runner.ids[key], {})) for key, draft in drafts.by_key.items()]
        if dry:
            return runner.told(changes, "planned")
        outcomes = runner.run(changes)
        if any(outcome.status != "left" for outcome in outcomes):
            self.census.forget(runner.library)  # pictures show what is written now
        return outcomes


def _joined(
    first: Sequence[EditOutcome], second: Sequence[EditOutcome], again: Collection[str], *, dry: bool
) -> list[EditOutcome]:
    """Return the outcomes of both times that items were looked at: what was tried, or told, again is told once.

    Args:
        first, second: outcomes.
        again: libraries that were looked at twice.
        dry: nothing was written in between, so the second look has seen all that the first one has.
    """
    if dry:
        return [*(each for each in first if each.library not in again), *second]
    tried = {(each.library, each.item) for each in second}
    left = {(each.library, each.item, each.by_hand) for each in first}
    return [
        *(each for each in first if each.status != "failed" or (each.library, each.item) not in tried),
        *(each for each in second if each.status != "left" or (each.library, each.item, each.by_hand) not in left),
    ]


class _Drafts:
    """What each item shall say, as far as anybody says anything of it; what is excluded says what it says."""

    def __init__(self, excluded: Branches) -> None:
        self.by_key: dict[str, Draft] = {}
        self._excluded = excluded

    def begin(self, draft: Draft) -> None:
        """Take in what was said of an item first."""
        if (draft.fields or draft.tags or draft.locks) and not self._excluded.has(draft.item):
            self.by_key[draft.item.key] = draft

    def take(self, item: MediaItem, words: Words) -> None:
        """Let somebody have their say of an item."""
        if words and not self._excluded.has(item):
            self.by_key.setdefault(item.key, Draft(item)).take(words)

    def without(self, names: AbstractSet[str]) -> list[str]:
        """Take back what was said of these fields and lists, and return which were named."""
        named: set[str] = set()
        for draft in self.by_key.values():
            said = names & (draft.fields.keys() | draft.tags.keys() | draft.locks.keys())
            for name in said:
                draft.fields.pop(name, None)
                draft.tags.pop(name, None)
                draft.locks.pop(name, None)
            named |= said
        return sorted(named)
