"""The collections of a run: read, built, compared with what stands, and carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from loguru import logger

from ..collect.build import Workshop
from ..collect.dialect.definition import Surroundings
from ..collect.dialect.dynamic import Dynamic
from ..collect.dialect.reading import Read
from ..collect.difference import Change
from ..collect.index import LibraryIndex
from ..collect.recipe import Recipe
from ..errors import ProviderError, ProviderRejected
from ..model import ItemType, Library
from ..plan import LibraryPlan
from ..plan.census import Census
from ..providers import ManagesCollections, MediaServer
from ..run.collections import CollectionOutcome, CollectionRunner
from ..store import Ledger
from ..store.kept import KeptCollections
from .collection_art import poster_words
from .collection_comparison import CollectionComparison
from .collection_limits import check_size
from .collection_rows import order_rows
from .dynamics import KeyFinder, named
from .handing_over import handed_over
from .learning import Learning
from .recipes import Keys, read_library

if TYPE_CHECKING:
    from .opened import Opened


def _nothing(*_: object) -> None:
    """Tell nobody."""


LOCAL = "local"
"""The source that looks into asset folders."""


@dataclass(slots=True)
class Collecting:
    """The collections of one run.

    Attributes:
        app: whose parts do it.
        census: keeps the listings for the rest of the run.
        names: only recipes of these names; empty = all.
        touching: only collections that these items belong to, or will, by key; empty = all.
        yes: beyond `run.limits`.
        pictured: pictures follow in this run.
        now: local time.
        progress: told how many collections were looked at.
        warnings: what was found on the way, in words.
        looks: the recipes of each library by its configured name, for the posters they ask for.
        known: every name that a collection may be asked for by.
        members: what is in collections that write on their members, by library and key of the recipe.
    """

    app: Opened
    census: Census
    names: tuple[str, ...] = ()
    touching: frozenset[str] = frozenset()
    yes: bool = False
    pictured: bool = False
    now: datetime = field(default_factory=lambda: datetime.now().astimezone())
    progress: Callable[[int], None] = _nothing
    warnings: list[str] = field(default_factory=list)
    looks: dict[str, list[Recipe]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    members: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    _built: int = field(default=0, init=False)
    _unsure: list[tuple[Library, str, set[str]]] = field(default_factory=list, init=False)

    def run(
        self, ledger: Ledger, servers: Mapping[str, MediaServer[Any]], plans: Sequence[LibraryPlan], *, dry: bool
    ) -> list[CollectionOutcome]:
        """Build what is configured for these libraries and, unless it is a dry run, bring the servers to it.

        Raises:
            ConfigError: definitions have mistakes.
            PlanTooLarge: more would be taken out or deleted than `run.limits` allows.
            ProviderRejected: a server refuses its token.
        """
        todo: list[tuple[CollectionRunner, list[Change | CollectionOutcome]]] = []
        for plan in plans:
            recipes, dynamic = self.recipes(plan)
            if not recipes and not dynamic:
                continue
            server = servers[plan.library.server]
            if not isinstance(server, ManagesCollections):
                self.warnings.append(
                    f"{plan.name}: {plan.library.server} has no collections; {len(recipes)} are left out"
                )
                continue
            try:
                todo.append(self._planned(server, plan, recipes, dynamic, ledger))
            except ProviderRejected:
                raise
            except ProviderError as error:
                self.warnings.append(f"{plan.name}: the collections are left as they are: {error}")
        changes = [change for _, found in todo for change in found if isinstance(change, Change) and not change.left]
        if not self.yes:
            check_size(self.app, changes)
        outcomes: list[CollectionOutcome] = []
        for runner, found in todo:
            outcomes += self._carried_out(runner, found, dry=dry)
            outcomes += self._rows_ordered(runner, found, dry=dry)
        return outcomes

    def check(self, plans: Sequence[LibraryPlan]) -> None:
        """Read all definitions, and raise where they have mistakes.

        Raises:
            ConfigError: they have.
        """
        for plan in plans:
            self.recipes(plan)

    def _rows_ordered(
        self, runner: CollectionRunner, found: Sequence[Change | CollectionOutcome], *, dry: bool
    ) -> list[CollectionOutcome]:
        """Bring the rows of all a library's collections into their order; a few collections alone say nothing of it."""
        if self.names or self.touching:
            return []
        changes = [each for each in found if isinstance(each, Change)]
        outcome = order_rows(
            runner.server,
            runner.library,
            runner.name,
            self.looks[runner.name],
            runner.kept.of(runner.library.server, runner.name),
            [change.has for change in changes if change.has is not None],
            changes,
            self.app.config.libraries[runner.name].hub_order or "",
            dry=dry,
        )
        return [outcome] if outcome is not None else []

    def settle(self, ledger: Ledger, servers: Mapping[str, MediaServer[Any]]) -> None:
        """Remember who is in the collections whose members had to be asked for, once nothing more is written on them.

        The next run can do without that question. One listing of a library's collections, and one question for each.
        """
        kept = KeptCollections(ledger)
        for library, name, keys in self._unsure:
            server = servers[library.server]
            assert isinstance(server, ManagesCollections)
            try:
                rows = {row.server_key: row for row in kept.of(library.server, name).values() if row.key in keys}
                for has in server.collections(library):
                    row = rows.get(has.item.key)
                    if row is not None and has.revision and not has.smart:
                        row.standing = tuple(server.members(library, has.item.key))
                        row.revision, row.read_at = has.revision, self.now.timestamp()
                        kept.save(row)
            except ProviderError as error:
                logger.debug("{}: the members of collections are asked for again in the next run: {}", name, error)
        self._unsure.clear()

    def recipes(self, plan: LibraryPlan, keys: Keys | None = None) -> tuple[list[Recipe], list[Dynamic]]:
        """Return the recipes for one library, and the entries of dynamic ones, which are made with the library's `keys` only.

        Raises:
            ConfigError: definitions have mistakes; all of them.
        """
        read = self.read(plan.name, plan.library, keys)
        if read.problems:
            self.app.loaded.check_looks(read.problems)
        told = dict.fromkeys(self.app.loaded.reading.placed(warning).with_hint for warning in read.warnings)
        self.warnings += [warning for warning in told if warning not in self.warnings]
        self.known |= {name for recipe in read.recipes for name in (recipe.key, recipe.title)}
        chosen = [recipe for recipe in read.recipes if not self.names or {recipe.key, recipe.title} & set(self.names)]
        return chosen, read.dynamic

    def read(self, name: str, library: Library, keys: Keys | None = None) -> Read:
        """Return what is configured for a library, mistakes included; dynamic collections only with the library's `keys`."""
        app = self.app
        around = surroundings(app, library.type)
        return read_library(app.config, around, name, library.name, self.now.date(), keys, app.outside.text)

    def _planned(
        self,
        server: ManagesCollections,
        plan: LibraryPlan,
        recipes: Sequence[Recipe],
        dynamic: Sequence[Dynamic],
        ledger: Ledger,
    ) -> tuple[CollectionRunner, list[Change | CollectionOutcome]]:
        library = plan.library
        kept = KeptCollections(ledger)
        index = LibraryIndex()
        assert isinstance(server, MediaServer)
        for page in self.census.listing(server, library):
            index.add(page)
        learning = Learning.of(self.app, index, ledger)
        if dynamic:
            recipes, dynamic = self.recipes(plan, self.key_finder(server, library, index, learning).keys)
        self.looks[plan.name] = list(recipes)
        runner = CollectionRunner(
            server=server,
            library=library,
            name=plan.name,
            index=index,
            kept=kept,
            notify=self.app.house.notify,
            cancel=self.app.cancel,
        )
        standing = server.collections(library)
        rows = kept.of(library.server, plan.name)
        shown = server.visibilities(library) if any(_asks_to_be_shown(recipe) for recipe in recipes) else {}
        workshop = Workshop(
            server=server,
            library=library,
            index=index,
            builders=self.app.house.collection_builders(),
            details=self.app.house.collection_details(),
            remembered=self.app.remembered,
            standing=standing,
            now=self.now,
            learn=learning.for_filter,
        )
        comparison = CollectionComparison(app=self.app, workshop=workshop, runner=runner, rows=rows, shown=shown)
        found: list[Change | CollectionOutcome] = []
        for recipe in sorted(recipes, key=_waits_for_others):
            if self.app.cancel.is_set():
                raise KeyboardInterrupt
            if self.touching and not workshop.touches(recipe, self.touching):
                continue
            found.append(comparison.change(recipe))
            self._built += 1
            self.progress(self._built)
        if not self.names and not self.touching:
            found += comparison.gone(dynamic, recipes)
        self.members |= {(library.server, plan.name, key): members for key, members in comparison.members.items()}
        if comparison.unsure:
            self._unsure.append((library, plan.name, comparison.unsure))
        return runner, found

    def key_finder(
        self, server: ManagesCollections, library: Library, index: LibraryIndex, learning: Learning
    ) -> KeyFinder:
        """Return what finds the keys of dynamic entries of one library."""
        return KeyFinder(
            server=server,
            library=library,
            index=index,
            makers=self.app.house.dynamic_keys(),
            learning=learning,
            today=self.now.date(),
        )

    def _planned_outcome(self, runner: CollectionRunner, change: Change) -> CollectionOutcome:
        """Return what would be done. The poster of one that is not there yet is told here: no plan of pictures has it."""
        outcome = runner.told(change, "planned" if change.writes else "left" if change.left else "unchanged")
        recipe = next((each for each in self.looks[runner.name] if each.key == change.wanted.key), None)
        if not (self.pictured and change.creates and recipe is not None):
            return outcome
        return replace(outcome, what=", ".join(filter(None, (outcome.what, poster_words(recipe)))))

    def _carried_out(
        self, runner: CollectionRunner, found: Sequence[Change | CollectionOutcome], *, dry: bool
    ) -> list[CollectionOutcome]:
        changes = [each for each in found if isinstance(each, Change)]
        done = iter([self._planned_outcome(runner, change) for change in changes] if dry else runner.run(changes))
        outcomes = [each if isinstance(each, CollectionOutcome) else next(done, None) for each in found]
        takers = self.app.house.takers()
        told: list[CollectionOutcome] = []
        for each, outcome in zip(found, outcomes, strict=True):
            if outcome is None:
                continue
            if isinstance(each, Change) and outcome.status != "failed":
                outcome, warnings = handed_over(takers, runner, each, outcome, dry=dry)
                self.warnings += warnings
            told.append(outcome)
        if not dry:
            for each in found:
                if isinstance(each, Change) and each.wanted.missing:
                    titles = each.wanted.missing
                    self.app.house.notify(
                        "posteract_titles_missing", collection=each.wanted.title, library=runner.library, titles=titles
                    )
        return told


def surroundings(app: Opened, kind: ItemType) -> Surroundings:
    """Return what definitions for libraries of a kind are read with."""
    return Surroundings(
        library=kind,
        builders=tuple(app.house.collection_builders()),
        details=tuple(app.house.collection_details()),
        takers={name: taker.keys for name, taker in app.house.takers().items()},
        dynamic=named(app.house.dynamic_keys()),
        overlays=app.book.overlay_names,
        styles=app.book.style_names,
        libraries=tuple(app.config.libraries),
        folder=app.config.folder,
        reads_assets=LOCAL in app.config.poster_preferences.sources and LOCAL in app.house.artwork_sources(),
    )


def _waits_for_others(recipe: Recipe) -> bool:
    return any(call.name == "plex_collectionless" for call in recipe.builders)


def _asks_to_be_shown(recipe: Recipe) -> bool:
    asked = recipe.visible_library, recipe.visible_home, recipe.visible_shared
    return any(each.always is not None or each.schedule is not None for each in asked)
