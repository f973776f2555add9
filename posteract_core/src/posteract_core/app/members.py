"""What collections write on their members: whose recipes say so, and what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..collect.index import LibraryIndex
from ..collect.metadata.members import off_others, words_of
from ..collect.metadata.recipe import Words
from ..collect.recipe import Recipe
from ..model import ItemType, MediaItem
from ..plan import LibraryPlan
from ..plan.census import Census
from ..providers import ManagesCollections
from ..store import Ledger
from ..store.kept import KeptCollections
from .collecting import Collecting
from .learning import Learning
from .recipes import configured

if TYPE_CHECKING:
    from .opened import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Who is in a collection.

    Attributes:
        recipe: of the collection.
        level: what its members are.
        keys: theirs.
    """

    recipe: Recipe
    level: ItemType
    keys: AbstractSet[str]


@dataclass(slots=True)
class Membership:
    """Knows the recipes that write on members; those of collections built in this run, else those the ledger remembers.

    Attributes:
        app: whose parts do it.
        census: has the listings.
        collecting: built the collections of this run; None = none were built.
    """

    app: Opened
    census: Census
    collecting: Collecting | None = None

    def writes(self, name: str) -> bool:
        """Return whether there may be a recipe that writes on members."""
        if self.collecting is not None:
            return any(recipe.item_edits for recipe in self.collecting.looks.get(name, ()))
        return configured(self.app)

    def members(self, ledger: Ledger, server: object, plan: LibraryPlan, index: LibraryIndex) -> Iterator[Members]:
        """Yield who is in the collections whose recipes say anything of their members, in the order of the recipes."""
        if not isinstance(server, ManagesCollections) or not self.writes(plan.name):
            return
        rows = KeptCollections(ledger).of(plan.library.server, plan.name)
        known: Mapping[tuple[str, str, str], Sequence[str]] = self.collecting.members if self.collecting else {}
        for recipe in self._recipes(server, plan, index, ledger):
            level = recipe.level or plan.library.type
            if recipe.smart is not None:
                members = set(server.search(plan.library, recipe.smart, level=level))
            else:
                row = rows.get(recipe.key)
                found = known.get((plan.library.server, plan.name, recipe.key)) or (row.members if row else ())
                members = set(found)
                if not members:
                    continue  # not built yet: who is in it is not known
                members |= {item.key for item in index.items.values() if recipe.title in item.collections}
            yield Members(recipe=recipe, level=level, keys=members)

    @staticmethod
    def words(members: Sequence[Members], index: LibraryIndex) -> Iterator[tuple[MediaItem, Words]]:
        """Yield what is written on members, and on all others, item by item."""
        for each in members:
            inside, outside = words_of(each.recipe.item_edits), off_others(each.recipe.item_edits)
            for item in index.items.values():
                if item.key in each.keys and inside:
                    yield item, inside
                elif item.key not in each.keys and outside and item.type is each.level:
                    yield item, outside

    def _recipes(
        self, server: ManagesCollections, plan: LibraryPlan, index: LibraryIndex, ledger: Ledger
    ) -> list[Recipe]:
        if self.collecting is not None:
            recipes = self.collecting.looks.get(plan.name, [])
        else:
            reading = Collecting(self.app, self.census)
            recipes, dynamic = reading.recipes(plan)
            if dynamic:
                learning = Learning.of(self.app, index, ledger)
                recipes, _ = reading.recipes(plan, reading.key_finder(server, plan.library, index, learning).keys)
        return [recipe for recipe in recipes if recipe.item_edits]
