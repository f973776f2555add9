"""Collections: what is configured, read and checked; built, compared with what stands, and carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from loguru import logger

from ..collect.build import LeftAsItIs, Workshop
from ..collect.composition import Composition, shown_members
from ..collect.dialect.definitions import Surroundings
from ..collect.dialect.dynamic import Dynamic
from ..collect.dialect.reading import Read
from ..collect.difference import Change, difference, recognised
from ..collect.index import LibraryIndex
from ..collect.recipe import Recipe
from ..collect.wanted import Wanted
from ..errors import ConfigError, PosteractError, ProviderError, ProviderRejected
from ..model import ItemType, Library
from ..plan import LibraryPlan
from ..plan.census import Census
from ..plan.facts import FactDesk, in_order
from ..plan.limits import PlanTooLarge
from ..providers import ManagesCollections, MediaServer, ServerCollection, Visibility
from ..run.collections import CollectionOutcome, CollectionRunner
from ..store import Ledger
from ..store.kept import KeptCollection, KeptCollections
from .dynamics import KeyFinder, named
from .handing_over import handed_over
from .looks import library_plans
from .recipes import Keys, read_library

if TYPE_CHECKING:
    from .opened import Opened

MANY_MEMBERS = 10
"""Members that may always be taken out of a library's collections: small lists change as a whole."""


def _nothing(*_: object) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Collecting:
    """The collections of one run.

    Attributes:
        app: whose parts do it.
        census: keeps the listings for the rest of the run.
        names: only recipes of these names; empty = all.
        touching: only collections that these items belong to, or will, by key; empty = all.
        yes: beyond `run.limits`.
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
    now: datetime = field(default_factory=lambda: datetime.now().astimezone())
    progress: Callable[[int], None] = _nothing
    warnings: list[str] = field(default_factory=list)
    looks: dict[str, list[Recipe]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    members: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    _built: int = field(default=0, init=False)

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
            self._check_size(changes)
        outcomes: list[CollectionOutcome] = []
        for runner, found in todo:
            outcomes += self._carried_out(runner, found, dry=dry)
        return outcomes

    def check(self, plans: Sequence[LibraryPlan]) -> None:
        """Read all definitions, and raise where they have mistakes.

        Raises:
            ConfigError: they have.
        """
        for plan in plans:
            self.recipes(plan)

    def recipes(self, plan: LibraryPlan, keys: Keys | None = None) -> tuple[list[Recipe], list[Dynamic]]:
        """Return the recipes for one library, and the entries of dynamic ones, which are made with the library's `keys` only.

        Raises:
            ConfigError: definitions have mistakes; all of them.
        """
        read = self.read(plan.name, plan.library, keys)
        if read.problems:
            self.app.loaded.check_looks(read.problems)
        told = dict.fromkeys(str(self.app.loaded.reading.placed(warning)) for warning in read.warnings)
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
        if dynamic:
            recipes, dynamic = self.recipes(plan, self.key_finder(server, library, index, ledger).keys)
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
        )
        found: list[Change | CollectionOutcome] = []
        for recipe in sorted(recipes, key=_waits_for_others):
            if self.app.cancel.is_set():
                raise KeyboardInterrupt
            if self.touching and not workshop.touches(recipe, self.touching):
                continue
            found.append(self._one(workshop, runner, recipe, rows.get(recipe.key), shown))
            self._built += 1
            self.progress(self._built)
        if not self.names and not self.touching:
            found += self._gone(dynamic, recipes, rows, standing)
        return runner, found

    def key_finder(
        self, server: ManagesCollections, library: Library, index: LibraryIndex, ledger: Ledger
    ) -> KeyFinder:
        """Return what finds the keys of dynamic entries of one library."""
        house = self.app.house
        sources = in_order(house.fact_sources(), tuple(house.instances))
        return KeyFinder(
            server=server,
            library=library,
            index=index,
            makers=house.dynamic_keys(),
            sources=tuple(sources.values()),
            desk=FactDesk(sources, ledger, every_s=self.app.config.run.facts_every.seconds),
            today=self.now.date(),
        )

    @staticmethod
    def _gone(
        dynamic: Sequence[Dynamic],
        recipes: Sequence[Recipe],
        rows: Mapping[str, KeptCollection],
        standing: Sequence[ServerCollection],
    ) -> list[Change]:
        """Return the deletions of collections that a dynamic entry with `sync` made, and makes no more."""
        made = {recipe.key for recipe in recipes}
        found = []
        for entry in dynamic:
            for key, row in rows.items():
                if entry.sync and key.startswith(f"{entry.name}:") and key not in made:
                    wanted = Wanted(key=key, title=row.title, delete=True, why=f"nothing left for it in {entry.name}")
                    has, _ = recognised(wanted, row, standing)
                    if has is not None:
                        found.append(difference(wanted, has, row))
        return found

    def _one(
        self,
        workshop: Workshop,
        runner: CollectionRunner,
        recipe: Recipe,
        row: KeptCollection | None,
        shown: Mapping[str, Visibility],
    ) -> Change | CollectionOutcome:
        named = Wanted(key=recipe.key, title=recipe.title, adopt=recipe.adopt)
        has, left = recognised(named, row, workshop.standing)
        if left:
            return runner.told(Change(wanted=named, has=has, left=left), "left")
        server, library = workshop.server, workshop.library
        if (recipe.smart or recipe.smart_label) is not None and not server.smart_collections:
            why = "has no smart collections; with `plex_search` and `sync_mode: sync` an ordinary one does the same"
            return self._failed(runner, named, has, ProviderError(library.server, why))
        try:
            members: Sequence[str] = ()
            if recipe.smart_label is not None:
                members = workshop.labelled(recipe)
            elif has is not None and not has.smart:
                members = server.members(library, has.item.key)
            visibility = shown.get(has.item.key) if has is not None else None
            wanted = workshop.wanted(recipe, has=has, members=members, visibility=visibility)
            self._compose(workshop, runner.name, recipe, wanted, members)
            if recipe.item_edits and not wanted.delete:
                standing = () if recipe.sync else members
                self.members[library.server, runner.name, recipe.key] = (*wanted.members, *standing)
            token = self._token(server, library, wanted, has)
            change = difference(wanted, has, row, members=members, search_token=token, visibility=visibility)
        except LeftAsItIs as reason:
            change = Change(wanted=named, has=has, left=str(reason))
            if not reason.missing:
                return runner.told(change, "left")
            return replace(change, wanted=replace(named, missing=reason.missing, asked=recipe.arr))
        except ProviderRejected as error:
            if error.provider == library.server:
                raise
            return self._failed(runner, named, has, error)
        except PosteractError as error:
            return self._failed(runner, named, has, error)
        except Exception as error:  # noqa: BLE001 - a plugin's border: its collection fails, the others do not
            logger.opt(exception=error).debug("{} broke", recipe.title)
            return self._failed(runner, named, has, PosteractError(f"broke: {type(error).__name__}: {error}"))
        if wanted.search is None:
            workshop.take_in(wanted.title, change.added, change.removed)
        return change

    @staticmethod
    def _token(server: ManagesCollections, library: Library, wanted: Wanted, has: ServerCollection | None) -> str:
        """Return what a smart collection for the wanted search says of itself; a label that is still to come has no say."""
        if wanted.search is None or has is None:
            return ""
        try:
            return server.search_token(library, wanted.search, level=wanted.level)
        except ConfigError:
            if wanted.member_label:
                return has.smart
            raise

    def _compose(self, workshop: Workshop, name: str, recipe: Recipe, wanted: Wanted, standing: Sequence[str]) -> None:
        """Let the pictures of a collection be made of what it will hold."""
        if wanted.delete:
            return
        members: Sequence[str] = wanted.members
        if not recipe.sync:
            members = [*members, *standing]
        library = workshop.library
        if wanted.search is not None and not wanted.member_label and not recipe.poster and not recipe.poster.off:
            members = workshop.server.search(library, wanted.search, level=wanted.level)
        shown = shown_members(recipe, members, workshop.index)
        self.app.built.learn(Composition(recipe=recipe, library=library, name=name, shown=shown))

    @staticmethod
    def _failed(
        runner: CollectionRunner, named: Wanted, has: ServerCollection | None, error: PosteractError
    ) -> CollectionOutcome:
        hint = f". {error.hint}" if error.hint else ""
        logger.error("collection {}: {}; it stays as it is{}", named.title, error, hint)
        return runner.told(Change(wanted=named, has=has, left="stays as it is"), "failed", error=str(error))

    def _carried_out(
        self, runner: CollectionRunner, found: Sequence[Change | CollectionOutcome], *, dry: bool
    ) -> list[CollectionOutcome]:
        changes = [each for each in found if isinstance(each, Change)]
        done = iter(
            [
                runner.told(change, "planned" if change.writes else "left" if change.left else "unchanged")
                for change in changes
            ]
            if dry
            else runner.run(changes)
        )
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

    def _check_size(self, changes: Sequence[Change]) -> None:
        """Raise when more would go than `run.limits` allows: as a share of all members there are, or of collections."""
        limits = self.app.config.run.limits
        removed = sum(len(change.removed) for change in changes if not change.delete)
        members = sum(change.has.size or 0 for change in changes if change.has is not None)
        share, most = limits.remove_members.share, limits.remove_members.count
        if removed > MANY_MEMBERS and (
            (share is not None and removed > share * max(members, 1)) or (most is not None and removed > most)
        ):
            raise PlanTooLarge(
                f"{removed} of {members} members would be taken out of collections (run.limits.remove_members)",
                hint="Look at it with --dry-run --yes; if it is right, run again with --yes.",
            )
        check_deletions(self.app, [change.wanted.title for change in changes if change.delete], len(changes))


def check_deletions(app: Opened, deleted: Sequence[str], total: int) -> None:
    """Raise PlanTooLarge when more collections would be deleted than `run.limits` allows."""
    limit = app.config.run.limits.delete_collections
    if (limit.count is not None and len(deleted) > limit.count) or (
        limit.share is not None and len(deleted) > limit.share * max(total, 1)
    ):
        raise PlanTooLarge(
            f"{len(deleted)} collections would be deleted (run.limits.delete_collections): {', '.join(deleted[:5])} …",
            hint="Look at it with --dry-run --yes; if it is right, run again with --yes.",
        )


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
    )


def _waits_for_others(recipe: Recipe) -> bool:
    return any(call.name == "plex_collectionless" for call in recipe.builders)


def _asks_to_be_shown(recipe: Recipe) -> bool:
    asked = recipe.visible_library, recipe.visible_home, recipe.visible_shared
    return any(each.always is not None or each.schedule is not None for each in asked)


def listed(app: Opened) -> list[dict[str, Any]]:
    """Return what is configured, as `collections list --json` prints it. Asks the servers for their libraries, no more.

    Raises:
        ConfigError: definitions have mistakes.
    """
    _, libraries, _ = app.listed()
    rows: list[dict[str, Any]] = []
    known: dict[tuple[str, str], dict[str, KeptCollection]] = {}
    for each in KeptCollections(app.reading).all():
        known.setdefault((each.server, each.library), {})[each.key] = each
    for plan in library_plans(app.config, app.book, libraries):
        kept = known.get((plan.library.server, plan.name), {})
        recipes, dynamic = Collecting(app, Census()).recipes(plan)
        for recipe in recipes:
            row = kept.get(recipe.key)
            rows.append(
                {
                    "name": recipe.key,
                    "title": recipe.title,
                    "library": plan.name,
                    "server": plan.library.server,
                    "builders": [call.name for call in recipe.builders] or ["smart_filter"],
                    "built": _moment(row.built_at if row else 0.0),
                    "error": row.error if row else "",
                }
            )
        for entry in dynamic:
            mine = [row for row in kept.values() if row.key.startswith(f"{entry.name}:")]
            latest = max((row.built_at for row in mine), default=0.0)
            rows.append(
                {
                    "name": entry.name,
                    "title": f"{entry.name}: one for each {entry.type.replace('_', ' ')}, {len(mine)} made",
                    "library": plan.name,
                    "server": plan.library.server,
                    "builders": ["dynamic"],
                    "built": _moment(latest),
                    "error": "; ".join(sorted({row.error for row in mine if row.error})),
                }
            )
    return rows


def build(
    app: Opened, names: tuple[str, ...], *, dry_run: bool, yes: bool, wait: bool
) -> tuple[list[CollectionOutcome], list[str]]:
    """Build collections and nothing else; return what became of them, and warnings.

    Raises:
        UsageError: a name is not configured, or more would go than `run.limits` allows.
        ProviderError: no server answers.
    """
    dry = dry_run or app.dry_run
    with nullcontext() if dry else app.hold("building collections", wait=wait), closing(Census()) as census:
        servers, libraries, down = app.listed()
        if down and not any(libraries.values()):
            raise next(iter(down.values()))
        plans = library_plans(app.config, app.book, libraries)
        collecting = Collecting(app, census, names=names, yes=yes)
        before = Collecting(app, census)
        read = [before.recipes(plan) for plan in plans]
        if not any(dynamic for _, dynamic in read):
            app.loaded.check_names("collection", names, tuple(sorted(before.known)))
        outcomes = collecting.run(app.reading if dry else app.ledger, servers, plans, dry=dry)
        # What dynamic entries make is known only now that the library was looked at.
        app.loaded.check_names("collection", names, tuple(sorted(collecting.known)))
    return outcomes, [*collecting.warnings, *(f"{name}: {error}" for name, error in down.items()), *app.warnings()]


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds") if seconds else ""
