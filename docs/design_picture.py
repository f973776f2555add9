"""Hangs five drawn pictures in every style, side by side: `python docs/design_picture.py docs/images`.

Writes design.jpg (styles for posters) and design-cards.jpg (styles for title cards). The pictures are those the source `drawn`
of posteract-local makes for these titles, so the same wall comes out on every machine.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw
from posteract_core.model import ArtworkKind, ItemType, MediaItem, MediaVersion, Person
from posteract_core.providers import Subject
from posteract_core.render import Canvas, LookBook, Mark, OverlayService
from posteract_core.render.toolbox import toolbox
from posteract_local.drawn.recipe import draw_jpeg, recipe_of

GROUND, INK = (15, 17, 21), (196, 198, 204)
MARGIN, GAP, LABEL, RADIUS = 44, 16, 34, 8
FILMS = (  # title, year, director, family of the drawn picture
    ("Metropolis", 1927, "Fritz Lang", "city"),
    ("Sunrise", 1927, "F. W. Murnau", "sea"),
    ("The Cabinet of Dr. Caligari", 1920, "Robert Wiene", "forest"),
    ("A Trip to the Moon", 1902, "Georges Méliès", "paper"),
    ("Nanook of the North", 1922, "Robert J. Flaherty", "ridges"),
)
EPISODES = ("Pilot", "The Long Night", "A Letter from the Sea", "Home", "What the Lighthouse Keeper Saw")


def film(at: int) -> MediaItem:
    """Return one of the five films."""
    title, year, director, _ = FILMS[at]
    version = MediaVersion(path=f"/media/{title}.mkv", duration_s=60 * (84 + 7 * at))
    people = (Person(name=director, job="director"),)
    return MediaItem(title=title, year=year, genres=("Drama",), people=people, versions=(version,))


def episode(at: int) -> MediaItem:
    """Return an episode with the picture of one of the films."""
    return MediaItem(
        title=EPISODES[at],
        type=ItemType.EPISODE,
        show_title=FILMS[at][0],
        show_year=FILMS[at][1],
        season=1,
        episode=at + 1,
    )


class Wall:
    """Draws and hangs.

    Args:
        folder: for what is on its way.
    """

    def __init__(self, folder: Path) -> None:
        self.book = LookBook({}, [], {}, {})
        self.service = OverlayService(system_fonts=False)
        self.folder = folder
        self._bases: dict[tuple[int, bool], bytes] = {}

    def base(self, at: int, kind: ArtworkKind) -> bytes:
        """Return the drawn picture of a film, in the proportions of a kind."""
        key = (at, kind.is_wide)
        if key not in self._bases:
            shape = ArtworkKind.BACKGROUND if kind.is_wide else ArtworkKind.POSTER
            recipe = recipe_of(film(at), shape, [FILMS[at][3]])
            assert recipe is not None
            self._bases[key] = draw_jpeg(recipe)
        return self._bases[key]

    def picture(self, style: str, at: int, kind: ArtworkKind) -> Image.Image:
        """Return one of the five in a style."""
        item = episode(at) if kind is ArtworkKind.TITLE_CARD else film(at)
        subject = Subject(item=item, kind=kind, title=item.title, facts=item.facts)
        out = self.folder / "out.jpg"
        look, canvas = self.book.look(style, [], kind), Canvas.for_kind(kind)
        mark = Mark(fingerprint="design", original_hash="-")
        self.service.draw(self.base(at, kind), look, subject, canvas, base="textless", mark=mark, out=out, quality=95)
        with Image.open(out) as opened:
            return opened.convert("RGB")

    def hang(self, kind: ArtworkKind, width_px: int, across: int) -> Image.Image:
        """Return the wall of all styles that are for a kind, so many styles in a row."""
        names = [name for name in self.book.style_names if name != "none" and self.book.meant_for(name) is kind]
        height_px = round(width_px * (9 / 16 if kind.is_wide else 1.5))
        group = len(FILMS) * (width_px + GAP) - GAP
        rows = -(-len(names) // across)
        size = (
            2 * MARGIN + across * group + (across - 1) * 2 * MARGIN,
            2 * MARGIN + rows * (height_px + LABEL + MARGIN) - MARGIN,
        )
        wall = Image.new("RGB", size, GROUND)
        mask = Image.new("L", (width_px * 4, height_px * 4))
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, width_px * 4 - 1, height_px * 4 - 1), RADIUS * 4, fill=255)
        mask = mask.resize((width_px, height_px), Image.Resampling.LANCZOS)
        tools = toolbox(system_fonts=False)
        for number, name in enumerate(names):
            left = MARGIN + number % across * (group + 2 * MARGIN)
            top = MARGIN + number // across * (height_px + LABEL + MARGIN)
            label = tools.line(name, size_px=17, weight=600)
            assert label is not None
            wall.paste(INK, (left - label.ink[0], top + 16 - label.baseline), label.mask)
            for at in range(len(FILMS)):
                small = self.picture(name, at, kind).resize((width_px, height_px), Image.Resampling.LANCZOS)
                wall.paste(small, (left + at * (width_px + GAP), top + LABEL), mask)
        return wall


def main(folder: Path) -> None:
    """Write both walls."""
    with tempfile.TemporaryDirectory() as scratch:
        wall = Wall(Path(scratch))
        wall.hang(ArtworkKind.POSTER, 170, 2).save(folder / "design.jpg", quality=86, optimize=True)
        wall.hang(ArtworkKind.TITLE_CARD, 340, 1).save(folder / "design-cards.jpg", quality=86, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
