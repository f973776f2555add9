"""What the families are put together from: each function prepares something and returns the layer that paints it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colour import Floats, Rgb, ramp
from .dice import Dice
from .noise import line
from .stage import Layer, Stage, Strip


def smooth(values: Floats, low: float | Floats, high: float | Floats) -> Floats:
    """Return 0 below `low`, 1 above `high`, and an S between; reversed when `low` is the greater."""
    part = np.clip((values - low) / (high - low), 0, 1).astype(np.float32)
    return np.asarray(part * part * (3 - 2 * part), dtype=np.float32)


def gradient(stage: Stage, stops: Sequence[tuple[float, Rgb]]) -> Floats:
    """Return a colour per row, (3, height); positions are shares of the height."""
    return ramp(stops, stage.rows)


def sky(stage: Stage, colours: Sequence[Rgb], horizon: float) -> Layer:
    """Return the sky: its colours from the top of the picture to the `horizon` (share of the height), and on below it."""
    places = np.linspace(0, 1, len(colours)) ** 0.9 * horizon
    rows = gradient(stage, list(zip(places.tolist(), colours, strict=True)))

    def layer(strip: Strip) -> None:
        strip.fill(slice(None), rows)

    return layer


GLOW_STRETCH = 1.7
"""How much wider than high a glow is in a wide picture, so that it is no spotlight."""


def glow(x_px: float, y_px: float, radius_px: float, colour: Rgb, strength: float) -> Layer:
    """Return soft light round a point: a third of its strength is left at `radius_px`, nothing beyond 1.8 times that."""
    reach = 1.8 * radius_px
    inverse = np.float32(1 / reach**2)

    def layer(strip: Strip) -> None:
        stretch = GLOW_STRETCH if strip.stage.is_wide else 1.0
        rows = strip.rows(max(y_px - reach, 0), y_px + reach)
        columns = slice(
            max(int(x_px - reach * stretch), 0), max(min(int(x_px + reach * stretch), strip.stage.width_px), 0)
        )
        if rows is None or columns.start >= columns.stop:
            return
        across = (strip.x_px[:, columns] - np.float32(x_px)) ** 2 * np.float32(inverse / stretch**2)
        down = 1 - (strip.y_px[rows] - np.float32(y_px)) ** 2 * inverse
        alpha = down - across
        np.maximum(alpha, 0, out=alpha)
        alpha *= alpha * alpha
        alpha *= np.float32(strength)
        strip.blend(alpha, colour, rows, columns)

    return layer


def disc(
    x_px: float,
    y_px: float,
    radius_px: float,
    colour: Rgb,
    *,
    lower: Rgb | None = None,
    feather_px: float = 1.5,
    strength: float = 1.0,
) -> Layer:
    """Return a sun or moon; `lower` is the colour of its lower rim."""
    first, last = int(x_px - radius_px - feather_px - 2), int(x_px + radius_px + feather_px + 3)

    def layer(strip: Strip) -> None:
        rows = strip.rows(y_px - radius_px - feather_px - 2, y_px + radius_px + feather_px + 3)
        if rows is None:
            return
        columns = slice(max(first, 0), min(max(last, 0), strip.stage.width_px))
        if columns.start >= columns.stop:
            return
        across, down = strip.x_px[:, columns] - np.float32(x_px), strip.y_px[rows] - np.float32(y_px)
        distance = np.sqrt(across * across + down * down)
        alpha = smooth(distance, radius_px + feather_px / 2, radius_px - feather_px / 2) * np.float32(strength)
        over: Floats | Rgb = colour
        if lower is not None:
            over = ramp([(-radius_px, colour), (radius_px, lower)], down[:, 0])[:, :, None]
        strip.blend(alpha, over, rows, columns)

    return layer


def land(line_px: Floats, colours: Floats, *, strength: float = 1.0) -> Layer:
    """Return everything below a line, its edge antialiased by the line's steepness.

    Args:
        line_px: the y of the edge per column, (width,).
        colours: per row of the picture, (3, height).
        strength: opacity.
    """
    softness = (1 / np.sqrt(1 + np.gradient(line_px) ** 2)).astype(np.float32)
    reach = float(1 / softness.min())
    top, full = float(line_px.min()) - reach - 1, float(line_px.max()) + reach + 1

    def layer(strip: Strip) -> None:
        if (rows := strip.rows(top, full)) is not None:
            alpha = (strip.y_px[rows] - line_px) * softness
            alpha += np.float32(0.5)
            np.clip(alpha, 0, 1, out=alpha)
            strip.blend(alpha * np.float32(strength) if strength != 1.0 else alpha, colours, rows)
        if (rows := strip.rows(max(full, 0), strip.stage.height_px)) is not None:
            if strength == 1.0:
                strip.fill(rows, colours)
            else:
                strip.blend(np.full((1, 1), strength, np.float32), colours, rows)

    return layer


SUBSAMPLES = 4


def fine_columns(stage: Stage) -> Floats:
    """Return the x in units of `SUBSAMPLES` points per pixel, (width × SUBSAMPLES,): for `silhouette`."""
    count = stage.width_px * SUBSAMPLES
    places = (np.arange(count, dtype=np.float32) + 0.5) / SUBSAMPLES
    return np.asarray((places - stage.width_px / 2) / stage.unit, dtype=np.float32)


def silhouette(line_px: Floats, colours: Floats, strength: float = 1.0) -> Layer:
    """Return everything below a jagged line that is given at `fine_columns`; every edge is antialiased, upright ones too."""
    sub = np.ascontiguousarray(line_px.reshape(-1, SUBSAMPLES).T)
    top, full = float(line_px.min()) - 1, float(line_px.max()) + 1

    def layer(strip: Strip) -> None:
        if (rows := strip.rows(top, full)) is not None:
            alpha = np.zeros((rows.stop - rows.start, strip.stage.width_px), np.float32)
            for points in sub:
                alpha += np.clip(strip.y_px[rows] - points + np.float32(0.5), 0, 1)
            alpha *= np.float32(strength / SUBSAMPLES)
            strip.blend(alpha, colours, rows)
        if (rows := strip.rows(max(full, 0), strip.stage.height_px)) is not None:
            if strength == 1.0:
                strip.fill(rows, colours)
            else:
                strip.blend(np.full((1, 1), strength, np.float32), colours, rows)

    return layer


def mist(
    stage: Stage, y_px: float, thickness_px: float, colour: Rgb, strength: float, seed: int, drift: float = 0.5
) -> Layer:
    """Return a bank of mist, densest at `y_px`, thinner in places (`drift`: 0 even, 1 torn)."""
    x = stage.columns
    centre = y_px + thickness_px * 0.5 * line(x * 2.1, seed)
    dense = np.clip(1 - drift * (0.5 + 0.9 * line(x * 1.6 + 40, seed + 1)), 0, 1).astype(np.float32)
    inverse = np.float32(1 / thickness_px)

    def layer(strip: Strip) -> None:
        rows = strip.rows(max(y_px - 3 * thickness_px, 0), min(y_px + 3 * thickness_px, stage.height_px))
        if rows is None:
            return
        alpha = (strip.y_px[rows] - centre) * inverse
        alpha *= alpha
        np.clip(1 - alpha * np.float32(1 / 6.25), 0, 1, out=alpha)
        alpha *= alpha
        alpha *= alpha
        alpha *= dense * np.float32(strength)
        strip.blend(alpha, colour, rows)

    return layer


def haze(stage: Stage, top: float, bottom: float, colour: Rgb, strength: float) -> Layer:
    """Return an even veil that grows from nothing at `top` to `strength` at `bottom` (shares of the height) and stays."""
    alpha = (smooth(stage.rows, top, bottom) * np.float32(strength))[:, None]

    def layer(strip: Strip) -> None:
        rows = strip.rows(max(min(top, bottom), 0) * stage.height_px if top < bottom else 0, stage.height_px)
        if rows is not None:
            strip.blend(alpha[strip.top + rows.start : strip.top + rows.stop], colour, rows)

    return layer


def stars(stage: Stage, dice: Dice, count: int, bottom: float, colour: Rgb, largest: float = 1.0) -> Layer:
    """Return stars above `bottom` (share of the height), fewer towards it; few are bright, most are faint."""
    size = stage.unit / 2000
    points = []
    for _ in range(int(count * stage.width_px * stage.height_px / stage.unit**2)):
        height = dice.between(0, 1) ** 1.35
        faint = dice.between(0, 1)
        bright = 0.12 + 0.88 * faint**7
        radius = size * (1.1 + 2.6 * faint**12 * largest)
        points.append(
            (dice.between(0, stage.width_px), height * bottom * stage.height_px, radius, bright * (1 - height * 0.5))
        )
    return Stamps(points, colour)


class Stamps:
    """Small soft dots of one colour: (x_px, y_px, radius_px, strength) each."""

    def __init__(self, points: Sequence[tuple[float, float, float, float]], colour: Rgb) -> None:
        self._points = sorted(points, key=lambda point: point[1])
        self._tops = np.array([y - 4 * r - 2 for _, y, r, _ in self._points])
        self._bottoms = np.array([y + 4 * r + 3 for _, y, r, _ in self._points])
        self._colour = colour

    def __call__(self, strip: Strip) -> None:
        for index in np.flatnonzero((self._tops < strip.bottom) & (self._bottoms > strip.top)):
            x, y, radius, strength = self._points[int(index)]
            rows = strip.rows(max(y - 4 * radius - 1, 0), y + 4 * radius + 2)
            first = max(int(x - 4 * radius - 1), 0)
            columns = slice(first, max(first, min(int(x + 4 * radius + 2), strip.stage.width_px)))
            if rows is None or columns.start == columns.stop:
                continue
            across, down = strip.x_px[:, columns] - np.float32(x), strip.y_px[rows] - np.float32(y)
            squared = (across * across + down * down) * np.float32(1 / (radius * radius))
            alpha = np.exp(-squared) + np.float32(0.18) * np.exp(-squared * np.float32(0.16))
            strip.blend(np.minimum(alpha * np.float32(strength), 1), self._colour, rows, columns)


class Field:
    """A smooth function over the picture, computed on a coarse lattice and read at every pixel.

    Args:
        stage: the picture.
        values: the function: it is given x in units from the middle and y in units from the top, broadcastable.
        step_px: the lattice's width; what the function does within less than twice of it is lost.
    """

    def __init__(self, stage: Stage, values: Floats, step_px: int) -> None:
        self._values = values
        self._step = step_px
        places = (np.arange(stage.width_px, dtype=np.float32) + 0.5) / step_px
        self._left = np.minimum(places.astype(np.int32), values.shape[1] - 2)
        self._right_share = (places - self._left).astype(np.float32)

    @staticmethod
    def lattice(stage: Stage, step_px: int) -> tuple[Floats, Floats]:
        """Return x (1, n) and y (m, 1) in units (from the middle, from the top) of the lattice's points."""
        columns = np.arange(0, stage.width_px + 2 * step_px, step_px, dtype=np.float32)
        rows = np.arange(0, stage.height_px + 2 * step_px, step_px, dtype=np.float32)
        return ((columns - stage.width_px / 2) / stage.unit)[None, :], (rows / stage.unit)[:, None]

    def read(self, strip: Strip, rows: slice | None = None) -> Floats:
        """Return the function at the strip's pixels."""
        places = strip.y_px[rows or slice(None), 0] / self._step
        above = np.clip(places.astype(np.int32), 0, self._values.shape[0] - 2)
        share = (places - above)[:, None].astype(np.float32)
        lines = self._values[above] * (1 - share) + self._values[above + 1] * share
        left = np.take(lines, self._left, axis=1)
        right = np.take(lines, self._left + 1, axis=1)
        right -= left
        right *= self._right_share
        left += right
        return np.asarray(left, dtype=np.float32)
