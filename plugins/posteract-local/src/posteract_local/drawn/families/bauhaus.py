"""Circles, quarters, arcs and stripes on a grid, in five flat colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from ..colour import Floats, Rgb, lighter, lightness
from ..dice import Dice
from ..palettes import Palette
from ..shapes import gradient
from ..stage import Layer, Stage, Strip

Distance: TypeAlias = Callable[[Floats, Floats], Floats]
"""Of a shape in a cell: given x and y in cells (0 to 1), the distance beyond its edge in cells, negative inside."""


def _circle(x: Floats, y: Floats) -> Floats:
    return np.asarray(np.sqrt((x - 0.5) ** 2 + (y - 0.5) ** 2) - 0.5, np.float32)


def _quarter(x: Floats, y: Floats) -> Floats:
    return np.asarray(np.sqrt(x * x + y * y) - 1.0, np.float32)


def _half(x: Floats, y: Floats) -> Floats:
    return np.asarray(np.maximum(np.sqrt((x - 0.5) ** 2 + y * y) - 0.5, -y), np.float32)


def _leaf(x: Floats, y: Floats) -> Floats:
    return np.maximum(_quarter(x, y), _quarter(1 - x, 1 - y))


def _triangle(x: Floats, y: Floats) -> Floats:
    return np.asarray((x + y - 1) / np.sqrt(2), np.float32)


def _arcs(x: Floats, y: Floats) -> Floats:
    away = np.sqrt(x * x + y * y)
    band = np.abs((away * 4) % 1 - 0.5) / 4
    return np.asarray(np.maximum(band - 0.0625, away - 1.0), np.float32)


def _ring(x: Floats, y: Floats) -> Floats:
    return np.asarray(np.abs(np.sqrt((x - 0.5) ** 2 + (y - 0.5) ** 2) - 0.34) - 0.14, np.float32)


def _stripes(x: Floats, y: Floats) -> Floats:
    return np.asarray(np.abs((y * 4) % 1 - 0.5) / 4 - 0.0625 + 0 * x, np.float32)


def _dots(x: Floats, y: Floats) -> Floats:
    across, down = (x * 3) % 1 - 0.5, (y * 3) % 1 - 0.5
    return np.asarray((np.sqrt(across * across + down * down) - 0.27) / 3, np.float32)


SHAPES: tuple[tuple[Distance, int], ...] = (
    (_quarter, 7),
    (_half, 5),
    (_circle, 4),
    (_leaf, 4),
    (_triangle, 2),
    (_arcs, 3),
    (_ring, 2),
    (_stripes, 2),
    (_dots, 1),
)
"""Shapes of a cell, and how often each is taken."""


def compose(stage: Stage, palette: Palette, dice: Dice) -> list[Layer]:
    """Return the layers of a composition on a grid, its weight in the upper two thirds, the bottom one ground alone."""
    columns = dice.pick((4, 4, 5)) if not stage.is_wide else dice.pick((8, 8, 9))
    cell = stage.width_px / columns
    rows = round(stage.height_px * (0.7 if not stage.is_wide else 0.72) / cell)
    ground = palette.flat[0]
    layers: list[Layer] = [_ground(stage, ground)]
    if lightness(ground) > 0.55:
        layers.append(_block(stage, palette.near, rows * cell))
    colours = list(palette.flat[1:])
    bag = [shape for shape, often in SHAPES for _ in range(often)]
    taken: set[tuple[int, int]] = set()
    for _ in range(dice.whole(1, 2) if not stage.is_wide else dice.whole(2, 3)):
        left, top = dice.whole(0, columns - 2), dice.whole(0, max(rows - 2, 0))
        cells = {(left + dx, top + dy) for dx in (0, 1) for dy in (0, 1)}
        if cells & taken:
            continue
        taken |= cells
        layers += _tile(stage, dice, colours, [_quarter, _circle, _leaf], left * cell, top * cell, 2 * cell, ground)
    above: dict[int, Rgb] = {}
    for row in range(rows):
        for column in range(columns):
            if (column, row) in taken:
                continue
            share = row / max(rows - 1, 1)
            if dice.chance(0.03 + 0.07 * share):
                continue
            free = [colour for colour in colours if colour != above.get(column)]
            layers += _tile(stage, dice, free, bag, column * cell, row * cell, cell, ground)
            above[column] = dice.pick(free)
    return layers


def _ground(stage: Stage, colour: Rgb) -> Layer:
    rows = gradient(stage, [(0.0, lighter(colour, 0.012)), (1.0, lighter(colour, -0.03))])

    def layer(strip: Strip) -> None:
        strip.fill(slice(None), rows)

    return layer


def _block(stage: Stage, colour: Rgb, top: float) -> Layer:
    """Return the plain block below the grid, dark enough for a light title."""
    rows_block = gradient(stage, [(0.0, lighter(colour, 0.02)), (1.0, lighter(colour, -0.02))])

    def layer(strip: Strip) -> None:
        if (rows := strip.rows(round(top), stage.height_px)) is not None:
            strip.fill(rows, rows_block)

    return layer


def _tile(
    stage: Stage, dice: Dice, colours: list[Rgb], bag: list[Distance], left: float, top: float, size: float, ground: Rgb
) -> list[Layer]:
    """Return a cell: a plain ground or one of its own, a shape turned one of four ways, sometimes a smaller one in it."""
    order = dice.shuffled(colours)
    order.sort(key=lambda colour: abs(lightness(colour) - lightness(ground)) < 0.1)
    layers: list[Layer] = []
    shape, turn = dice.pick(bag), dice.whole(0, 3)
    if dice.chance(0.5):
        layers.append(_Shape(left, top, size, None, 0, order[1]))
    layers.append(_Shape(left, top, size, shape, turn, order[0]))
    if shape in (_quarter, _circle, _half) and dice.chance(0.4):
        layers.append(_Shape(left, top, size, _inner(shape), turn, order[2 % len(order)]))
    return layers


def _inner(shape: Distance) -> Distance:
    def smaller(x: Floats, y: Floats) -> Floats:
        if shape is _quarter:
            return np.asarray(_quarter(x * 2, y * 2) / 2, np.float32)
        if shape is _half:
            return np.asarray(_half((x - 0.5) * 2 + 0.5, y * 2) / 2, np.float32)
        return np.asarray(_circle((x - 0.5) * 2 + 0.5, (y - 0.5) * 2 + 0.5) / 2, np.float32)

    return smaller


class _Shape:
    """One shape in one cell; None fills the cell."""

    def __init__(self, left: float, top: float, size: float, shape: Distance | None, turn: int, colour: Rgb) -> None:
        self.left, self.top, self.size = left, top, size
        self.shape, self.turn, self.colour = shape, turn, colour

    def __call__(self, strip: Strip) -> None:
        rows = strip.rows(round(self.top), round(self.top + self.size))
        columns = slice(max(round(self.left), 0), min(round(self.left + self.size), strip.stage.width_px))
        if rows is None or columns.start >= columns.stop:
            return
        if self.shape is None:
            strip.blend(np.ones((1, 1), np.float32), self.colour, rows, columns)
            return
        x = (strip.x_px[:, columns] - np.float32(self.left)) / np.float32(self.size)
        y = (strip.y_px[rows] - np.float32(self.top)) / np.float32(self.size)
        across, down = ((x, y), (1 - x, y), (1 - x, 1 - y), (x, 1 - y))[self.turn]
        if self.shape in (_half, _stripes) and self.turn % 2:
            across, down = down, across
        inside = np.clip(np.float32(0.5) - self.shape(across, down) * np.float32(self.size), 0, 1)
        strip.blend(inside, self.colour, rows, columns)
