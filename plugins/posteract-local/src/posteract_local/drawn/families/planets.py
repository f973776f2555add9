"""Another world: a great planet in the sky, its ring or moons, and a strange coast below."""

from __future__ import annotations

import numpy as np

from ..colour import Rgb, lighter, mix
from ..dice import Dice
from ..noise import crested_line, fractal_plane, line
from ..palettes import Palette
from ..shapes import Field, glow, gradient, land, mist, sky, smooth, stars
from ..stage import Layer, Stage, Strip


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of a sky with a planet over far ridges."""
    high, wide, unit = stage.height_px, stage.width_px, stage.unit
    horizon = dice.between(0.64, 0.7)
    seed = dice.whole(0, 2**30)
    side = dice.sign()
    dark = [mix(colour, palette.near, 0.3) for colour in palette.sky[:-1]]
    layers: list[Layer] = [sky(stage, [*dark, mix(palette.horizon, palette.sky[-2], 0.25)], horizon + 0.04)]
    layers.append(_nebula(stage, mix(palette.horizon, palette.sky[-2], 0.4), seed, horizon))
    layers.append(stars(stage, dice.fork("stars"), 560, horizon, (240.0, 242.0, 255.0), 1.2))
    x = wide / 2 + side * unit * dice.between(0.0, 0.2) * (1.8 if stage.is_wide else 1)
    y = high * dice.between(0.3, 0.4)
    radius = unit * dice.between(0.22, 0.33)
    ringed = dice.chance(0.5)
    tilt = dice.between(-0.5, 0.5)
    if ringed:
        radius *= 0.8
        layers.append(_ring(x, y, radius, palette, tilt, front=False))
    layers.append(glow(x, y, radius * 1.5, palette.horizon, 0.42))
    layers.append(_planet(stage, x, y, radius, palette, dice.fork("planet"), side))
    if ringed:
        layers.append(_ring(x, y, radius, palette, tilt, front=True))
    for index in range(dice.whole(1, 2)):
        part = dice.fork("moon", index)
        moon = unit * part.between(0.014, 0.034)
        moon_x, moon_y = x - side * unit * part.between(0.3, 0.42), y + unit * part.between(-0.34, 0.26)
        layers.append(_planet(stage, moon_x, moon_y, moon, palette, part, side, plain=True))
    layers.append(
        glow(wide / 2 - side * unit * 0.2, high * horizon, unit * 0.5, mix(palette.horizon, palette.sun, 0.5), 0.45)
    )
    for index in range(4):
        near = index / 3
        base = horizon - 0.01 + 0.1 * near**1.3
        shape = crested_line(stage.columns * (2.1 - 0.8 * near) + index * 4, seed + 29 * index, 7, 0.4)
        shape = np.tanh(shape * 1.6) * 0.7 + 0.2 * line(stage.columns * 0.7, seed + index)
        edge = base * high - unit * (0.05 + 0.03 * near) * shape
        colour = mix(palette.depth(0.2 + 0.8 * near), palette.horizon, 0.3 * (1 - near))
        foot = mix(colour, palette.horizon, 0.4 * (1 - near)) if index < 3 else lighter(colour, -0.03)
        if index == 3:
            colour = mix(colour, palette.far, 0.3)
        layers.append(land(edge.astype(np.float32), gradient(stage, [(base - 0.03, colour), (base + 0.13, foot)])))
        if index < 3:
            layers.append(
                mist(stage, (base + 0.04) * high, unit * 0.03, palette.horizon, 0.3 * (1 - near), seed + 70 + index)
            )
    return layers


def _nebula(stage: Stage, colour: Rgb, seed: int, horizon: float) -> Layer:
    step = 16
    x, y = Field.lattice(stage, step)
    clouds = fractal_plane(x * 1.5 + 0.6 * y, y * 1.7, seed + 5, 5, 0.52)
    dense = smooth(clouds, -0.25, 0.95) * 0.5
    field = Field(stage, dense, step)

    def layer(strip: Strip) -> None:
        if (rows := strip.rows(0, horizon * stage.height_px)) is not None:
            strip.blend(field.read(strip, rows), colour, rows)

    return layer


def _planet(
    stage: Stage,
    x_px: float,
    y_px: float,
    radius: float,
    palette: Palette,
    dice: Dice,
    side: int,
    *,
    plain: bool = False,
) -> Layer:
    """Return a lit ball: bands along its axis, a soft terminator, a thin bright limb of air."""
    body = mix(palette.sun, palette.horizon, dice.between(0.35, 0.8))
    band = mix(palette.sky[-2], palette.far, dice.between(0.2, 0.7))
    night = mix(palette.sky[0], palette.near, 0.6)
    seed = dice.whole(0, 2**30)
    tilt = dice.between(-0.5, 0.5)
    light = (0.62 * -side, -0.5)
    first, last = int(x_px - radius - 3), int(x_px + radius + 4)

    def layer(strip: Strip) -> None:
        rows = strip.rows(max(y_px - radius - 3, 0), y_px + radius + 4)
        columns = slice(max(first, 0), max(min(last, stage.width_px), 0))
        if rows is None or columns.start >= columns.stop:
            return
        across = (strip.x_px[:, columns] - np.float32(x_px)) / np.float32(radius)
        down = (strip.y_px[rows] - np.float32(y_px)) / np.float32(radius)
        squared = across * across + down * down
        depth = np.sqrt(np.maximum(1 - squared, 0))
        inside = np.clip((1 - np.sqrt(squared)) * radius + np.float32(0.5), 0, 1)
        strip.blend(inside, body, rows, columns)
        if not plain:
            latitude = down * np.cos(tilt) - across * np.sin(tilt)
            warp = latitude + 0.05 * line((across * 2.2 + latitude * 4).astype(np.float32), seed + 3) * depth
            bands = smooth(
                line((warp * 3.4 + 9).astype(np.float32), seed) + 0.55 * line((warp * 9).astype(np.float32), seed + 1),
                -0.5,
                0.6,
            )
            strip.blend((bands * inside * np.float32(0.62)).astype(np.float32), band, rows, columns)
        lit = across * light[0] + down * light[1] + depth * np.float32(0.42)
        shadow = smooth(lit, 0.42, -0.3)
        strip.blend(shadow * inside * np.float32(0.97), night, rows, columns)
        rim = np.clip(squared, 0, 1) ** 7 * smooth(lit, -0.1, 0.6)
        strip.blend((rim * inside * np.float32(0.75)).astype(np.float32), palette.sun, rows, columns)

    return layer


def _ring(x_px: float, y_px: float, radius: float, palette: Palette, tilt: float, *, front: bool) -> Layer:
    """Return the half of a ring that passes behind or before its planet."""
    flat = 0.24
    cos, sin = float(np.cos(tilt)), float(np.sin(tilt))
    colour = mix(palette.sun, palette.horizon, 0.35)
    reach = radius * 2.15

    def layer(strip: Strip) -> None:
        rows = strip.rows(max(y_px - reach, 0), y_px + reach)
        if rows is None:
            return
        across, down = strip.x_px - np.float32(x_px), strip.y_px[rows] - np.float32(y_px)
        along = across * cos + down * sin
        over = (down * cos - across * sin) / flat
        distance = np.sqrt(along * along + over * over) / radius
        ring = smooth(distance, 1.28, 1.34) * smooth(distance, 2.04, 1.96)
        gaps = (
            0.55
            + 0.3 * line((distance * 11).astype(np.float32), 77)
            + 0.2 * line((distance * 31).astype(np.float32), 78)
        )
        gaps = gaps * (1 - smooth(distance, 1.66, 1.68) * smooth(distance, 1.74, 1.72))
        half = smooth(over * flat, -1.0, 1.0) if front else smooth(over * flat, 1.0, -1.0)
        strip.blend(np.clip(ring * gaps * half, 0, 1).astype(np.float32) * np.float32(0.85), colour, rows)

    return layer
