"""What lies under words, and how little makes them read on it. No renders: everything is worked out on a small crop."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image

from ..model import Box
from .colour import LINEAR, Rgb, contrast_of, luminance

READABLE = 4.5
"""The contrast text must have to what is under it. Source: WCAG 2.2, success criterion 1.4.3."""

READABLE_SHAPE = 3.0
"""The contrast a title's own lettering must have. Source: WCAG 2.2, success criterion 1.4.11."""

AIM = 1.16
"""Times the contrast asked for that is aimed at: JPEG, and what the small crop does not show, take some of it."""

SHARE = 0.9
"""Of the ground that must be as dark, or as light, as the words need it: 10th to 90th percentile."""

TIES = 0.4
"""White is what posters use: dark words must need less than this share of the help that light ones would."""

SAMPLES_PX = 64 * 48


def crop_under(picture: Image.Image, box: Box) -> Image.Image:
    """Return about 3,000 pixels of what lies in a box of an RGB picture, in its own proportions.

    They are taken as they are: averages would hide how bright the brightest tenth of a busy ground is.
    """
    left, top, right, bottom = box
    left, top = min(max(0, left), picture.width - 1), min(max(0, top), picture.height - 1)
    right, bottom = max(left + 1, min(picture.width, right)), max(top + 1, min(picture.height, bottom))
    width, height = right - left, bottom - top
    scale = min(1.0, math.sqrt(SAMPLES_PX / (width * height)))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return picture.resize(size, Image.Resampling.NEAREST, box=(left, top, right, bottom))


def luminances(crop: Image.Image) -> list[float]:
    """Return the relative luminance of each pixel of an RGB crop."""
    data = crop.tobytes()
    return [
        0.2126 * LINEAR[data[i]] + 0.7152 * LINEAR[data[i + 1]] + 0.0722 * LINEAR[data[i + 2]]
        for i in range(0, len(data), 3)
    ]


def grey_of(light: float) -> float:
    """Return the sRGB grey, 0 to 1, of a relative luminance: the inverse of `colour.LINEAR`."""
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def veil(
    under: Sequence[float],
    ink: float,
    ground: float,
    *,
    readable: float = READABLE,
    weights: Sequence[int] | None = None,
) -> float:
    """Return the least opacity of a veil under which words read on most of what lies under them; 0 = they do without.

    It is solved, not searched for: sRGB is nearly a power law, so a coloured pixel darkens as a grey one does.

    Args:
        under: relative luminances, one for each sample.
        ink: that of the words.
        ground: that of the veil; dark under light words.
        readable: the contrast asked for.
        weights: how much of the veil lies on each sample, 0 to 255; None = all of it.

    Returns:
        0 to 1, or more than 1 where no veil of this ground does it.
    """
    aim = readable * AIM
    light = ink > ground
    target = grey_of(max(0.0, (ink + 0.05) / aim - 0.05) if light else min(1.0, (ink + 0.05) * aim - 0.05))
    floor = grey_of(ground)
    needs = []
    for position, value in enumerate(under):
        grey = grey_of(value)
        if grey <= target if light else grey >= target:
            needs.append(0.0)
            continue
        # What is blended in bytes is rounded: aim a step beyond.
        share = (abs(grey - target) + 0.004) / abs(grey - floor) if grey != floor else 2.0
        weight = 1.0 if weights is None else weights[position] / 255
        needs.append(share / weight if weight else 2.0)
    needs.sort()
    return needs[min(len(needs) - 1, math.ceil(len(needs) * SHARE))]


def reads_light(under: Sequence[float], light: float, dark: float, *, readable: float = READABLE) -> bool:
    """Return whether the lighter of two inks is to be taken: it reads as it is, or the darker needs as much help.

    Args:
        under: relative luminances of what is under the words.
        light: luminance of the lighter ink.
        dark: of the darker one.
        readable: the contrast asked for.
    """
    for_light = veil(under, light, 0.0, readable=readable)
    return for_light == 0 or veil(under, dark, 1.0, readable=readable) > for_light * TIES


def ground_of(crop: Image.Image, *, dark: bool) -> Rgb:
    """Return the colour of a veil: nearly black, or nearly white, with a breath of the picture's own colour in it."""
    mean = crop.resize((1, 1), Image.Resampling.BOX).tobytes()
    least = min(mean)
    # Of the mean only the hue stays, and little of that: shade that has no colour looks like dirt on a coloured picture.
    tint = [(value - least) / max(1, max(mean) - least) * min(1.0, (max(mean) - least) / 90) for value in mean]
    if dark:
        red, green, blue = (round(6 + 16 * share) for share in tint)
    else:
        red, green, blue = (round(246 + 9 * share) for share in tint)
    return red, green, blue


def moved_to(colour: Rgb, least: float, most: float) -> Rgb:
    """Return a colour mixed with white or black until its luminance is within a range.

    >>> moved_to((128, 0, 0), 0.5, 1.0)
    (217, 179, 179)
    """
    own = luminance(colour)
    if least <= own <= most:
        return colour
    towards = 255 if own < least else 0
    low, high = 0.0, 1.0
    for _ in range(10):
        middle = (low + high) / 2
        short = luminance(_mixed(colour, towards, middle)) < least if towards else (
            luminance(_mixed(colour, towards, middle)) > most
        )  # fmt: skip
        low, high = (middle, high) if short else (low, middle)
    return _mixed(colour, towards, high)


def _mixed(colour: Rgb, towards: int, share: float) -> Rgb:
    red, green, blue = (round(value + (towards - value) * share) for value in colour)
    return red, green, blue


def worst_contrast(ink: Rgb, under: Sequence[float]) -> float:
    """Return the contrast of words to the 10th to 90th percentile of what lies under them, where it is least."""
    ordered, last = sorted(under), len(under) - 1
    own = luminance(ink)
    ends = ordered[round(last * 0.1)], ordered[round(last * 0.9)]
    inside = 1.0 if ends[0] < own < ends[1] else 21.0
    return min(inside, *(contrast_of(own, end) for end in ends))
