"""Sand dunes: long curves with a lit and a shaded side, meeting in a sharp crest."""

from __future__ import annotations

import numpy as np

from ..colour import Floats, lighter, mix, ramp
from ..dice import Dice
from ..noise import fractal_line, line
from ..palettes import Palette
from ..shapes import disc, glow, gradient, land, sky, smooth, stars
from ..stage import Layer, Stage, Strip


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of a desert under a low sun."""
    high, wide, unit = stage.height_px, stage.width_px, stage.unit
    horizon = dice.between(0.42, 0.52) if not stage.is_wide else dice.between(0.46, 0.54)
    side = dice.sign()
    sun_x = wide / 2 + side * unit * dice.between(0.08, 0.26) * (1.7 if stage.is_wide else 1)
    sun_y = high * (horizon - dice.between(0.06, 0.2))
    layers = [sky(stage, palette.sky, horizon + 0.02)]
    if palette.is_night:
        layers.append(stars(stage, dice.fork("stars"), 260, horizon, palette.sun))
    layers += [
        glow(sun_x, sun_y, unit * 0.46, mix(palette.horizon, palette.sun, 0.6), 0.6),
        disc(sun_x, sun_y, unit * dice.between(0.07, 0.15), palette.sun, feather_px=unit / 700),
    ]
    seed = dice.whole(0, 2**30)
    far = high * (horizon + 0.015) - unit * 0.022 * fractal_line(stage.columns * 1.7, seed, 4, 0.4)
    pale = mix(palette.far, palette.horizon, 0.55)
    layers.append(
        land(far, gradient(stage, [(horizon, pale), (horizon + 0.12, mix(palette.far, palette.horizon, 0.25))]))
    )
    count = dice.whole(4, 5)
    sweep = dice.sign()
    for index in range(count):
        near = (index + 1) / count
        base = horizon + 0.035 + (0.83 - horizon) * near**1.4 * 0.7
        crest = sweep * dice.between(0.04, 0.3) * (1.6 if stage.is_wide else 1)
        tall = unit * (0.045 + 0.16 * near) * dice.between(0.8, 1.2)
        edge = base * high - tall * _profile(stage.columns - np.float32(crest), side, near, seed + 13 * index)
        layers.append(_dune(stage, palette, edge, crest, near, side, seed + index))
        layers.append(glow(sun_x, sun_y, unit * 0.45, palette.sun, 0.16 * (1 - near)))
        sweep = -sweep
    return layers


def _profile(x: Floats, side: int, near: float, seed: int) -> Floats:
    """Return the height (1 at the crest) of a dune at a distance from its crest: long to windward, steep to the lee."""
    long, short = 0.62 + 0.3 * near, 0.34 + 0.16 * near
    to_sun = x * side > 0
    away = np.abs(x) / np.where(to_sun, long, short)
    body = np.where(to_sun, np.exp(-(away**1.15)), np.exp(-(away**0.95) * 1.1))
    return np.asarray(body + 0.16 * line(x * 1.3 + 0.5, seed) * np.minimum(np.abs(x) * 3, 1), dtype=np.float32)


def _dune(stage: Stage, palette: Palette, edge: Floats, crest: float, near: float, side: int, seed: int) -> Layer:
    """Return one dune: a slope lit from `side`, and a shaded one beyond a line that winds down from the crest."""
    high, unit = stage.height_px, stage.unit
    lit = mix(palette.depth(near**1.2 * 0.78), palette.sun, 0.26 * (1 - near * 0.8))
    shade = mix(palette.depth(min(near**0.85 + 0.12, 1)), palette.horizon, 0.16 * (1 - near))
    peak = float(edge.min())
    top = peak / high
    bottom = mix(lit, palette.near, 0.55 + 0.4 * near)
    slope = land(edge, gradient(stage, [(top, lighter(lit, 0.02)), (top + 0.12 + 0.24 * near, bottom)]))
    rows_shade = ramp([(top, shade), (top + 0.3, mix(shade, palette.near, 0.7))], stage.rows)
    seed_bend = (seed % 97) / 97

    def layer(strip: Strip) -> None:
        slope(strip)
        rows = strip.rows(max(peak, 0), high)
        if rows is None:
            return
        down = np.maximum((strip.y_px[rows] - peak) / unit, 0).astype(np.float32)
        swing = (0.075 + 0.12 * near) * np.sin(down * (5.2 - 2.4 * near) + seed_bend * 1.5) - (
            0.075 + 0.12 * near
        ) * np.sin(seed_bend * 1.5)
        winding = np.float32(crest) + side * (0.26 * down + swing)
        away = (winding - stage.columns[None, :]) * np.float32(side)
        blur = 0.0008 + 0.02 * down + 0.2 * np.clip(down - 0.12, 0, 1)
        alpha = smooth((away / blur).astype(np.float32), -0.35, 0.65)
        alpha *= np.clip(strip.y_px[rows] - edge + np.float32(0.5), 0, 1)
        strip.blend(alpha * np.float32(0.92), rows_shade, rows)

    return layer
