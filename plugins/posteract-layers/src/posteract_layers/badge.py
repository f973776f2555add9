"""What all badges are: a row of wordmarks, each of them replaced by the user's own picture where there is one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from PIL import Image
from posteract_core.providers import DrawContext, OverlayLayer, Raster, Subject
from posteract_core.render.layers.image import picture_of, pictures_in
from posteract_core.render.toolbox import raster_of

from .plate import BadgeOptions, badge, badge_width, glazed
from .tables import Wordmark

B = TypeVar("B", bound=BadgeOptions)
Entry = tuple[str, Wordmark]
"""The name of what is shown, by which colours and own pictures are found; and how it is set."""


class Badge(OverlayLayer[B], Generic[B]):
    """Shows one or more wordmarks. A subclass says what is to be shown, as text, and how each is set."""

    place = "top-left"

    @abstractmethod
    def entries(self, value: Hashable) -> Iterable[Entry]:
        """Return how what `value` returned is set, in order."""

    def draw(self, context: DrawContext) -> tuple[Raster, ...]:
        """Return a badge for each entry; in the middle, where they make a column, of one width, so that it is calm."""
        return self.row(context, tuple(self.entries(context.value)))

    def row(self, context: DrawContext, entries: Sequence[Entry]) -> tuple[Raster, ...]:
        """Return badges as they flow one after the other."""
        column = len(entries) > 1 and (self.place or "").startswith("middle")
        width = max(badge_width(context, mark, self.options) for _, mark in entries) if column else 0
        return tuple(
            self._own(context, name) or badge(context, mark, self.options, width_px=width, name=name)
            for name, mark in entries
        )

    def finish(self, raster: Raster, context: DrawContext) -> Raster:
        """Let the picture shine through glass."""
        return glazed(raster, context, self.options) if self.options.shape == "glass" else raster

    def _own(self, context: DrawContext, name: str) -> Raster | None:
        """Return the user's own picture for what is shown, in the height of badges; None when there is none."""
        return own_picture(context, self.options.images, self.options.hash, name, context.px(self.options.height))


def own_picture(context: DrawContext, folder: str, digest: str, name: str, height_px: int) -> Raster | None:
    """Return the picture in a folder that is named by what is shown; None when there is none.

    Args:
        context: of the layer.
        folder: of the user's pictures; empty = none.
        digest: of these pictures.
        name: of what is shown.
        height_px: of the picture as it is drawn.
    """
    wanted = slug(name)
    found = (path for path in pictures_in(Path(folder)) if slug(path.stem) == wanted) if folder else iter(())
    path = next(found, None)
    if path is None:
        return None

    def make() -> Image.Image:
        return picture_of(path, None, height_px)

    return raster_of(context.tools.cached(("layers own", str(path), digest, height_px), make))


def plain(name: str) -> tuple[str, ...]:
    """Return the words of a name, in small letters and digits, as they may stand in a file's name.

    >>> plain("Prime Video"), plain("Disney+")
    (('prime', 'video'), ('disney', 'plus'))
    """
    return tuple("".join(c if c.isalnum() else " " for c in name.casefold().replace("+", " plus ")).split())


def slug(name: str) -> str:
    """Return what two spellings of one name have in common: `HDR10+` and `hdr10plus`, `Disney Plus` and `disney+`.

    >>> slug("Disney+"), slug("HDR10+")
    ('disneyplus', 'hdr10plus')
    """
    return "".join(plain(name))


def fact(subject: Subject, name: str) -> Hashable | None:
    """Return a fact that was looked up, or else the server's own."""
    return subject.facts.get(name, subject.item.facts.get(name))
