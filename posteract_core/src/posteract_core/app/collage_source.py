"""The artwork source `collage`: posters of collections, composed of their members' art."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loguru import logger

from ..collect.composition import Built, Composition
from ..config.views import target_look
from ..errors import PictureRefused, ProviderError
from ..model import TEXTLESS, Artwork, ArtworkKind, MediaItem
from ..providers.artwork_source import ArtworkSource
from ..run.choose import COLLAGE, CURRENT, Chooser
from .looks import settings_of

if TYPE_CHECKING:
    from ..config import Config
    from ..render import LookBook

DRAWING = "1"
"""Changes when collages are composed differently."""


class Collages(ArtworkSource[Any]):
    """Composes a poster for each collection that was built in this run, of the art that its members' posters are made of."""

    name = COLLAGE
    max_concurrency = 2

    def __init__(self, config: Config, book: Callable[[], LookBook], built: Built) -> None:
        """Prefer for members what the configuration does, for what was built; the looks are asked for when first needed."""
        self._config = config
        self._book = book
        self._built = built
        self.chooser: Chooser | None = None

    def revision(self, item: MediaItem, kind: ArtworkKind) -> str:
        """Return a token that changes with the members that are shown, and with their art."""
        composition = self._built.of(item)
        return f"{DRAWING}:{composition.digest}:{self._art(composition)}" if composition is not None else ""

    def revisions(self) -> str | None:
        """Return that nothing changes where nothing was built."""
        return "" if self._built.is_empty else None

    def find(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        """Return the one collage."""
        composition = self._built.of(item)
        if composition is None or kind is not ArtworkKind.COLLECTION or not composition.shown:
            return ()
        return [
            Artwork(
                id=f"{composition.server}|{composition.label}",
                url="",
                language=TEXTLESS,
                revision=f"{DRAWING}:{composition.digest}:{self._art(composition)}",
            )
        ]

    def read(self, artwork: Artwork) -> bytes:
        """Compose a collage.

        Raises:
            ProviderUnavailable: a member's art could not be had now.
            PictureRefused: no member has any.
        """
        from ..render.collage import collage

        server, _, label = artwork.id.rpartition("|")
        composition = self._built.named(server, label)
        paths = self._paths(composition)
        if not paths:
            raise PictureRefused(f"none of the members of {composition.recipe.title} has a picture")
        return collage(paths)

    def close(self) -> None:
        """Do nothing: it keeps nothing open."""

    def _paths(self, composition: Composition) -> list[Path]:
        """Return the members' pictures: what their own posters are made of, or would be."""
        assert self.chooser is not None
        look = target_look(self._config, composition.name, ArtworkKind.POSTER, (), also_absent=True)
        assert look is not None
        preferences = settings_of(self._book(), look).preferences
        named = tuple(name for name in preferences.sources if name != CURRENT)
        preferences = replace(preferences, sources=named)
        bases = self._bases(composition)
        found: list[Path] = []
        for item in composition.shown:
            path = self.chooser.kept(bases.get(item.key, ""))
            if path is None:
                try:
                    path = self.chooser.best(item, ArtworkKind.POSTER, preferences, composition.server)
                except ProviderError as error:
                    logger.warning("{}: {} is left out of its poster: {}", composition.recipe.title, item, error)
            if path is not None:
                found.append(path)
        return found

    def _bases(self, composition: Composition) -> Mapping[str, str]:
        """Return the hash of the art that each member's own poster is made of, by key; those without one are absent."""
        assert self.chooser is not None
        keys = [item.key for item in composition.shown]
        return self.chooser.ledger.bases(composition.server, composition.name, keys, ArtworkKind.POSTER.value)

    def _art(self, composition: Composition) -> str:
        bases = self._bases(composition)
        return hashlib.sha256("".join(bases.get(each.key, "-") for each in composition.shown).encode()).hexdigest()[:16]
