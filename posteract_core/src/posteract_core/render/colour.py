"""Colours as people write them, and how well one reads on another."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from PIL import ImageColor
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
    if text == "auto":
        raise ValueError('"auto" is not possible here; write "#rrggbb" or a name such as white')
    try:
        rgb_of(text)
    except ValueError:
        raise ValueError(f'"{text}" is no colour; write "#rrggbb" (in quotes) or a name such as white') from None
    return text


Colour = Annotated[str, AfterValidator(_colour)]
"""An option that is a colour."""


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
