"""Operations on collections: `delete_collections`, `mass_collection_mode`, `mass_collection_content_rating_update`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..collect.index import LibraryIndex
from ..collect.metadata.difference import difference
from ..collect.metadata.draft import Draft
from ..collect.metadata.operations import DeleteCollections, Operations
from ..collect.recipe import Recipe
from ..collect.wanted import label_of
from ..errors import ProviderError, ProviderRejected
from ..model import CollectionChange, MediaItem
from ..plan import LibraryPlan
from ..plan.census import Census
from ..plan.identity import aliases
from ..providers import FieldEdit, ManagesCollections, MediaServer, ServerCollection
from ..run.collections import CollectionOutcome
from ..store import Ledger
from ..store.kept import Edited, EditedFields, KeptCollection, KeptCollections
from .collecting import Collecting
from .collection_limits import check_deletions
from .entries import read_entries
from .learning import Learning

if TYPE_CHECKING:
    from .opened import Opened

MODE = "collection_mode"
"""The field of a collection that the ledger keeps its mode under."""


@dataclass(slots=True, kw_only=True)
class CollectionOperations:
    """Works on what stands once the collections of a run were built.

    Attributes:
        app: whose parts do it.
        census: has the listings.
        yes: beyond `run.limits`.
        now: local time.
        warnings: what was found on the way, in words.
    """

    app: Opened
    census: Census
    yes: bool = False
    now: datetime = field(default_factory=lambda: datetime.now().astimezone())
    warnings: list[str] = field(default_factory=list)

    def run(
        self, ledger: Ledger, servers: Mapping[str, MediaServer[Any]], plans: Sequence[LibraryPlan], *, dry: bool
    ) -> list[CollectionOutcome]:
        """Do what operations say of collections, unless it is a dry run.

        Raises:
            PlanTooLarge: more would be deleted than `run.limits` allows.
            ProviderRejected: a server refuses its token.
        """
        outcomes: list[CollectionOutcome] = []
        for plan in plans:
            said = self.said(plan)
            server = servers[plan.library.server]
            if not said.of_collections:
                continue
            if not isinstance(server, ManagesCollections):
                self.warnings.append(f"{plan.name}: {plan.library.server} has no collections to work on")
                continue
            try:
                outcomes += self._library(ledger, server, plan, said, dry=dry)
            except ProviderRejected:
                raise
            except ProviderError as error:
                self.warnings.append(f"{plan.name}: operations on collections wait: {error}")
        return outcomes

    def said(self, plan: LibraryPlan) -> Operations:
        """Return the operations of a library that are due."""
        library = plan.library
        read = read_entries(
            self.app.config,
            plan.name,
            library=library.type,
            server_name=library.name,
            now=self.now,
            only_operations=True,
        )
        return read.operations

    def _library(
        self, ledger: Ledger, server: ManagesCollections, plan: LibraryPlan, said: Operations, *, dry: bool
    ) -> Iterator[CollectionOutcome]:
        library = plan.library
        index = LibraryIndex()
        assert isinstance(server, MediaServer)
        for page in self.census.listing(server, library):
            index.add(page)
        standing = list(server.collections(library))
        reading = Collecting(self.app, self.census)
        keys = reading.key_finder(server, library, index, Learning.of(self.app, index, ledger)).keys
        read = reading.read(plan.name, library, keys)
        if read.problems:
            self.app.loaded.check_looks(read.problems)
        recipes = {label_of(recipe.key): recipe for recipe in read.recipes}
        if said.delete is not None:
            if read.incomplete and said.delete.configured is not None:
                self.warnings.append(f"{plan.name}: delete_collections waits: not all collection files could be read")
            else:
                kept = KeptCollections(ledger)
                due = self._due(said.delete, plan, standing, kept.of(library.server, plan.name), read.keys)
                if not self.yes:
                    check_deletions(self.app, [each.item.title for each, _ in due], len(standing))
                for each, row in due:
                    if not dry:
                        server.delete_collection(library, each.item.key)
                        kept.forget(row)
                        change = CollectionChange(title=each.item.title, library=library, deleted=True)
                        self.app.house.notify("posteract_collection_changed", change=change)
                    yield _told(plan, each.item.title, "planned" if dry else "deleted", "deleted: delete_collections")
                gone = {each.item.key for each, _ in due}
                standing = [each for each in standing if each.item.key not in gone]
        yield from self._words(ledger, server, plan, said, standing, recipes, index, dry=dry)

    def _due(
        self,
        delete: DeleteCollections,
        plan: LibraryPlan,
        standing: Sequence[ServerCollection],
        rows: Mapping[str, KeptCollection],
        configured: set[str],
    ) -> list[tuple[ServerCollection, KeptCollection]]:
        """Return the collections that are deleted: made by us, by the ledger and by their label."""
        ours = {label_of(key): row for key, row in rows.items() if row.made}
        found = []
        for each in standing:
            row = next((ours[label] for label in each.item.labels if label in ours), None)
            if row is None:
                continue
            with_recipe = row.key in configured
            if delete.configured is not None and delete.configured is not with_recipe:
                continue
            if delete.less is not None:
                small = each.size is not None and each.size < delete.less
                if not small or (each.smart and not each.size and not delete.smart_too):
                    continue
            if with_recipe and delete.configured is None:
                self.warnings.append(
                    f"{plan.name}: {each.item.title} would be made again by its recipe, so delete_collections leaves it; "
                    "write `minimum_items` and `delete_below_minimum` there"
                )
                continue
            found.append((each, row))
        return found

    def _words(
        self,
        ledger: Ledger,
        server: ManagesCollections,
        plan: LibraryPlan,
        said: Operations,
        standing: Sequence[ServerCollection],
        recipes: Mapping[str, Recipe],
        index: LibraryIndex,
        *,
        dry: bool,
    ) -> Iterator[CollectionOutcome]:
        """Yield what is written on collections: their mode and content rating, where no recipe says otherwise."""
        library, edited = plan.library, EditedFields(ledger)
        names = [(each.item.type.value, aliases(each.item)) for each in standing]
        ids = [each.id for each in ledger.media(library.server, plan.name, names, set())]
        known = edited.of(ids)
        for each, media_id in zip(standing, ids, strict=True):
            recipe = next((recipes[label] for label in each.item.labels if label in recipes), None)
            rows: list[Edited] = []
            last = {name: row for (owner, name), row in known.items() if owner == media_id}
            mode = said.mode if recipe is None or not recipe.mode else ""
            if not each.mode or each.mode == mode or (MODE in last and last[MODE].set_to == mode):
                mode = ""
            if mode:
                rows.append(Edited(media_id=media_id, field=MODE, before=each.mode, set_to=mode))
            rating = self._rating(said, each.item, index) if recipe is None or recipe.content_rating is None else ""
            draft = Draft(each.item)
            if rating:
                draft.fields["content_rating"] = rating
            lines = difference(draft, last).lines
            rows += [Edited(media_id=media_id, field=line.name, before=line.old, set_to=line.wish) for line in lines]
            if not rows:
                continue
            if not dry:
                first = [
                    replace(row, set_to=last[row.field].set_to if row.field in last else row.before) for row in rows
                ]
                edited.remember(library.server, plan.name, first)
                if mode:
                    server.arrange(library, each.item.key, mode=mode)
                if lines:
                    edit = FieldEdit(fields={"content_rating": rating})
                    server.edit(library, each.item.type, [each.item.key], edit)
                edited.remember(library.server, plan.name, rows)
            what = ", ".join(
                [*([f"mode {each.mode} → {mode}"] if mode else []), *(f"content rating → {rating}" for _ in lines)]
            )
            yield _told(plan, each.item.title, "planned" if dry else "changed", what)

    @staticmethod
    def _rating(said: Operations, collection: MediaItem, index: LibraryIndex) -> str:
        """Return the content rating of a collection: as it is said, or the highest or lowest of what is in it."""
        word = said.collection_rating
        if word.lower() not in ("highest", "lowest"):
            return word
        ranks = {rating: rank for rank, rating in enumerate(said.ranking)}
        inside = [item.content_rating for item in index.items.values() if collection.title in item.collections]
        ranked = sorted({rating for rating in inside if rating in ranks}, key=lambda rating: ranks[rating])
        return (ranked[-1] if word.lower() == "highest" else ranked[0]) if ranked else ""


def _told(plan: LibraryPlan, title: str, status: str, what: str) -> CollectionOutcome:
    return CollectionOutcome(library=plan.name, server=plan.library.server, title=title, status=status, what=what)
