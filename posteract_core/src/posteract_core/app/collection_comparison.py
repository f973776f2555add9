"""One library's collections: each compared with what its recipe wants, and what was found out about members remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loguru import logger

from ..collect.assumed import assumed_members
from ..collect.build import LeftAsItIs, Workshop
from ..collect.composition import Composition, shown_members
from ..collect.dialect.dynamic import Dynamic
from ..collect.difference import Change, difference, recognised
from ..collect.recipe import Recipe
from ..collect.wanted import Wanted
from ..errors import ConfigError, PosteractError, ProviderError, ProviderRejected
from ..model import Library
from ..providers import ManagesCollections, Search, ServerCollection, Visibility
from ..run.collections import CollectionOutcome, CollectionRunner
from ..store.kept import KeptCollection

if TYPE_CHECKING:
    from .opened import Opened


@dataclass(slots=True, kw_only=True)
class CollectionComparison:
    """Finds what is to be done about the collections of one library. Asks; changes nothing.

    Attributes:
        app: whose parts do it.
        workshop: builds the recipes.
        runner: tells what became of one.
        rows: what the ledger knows of the library's collections, by recipe key.
        shown: where they are recommended, by the server's key.
        members: what is in collections that write on their members, by recipe key.
        unsure: keys of recipes whose members had to be asked for because nothing told that they are as they were.
    """

    app: Opened
    workshop: Workshop
    runner: CollectionRunner
    rows: Mapping[str, KeptCollection]
    shown: Mapping[str, Visibility]
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)

    def change(self, recipe: Recipe) -> Change | CollectionOutcome:
        """Return what is to be done about a recipe's collection, or what became of it already.

        Raises:
            ProviderRejected: the server refuses its token.
        """
        workshop, runner = self.workshop, self.runner
        row = self.rows.get(recipe.key)
        named = Wanted(key=recipe.key, title=recipe.title, adopt=recipe.adopt)
        has, left = recognised(named, row, workshop.standing)
        if left:
            return runner.told(Change(wanted=named, has=has, left=left), "left")
        server, library = workshop.server, workshop.library
        if (recipe.smart or recipe.smart_label) is not None and not server.smart_collections:
            why = "has no smart collections; with `plex_search` and `sync_mode: sync` an ordinary one does the same"
            return self._failed(named, has, ProviderError(library.server, why))
        try:
            assumed = self._assumed(recipe, row, has)
            if assumed is not None:
                change = self._difference(recipe, row, has, assumed)
            if assumed is None or change.delete or change.added or change.removed or change.moves:
                change = self._difference(recipe, row, has, self._standing(recipe, has))
        except LeftAsItIs as reason:
            change = Change(wanted=named, has=has, left=str(reason))
            if not reason.missing:
                return runner.told(change, "left")
            return replace(change, wanted=replace(named, missing=reason.missing, asked=recipe.arr))
        except ProviderRejected as error:
            if error.provider == library.server:
                raise
            return self._failed(named, has, error)
        except PosteractError as error:
            return self._failed(named, has, error)
        except Exception as error:  # noqa: BLE001 - a plugin's border: its collection fails, the others do not
            logger.opt(exception=error).debug("{} broke", recipe.title)
            return self._failed(named, has, PosteractError(f"broke: {type(error).__name__}: {error}"))
        if change.wanted.search is None:
            workshop.take_in(change.wanted.title, change.added, change.removed)
        return change

    def gone(self, dynamic: Sequence[Dynamic], recipes: Sequence[Recipe]) -> list[Change]:
        """Return the deletions of collections that a dynamic entry with `sync` made, and makes no more."""
        made = {recipe.key for recipe in recipes}
        found = []
        for entry in dynamic:
            for key, row in self.rows.items():
                if entry.sync and key.startswith(f"{entry.name}:") and key not in made:
                    wanted = Wanted(key=key, title=row.title, delete=True, why=f"nothing left for it in {entry.name}")
                    has, _ = recognised(wanted, row, self.workshop.standing)
                    if has is not None:
                        found.append(difference(wanted, has, row))
        return found

    def _assumed(
        self, recipe: Recipe, row: KeptCollection | None, has: ServerCollection | None
    ) -> tuple[str, ...] | None:
        """Return the members of a collection that costs the server a search already, where all signs tell them; else None."""
        if recipe.smart is not None or recipe.smart_label is not None:
            return None
        if not any(isinstance(call.value, Search) for call in recipe.builders):
            return None
        found = assumed_members(has, row, now_s=self.workshop.now.timestamp()) if has is not None else None
        if found is None:
            self.unsure.add(recipe.key)
        return found

    def _standing(self, recipe: Recipe, has: ServerCollection | None) -> Sequence[str]:
        if recipe.smart_label is not None:
            return self.workshop.labelled(recipe)
        if has is None or has.smart:
            return ()
        return self.workshop.server.members(self.workshop.library, has.item.key)

    def _difference(
        self, recipe: Recipe, row: KeptCollection | None, has: ServerCollection | None, members: Sequence[str]
    ) -> Change:
        workshop = self.workshop
        visibility = self.shown.get(has.item.key) if has is not None else None
        wanted = workshop.wanted(recipe, has=has, members=members, visibility=visibility)
        self._compose(recipe, wanted, members)
        if recipe.item_edits and not wanted.delete:
            self.members[recipe.key] = (*wanted.members, *(() if recipe.sync else members))
        token = self._token(workshop.server, workshop.library, wanted, has)
        return difference(wanted, has, row, members=members, search_token=token, visibility=visibility)

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

    def _compose(self, recipe: Recipe, wanted: Wanted, standing: Sequence[str]) -> None:
        """Let the pictures of a collection be made of what it will hold."""
        if wanted.delete:
            return
        workshop, library = self.workshop, self.workshop.library
        members: Sequence[str] = wanted.members
        if not recipe.sync:
            members = [*members, *standing]
        if wanted.search is not None and not wanted.member_label and not recipe.poster and not recipe.poster.off:
            members = workshop.server.search(library, wanted.search, level=wanted.level)
        shown = shown_members(recipe, members, workshop.index)
        self.app.built.learn(Composition(recipe=recipe, library=library, name=self.runner.name, shown=shown))

    def _failed(self, named: Wanted, has: ServerCollection | None, error: PosteractError) -> CollectionOutcome:
        hint = f". {error.hint}" if error.hint else ""
        logger.error("collection {}: {}; it stays as it is{}", named.title, error, hint)
        return self.runner.told(Change(wanted=named, has=has, left="stays as it is"), "failed", error=str(error))
