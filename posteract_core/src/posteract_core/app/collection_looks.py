"""How collections of ours look, and badges that recipes put on their members."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from ..collect.composition import Built
from ..collect.recipe import Recipe
from ..config.models import Config
from ..config.views import target_look
from ..filters import Filter, read_filter
from ..model import ArtworkKind, MediaItem
from ..plan import KindSettings, LibraryPlan
from ..render import LookBook
from ..run.choose import COLLAGE, CURRENT, DRAWN, SERVER
from .collection_art import COLLECTION
from .looks import settings_of

OURS = re.compile(r"posteract-[0-9a-f]{8}")
"""The label of a collection that a recipe makes."""


@dataclass(slots=True)
class CollectionLooks:
    """Tells how pictures of collections are made in one library.

    One that was built in this run looks as its recipe says, else as the library's collections, else as its films do, so that
    none is ever without a good poster. One of ours that was not built now is left as it is: what it is made of is not known.

    Attributes:
        plan: of the library, which decides about those made by hand.
        config: the configuration.
        book: where looks come from.
        built: what was built in this run.
        recipes: of the library.
    """

    plan: LibraryPlan
    config: Config
    book: LookBook
    built: Built
    recipes: Sequence[Recipe] = ()
    _made: dict[tuple[ArtworkKind, str | None, tuple[str, ...], tuple[int, ...]], KindSettings] = field(
        default_factory=dict, init=False
    )

    def settings(self, item: MediaItem, kind: ArtworkKind) -> KindSettings | None:
        """Return how one picture of a collection is made; None = left alone."""
        composition = self.built.of(item)
        if composition is None:
            ours = any(OURS.fullmatch(label) for label in item.labels)
            return None if ours else self.plan.settings_for(item, kind)
        recipe, name = composition.recipe, self.plan.name
        matched = tuple(n for n, rule in enumerate(self.plan.rules) if rule.holds(item, item.facts))
        look = target_look(self.config, name, kind, matched)
        match kind:
            case ArtworkKind.COLLECTION if not recipe.poster.off:
                return self._settings(kind, recipe.poster.style, recipe.overlay, matched)
            case ArtworkKind.BACKGROUND | ArtworkKind.SQUARE:
                asked = recipe.background if kind is ArtworkKind.BACKGROUND else recipe.square_art
                named = kind is ArtworkKind.BACKGROUND and any("background" in key for key in recipe.details)
                return self._settings(kind, None, (), matched) if asked or named or look is not None else None
            case ArtworkKind.LOGO:
                return self.plan.settings_for(item, kind)
            case _:
                return None

    def placed(self, item: MediaItem) -> MediaItem:
        """Return a collection with the name of its folder of pictures, where its recipe says one (`name_mapping`)."""
        composition = self.built.of(item)
        named = composition is not None and composition.recipe.asset_name
        return replace(item, folder=named) if named else item

    def digest(self) -> str:
        """Return a hash that changes with what recipes say of looks."""
        said = [[recipe.key, recipe.poster.style, recipe.poster.off, recipe.overlay] for recipe in self.recipes]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]

    def _settings(
        self, kind: ArtworkKind, style: str | None, overlays: tuple[str, ...], matched: tuple[int, ...]
    ) -> KindSettings:
        known = (kind, style, overlays, matched)
        if known not in self._made:
            config, name = self.config, self.plan.name
            look = target_look(config, name, kind, matched, also_absent=True)
            assert look is not None
            if kind is ArtworkKind.COLLECTION and target_look(config, name, kind, matched) is None:
                films = target_look(config, name, ArtworkKind.POSTER, ())
                look = replace(look, style=films.style if films is not None else look.style)
            look = replace(look, style=style or look.style, overlays=(*look.overlays, *overlays))
            settings = settings_of(self.book, look)
            preferences = settings.preferences
            named = (each for each in preferences.sources if each not in (SERVER, CURRENT))
            self._made[known] = replace(
                settings,
                preferences=replace(
                    preferences, sources=(*named, COLLECTION), fallback=(COLLAGE, DRAWN), unknown_language="has_text"
                ),
            )
        return self._made[known]


def with_collections(
    plan: LibraryPlan, config: Config, book: LookBook, built: Built, recipes: Sequence[Recipe]
) -> LibraryPlan:
    """Return a library's plan in which collections and their members look as their recipes say.

    Badges on members come after the others.
    """
    asked = [(_members_of(recipe), recipe.item_overlay) for recipe in recipes if recipe.item_overlay]
    count = len(plan.rules)

    @cache
    def resolve(kind: ArtworkKind, matched: tuple[int, ...]) -> KindSettings | None:
        own = tuple(number for number in matched if number < count)
        more = [asked[number - count][1] for number in matched if number >= count]
        look = target_look(config, plan.name, kind, own) if more and kind is ArtworkKind.POSTER else None
        if look is None:
            return plan.resolve(kind, own)
        overlays = (*look.overlays, *(name for names in more for name in names))
        return settings_of(book, replace(look, overlays=overlays))

    pictured = (ArtworkKind.COLLECTION, ArtworkKind.BACKGROUND, ArtworkKind.SQUARE) if recipes else ()
    return replace(
        plan,
        kinds=tuple(dict.fromkeys((*plan.kinds, *pictured))),
        rules=(*plan.rules, *(when for when, _ in asked)),
        resolve=resolve,
        of_collections=CollectionLooks(plan, config, book, built, recipes),
    )


def _members_of(recipe: Recipe) -> Filter:
    return read_filter({"collection": [recipe.title]}, "")[0]
