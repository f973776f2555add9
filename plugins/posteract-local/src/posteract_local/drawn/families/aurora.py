"""A clear northern night: stars, curtains of light, dark hills."""

from __future__ import annotations

import numpy as np

from ..colour import Floats, Rgb, mix, ramp
from ..dice import Dice
from ..noise import crested_line, fractal_line, line, plane
from ..palettes import Palette
from ..shapes import glow, gradient, land, mist, sky, smooth, stars
from ..stage import Layer, Stage, Strip

HUES: tuple[tuple[Rgb, Rgb, Rgb], ...] = (
    ((168.0, 255.0, 206.0), (62.0, 214.0, 160.0), (112.0, 82.0, 200.0)),
    ((158.0, 250.0, 236.0), (44.0, 178.0, 190.0), (92.0, 66.0, 190.0)),
    ((255.0, 198.0, 226.0), (214.0, 82.0, 158.0), (84.0, 58.0, 178.0)),
    ((206.0, 255.0, 176.0), (92.0, 206.0, 120.0), (38.0, 120.0, 170.0)),
)
"""Colours of a curtain: its bright lower edge, its body, its fading top."""


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of an aurora over hills and a lake."""
    high, wide, unit = stage.height_px, stage.width_px, stage.unit
    horizon = dice.between(0.66, 0.71)
    dark = tuple(mix(colour, palette.near, 0.42) for colour in palette.sky[:-1])
    hue = dice.pick(HUES)
    low = mix(mix(palette.sky[-2], palette.near, 0.25), hue[1], 0.25)
    seed = dice.whole(0, 2**30)
    layers: list[Layer] = [sky(stage, (*dark, low), horizon)]
    layers.append(stars(stage, dice.fork("stars"), 620, horizon, (238.0, 244.0, 255.0), 1.2))
    layers.append(glow(wide * dice.between(0.3, 0.7), high * horizon, unit * 0.62, hue[1], 0.4))
    for index in range(dice.whole(2, 3)):
        layers.append(_curtain(stage, dice.fork("curtain", index), hue, index, horizon))
    for index in range(3):
        near = index / 2
        base = horizon - 0.015 + 0.065 * near
        shape = crested_line(stage.columns * (1.5 - 0.3 * near) + 5 * index, seed + 41 * index, 7, 0.44)
        edge = base * high - unit * (0.075 - 0.03 * near) * (
            shape + 0.5 * fractal_line(stage.columns * 0.9, seed + index, 2)
        )
        colour = mix(palette.near, low, 0.42 * (1 - near) ** 1.3)
        layers.append(
            land(edge, gradient(stage, [(base - 0.06, colour), (base + 0.09, mix(colour, low, 0.3 * (1 - near)))]))
        )
        if index < 2:
            layers.append(
                mist(stage, (base + 0.035) * high, unit * 0.035, mix(low, hue[1], 0.3), 0.4 * (1 - near), seed + index)
            )
    layers.append(_lake(stage, palette, horizon + 0.045, hue, low, seed))
    return layers


def _lake(stage: Stage, palette: Palette, shore: float, hue: tuple[Rgb, Rgb, Rgb], low: Rgb, seed: int) -> Layer:
    """Return still water that holds the sky's light, broken by ripples."""
    high, unit = stage.height_px, stage.unit
    top = shore * high
    deep = palette.near
    base = gradient(stage, [(shore, mix(low, deep, 0.45)), (shore + 0.13, mix(low, deep, 0.8)), (1.0, deep)])
    columns = (0.45 + 0.55 * smooth(line(stage.columns * 2.3, seed + 8), -0.5, 0.6)) * (
        0.75 + 0.25 * line(stage.columns * 21, seed + 9)
    )

    def layer(strip: Strip) -> None:
        rows = strip.rows(top, high)
        if rows is None:
            return
        strip.fill(rows, base)
        down = (np.maximum(strip.y_px[rows] - top, 0) / (high - top)).astype(np.float32)
        waves = plane(strip.x_px / unit * (7 - 3 * down), 90 * down**0.75, seed)
        light = columns * (1 - down) ** 2.4 * (0.42 + 0.3 * waves)
        strip.blend(np.clip(light, 0, 1).astype(np.float32) * np.float32(0.7), hue[1], rows)
        rim = np.clip(1 - down * (high - top) / (unit * 0.006), 0, 1) * np.float32(0.35)
        strip.blend(rim, mix(hue[0], low, 0.5), rows)

    return layer


def _curtain(stage: Stage, dice: Dice, hue: tuple[Rgb, Rgb, Rgb], index: int, horizon: float) -> Layer:
    """Return one curtain: a winding lower edge, rays that rise from it."""
    x, unit, high = stage.columns, stage.unit, stage.height_px
    seed = dice.whole(0, 2**30)
    tilt = dice.between(-0.22, 0.22)
    lower = high * horizon * dice.between(0.62, 0.84) - unit * (
        0.13 * line(x * 1.25, seed) + 0.05 * line(x * 3.1, seed + 1) + tilt * x / (1 if not stage.is_wide else 1.6)
    )
    rays = 0.5 + 0.5 * line(x * 34 + 3 * line(x * 4, seed + 2), seed + 3)
    fine = 0.5 + 0.5 * line(x * 110, seed + 4)
    slow = smooth(line(x * 1.7, seed + 5), -0.75, 0.35)
    bright = (slow * (0.34 + 0.44 * rays + 0.22 * fine)).astype(np.float32)
    tall = (unit * (0.2 + 0.26 * (0.5 + 0.5 * line(x * 9, seed + 6)) + 0.12 * rays) * (1.1 - 0.12 * index)).astype(
        np.float32
    )
    strength = np.float32(0.86 - 0.2 * index)
    table = ramp(
        [(0.0, hue[0]), (0.12, hue[1]), (0.55, mix(hue[1], hue[2], 0.65)), (1.0, hue[2])],
        np.linspace(0, 1, 256, dtype=np.float32),
    )
    top, bottom = float((lower - tall * 2.2).min()), float(lower.max()) + unit * 0.05

    def layer(strip: Strip) -> None:
        rows = strip.rows(max(top, 0), bottom)
        if rows is None:
            return
        up: Floats = (lower - strip.y_px[rows]) / tall
        fall = np.exp(-np.maximum(up, 0) * np.float32(2.3)) * np.clip(1 - up / 2.2, 0, 1)
        edge = smooth(up, -0.09, 0.05)
        alpha = fall * edge * bright * strength
        places = np.clip(up * 255 / 1.3, 0, 255).astype(np.uint8)
        strip.blend(np.clip(alpha, 0, 1), table[:, places], rows)

    return layer
