"""Broad bands of colour that flow across the picture like folded silk."""

from __future__ import annotations

import numpy as np

from ..colour import Floats, Rgb, lighter, lightness, mix, ramp
from ..dice import Dice
from ..noise import line
from ..palettes import Palette
from ..shapes import glow, sky
from ..stage import Layer, Stage, Strip


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of flowing bands, light at the top, dark and calm at the bottom."""
    high, wide, unit = stage.height_px, stage.width_px, stage.unit
    count = dice.whole(6, 8)
    seed = dice.whole(0, 2**30)
    lean = dice.sign() * dice.between(0.1, 0.34)
    turn = dice.between(0.55, 0.95)
    colours = _flow(palette, count)
    first = dice.between(0.12, 0.24)
    layers: list[Layer] = [
        sky(stage, palette.sky, 0.6),
        glow(wide / 2 - lean * wide * 0.6, high * first, unit * 0.6, palette.sun, 0.5),
    ]
    x = stage.columns / (1.55 if stage.is_wide else 1)
    for index in range(count):
        share = index / (count - 1)
        slow = line(x * turn + 0.24 * index, seed) + 0.42 * line(x * turn * 1.7 + 0.33 * index, seed + 1)
        place = first + (0.74 - first) * share**0.92
        edge = high * place - unit * (0.25 * slow * (1 - 0.45 * share) + lean * x * (1 - 0.62 * share))
        layers.append(
            _band(
                stage,
                edge.astype(np.float32),
                colours[index],
                colours[min(index + 1, count - 1)],
                last=index == count - 1,
            )
        )
    return layers


def _flow(palette: Palette, count: int) -> list[Rgb]:
    """Return the bands' colours: from the horizon's light through the flat colours to the near dark."""
    middle = sorted((colour for colour in palette.flat if 0.28 < lightness(colour) < 0.86), key=lightness, reverse=True)
    way = [palette.horizon, *middle[:3], palette.near]
    places = np.linspace(0, 1, len(way)).tolist()
    table = ramp(list(zip(places, way, strict=True)), np.linspace(0.06, 1, count, dtype=np.float32))
    return [(float(r), float(g), float(b)) for r, g, b in table.T]


def _band(stage: Stage, edge: Floats, colour: Rgb, following: Rgb, *, last: bool) -> Layer:
    """Return one band: a shadow it throws on the one above, a bright rim, a body that darkens downwards."""
    unit, high = stage.unit, stage.height_px
    slope = np.sqrt(1 + np.gradient(edge) ** 2).astype(np.float32)
    inverse = (1 / slope).astype(np.float32)
    body = [
        (0.0, lighter(colour, 0.055)),
        (0.05, colour),
        (0.2, lighter(mix(colour, following, 0.4), -0.03)),
        (0.46, lighter(mix(colour, following, 0.7), -0.07)),
    ]
    if last:
        body = [(0.0, lighter(colour, 0.1)), (0.1, lighter(colour, 0.02)), (0.6, lighter(colour, -0.02))]
    table = ramp(body, np.linspace(0, 0.6, 1024, dtype=np.float32))
    shadow = lighter(mix(colour, following, 0.8), -0.2)
    top = float(edge.min()) - unit * 0.11
    blur = unit * 0.075

    def layer(strip: Strip) -> None:
        rows = strip.rows(max(top, 0), high)
        if rows is None:
            return
        below = (strip.y_px[rows] - edge) * inverse
        shade = np.clip(1 + below / np.float32(blur), 0, 1)
        shade *= shade
        shade *= np.float32(0.42)
        strip.blend(shade, shadow, rows)
        places = np.clip(below * np.float32(1023 / (0.6 * unit)), 0, 1023).astype(np.int16)
        strip.blend(np.clip(below + np.float32(0.5), 0, 1), np.take(table, places, axis=1), rows)

    return layer
