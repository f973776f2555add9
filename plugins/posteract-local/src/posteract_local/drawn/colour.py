"""Colours mixed as the eye expects: in OKLab, not in sRGB, where a way from blue to orange leads through mud.

A colour is three floats, 0 to 255, sRGB; it may leave that range for a moment and is clipped when pixels are made.
Source of the matrices: Björn Ottosson, "A perceptual color space for image processing".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Rgb: TypeAlias = tuple[float, float, float]
Floats: TypeAlias = NDArray[np.floating[Any]]


def rgb(text: str) -> Rgb:
    """Return the colour that `#rrggbb` means.

    >>> rgb("#ff8000")
    (255.0, 128.0, 0.0)
    """
    return (float(int(text[1:3], 16)), float(int(text[3:5], 16)), float(int(text[5:7], 16)))


def _linear(value: float) -> float:
    part = min(max(value / 255, 0.0), 1.0)
    return float(part / 12.92) if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _gamma(value: float) -> float:
    part = min(max(value, 0.0), 1.0)
    return 255 * (part * 12.92 if part <= 0.0031308 else 1.055 * float(part ** (1 / 2.4)) - 0.055)


def to_oklab(colour: Rgb) -> tuple[float, float, float]:
    """Return lightness (0 to 1) and the two opponent axes of a colour."""
    r, g, b = map(_linear, colour)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def from_oklab(lightness: float, a: float, b: float) -> Rgb:
    """Return the sRGB colour, clipped to what a screen can show."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """Return `one` with a `share` (0 to 1) of `other` in it."""
    a, b = to_oklab(one), to_oklab(other)
    return from_oklab(*(x + (y - x) * share for x, y in zip(a, b, strict=True)))


def lighter(colour: Rgb, by: float) -> Rgb:
    """Return the colour with its OKLab lightness moved by `by` (-1 to 1), its hue kept."""
    lightness, a, b = to_oklab(colour)
    return from_oklab(min(max(lightness + by, 0.0), 1.0), a, b)


def lightness(colour: Rgb) -> float:
    """Return how light the colour looks, 0 (black) to 1 (white)."""
    return to_oklab(colour)[0]


def ramp(stops: Sequence[tuple[float, Rgb]], at: Floats) -> Floats:
    """Return the colours of a gradient, shape (3, len(at)).

    Args:
        stops: (position, colour), positions rising (one that does not is put just behind the one before);
            before the first and after the last the colour stays.
        at: positions to be looked up.
    """
    rising: list[tuple[float, Rgb]] = []
    for place, colour in stops:
        rising.append((max(place, rising[-1][0] + 1e-4) if rising else place, colour))
    fine = _eased_table(tuple(rising))
    places = np.linspace(rising[0][0], rising[-1][0], fine.shape[1])
    return np.stack([np.interp(at, places, channel) for channel in fine]).astype(np.float32)


def _eased_table(stops: tuple[tuple[float, Rgb], ...]) -> NDArray[np.float64]:
    """Return 256 colours along the stops, on a curve without corners at the stops (a corner shows as a line)."""
    places = np.array([place for place, _ in stops])
    labs = np.array([to_oklab(colour) for _, colour in stops])
    along = np.linspace(places[0], places[-1], 256)
    smooth = np.stack([_monotone(along, places, labs[:, axis]) for axis in range(3)], axis=1)
    return np.array([from_oklab(*lab) for lab in smooth]).T


def _monotone(along: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a cubic through the points that never overshoots (Fritsch-Carlson)."""
    if len(x) == 1:
        return np.full_like(along, y[0])
    step = np.diff(x)
    slope = np.diff(y) / step
    tangent = np.concatenate([slope[:1], (slope[:-1] + slope[1:]) / 2, slope[-1:]])
    tangent[1:-1][slope[:-1] * slope[1:] <= 0] = 0
    for part, steep in enumerate(np.abs(slope)):
        tangent[part : part + 2] = np.clip(tangent[part : part + 2], -3 * steep, 3 * steep)
    k = np.clip(np.searchsorted(x, along) - 1, 0, len(step) - 1)
    t = (along - x[k]) / step[k]
    t2, t3 = t * t, t * t * t
    return np.asarray(
        (2 * t3 - 3 * t2 + 1) * y[k]
        + (t3 - 2 * t2 + t) * step[k] * tangent[k]
        + (3 * t2 - 2 * t3) * y[k + 1]
        + (t3 - t2) * step[k] * tangent[k + 1]
    )
