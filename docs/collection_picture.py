"""Draws posters of collections as Posteract composes them: `python docs/collection_picture.py docs/images/collections.jpg`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from posteract_core.render import samples
from posteract_core.render.collage import collage

POSTER = (400, 600)
MARGIN, GAP = 40, 32
GROUND = (15, 17, 21)
SHOWN = (
    (2, "spine", "Double Bill"),
    (3, "minimal", "Christopher Nolan"),
    (5, "cinema", "Heists"),
    (9, "editorial", "Top 250"),
)
ART = (samples.dusk, samples.night, samples.snow, samples.busy, samples.figure)
TURNS = ((0, 1, 2), (1, 2, 0), (2, 0, 1))


def members(folder: Path) -> list[Path]:
    """Return nine pictures, no two alike."""
    found = []
    for number in range(9):
        picture = ART[number % len(ART)]((1000, 1500)).convert("RGB")
        bands, turn = picture.split(), TURNS[number // len(ART)]
        path = folder / f"{number}.png"
        Image.merge("RGB", tuple(bands[at] for at in turn)).save(path)
        found.append(path)
    return found


def main(out: Path) -> None:
    """Compose, set titles by `posteract render`, and hang them side by side."""
    wall = Image.new("RGB", (2 * MARGIN + len(SHOWN) * (POSTER[0] + GAP) - GAP, 2 * MARGIN + POSTER[1]), GROUND)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        art = members(folder)
        for number, (count, style, title) in enumerate(SHOWN):
            base, finished = folder / f"base{number}.jpg", folder / f"finished{number}.png"
            base.write_bytes(collage(art[:count]))
            command = (
                "render",
                str(base),
                "-o",
                str(finished),
                "--title",
                title,
                "--style",
                style,
                "--kind",
                "collection",
            )
            subprocess.run(  # noqa: S603 - our own command
                [Path(sys.executable).with_name("posteract"), *command], check=True, stdout=subprocess.DEVNULL
            )
            with Image.open(finished) as opened:
                small = opened.convert("RGB").resize(POSTER, Image.Resampling.LANCZOS)
            wall.paste(small, (MARGIN + number * (POSTER[0] + GAP), MARGIN))
    wall.save(out, quality=88, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
