"""Words of items: what files, operations and collections say of them, compared with what stands, and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..collect.index import LibraryIndex
from ..collect.metadata.difference import difference
from ..collect.metadata.draft import Draft
from ..collect.metadata.matching import meant
from ..collect.metadata.operations import Operations
from ..collect.metadata.preferences import PREFERENCES
from ..collect.metadata.recipe import ItemEdit, Words
from ..errors import ProviderError, ProviderRejected
from ..model import FrozenMap, MediaItem
from ..plan import LibraryPlan
from ..plan.census import Census
from ..plan.facts import FactDesk, LookedUp, in_order
from ..plan.identity import aliases
from ..plan.wanted import Branches, is_excluded
from ..providers import EditsMetadata, MediaServer
from ..run.edits import EditOutcome, EditRunner
from ..store import Ledger
from ..store.kept import Edited, EditedFields
from .entries import Entries, read_entries
from .members import Membership

if TYPE_CHECKING:
    from .app import App

AT_ONCE = 500
"""Items whose facts are asked for together."""


@dataclass(slots=True, kw_only=True)
class Editing:
    """The words of one run.

    Attributes:
        app: whose parts do it.
        census: has the listings, or keeps them for the rest of the run.
        membership: knows what collections write on their members.
        writes: words are written; else only the pictures that files name are learned.
        now: local time.
        warnings: what was found on the way, in words.
    """

    app: App
    census: Census
    membership: Membership
    writes: bool = True
    now: datetime = field(default_factory=lambda: datetime.now().astimezone())
    warnings: list[str] = field(default_factory=list)

    def run(
        self, ledger: Ledger, servers: Mapping[str, MediaServer[Any]], plans: Sequence[LibraryPlan], *, dry: bool
    ) -> list[EditOutcome]:
        """Let items say what they shall, unless it is a dry run.

        Raises:
            ConfigError: files or operations have mistakes.
            ProviderRejected: a server refuses its token.
        """
        self.app.pictured.forget()
        read = [self.entries(plan) for plan in plans]
        outcomes: list[EditOutcome] = []
        for plan, entries in zip(plans, read, strict=True):
            server = servers[plan.library.server]
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
        self.warnings += [str(app.loaded.reading.placed(warning)) for warning in read.warnings]
        return read

    def _library(
        self, ledger: Ledger, server: MediaServer[Any], plan: LibraryPlan, entries: Entries, *, dry: bool
    ) -> list[EditOutcome]:
        said = self.writes and (entries.edits or entries.operations.of_items or self.membership.writes(plan.name))
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
        for item, words in self.membership.words(ledger, server, plan, index):
            drafts.take(item, words)
        if not server.has_preferences and (named := drafts.without_preferences()):
            self.warnings.append(
                f"{plan.name}: {plan.library.server} has no preferences of items; nothing is done with {', '.join(named)}"
            )
        runner = EditRunner(
            server=server,
            library=plan.library,
            name=plan.name,
            edited=edited,
            ids=ids,
            known=known,
            cancel=self.app.cancel,
        )
        return self._carried_out(runner, drafts, dry=dry)

    def _operations(
        self, ledger: Ledger, plan: LibraryPlan, operations: Operations, index: LibraryIndex
    ) -> Iterator[Draft]:
        """Yield what operations say, item by item."""
        if not operations.of_items:
            return
        sources = in_order(self.app.house.fact_sources(), tuple(self.app.house.instances))
        desk = FactDesk(sources, ledger, every_s=self.app.config.run.facts_every.seconds)
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

    def without_preferences(self) -> list[str]:
        """Take back what was said of preferences, and return which were named."""
        named: set[str] = set()
        for draft in self.by_key.values():
            for name in draft.fields.keys() & PREFERENCES.keys():
                del draft.fields[name]
                named.add(name)
        return sorted(named)
