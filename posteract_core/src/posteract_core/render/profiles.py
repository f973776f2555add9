"""Colour profiles embedded in pictures."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageCms


def to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Return an RGB, CMYK or L picture in sRGB; as it is when its profile is sRGB, broken, or not of its mode."""
    transform = _transform(profile, image.mode)
    converted = ImageCms.applyTransform(image, transform) if transform is not None else None
    return image if converted is None else converted


@lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    try:
        opened = ImageCms.getOpenProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(opened).lower():
            return None
        return ImageCms.buildTransform(opened, _srgb(), mode, "RGB", ImageCms.Intent.PERCEPTUAL)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None  # a profile that does not fit its picture is ignored, as browsers do


@lru_cache(maxsize=1)
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
