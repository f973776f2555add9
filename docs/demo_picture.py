"""Sets the README's picture from a finished demo: `python docs/demo_picture.py DEMO_DIR docs/images/demo.jpg`."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw

WALL = (1760, 1010)
GROUND = (15, 17, 21)
MARGIN, GAP, RADIUS = 40, 24, 14
POSTER, CARD = (260, 390), (402, 226)
POSTERS = (
    "Films/2001 - A Space Odyssey (1968)",
    "Films/Nosferatu (1922)",
    "Films/Lawrence of Arabia (1962)",
    "Films/Playtime (1967)",
    "Films/The Good, the Bad and the Ugly (1966)",
    "Series/Planet Earth (2006)",
)
CARDS = ("Planet Earth - S01E01*", "Cosmos - S01E01*", "Planet Earth - S01E02*", "Cosmos - S01E03*")


def hang(wall: Image.Image, picture: Path, size: tuple[int, int], at: tuple[int, int]) -> None:
    """Put a picture on the wall, with round corners."""
    with Image.open(picture) as opened:
        small = opened.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    mask = Image.new("L", (size[0] * 4, size[1] * 4))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] * 4 - 1, size[1] * 4 - 1), RADIUS * 4, fill=255)
    wall.paste(small, at, mask.resize(size, Image.Resampling.LANCZOS))


def main(demo: Path, out: Path) -> None:
    """Compose the wall: posters, then season posters and title cards."""
    height = MARGIN + POSTER[1] + GAP + CARD[1] + MARGIN
    wall = Image.new("RGB", (WALL[0], height), GROUND)
    for number, folder in enumerate(POSTERS):
        hang(wall, demo / folder / "poster.jpg", POSTER, (MARGIN + number * (POSTER[0] + GAP), MARGIN))
    for number, pattern in enumerate(CARDS):
        picture = next((demo / "Series").rglob(f"{pattern}-thumb.jpg"))
        hang(wall, picture, CARD, (MARGIN + number * (CARD[0] + GAP), MARGIN + POSTER[1] + GAP))
    wall.save(out, quality=88, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
