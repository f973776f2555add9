"""Mountain ranges, one behind the other, fading into the air."""

from __future__ import annotations

from ..colour import lighter, mix
from ..dice import Dice
from ..noise import crested_line, fractal_line
from ..palettes import Palette
from ..shapes import disc, glow, gradient, land, mist, sky, stars
from ..stage import Layer, Stage


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of a mountain range with a sun or moon over it."""
    high, wide, unit = stage.height_px, stage.width_px, stage.unit
    horizon = dice.between(0.44, 0.52) if not stage.is_wide else dice.between(0.5, 0.58)
    sun_x = wide / 2 + unit * dice.between(-0.24, 0.24) * (1.5 if stage.is_wide else 1)
    sun_y = high * (horizon - dice.between(0.1, 0.2))
    radius = unit * dice.between(0.075, 0.16)
    layers = [sky(stage, palette.sky, horizon + 0.04)]
    if palette.is_night:
        layers.append(stars(stage, dice.fork("stars"), 330, horizon, palette.sun))
    layers += [
        glow(sun_x, sun_y, unit * 0.48, mix(palette.horizon, palette.sun, 0.5), 0.6),
        disc(sun_x, sun_y, radius, palette.sun, lower=mix(palette.sun, palette.horizon, 0.35), feather_px=unit / 700),
    ]
    count = dice.whole(5, 7)
    rough = dice.between(0.42, 0.5)
    seed = dice.whole(0, 2**30)
    peak_x = (wide / 2 - sun_x) / unit * 0.8
    for index in range(count):
        near = index / (count - 1)
        base = horizon + (0.98 - horizon) * near**1.45 * 0.62
        height = unit * (0.13 + 0.1 * near) * dice.between(0.85, 1.2)
        x = stage.columns
        shape = crested_line(x * (1.5 - 0.35 * near) + index * 7.7, seed + 97 * index, 8, rough)
        shape += 0.35 * fractal_line(x * 0.8 + index, seed + 31 * index, 2)
        slope = (x - peak_x) ** 2 * (0.3 + 0.5 * near) * (0.35 if stage.is_wide else 1) * (1 if index < 2 else -0.45)
        edge = base * high - height * (shape - slope * 1.4)
        colour = mix(palette.depth(near**1.1), palette.horizon, 0.42 * (1 - near) ** 1.6)
        foot = mix(colour, palette.horizon, 0.4 * (1 - near) ** 0.8)
        top = float(edge.min()) / high
        stops = [(top, lighter(colour, -0.012)), (top + 0.26, foot)]
        if index == count - 1:
            stops = [(top, mix(colour, palette.far, 0.2)), (top + 0.22, colour), (1.0, lighter(colour, -0.04))]
        layers.append(land(edge, gradient(stage, stops)))
        if index < count - 1:
            layers.append(
                mist(
                    stage,
                    (base + 0.05) * high,
                    unit * 0.1,
                    mix(foot, palette.horizon, 0.45),
                    0.5 * (1 - near * 0.7),
                    seed + index,
                )
            )
            layers.append(glow(sun_x, sun_y, unit * 0.5, palette.sun, 0.2 * (1 - near) ** 1.4))
    return layers
