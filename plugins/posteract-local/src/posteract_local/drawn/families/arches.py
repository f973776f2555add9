"""A passage of arches, one through the other, with the evening at its end."""

from __future__ import annotations

import numpy as np

from ..colour import Floats, Rgb, lighter, lightness, mix
from ..dice import Dice
from ..noise import fractal_line, line
from ..palettes import Palette
from ..shapes import disc, glow, gradient, land, sky, smooth
from ..stage import Layer, Stage, Strip


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of an arcade that opens on a far landscape."""
    high, wide, unit = stage.height_px, stage.width_px, stage.unit
    seed = dice.whole(0, 2**30)
    side = dice.sign()
    gate_x = wide / 2 + unit * (dice.between(-0.34, 0.34) if stage.is_wide else 0)
    far_x = gate_x - side * unit * dice.between(0.02, 0.1 if not stage.is_wide else 0.2)
    floor = high * (0.66 if not stage.is_wide else 0.72)
    horizon = floor - unit * dice.between(0.07, 0.12)
    sun_x, sun_y = far_x + side * unit * dice.between(-0.02, 0.07), horizon - unit * dice.between(0.06, 0.2)
    layers: list[Layer] = [
        sky(stage, palette.sky[1:], horizon / high),
        glow(sun_x, sun_y, unit * 0.32, mix(palette.horizon, palette.sun, 0.6), 0.7),
        disc(sun_x, sun_y, unit * dice.between(0.055, 0.085), palette.sun, feather_px=unit / 800),
    ]
    for index in range(3):
        edge = (
            horizon
            + unit * 0.03 * index
            - unit * 0.035 * fractal_line(stage.columns * (2.4 - 0.4 * index) + 5 * index, seed + index, 3, 0.35)
        )
        colour = mix(palette.depth(0.12 + 0.2 * index), palette.horizon, 0.32 - 0.12 * index)
        layers.append(
            land(
                edge,
                gradient(
                    stage, [(horizon / high - 0.04, colour), (horizon / high + 0.1, mix(colour, palette.horizon, 0.3))]
                ),
            )
        )
    count = dice.whole(3, 6)
    wall = _wall_colour(palette)
    for index in range(count):
        near = (index + 1) / count
        half = unit * (0.12 + 0.27 * near**1.15) * (1.0 if not stage.is_wide else 1.12)
        middle = far_x + (gate_x - far_x) * near
        top = high * (0.40 - (0.31 if not stage.is_wide else 0.36) * near**1.05)
        foot = floor + unit * 0.36 * near**1.9 * (1 if not stage.is_wide else 0.7)
        colour = mix(mix(wall, palette.horizon, 0.3 * (1 - near)), palette.near, 0.04 + 0.62 * near**1.7)
        layers.append(_arch(stage, palette, middle, half, top, foot, colour, side, near))
    layers.append(_calm(stage, palette))
    return layers


def _wall_colour(palette: Palette) -> Rgb:
    warm = max(palette.flat, key=lambda colour: (max(colour) - min(colour)) - 260 * abs(lightness(colour) - 0.6))
    return mix(warm, palette.far, 0.25)


def _arch(
    stage: Stage,
    palette: Palette,
    middle: float,
    half: float,
    top: float,
    foot: float,
    colour: Rgb,
    side: int,
    near: float,
) -> Layer:
    """Return a wall with an arched doorway: lit reveal on one side, shadow in the soffit, floor below `foot`."""
    unit, high = stage.unit, stage.height_px
    thick = half * 0.16
    rows_wall = gradient(stage, [(0.0, lighter(colour, -0.05)), (0.45, colour), (1.0, lighter(colour, -0.07))])
    reveal_light = mix(lighter(colour, 0.09), palette.sun, 0.28)
    reveal_dark = mix(lighter(colour, -0.1), palette.near, 0.25)
    floor_colour = mix(colour, palette.near, 0.12)
    rows_floor = gradient(
        stage,
        [
            (foot / high - 0.02, mix(lighter(floor_colour, 0.05), palette.sun, 0.25 * (1 - near))),
            (min(foot / high + 0.3, 1.0), lighter(floor_colour, -0.09)),
        ],
    )
    plaster = line(stage.columns * 3.1 + 7 * near, int(1000 * near)) * np.float32(0.035)

    def opening(strip: Strip, centre: float, radius: float, ceiling: float) -> Floats:
        """Return the distance in px beyond an arched opening: negative inside."""
        across = np.abs(strip.x_px - np.float32(centre))
        spring = np.float32(ceiling + radius)
        up = np.minimum(strip.y_px - spring, 0)
        return np.asarray(np.sqrt(across * across + up * up) - np.float32(radius), dtype=np.float32)

    def layer(strip: Strip) -> None:
        outer = opening(strip, middle, half, top)
        inner = opening(strip, middle - side * thick * 0.75, half - thick * 0.3, top + thick * 0.35)
        wall = np.clip(outer + np.float32(0.5), 0, 1)
        lit = smooth((strip.x_px - np.float32(middle)) * np.float32(side), -half * 0.35, half * 0.55)
        soffit = np.clip(inner / np.float32(thick), 0, 1)
        strip.blend(np.clip(inner + np.float32(0.5), 0, 1), reveal_dark)
        strip.blend(
            np.clip(inner + np.float32(0.5), 0, 1) * lit * (np.float32(0.9) - np.float32(0.3) * soffit), reveal_light
        )
        strip.blend(wall, rows_wall)
        strip.blend(wall * np.abs(plaster), palette.sun if near < 0.7 else palette.near)
        corner = wall * np.clip(1 - outer / np.float32(unit * 0.1), 0, 1) ** 2
        strip.blend(corner * np.float32(0.16), palette.near)
        if (rows := strip.rows(foot - 1, high)) is not None:
            ground = np.clip(strip.y_px[rows] - np.float32(foot) + np.float32(0.5), 0, 1)
            strip.blend(ground, rows_floor, rows)
            down = (strip.y_px[rows] - np.float32(foot)) / np.float32(unit)
            path = (strip.x_px - np.float32(middle)) / unit + side * down * np.float32(0.7)
            reach = np.float32(half / unit) * (0.86 + 0.5 * down)
            beam = smooth(np.abs(path), reach + 0.012 + 0.12 * down, reach - 0.012 - 0.08 * down)
            fade = np.clip(1 - down / np.float32(0.34), 0, 1)
            strip.blend(
                (beam * fade * ground * np.float32(0.5)).astype(np.float32),
                mix(palette.sun, palette.horizon, 0.4),
                rows,
            )

    return layer


def _calm(stage: Stage, palette: Palette) -> Layer:
    alpha = (smooth(stage.rows, 0.7, 1.0) * np.float32(0.6))[:, None]

    def layer(strip: Strip) -> None:
        if (rows := strip.rows(0.7 * stage.height_px, stage.height_px)) is not None:
            strip.blend(alpha[strip.top + rows.start : strip.top + rows.stop], palette.near, rows)

    return layer
