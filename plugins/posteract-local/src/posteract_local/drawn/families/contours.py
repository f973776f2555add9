"""The contour lines of a map that never was, tinted by height."""

from __future__ import annotations

import numpy as np

from ..colour import lightness, mix, ramp
from ..dice import Dice
from ..noise import fractal_plane
from ..palettes import Palette
from ..shapes import Field, smooth
from ..stage import Layer, Stage, Strip

STEP_PX = 8


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of a map: height tints, fine lines, every fifth one stronger, quiet towards the bottom."""
    seed = dice.whole(0, 2**30)
    x, y = Field.lattice(stage, STEP_PX)
    turn = dice.between(0, np.pi)
    scale = dice.between(1.15, 1.6)
    across = x * np.cos(turn) - y * np.sin(turn)
    along = x * np.sin(turn) + y * np.cos(turn)
    bend = fractal_plane(along * 0.8 + 3, across * 0.8, seed + 9, 2) * 0.35
    hills = fractal_plane(across * scale + bend, along * scale * 0.8 - bend, seed, 3, 0.34)
    depth = stage.height_px / stage.unit
    peak_x, peak_y = dice.between(-0.3, 0.3) * (1.5 if stage.is_wide else 1), depth * dice.between(0.22, 0.42)
    peak = np.exp(-(((x - peak_x) / 0.5) ** 2 + ((y - peak_y) / 0.5) ** 2))
    height = (hills * 0.62 + 0.95 * peak - 0.62 * smooth(y / depth, 0.45, 1.0) + 0.25).astype(np.float32)
    field = Field(stage, height, STEP_PX)
    steep_y, steep_x = np.gradient(height, STEP_PX)
    steep = Field(stage, np.sqrt(steep_x * steep_x + steep_y * steep_y + 1e-12).astype(np.float32), STEP_PX)
    levels = dice.pick((18.0, 22.0, 26.0))
    return [_map(stage, palette, field, steep, levels)]


def _map(stage: Stage, palette: Palette, field: Field, steep: Field, levels: float) -> Layer:
    dark = palette.sky[0] if lightness(palette.sky[0]) < 0.5 else mix(palette.sky[0], palette.near, 0.45)
    way = [palette.near, mix(palette.near, dark, 0.6), mix(dark, palette.sky[1], 0.7), palette.sky[-2], palette.horizon]
    table = ramp(list(zip((0.0, 0.22, 0.45, 0.7, 1.0), way, strict=True)), np.linspace(0, 1, 512, dtype=np.float32))
    ink, bold = mix(palette.far, palette.horizon, 0.5), palette.sun
    width = np.float32(stage.unit / 2000 * 1.9)

    def layer(strip: Strip) -> None:
        height, slope = field.read(strip), steep.read(strip)
        scaled = height * np.float32(levels)
        level = np.floor(scaled)
        part = scaled - level
        tint = np.clip((level / np.float32(levels) * 0.92 + 0.06 * part + 0.42) * np.float32(380 / 1.0), 0, 511)
        strip.planes[:] = np.take(table, tint.astype(np.int16), axis=1)
        per_px = slope * np.float32(levels)
        to_line = np.minimum(part, 1 - part) / per_px
        strong = (np.round(scaled) % 5) == 0
        reach = np.where(strong, width * 1.75, width)
        line = np.clip(reach * 0.5 - to_line + np.float32(0.5), 0, 1)
        crowd = smooth(per_px, 0.16, 0.03)
        quiet = 1 - 0.75 * smooth(strip.y_px / stage.height_px, 0.62, 0.9)
        line *= crowd * quiet
        strip.blend(line * np.where(strong, np.float32(0), np.float32(0.42)), ink, None)
        strip.blend(line * np.where(strong, np.float32(0.7), np.float32(0)), bold, None)
        above = part / per_px
        strip.blend(np.clip(1 - above / (stage.unit * 0.012), 0, 1) ** 2 * np.float32(0.16) * crowd, palette.near, None)

    return layer
