"""The curated palettes, read from palettes.toml once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from .colour import Rgb, mix, rgb


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours that belong together; palettes.toml says what each is for.

    Attributes:
        name: its key in palettes.toml, part of every recipe.
        sky: from the top down to the horizon.
        sun: the disc in the sky.
        far: land at the horizon.
        near: land at our feet, dark.
        flat: five colours for flat shapes; the first is the ground they lie on.
        moods: what it suits.
    """

    name: str
    sky: tuple[Rgb, ...]
    sun: Rgb
    far: Rgb
    near: Rgb
    flat: tuple[Rgb, ...]
    moods: frozenset[str]

    @property
    def horizon(self) -> Rgb:
        """Return the colour of the air far away."""
        return self.sky[-1]

    @property
    def is_night(self) -> bool:
        """Return whether the disc in the sky is a moon and stars may be out."""
        return "night" in self.moods

    def depth(self, share: float) -> Rgb:
        """Return the colour of land at a distance: 0 = far away in the haze, 1 = at our feet."""
        return mix(self.far, self.near, share)


@lru_cache(maxsize=1)
def palettes() -> dict[str, Palette]:
    """Return every palette by name."""
    table = tomllib.loads((files(__package__) / "palettes.toml").read_text(encoding="utf-8"))
    return {
        name: Palette(
            name=name,
            sky=tuple(map(rgb, entry["sky"])),
            sun=rgb(entry["sun"]),
            far=rgb(entry["land"][0]),
            near=rgb(entry["land"][1]),
            flat=tuple(map(rgb, entry["flat"])),
            moods=frozenset(entry["moods"]),
        )
        for name, entry in table.items()
    }
