"""The artwork source `drawn`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from posteract_core.model import TEXTLESS, Artwork, ArtworkKind, MediaItem
from posteract_core.providers import ArtworkSource

from ..settings import FAMILIES, LocalSettings
from .dice import seed_of


class DrawnSource(ArtworkSource[LocalSettings]):
    """Landscapes and patterns for titles that have no artwork: one candidate for every slot but logos, the same every time."""

    name: ClassVar[str] = "drawn"
    max_concurrency: ClassVar[int] = 2

    def find(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        """Return the one picture that is drawn for the slot, without drawing it."""
        from .recipe import VERSION, recipe_of  # brings numpy along: a run that draws nothing shall not pay for it

        drawn = self.settings.drawn
        recipe = recipe_of(item, kind, drawn.families, by_genre=drawn.by_genre)
        if recipe is None:
            return []
        return [
            Artwork(
                source=self.name,
                id=str(recipe).removeprefix("drawn:"),
                url=str(recipe),
                language=TEXTLESS,
                width_px=recipe.width_px,
                height_px=recipe.height_px,
                revision=str(VERSION),
                drawn=True,
            )
        ]

    def read(self, artwork: Artwork) -> bytes:
        """Return the picture as JPEG, drawn now.

        Raises:
            PictureRefused: the address is none of this source's.
        """
        from .recipe import Recipe, draw_jpeg

        return draw_jpeg(Recipe.parse(artwork.url))

    def revision(self, item: MediaItem, kind: ArtworkKind) -> str:
        """Return what the user set, as a token. A genre that changed is seen on a recheck; it should redraw nothing by itself."""
        return self.revisions()

    def revisions(self) -> str:
        """Return the same: it is one for all items."""
        drawn = self.settings.drawn
        if drawn.by_genre and set(drawn.families) == set(FAMILIES):
            return ""
        return f"{seed_of(*sorted(drawn.families), drawn.by_genre):016x}"
