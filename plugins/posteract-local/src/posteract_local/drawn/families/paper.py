"""Cut paper: sheets with a hole in each, stacked into a deep frame round a light."""

from __future__ import annotations

import numpy as np

from ..colour import Floats, Rgb, lighter, lightness, mix
from ..dice import Dice
from ..noise import fractal_line, line
from ..palettes import Palette
from ..shapes import Field, disc, glow, gradient, land, sky
from ..stage import Layer, Stage, Strip

STEP_PX = 4


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of a paper landscape seen through nested cut-outs."""
    high, wide, unit = stage.height_px, stage.width_px, stage.unit
    seed = dice.whole(0, 2**30)
    centre_x = wide / 2 + unit * dice.between(-0.06, 0.06)
    centre_y = high * (0.4 if not stage.is_wide else 0.46)
    sun_x, sun_y = centre_x + unit * dice.between(-0.08, 0.08), centre_y - unit * dice.between(0.04, 0.12)
    layers: list[Layer] = [
        sky(stage, (palette.sky[-2], mix(palette.sky[-2], palette.horizon, 0.6), palette.horizon), 0.5),
        glow(sun_x, sun_y, unit * 0.3, palette.sun, 0.7),
        disc(sun_x, sun_y, unit * dice.between(0.075, 0.11), palette.sun, feather_px=unit / 900),
    ]
    for index in range(3):
        near = index / 2
        edge = (
            centre_y
            + unit * (0.06 + 0.085 * index)
            - unit * 0.075 * fractal_line(stage.columns * (2.1 + 0.3 * index) + 9 * index, seed + index, 3, 0.32)
        )
        colour = mix(palette.depth(0.1 + 0.42 * near), palette.horizon, 0.35 * (1 - near))
        layers.append(_cast(stage, edge, unit * 0.018, palette.near, 0.22))
        layers.append(
            land(
                edge,
                gradient(
                    stage,
                    [
                        (float(edge.min()) / high, lighter(colour, 0.02)),
                        (float(edge.max()) / high + 0.12, lighter(colour, -0.05)),
                    ],
                ),
            )
        )
    count = dice.whole(5, 6)
    angle, radius = _polar(stage, centre_x, centre_y)
    for index in range(count):
        near = index / (count - 1)
        colour = _sheet_colour(palette, near)
        size = (0.27 + 0.235 * near**1.1) * (1.0 if not stage.is_wide else 1.08)
        wobble = _outline(seed, index, 0.11)
        hole = size * wobble[np.clip((angle * 1023).astype(np.int32), 0, 1023)]
        beyond = Field(stage, ((radius - hole) * unit).astype(np.float32), STEP_PX)
        layers.append(_sheet(stage, beyond, colour, lighter(palette.near, -0.08), unit * (0.028 + 0.014 * near), near))
    return layers


def _polar(stage: Stage, centre_x: float, centre_y: float) -> tuple[Floats, Floats]:
    """Return the angle (0 to 1) and distance (units; an ellipse that fits the picture's shape) of the lattice's points."""
    x, y = Field.lattice(stage, STEP_PX)
    across = x - np.float32((centre_x - stage.width_px / 2) / stage.unit)
    down = y - np.float32(centre_y / stage.unit)
    if stage.is_wide:
        across = across / np.float32(1.62)
    else:
        down = down / np.float32(1.0 + 0.32 * (stage.height_px / stage.unit - 1) * 2)
    angle = np.arctan2(down, across) / np.float32(2 * np.pi) + np.float32(0.5)
    return angle.astype(np.float32), np.sqrt(across * across + down * down).astype(np.float32)


def _outline(seed: int, index: int, amount: float) -> Floats:
    """Return a closed wavy outline: 1024 radii about 1, the last joining the first; neighbours in the stack are alike."""
    turn = np.linspace(0, 2 * np.pi, 1024, dtype=np.float32)
    drift = 0.22 * index
    around = line(np.cos(turn) * 1.2 + 7 + drift, seed) + line(np.sin(turn) * 1.3 + 3 - drift, seed + 1)
    around += 0.4 * line(np.cos(turn * 2 + 1 + drift) * 1.4, seed + 2)
    outline = 1 + amount * around
    outline[-1] = outline[0]
    return np.asarray(outline, dtype=np.float32)


def _sheet_colour(palette: Palette, near: float) -> Rgb:
    light = mix(palette.horizon, palette.far, 0.55)
    middle = mix(palette.sky[-2], palette.sky[1], 0.6)
    dark = mix(palette.sky[0], palette.near, 0.5)
    body = mix(light, middle, near * 2) if near < 0.5 else mix(middle, dark, (near - 0.5) * 2)
    return body if lightness(body) < 0.78 else lighter(body, -0.1)


def _sheet(stage: Stage, beyond: Field, colour: Rgb, dark: Rgb, blur: float, near: float) -> Layer:
    """Return a sheet of paper with a hole: its shadow falls into the hole, further from above than from below."""
    rows_paper = gradient(stage, [(0.0, lighter(colour, 0.035)), (0.7, colour), (1.0, lighter(colour, -0.035))])
    glint = lighter(colour, 0.16)
    from_above = (1.35 - 0.8 * stage.rows)[:, None].astype(np.float32)

    def layer(strip: Strip) -> None:
        outside = beyond.read(strip)
        lit = from_above[strip.top : strip.bottom]
        shade = np.clip(1 + outside / (np.float32(blur) * lit), 0, 1)
        shade *= shade * shade
        strip.blend(shade * np.float32(0.6), dark)
        strip.blend(np.clip(outside + np.float32(0.5), 0, 1), rows_paper)
        rim = np.clip(1 - np.abs(outside - np.float32(stage.unit * 0.0018)) / np.float32(stage.unit * 0.0018), 0, 1)
        strip.blend(rim * np.float32(0.3 * (1 - 0.4 * near)), glint)

    return layer


def _cast(stage: Stage, edge: Floats, blur: float, colour: Rgb, strength: float) -> Layer:
    """Return the soft shadow above an edge."""
    top, bottom = float(edge.min()) - blur, float(edge.max())

    def layer(strip: Strip) -> None:
        if (rows := strip.rows(max(top, 0), bottom)) is not None:
            shade = np.clip(1 + (strip.y_px[rows] - edge) / np.float32(blur), 0, 1)
            strip.blend(shade * shade * np.float32(strength), colour, rows)

    return layer
