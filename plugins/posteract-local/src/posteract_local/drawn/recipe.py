"""From a title to a recipe, and from a recipe to pixels. A recipe is a short text; the same text is the same picture."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image
from posteract_core.errors import PictureRefused
from posteract_core.model import ArtworkKind, ItemType, MediaItem

from .dice import Dice, seed_of
from .families import FAMILIES
from .genres import Suggestion, suggestion
from .palettes import Palette, palettes
from .stage import Stage, paint

VERSION = 1
"""Of what is drawn. Raise it when recipes look different from before: drawn pictures are then made anew on a recheck."""

QUALITY = 92
POSTER_SIZE, WIDE_SIZE, SQUARE_SIZE = (2000, 3000), (3840, 2160), (2000, 2000)

_TEXT = re.compile(
    r"drawn:(?P<family>[a-z]+)/(?P<palette>[a-z-]+)/(?P<seed>[0-9a-f]{16})/(?P<width>\d{2,4})x(?P<height>\d{2,4})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """All that a drawn picture depends on.

    Attributes:
        family: a name in `FAMILIES`.
        palette: a name in `palettes()`.
        seed: of the composition.
        width_px: of the picture.
        height_px: of the picture.
    """

    family: str
    palette: str
    seed: int
    width_px: int
    height_px: int

    def __str__(self) -> str:
        """Return the recipe as an address: `drawn:ridges/ember/00c0ffee00c0ffee/2000x3000`."""
        return f"drawn:{self.family}/{self.palette}/{self.seed:016x}/{self.width_px}x{self.height_px}"

    @classmethod
    def parse(cls, text: str) -> Recipe:
        """Return the recipe that an address holds.

        Raises:
            PictureRefused: it holds none, or one of another version that had other families and palettes.
        """
        found = _TEXT.fullmatch(text)
        if found is None or found["family"] not in FAMILIES or found["palette"] not in palettes():
            raise PictureRefused(f"{text!r} is no recipe of a drawn picture")
        width, height = int(found["width"]), int(found["height"])
        if max(width, height) > max(WIDE_SIZE) or min(width, height) < 64:
            raise PictureRefused(f"{text!r}: drawn pictures have sides of 64 to {max(WIDE_SIZE)} px")
        return cls(
            family=found["family"],
            palette=found["palette"],
            seed=int(found["seed"], 16),
            width_px=width,
            height_px=height,
        )


def recipe_of(item: MediaItem, kind: ArtworkKind, families: Sequence[str], *, by_genre: bool = True) -> Recipe | None:
    """Return how a slot of an item is drawn; None where nothing is drawn: logos, and slots the item does not have.

    All pictures of one title share family and palette, and its poster, background and square one composition. Seasons and
    episodes are further compositions of their show's. Shows are known by their name alone, because their seasons and
    episodes do not tell the show's genres; films and collections may be led by their genres.

    Args:
        item: the film, show, season, episode or collection.
        kind: the slot.
        families: those that may be drawn.
        by_genre: whether genres count.
    """
    if kind is ArtworkKind.LOGO or kind not in item.kinds:
        return None
    of_show = item.type in (ItemType.SHOW, ItemType.SEASON, ItemType.EPISODE)
    title, year = (item.show_title or item.title, item.show_year or item.year) if of_show else (item.title, item.year)
    if item.type in (ItemType.SEASON, ItemType.EPISODE):
        year = item.show_year
    whole = unicodedata.normalize("NFKC", title).casefold().strip()
    group = "show" if of_show else str(item.type)
    name = seed_of(group, whole, year)
    suits = suggestion(item.genres) if by_genre and not of_show else Suggestion()
    family = _family(name, families, suits)
    composition = seed_of(name, *_variation(item)) if item.type in (ItemType.SEASON, ItemType.EPISODE) else name
    width, height = WIDE_SIZE if kind.is_wide else SQUARE_SIZE if kind is ArtworkKind.SQUARE else POSTER_SIZE
    return Recipe(
        family=family, palette=_palette(name, family, suits).name, seed=composition, width_px=width, height_px=height
    )


def _variation(item: MediaItem) -> tuple[object, ...]:
    if item.type is ItemType.SEASON:
        return "season", item.season if item.season is not None else item.title
    return "episode", item.season, item.episode if item.episode is not None else item.title


def _family(name: int, families: Sequence[str], suits: Suggestion) -> str:
    fitting = [family for family in suits.families if family in families]
    earthly = [family for family in sorted(families) if not FAMILIES[family].otherworldly]
    return Dice(name).fork("family").pick(fitting or earthly or sorted(families))


def _palette(name: int, family: str, suits: Suggestion) -> Palette:
    """Return a palette that suits genre and family; without a genre none that would frighten."""
    at_home = [palette for palette in palettes().values() if FAMILIES[family].suits(palette)]
    fitting = [palette for palette in at_home if suits.moods & palette.moods]
    calm = [palette for palette in at_home if "horror" not in palette.moods]
    return Dice(name).fork("palette").pick(fitting or calm)


def draw(recipe: Recipe) -> Image.Image:
    """Return the picture of a recipe: mode RGB, of the recipe's size. Takes a fraction of a second."""
    stage = Stage(recipe.width_px, recipe.height_px)
    layers = FAMILIES[recipe.family].compose(stage, palettes()[recipe.palette], Dice(recipe.seed))
    return paint(stage, layers)


def draw_jpeg(recipe: Recipe) -> bytes:
    """Return the picture of a recipe as JPEG."""
    out = io.BytesIO()
    draw(recipe).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
