"""A calm sea: a horizon, a low sun and the road of light it lays on the water."""

from __future__ import annotations

import numpy as np

from ..colour import lighter, mix
from ..dice import Dice
from ..noise import crested_line, line, plane
from ..palettes import Palette
from ..shapes import disc, glow, gradient, land, sky, smooth, stars
from ..stage import Layer, Stage, Strip


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of a sea under a sun or moon, sometimes with a far coast."""
    high, wide, unit = stage.height_px, stage.width_px, stage.unit
    horizon = dice.between(0.5, 0.58)
    sun_x = wide / 2 + unit * dice.between(-0.2, 0.2) * (1.6 if stage.is_wide else 1)
    radius = unit * dice.between(0.09, 0.18)
    sunken = dice.chance(0.45)
    sun_y = high * horizon - (radius * dice.between(-0.1, 0.5) if sunken else radius * dice.between(1.35, 2.4))
    seed = dice.whole(0, 2**30)
    layers: list[Layer] = [sky(stage, palette.sky, horizon)]
    if palette.is_night:
        layers.append(stars(stage, dice.fork("stars"), 380, horizon * 0.95, palette.sun))
    layers += [
        glow(sun_x, sun_y, unit * 0.48, mix(palette.horizon, palette.sun, 0.55), 0.65),
        disc(sun_x, sun_y, radius, palette.sun, lower=mix(palette.sun, palette.horizon, 0.4), feather_px=unit / 700),
    ]
    layers += [_cloud(stage, palette, dice.fork("cloud", index), horizon) for index in range(dice.whole(2, 4))]
    if dice.chance(0.6):
        side = dice.sign()
        x = stage.columns * side
        fall = smooth(x, -0.12, 0.75 if not stage.is_wide else 1.1)
        for index, share in enumerate((0.45, 0.8)):
            shape = 0.5 + 0.5 * crested_line(stage.columns * (1.7 + index) + index * 3, seed + index, 6, 0.45)
            edge = horizon * high + 3 - unit * (0.17 - 0.07 * index) * fall ** (1.2 + index) * shape
            colour = mix(palette.depth(share * 0.75), palette.horizon, 0.35 * (1 - share))
            layers.append(
                land(edge, gradient(stage, [(horizon - 0.1, colour), (horizon, mix(colour, palette.horizon, 0.25))]))
            )
    layers.append(_water(stage, palette, horizon, sun_x, radius, seed))
    return layers


def _cloud(stage: Stage, palette: Palette, dice: Dice, horizon: float) -> Layer:
    """Return a long thin bank of cloud."""
    x = stage.columns
    height = horizon * dice.between(0.25, 0.88) * stage.height_px
    length, centre = dice.between(0.3, 0.62), dice.between(-0.5, 0.5) * stage.width_px / stage.unit
    thick = stage.unit * dice.between(0.006, 0.016)
    seed = dice.whole(0, 2**30)
    body = np.clip(1 - ((x - centre) / length) ** 2, 0, 1)
    upper = body**1.5 * thick * (1.2 + 0.8 * line(x * 7, seed) + 0.4 * line(x * 19, seed + 1))
    lower = body * thick * (0.5 + 0.35 * line(x * 5, seed + 2))
    colour = mix(palette.horizon, palette.sun, dice.between(0.1, 0.6))
    strength = dice.between(0.35, 0.6)

    def layer(strip: Strip) -> None:
        rows = strip.rows(max(height - 4 * thick - 8, 0), height + 3 * thick + 8)
        if rows is None:
            return
        down = strip.y_px[rows] - np.float32(height)
        inside = smooth(down + upper, -1.5, thick * 0.5) * smooth(down - lower, 1.5 + thick * 0.4, -thick * 0.3)
        strip.blend(inside * np.float32(strength), colour, rows)

    return layer


def _water(stage: Stage, palette: Palette, horizon: float, sun_x: float, radius: float, seed: int) -> Layer:
    """Return the sea: the sky mirrored and deepened, ripples in perspective, the road of light under the sun."""
    high, unit = stage.height_px, stage.unit
    deep = palette.near
    near_sky = mix(palette.horizon, palette.far, 0.5)
    rows_water = gradient(
        stage,
        [
            (horizon, mix(near_sky, palette.sun, 0.12)),
            (horizon + 0.1, mix(near_sky, deep, 0.42)),
            (horizon + 0.26, mix(palette.sky[1], deep, 0.72)),
            (1.0, lighter(deep, -0.02)),
        ],
    )
    light, dark = mix(palette.sun, palette.horizon, 0.25), lighter(deep, -0.03)
    top = horizon * high
    span = high - top

    def layer(strip: Strip) -> None:
        rows = strip.rows(top, high)
        if rows is None:
            return
        strip.fill(rows, rows_water)
        down = np.maximum((strip.y_px[rows] - top) / span, 1e-4).astype(np.float32)
        depth = 1 / (down + 0.035)
        x = (strip.x_px - sun_x) / unit
        along = x * (1.1 + 1.25 * depth**0.75)
        away = 30 * np.log1p(down * 70) + 46 * down
        waves = plane(along, away.astype(np.float32), seed)
        fine = plane(along * 2.3, (away * 2.2).astype(np.float32), seed + 1)
        ripple = 0.8 * waves + 0.75 * fine
        strip.blend(smooth(ripple, 0.05, 0.9) * (0.30 * (1 - down) ** 0.7 + 0.05), dark, rows)
        width = radius / unit * (0.8 + 0.9 * down)
        road = np.exp(-((x / width) ** 2))
        wide_road = np.exp(-((x / (width * 2.8)) ** 2))
        fade = (1 - down) ** 1.5
        limit = 0.5 - 0.95 * road + 0.6 * down
        glints = smooth(ripple - limit, -0.05, 0.22)
        strip.blend(np.clip(glints * (0.95 * road + 0.14 * wide_road) * fade, 0, 1), light, rows)
        strip.blend((wide_road * np.float32(0.22) * fade * fade).astype(np.float32), light, rows)

    return layer
