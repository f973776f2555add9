"""Colours as people write them, and how well one reads on another."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from PIL import Image, ImageColor
from pydantic import AfterValidator

Rgb: TypeAlias = tuple[int, int, int]

WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)


def rgb_of(colour: str) -> Rgb:
    """Return a colour as people write it (`#ffffff`, `white`, `rgb(…)`, `hsl(…)`) as red, green, blue.

    Raises:
        ValueError: it is no colour.

    >>> rgb_of("#fff")
    (255, 255, 255)
    """
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def _colour(text: str) -> str:
    if text != "auto":
        try:
            rgb_of(text)
        except ValueError:
            raise ValueError(f'"{text}" is no colour; write "#rrggbb" (in quotes) or a name such as white') from None
    return text


def _fixed_colour(text: str) -> str:
    if text == "auto":
        raise ValueError('"auto" is not possible here; write "#rrggbb" or a name such as white')
    return _colour(text)


Colour = Annotated[str, AfterValidator(_fixed_colour)]
"""An option that is a colour."""

AutoColour = Annotated[str, AfterValidator(_colour)]
"""An option that is a colour, or `auto`: light or dark, whichever reads better on what is under it."""


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


LINEAR: tuple[float, ...] = tuple(_linear(channel) for channel in range(256))
"""Linear light of each sRGB value."""


def luminance(colour: Rgb) -> float:
    """Return the relative luminance, 0 (black) to 1 (white). Source: WCAG 2.2, "relative luminance"."""
    red, green, blue = (LINEAR[channel] for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(a: Rgb, b: Rgb) -> float:
    """Return how well one colour reads on another, from 1.0 (same) to 21.0. Source: WCAG 2.2, "contrast ratio".

    >>> contrast_ratio((0, 0, 0), (255, 255, 255))
    21.0
    """
    return contrast_of(luminance(a), luminance(b))


def contrast_of(a: float, b: float) -> float:
    """Return the contrast ratio of two relative luminances."""
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


def luminance_range(picture: Image.Image, box: tuple[int, int, int, int]) -> tuple[float, float, float]:
    """Return the 10th, 50th and 90th percentile of relative luminance in a box of an RGB picture.

    The box is averaged down to 64 × 64 first: its error is at most about 0.01, and it is eight times faster.
    """
    left, top, right, bottom = box
    left, top = min(max(0, left), picture.width - 1), min(max(0, top), picture.height - 1)
    right, bottom = max(left + 1, min(picture.width, right)), max(top + 1, min(picture.height, bottom))
    size = (min(64, right - left), min(64, bottom - top))
    small = picture.resize(size, Image.Resampling.BOX, box=(left, top, right, bottom)).convert("RGB")
    data = small.tobytes()
    values = sorted(
        0.2126 * LINEAR[data[i]] + 0.7152 * LINEAR[data[i + 1]] + 0.0722 * LINEAR[data[i + 2]]
        for i in range(0, len(data), 3)
    )
    last = len(values) - 1
    return values[round(last * 0.1)], values[round(last * 0.5)], values[round(last * 0.9)]
