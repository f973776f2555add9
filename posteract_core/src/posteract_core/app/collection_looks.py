"""Looks that collections ask for: of their own posters, and of badges on their members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..collect.recipe import Recipe
from ..collect.wanted import label_of
from ..config.models import Config
from ..config.views import target_look
from ..filters import Filter, read_filter
from ..model import ArtworkKind
from ..plan import KindSettings, LibraryPlan
from ..render import LookBook
from .looks import settings_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What one recipe asks of pictures that its filter fits."""

    when: Filter
    kind: ArtworkKind
    style: str | None
    overlays: tuple[str, ...]


def with_collections(plan: LibraryPlan, config: Config, book: LookBook, recipes: Sequence[Recipe]) -> LibraryPlan:
    """Return a library's plan in which collections and their members look as their recipes say.

    A recipe's style and badges come over what the library says of collections; badges on members after the others.
    """
    asked = [each for recipe in recipes for each in _asked(recipe)]
    if not asked:
        return plan
    count = len(plan.rules)

    @cache
    def resolve(kind: ArtworkKind, matched: tuple[int, ...]) -> KindSettings | None:
        own = tuple(number for number in matched if number < count)
        more = [asked[number - count] for number in matched if number >= count and asked[number - count].kind is kind]
        if not more:
            return plan.resolve(kind, own)
        look = target_look(config, plan.name, kind, own, also_absent=kind is ArtworkKind.COLLECTION)
        if look is None:
            return None
        for each in more:
            look = replace(look, style=each.style or look.style, overlays=(*look.overlays, *each.overlays))
        return settings_of(book, look)

    return replace(
        plan,
        kinds=tuple(
            dict.fromkeys((*plan.kinds, *(each.kind for each in asked if each.kind is ArtworkKind.COLLECTION)))
        ),
        rules=(*plan.rules, *(each.when for each in asked)),
        resolve=resolve,
    )


def _asked(recipe: Recipe) -> list[Asked]:
    found: list[Asked] = []
    if recipe.overlay or recipe.poster.style:
        when = read_filter({"label": label_of(recipe.key)}, "")[0]
        found.append(Asked(when, ArtworkKind.COLLECTION, recipe.poster.style, recipe.overlay))
    if recipe.item_overlay:
        when = read_filter({"collection": [recipe.title]}, "")[0]
        found.append(Asked(when, ArtworkKind.POSTER, None, recipe.item_overlay))
    return found
