"""Playlists: what is configured, built from the libraries that each names, compared with what stands, and carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from loguru import logger

from ..collect.build import LeftAsItIs, Workshop
from ..collect.dialect.definition import Surroundings
from ..collect.dialect.playlists import EVERYBODY, PlaylistRecipe, read_playlists
from ..collect.dialect.sources import Fetch, read_sources
from ..collect.difference import Change, difference, recognised
from ..collect.index import LibraryIndex
from ..collect.wanted import Wanted
from ..config.models import Config
from ..config.names import nearest
from ..errors import PosteractError, Problem, ProviderError, ProviderRejected
from ..model import ItemType, Library
from ..plan import LibraryPlan
from ..plan.census import Census
from ..plan.limits import PlanTooLarge
from ..providers import ManagesCollections, ManagesPlaylists, MediaServer, ServerCollection
from ..run.collections import CollectionOutcome, CollectionRunner
from ..run.playlists import Playlists, name_of, shelf_of
from ..store import Ledger
from ..store.kept import KeptCollection, KeptCollections
from .collection_limits import check_size
from .learning import Learning

if TYPE_CHECKING:
    from .opened import Opened


Planned: TypeAlias = tuple[PlaylistRecipe, Sequence[LibraryPlan]]
"""A playlist, and the libraries that it is built from."""


class _HasBoth(ManagesCollections, ManagesPlaylists):
    """A server with collections and playlists."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Somebody's playlists on a server.

    Attributes:
        playlists: what manages them.
        place: stands for the library they are in.
        name: stands for its name, in reports and in the ledger.
    """

    playlists: Playlists
    place: Library
    name: str


@dataclass(slots=True)
class Playlisting:
    """The playlists of one run.

    Attributes:
        app: whose parts do it.
        census: listings that were read in this run already.
        around: what definitions are read with.
        now: local time.
        yes: do what is beyond `run.limits` too.
        warnings: what was found on the way, in words.
    """

    app: Opened
    census: Census
    around: Surroundings
    yes: bool = False
    now: datetime = field(default_factory=lambda: datetime.now().astimezone())
    warnings: list[str] = field(default_factory=list)

    def run(
        self, ledger: Ledger, servers: Mapping[str, MediaServer[Any]], plans: Sequence[LibraryPlan], *, dry: bool
    ) -> list[CollectionOutcome]:
        """Build what is configured and, unless it is a dry run, bring the servers to it.

        Raises:
            ConfigError: definitions have mistakes.
            ProviderRejected: a server refuses its token.
        """
        kinds = {plan.name: plan.library.type for plan in plans}
        found, problems, warnings = configured_playlists(
            self.app.config, self.around, kinds, self.now, self.app.outside.text
        )
        if problems:
            self.app.loaded.check_looks(problems)
        self.warnings += [self.app.loaded.reading.placed(warning).with_hint for warning in warnings]
        by_server: dict[str, list[tuple[PlaylistRecipe, list[LibraryPlan]]]] = {}
        for recipe in found:
            mine = [plan for name in recipe.libraries for plan in plans if plan.name == name]
            on = {plan.library.server for plan in mine}
            if len(on) != 1 or len({plan.name for plan in mine}) < len(recipe.libraries):
                why = "its libraries are on several servers" if len(on) > 1 else "not all its libraries could be read"
                self.warnings.append(f"playlist {recipe.main.title}: {why}; it is left as it is")
                continue
            by_server.setdefault(on.pop(), []).append((recipe, mine))
        kept = KeptCollections(ledger)
        outcomes: list[CollectionOutcome] = []
        for name, planned in by_server.items():
            server = servers[name]
            if not isinstance(server, ManagesPlaylists) or not isinstance(server, ManagesCollections):
                self.warnings.append(f"{name} has no playlists; {len(planned)} are left out")
                continue
            try:
                outcomes += self._on(cast(_HasBoth, server), name, planned, ledger, kept, dry=dry)
            except ProviderRejected:
                raise
            except ProviderError as error:
                self.warnings.append(f"{name}: the playlists are left as they are: {error}")
        return outcomes

    def _on(
        self,
        server: _HasBoth,
        name: str,
        recipes: Sequence[Planned],
        ledger: Ledger,
        kept: KeptCollections,
        *,
        dry: bool,
    ) -> list[CollectionOutcome]:
        """Build a server's playlists: the owner's, then those of everybody else who is to have one."""
        owners = Shelf(Playlists(server), shelf_of(name), name_of())
        index, workshops = self._workshops(server, owners.playlists.collections(owners.place), recipes, ledger)
        outcomes = self._shelved(owners, recipes, index, workshops, kept, dry=dry)
        for user, theirs in self._users(server, name, recipes).items():
            try:
                shelf = Shelf(Playlists(server.playlists_of(user)), shelf_of(name), name_of(user))
                outcomes += self._shelved(shelf, theirs, index, workshops, kept, dry=dry)
            except ProviderError as error:
                self.warnings.append(f"{name}: the playlists of {user} are left as they are: {error}")
        return outcomes

    def _users(self, server: ManagesPlaylists, name: str, recipes: Sequence[Planned]) -> dict[str, list[Planned]]:
        """Return who is to have which playlists, the owner aside."""
        if not any(recipe.users for recipe, _ in recipes):
            return {}
        try:
            known = server.playlist_users()
        except ProviderError as error:
            self.warnings.append(f"{name}: the playlists of others than the owner are left as they are: {error}")
            return {}
        found: dict[str, list[Planned]] = {}
        for recipe, plans in recipes:
            everybody = EVERYBODY in {each.casefold() for each in recipe.users}
            left_out = {each.casefold() for each in recipe.without}
            for user in known if everybody else recipe.users:
                if user.casefold() not in {each.casefold() for each in known}:
                    near = nearest(user, known)
                    advice = f"; did you mean {near.name!r}?" if near else ""
                    self.warnings.append(f"playlist {recipe.main.title}: {name} has no user {user!r}{advice}")
                elif user.casefold() not in left_out:
                    found.setdefault(next(each for each in known if each.casefold() == user.casefold()), []).append(
                        (recipe, plans)
                    )
        return found

    def _workshops(
        self, server: _HasBoth, standing: Sequence[ServerCollection], recipes: Sequence[Planned], ledger: Ledger
    ) -> tuple[LibraryIndex, dict[str, Workshop]]:
        """Return what is in all the libraries, and what builds from each."""
        index = LibraryIndex()
        workshops: dict[str, Workshop] = {}
        for plan in {plan.name: plan for _, plans in recipes for plan in plans}.values():
            own = LibraryIndex()
            assert isinstance(server, MediaServer)
            for page in self.census.listing(server, plan.library):
                own.add(page)
                index.add(page)
            workshops[plan.name] = Workshop(
                server=server,
                library=plan.library,
                index=own,
                builders=self.app.house.collection_builders(),
                details=self.app.house.collection_details(),
                remembered=self.app.remembered,
                standing=standing,
                now=self.now,
                learn=Learning.of(self.app, own, ledger).for_filter,
            )
        return index, workshops

    def _shelved(
        self,
        shelf: Shelf,
        recipes: Sequence[Planned],
        index: LibraryIndex,
        workshops: Mapping[str, Workshop],
        kept: KeptCollections,
        *,
        dry: bool,
    ) -> list[CollectionOutcome]:
        """Build the playlists of one person."""
        standing = shelf.playlists.collections(shelf.place)
        runner = CollectionRunner(
            server=shelf.playlists,
            library=shelf.place,
            name=shelf.name,
            index=index,
            kept=kept,
            notify=self.app.house.notify,
            cancel=self.app.cancel,
        )
        rows = kept.of(shelf.place.server, shelf.name)
        found: list[Change | CollectionOutcome] = []
        for recipe, plans in recipes:
            if self.app.cancel.is_set():
                raise KeyboardInterrupt
            chosen = [workshops[plan.name] for plan in plans]
            found.append(self._one(runner, shelf.playlists, recipe, chosen, standing, rows.get(recipe.key)))
        changes = [each for each in found if isinstance(each, Change)]
        if not self.yes and (refused := _refused(self.app, changes, shelf.name)) is not None:
            self.warnings.append(f"{shelf.place.server}: {refused}; they are left as they are. {refused.hint}")
            told = [runner.told(replace(each, left="beyond run.limits"), "left") for each in changes]
        elif dry:
            told = [
                runner.told(each, "planned" if each.writes else "left" if each.left else "unchanged")
                for each in changes
            ]
        else:
            told = runner.run(changes)
        done = iter(told)
        outcomes = [each if isinstance(each, CollectionOutcome) else next(done, None) for each in found]
        return [each for each in outcomes if each is not None]

    def _one(
        self,
        runner: CollectionRunner,
        shelf: Playlists,
        recipe: PlaylistRecipe,
        workshops: Sequence[Workshop],
        standing: Sequence[ServerCollection],
        row: KeptCollection | None,
    ) -> Change | CollectionOutcome:
        main = recipe.main
        named = Wanted(key=recipe.key, title=main.title, adopt=main.adopt)
        has, left = recognised(named, row, standing)
        if left:
            return runner.told(Change(wanted=named, has=has, left=left), "left")
        if recipe.delete:
            return difference(replace(named, delete=True, why="as it says"), has, row)
        try:
            members = shelf.members(runner.library, has.item.key) if has is not None and not has.smart else ()
            wanted = self._wanted(recipe, workshops, has, members)
        except LeftAsItIs as reason:
            return runner.told(Change(wanted=named, has=has, left=str(reason)), "left")
        except ProviderRejected as error:
            if error.provider == runner.library.server:
                raise
            return self._failed(runner, named, has, error)
        except PosteractError as error:
            return self._failed(runner, named, has, error)
        except Exception as error:  # noqa: BLE001 - a plugin's border: its playlist fails, the others do not
            logger.opt(exception=error).debug("{} broke", main.title)
            return self._failed(runner, named, has, PosteractError(f"broke: {type(error).__name__}: {error}"))
        return difference(wanted, has, row, members=members)

    @staticmethod
    def _wanted(
        recipe: PlaylistRecipe,
        workshops: Sequence[Workshop],
        has: ServerCollection | None,
        members: Sequence[str],
    ) -> Wanted:
        """Return what a playlist shall be: what its recipe finds in each of its libraries, one after the other."""
        parts: list[Wanted] = []
        empty: LeftAsItIs | None = None
        for workshop in workshops:
            own = recipe.recipes[workshop.library.type]
            try:
                parts.append(workshop.wanted(replace(own, minimum_items=0), has=has, members=members, visibility=None))
            except LeftAsItIs as reason:
                empty = reason
        if not parts:
            raise empty or LeftAsItIs("none of its libraries holds anything of it")
        main = recipe.main
        keys = tuple(dict.fromkeys(key for part in parts for key in part.members))[: main.limit]
        total = len(set(keys) if main.sync else {*keys, *members})
        if total < main.minimum_items:
            raise LeftAsItIs(f"{total} of at least {main.minimum_items} titles")
        lacking = [{ref.ids for ref in part.missing} for part in parts]
        everywhere = [ref for ref in parts[0].missing if all(ref.ids in ids for ids in lacking)]
        fields = {name: text for name, text in parts[0].fields.items() if name == "summary"}
        notes = tuple(dict.fromkeys(note for part in parts for note in part.notes))
        return replace(
            parts[0],
            members=keys,
            missing=tuple(everywhere),
            fields=fields,
            labels=(),
            takes_labels=False,
            level=ItemType.EPISODE,
            notes=notes,
        )

    @staticmethod
    def _failed(
        runner: CollectionRunner, named: Wanted, has: ServerCollection | None, error: PosteractError
    ) -> CollectionOutcome:
        logger.error("playlist {}: {}; it stays as it is", named.title, error)
        return runner.told(Change(wanted=named, has=has, left="stays as it is"), "failed", error=str(error))


def configured_playlists(
    config: Config, around: Surroundings, kinds: Mapping[str, ItemType], now: datetime, fetch: Fetch | None = None
) -> tuple[list[PlaylistRecipe], list[Problem], list[Problem]]:
    """Return the playlists of the configured files, mistakes, and what is left out."""
    files = read_sources(config.playlist_files, config.folder, "playlist_files", fetch=fetch)
    read = read_playlists(files.sources, around, kinds, today=now.date())
    return read.recipes, [*files.problems, *read.problems], [*files.warnings, *read.warnings]


def _refused(app: Opened, changes: Sequence[Change], what: str) -> PlanTooLarge | None:
    """Return why so much is not done unasked; None where it may be."""
    try:
        check_size(app, [change for change in changes if not change.left], what)
    except PlanTooLarge as error:
        return error
    return None
