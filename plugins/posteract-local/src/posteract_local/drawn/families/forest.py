"""Conifers in fog, row behind row."""

from __future__ import annotations

import numpy as np

from ..colour import Floats, lighter, mix
from ..dice import Dice
from ..noise import fractal_line, line
from ..palettes import Palette
from ..shapes import disc, glow, gradient, land, mist, sky, stars
from ..stage import Layer, Stage, Strip


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of a forest that climbs out of the fog."""
    high, wide, unit = stage.height_px, stage.width_px, stage.unit
    horizon = dice.between(0.36, 0.44)
    light_x = wide / 2 + unit * dice.between(-0.2, 0.2)
    light_y = high * (horizon - dice.between(0.1, 0.18))
    seed = dice.whole(0, 2**30)
    air = mix(palette.horizon, palette.sky[-2], 0.15)
    layers: list[Layer] = [sky(stage, palette.sky, horizon + 0.14)]
    if palette.is_night:
        layers.append(stars(stage, dice.fork("stars"), 260, horizon, palette.sun))
    layers.append(glow(light_x, light_y, unit * 0.5, mix(palette.horizon, palette.sun, 0.5), 0.55))
    if dice.chance(0.75):
        layers.append(
            disc(light_x, light_y, unit * dice.between(0.06, 0.13), palette.sun, feather_px=unit / 500, strength=0.9)
        )
    for index in range(2):
        hill = (horizon + 0.06 * index) * high - unit * 0.09 * fractal_line(
            stage.columns * 1.1 + 9 * index, seed + index, 5, 0.42
        )
        colour = mix(palette.depth(0.1 + 0.14 * index), air, 0.5 - 0.14 * index)
        layers.append(land(hill, gradient(stage, [(horizon - 0.06, colour), (horizon + 0.16, air)])))
    rows = 5
    for index in range(rows):
        near = index / (rows - 1)
        part = dice.fork("row", index)
        tall = unit * (0.07 + 0.25 * near**1.5)
        base = high * (horizon + 0.11 + (0.86 - horizon) * near**1.25 * 0.74)
        x = stage.columns
        ground = base - unit * 0.085 * line(x * (1.5 - 0.6 * near) + index * 3.3, seed + 7 * index)
        if near > 0.6:
            ground -= unit * 0.09 * (near - 0.6) / 0.4 * (np.abs(x) / float(np.abs(x).max())) ** 1.6
        colour = mix(palette.depth(0.25 + 0.75 * near), air, 0.42 * (1 - near) ** 1.1)
        foot = mix(colour, air, 0.62 * (1 - near) ** 0.75)
        if index == rows - 1:
            colour, foot = mix(colour, palette.far, 0.13), lighter(colour, -0.04)
        top = (float(ground.min()) - tall) / high
        shades = gradient(stage, [(top + 0.02, colour), (top + 0.06 + 1.5 * tall / high, foot)])
        layers += _trees(stage, ground, tall, part, shades, clearing=0.3 if near == 1 else 0.0)
        layers.append(land(ground, shades))
        if index < rows - 1:
            layers.append(
                mist(stage, base + tall * 0.35, unit * 0.075, air, 0.62 * (1 - near) + 0.08, seed + 50 + index, 0.6)
            )
            layers.append(glow(light_x, light_y, unit * 0.55, palette.sun, 0.13 * (1 - near)))
    return layers


def _trees(stage: Stage, ground: Floats, tall: float, dice: Dice, shades: Floats, clearing: float) -> list[Layer]:
    """Return a row of fir trees along a line, thick in some places and thin in others."""
    trees: list[Layer] = []
    thick = dice.whole(0, 2**30)
    place = -tall * 0.2
    while place < stage.width_px + tall * 0.2:
        dense = float(line(np.array([place / tall * 0.45], np.float32), thick)[0])
        height = tall * dice.between(0.42, 0.86) * (1.25 if dice.chance(0.16) else 1.0) * (0.9 + 0.25 * dense)
        off = abs(place - stage.width_px / 2) / stage.width_px
        bare = (clearing > 0 and off < clearing * dice.between(0.55, 1.1)) or dice.chance(0.26 - 0.6 * dense)
        half = height * dice.between(0.16, 0.23)
        if not bare:
            foot = float(ground[min(max(int(place), 0), stage.width_px - 1)]) + height * 0.09
            trees.append(Fir(place, foot, height, half, dice, shades))
        place += half * dice.between(0.5, 1.7)
    return trees


class Fir:
    """One fir: tiers of drooping branches, each side a little different, in the colours of its row."""

    def __init__(self, x: float, foot: float, height: float, half: float, dice: Dice, shades: Floats) -> None:
        self.x, self.tip, self.height, self.half = x, foot - height, height, half
        self.tiers = dice.between(6.0, 9.0)
        self.phases = (dice.between(0, 1), dice.between(0, 1))
        self.shades = shades

    def __call__(self, strip: Strip) -> None:
        rows = strip.rows(max(self.tip - 2, 0), self.tip + self.height)
        first = max(int(self.x - self.half - 2), 0)
        columns = slice(first, max(first, min(int(self.x + self.half + 3), strip.stage.width_px)))
        if rows is None or columns.start == columns.stop:
            return
        across = strip.x_px[:, columns] - np.float32(self.x)
        away = np.abs(across)
        down = (strip.y_px[rows] - np.float32(self.tip)) / np.float32(self.height)
        phase = np.where(across < 0, np.float32(self.phases[0]), np.float32(self.phases[1]))
        tier = down * np.float32(self.tiers) + phase - away * np.float32(0.75 / self.half)
        part = tier - np.floor(tier)
        saw = np.minimum(part / np.float32(0.82), (1 - part) / np.float32(0.18))
        saw = np.maximum(saw, np.clip((down - np.float32(0.86)) * 12, 0, 1))
        reach = np.maximum(down, 0) ** np.float32(0.9) * (0.56 + 0.44 * saw) * np.float32(self.half) + np.float32(
            self.half * 0.015
        )
        alpha = np.clip((reach - away) * np.float32(0.75) + np.float32(0.5), 0, 1) * np.clip(down * 40 + 1, 0, 1)
        strip.blend(alpha.astype(np.float32), self.shades, rows, columns)
