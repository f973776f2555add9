"""A skyline at dusk, its windows lit, and the river in front of it."""

from __future__ import annotations

import numpy as np

from ..colour import Floats, Rgb, lighter, mix
from ..dice import Dice
from ..noise import plane
from ..palettes import Palette
from ..shapes import SUBSAMPLES, disc, glow, gradient, haze, silhouette, sky, smooth, stars
from ..stage import Layer, Stage, Strip


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of a city across the water."""
    high, wide, unit = stage.height_px, stage.width_px, stage.unit
    shore = dice.between(0.66, 0.7)
    light_x = wide / 2 + unit * dice.between(-0.26, 0.26) * (1.6 if stage.is_wide else 1)
    light_y = high * dice.between(0.24, 0.4)
    layers: list[Layer] = [sky(stage, palette.sky, shore - 0.06)]
    layers.append(stars(stage, dice.fork("stars"), 300 if palette.is_night else 90, shore * 0.7, palette.sun))
    layers += [
        glow(light_x, light_y, unit * 0.5, mix(palette.horizon, palette.sun, 0.4), 0.5),
        disc(
            light_x,
            light_y,
            unit * dice.between(0.07, 0.17),
            palette.sun,
            lower=mix(palette.sun, palette.horizon, 0.45),
            feather_px=unit / 700,
        ),
    ]
    lamp = mix(palette.sun, (255.0, 206.0, 120.0), 0.55)
    centre = dice.between(-0.18, 0.18)
    rows = 4
    for index in range(rows):
        near = index / (rows - 1)
        part = dice.fork("row", index)
        tall = unit * (0.44, 0.40, 0.27, 0.13)[index]
        edge, houses = _skyline(stage, part, shore * high, tall, centre, near)
        colour = mix(palette.depth(0.16 + 0.84 * near), palette.horizon, 0.38 * (1 - near) ** 1.2)
        top = float(edge.min()) / high
        foot = mix(colour, palette.horizon, 0.42 * (1 - near) + 0.05)
        layers.append(silhouette(edge, gradient(stage, [(top, lighter(colour, -0.01)), (shore, foot)])))
        if index:
            layers.append(_windows(stage, houses, part.fork("lit"), lamp, 0.28 + 0.5 * near, shore * high))
        layers.append(haze(stage, shore - 0.24, shore + 0.04, mix(palette.horizon, colour, 0.4), 0.3 * (1 - near)))
        layers.append(glow(light_x, light_y, unit * 0.5, palette.sun, 0.12 * (1 - near)))
    layers.append(_river(stage, palette, shore, light_x, lamp, dice.fork("river")))
    return layers


def _skyline(
    stage: Stage, dice: Dice, ground: float, tall: float, centre: float, near: float
) -> tuple[Floats, list[tuple[int, int, int]]]:
    """Return a row of houses as a line at fine columns, and the houses as (left, right, top) px."""
    wide, unit = stage.width_px, stage.unit
    edge = np.full(wide * SUBSAMPLES, ground + 8, np.float32)
    houses: list[tuple[int, int, int]] = []
    left = -int(unit * dice.between(0, 0.05))
    spread = 0.42 if not stage.is_wide else 0.7
    while left < wide:
        width = int(unit * dice.between(0.032, 0.085) * (0.85 + 0.3 * near))
        off = ((left + width / 2 - wide / 2) / unit - centre) / spread
        mound = float(np.exp(-off * off))
        height = tall * (0.2 + 0.8 * mound * dice.between(0.35, 1.0) ** 0.8 + 0.16 * dice.between(0, 1))
        top = int(ground - height)
        _house(edge, left, width, top, dice, height, unit)
        houses.append((left, left + width, top))
        left += width + (int(unit * dice.between(0.002, 0.02)) if dice.chance(0.35) else 0)
    return edge, houses


def _house(edge: Floats, left: int, width: int, top: int, dice: Dice, height: float, unit: float) -> None:
    """Put one house into the line: flat, stepped, gabled, rounded, slanted, or with a mast."""

    def put(first: float, last: float, heights: Floats | float) -> None:
        low, end = max(int(first * SUBSAMPLES), 0), min(int(last * SUBSAMPLES), len(edge))
        if low < end:
            if isinstance(heights, float):
                edge[low:end] = np.minimum(edge[low:end], heights)
            else:
                skip = low - int(first * SUBSAMPLES)
                edge[low:end] = np.minimum(edge[low:end], heights[skip : skip + end - low])

    put(left, left + width, float(top))
    kind = dice.between(0, 1)
    across = np.linspace(-1, 1, width * SUBSAMPLES + SUBSAMPLES, dtype=np.float32)
    if kind < 0.24:
        rise = height * dice.between(0.06, 0.14)
        put(left + width * 0.2, left + width * 0.8, float(top - rise))
        if dice.chance(0.5):
            put(left + width * 0.36, left + width * 0.64, float(top - rise * 1.7))
            put(left + width * 0.5 - unit * 0.0012, left + width * 0.5 + unit * 0.0012, float(top - rise * 3.2))
    elif kind < 0.36:
        put(left, left + width, (top - (1 - np.abs(across)) * width * dice.between(0.4, 0.9)).astype(np.float32))
    elif kind < 0.46:
        put(left, left + width, (top - (across * dice.sign() + 1) * width * 0.28).astype(np.float32))
    elif kind < 0.53:
        put(left, left + width, (top - np.sqrt(np.clip(1 - across * across, 0, 1)) * width * 0.42).astype(np.float32))
    elif kind < 0.66:
        mast = left + width * dice.between(0.3, 0.7)
        put(mast - unit * 0.0011, mast + unit * 0.0011, float(top - height * dice.between(0.12, 0.3)))


def _windows(
    stage: Stage, houses: list[tuple[int, int, int]], dice: Dice, lamp: Rgb, strength: float, ground: float
) -> Layer:
    """Return lit windows, on whole pixels, a quarter of them at most."""
    unit = stage.unit
    wide, tall = max(int(unit * 0.0026), 1), max(int(unit * 0.0042), 1)
    lit: dict[int, list[tuple[int, float]]] = {}
    for left, right, top in houses:
        step_x, step_y = int(wide * dice.whole(2, 3) + 1), int(tall * 2.2) + 1
        share = dice.between(0.03, 0.26)
        columns = (right - left - 2 * step_x) // step_x
        if columns < 2:
            continue
        margin = (right - left - (columns - 1) * step_x - wide) // 2
        for row in range(top + 2 * step_y, int(ground - step_y), step_y):
            for column in range(columns):
                if dice.chance(share):
                    x = left + margin + column * step_x
                    if 0 <= x < stage.width_px - wide:
                        lit.setdefault(row, []).append((x, dice.between(0.35, 1.0) * strength))
    ordered = sorted(lit)

    def layer(strip: Strip) -> None:
        for row in ordered:
            if (rows := strip.rows(row, row + tall)) is not None:
                alpha = np.zeros((1, stage.width_px), np.float32)
                for x, bright in lit[row]:
                    alpha[0, x : x + wide] = bright
                strip.blend(alpha, lamp, rows)

    return layer


def _river(stage: Stage, palette: Palette, shore: float, light_x: float, lamp: Rgb, dice: Dice) -> Layer:
    """Return dark water with long reflections of the lights."""
    high, unit, seed = stage.height_px, stage.unit, dice.whole(0, 2**30)
    top = shore * high
    base = gradient(
        stage,
        [
            (shore, mix(palette.near, palette.horizon, 0.3)),
            (shore + 0.1, mix(palette.near, palette.far, 0.16)),
            (1.0, palette.near),
        ],
    )
    lights = np.zeros(stage.width_px, np.float32)
    for _ in range(int(34 * stage.width_px / unit)):
        x, reach = dice.between(0, stage.width_px), unit * dice.between(0.002, 0.006)
        lights += dice.between(0.2, 1.0) ** 2 * np.exp(-(((np.arange(stage.width_px) - x) / reach) ** 2)).astype(
            np.float32
        )
    sheen = np.exp(-(((np.arange(stage.width_px) - light_x) / (unit * 0.12)) ** 2)).astype(np.float32)

    def layer(strip: Strip) -> None:
        rows = strip.rows(top, high)
        if rows is None:
            return
        strip.fill(rows, base)
        down = (np.maximum(strip.y_px[rows] - top, 0) / (high - top)).astype(np.float32)
        waves = plane(strip.x_px / unit * (9 - 4 * down), 34 * np.log1p(down * 14) + 20 * down, seed)
        broken = smooth(waves, -0.55, 0.5)
        strip.blend(np.clip(lights * broken * (1 - down) ** 3.2 * 0.62, 0, 1).astype(np.float32), lamp, rows)
        strip.blend((sheen * smooth(waves, -0.1, 0.5) * (1 - down) ** 1.5 * 0.42).astype(np.float32), palette.sun, rows)

    return layer
