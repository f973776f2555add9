"""Round hills with little trees, a big sun, soft clouds: a picture-book country."""

from __future__ import annotations

import numpy as np

from ..colour import Floats, Rgb, lighter, lightness, mix
from ..dice import Dice
from ..noise import line
from ..palettes import Palette
from ..shapes import disc, glow, gradient, land, sky, smooth
from ..stage import Layer, Stage, Strip


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of rolling hills under a friendly sky."""
    high, wide, unit = stage.height_px, stage.width_px, stage.unit
    horizon = dice.between(0.46, 0.53)
    seed = dice.whole(0, 2**30)
    sun_x = wide / 2 + unit * dice.between(-0.24, 0.24) * (1.6 if stage.is_wide else 1)
    sun_y = high * (horizon - dice.between(0.1, 0.24))
    radius = unit * dice.between(0.12, 0.18)
    layers: list[Layer] = [sky(stage, palette.sky, horizon + 0.05)]
    layers += [
        disc(sun_x, sun_y, radius * scale, palette.sun, strength=0.16, feather_px=unit / 600)
        for scale in (2.35, 1.85, 1.4)
    ]
    layers += [
        glow(sun_x, sun_y, unit * 0.4, palette.sun, 0.35),
        disc(sun_x, sun_y, radius, palette.sun, feather_px=unit / 700),
    ]
    for index in range(dice.whole(2, 4)):
        layers.append(_cloud(stage, palette, dice.fork("cloud", index), horizon))
    count = 5
    for index in range(count):
        near = index / (count - 1)
        base = horizon + 0.03 + 0.27 * near**1.1
        phase = dice.between(0, 6.28)
        x = stage.columns
        shape = 0.62 * np.sin(x * (4.2 - 2.0 * near) + phase) + 0.5 * line(
            x * (1.5 - 0.4 * near) + 3 * index, seed + index
        )
        edge = (base * high - unit * (0.05 + 0.035 * near) * shape).astype(np.float32)
        accent = palette.flat[(3 + index) % 5]
        colour = mix(palette.depth(0.06 + 0.86 * near**1.15), accent, 0.13 if index < count - 1 else 0.0)
        colour = mix(colour, palette.horizon, 0.3 * (1 - near) ** 2)
        trees = _trees(stage, edge, dice.fork("trees", index), near, palette, colour)
        layers += trees
        stops = [
            (float(edge.min()) / high, lighter(colour, 0.045)),
            (float(edge.max()) / high + 0.14, lighter(colour, -0.055)),
        ]
        layers.append(land(edge, gradient(stage, stops)))
    return layers


def _cloud(stage: Stage, palette: Palette, dice: Dice, horizon: float) -> Layer:
    """Return a cloud with a flat foot, its puffs of one piece."""
    unit = stage.unit
    scale = unit * dice.between(0.05, 0.095)
    x = stage.width_px / 2 + unit * dice.between(-0.52, 0.52) * (1.8 if stage.is_wide else 1)
    y = stage.height_px * horizon * dice.between(0.16, 0.62)
    puffs = [(0.0, 0.0, 1.0)] + [
        (place * dice.between(0.85, 1.1), -0.1 * dice.between(0, 1), size * dice.between(0.85, 1.1))
        for place, size in ((-1.05, 0.66), (1.0, 0.74), (-1.85, 0.36), (1.8, 0.42))
    ]
    dusk = 1.5 * max(0.66 - lightness(palette.sky[1]), 0)
    colour = mix(mix((255.0, 255.0, 255.0), palette.horizon, 0.3), palette.sky[-2], min(dusk, 0.6))
    low = mix(colour, palette.sky[-2], 0.4)
    foot = y + scale * 0.32

    def layer(strip: Strip) -> None:
        rows = strip.rows(max(y - scale * 1.3, 0), foot + 2)
        if rows is None:
            return
        distance: Floats | None = None
        for dx, dy, size in puffs:
            across, down = strip.x_px - np.float32(x + dx * scale), strip.y_px[rows] - np.float32(y + dy * scale)
            flat = np.sqrt(across * across + down * down) - np.float32(size * scale)
            distance = flat if distance is None else np.minimum(distance, flat)
        assert distance is not None
        inside = np.clip(np.float32(0.5) - distance, 0, 1) * np.clip(np.float32(foot + 0.5) - strip.y_px[rows], 0, 1)
        shade = smooth(strip.y_px[rows], y - scale * 0.6, foot)
        strip.blend(inside * np.float32(0.94), colour, rows)
        strip.blend(inside * shade * np.float32(0.7), low, rows)

    return layer


def _trees(stage: Stage, edge: Floats, dice: Dice, near: float, palette: Palette, ground: Rgb) -> list[Layer]:
    """Return a few small trees on a hill, round or pointed, in twos and threes."""
    unit = stage.unit
    layers: list[Layer] = []
    if near in (0.0, 1.0):
        return layers
    for _ in range(dice.whole(1, 3)):
        place = dice.between(0.08, 0.92) * stage.width_px
        round_top = dice.chance(0.55)
        for _ in range(dice.whole(1, 3)):
            x = place + unit * dice.between(-0.06, 0.06)
            if not 0 <= x < stage.width_px:
                continue
            size = unit * (0.016 + 0.03 * near) * dice.between(0.75, 1.2)
            foot = float(edge[int(x)]) + size * 0.1
            leaf = mix(mix(ground, palette.near, 0.42), palette.flat[dice.whole(1, 4)], 0.22)
            layers.append(_Tree(x, foot, size, leaf, mix(palette.near, ground, 0.25), round_top=round_top))
    return layers


class _Tree:
    """A small tree: a trunk, and a crown that is an egg or a cone; light comes from the left."""

    def __init__(self, x: float, foot: float, size: float, leaf: Rgb, bark: Rgb, *, round_top: bool) -> None:
        self.x, self.foot, self.size, self.leaf, self.bark, self.round_top = x, foot, size, leaf, bark, round_top

    def __call__(self, strip: Strip) -> None:
        size = self.size
        rows = strip.rows(max(self.foot - 3.6 * size, 0), self.foot + 2)
        columns = slice(
            max(int(self.x - 1.2 * size - 2), 0), max(0, min(int(self.x + 1.2 * size + 3), strip.stage.width_px))
        )
        if rows is None or columns.start >= columns.stop:
            return
        across = strip.x_px[:, columns] - np.float32(self.x)
        up = np.float32(self.foot) - strip.y_px[rows]
        trunk = np.clip(np.float32(size * 0.08 + 0.5) - np.abs(across), 0, 1) * np.clip(size * 1.4 - up, 0, 1)
        strip.blend(trunk, self.bark, rows, columns)
        if self.round_top:
            tall = (up - np.float32(1.9 * size)) / np.float32(1.25)
            distance = np.sqrt(across * across + tall * tall) - np.float32(size * 0.92)
        else:
            share = (np.float32(3.3 * size) - up) / np.float32(2.7 * size)
            distance = (np.abs(across) - share * np.float32(size * 0.85)) * np.float32(0.95)
            distance = np.maximum(distance, np.float32(0.6 * size) - up)
        inside = np.clip(np.float32(0.5) - distance, 0, 1)
        strip.blend(inside, self.leaf, rows, columns)
        strip.blend(
            inside * smooth(across, size * 0.1, -size * 0.2) * np.float32(0.4), lighter(self.leaf, 0.09), rows, columns
        )
