"""Faces in a picture, by OpenCV where it is installed (the extra `posteract-core[faces]`)."""

from __future__ import annotations

import threading
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import Image

from ..model import Box

FACES_VERSION = 1
"""Raise it when faces would be found elsewhere than before."""

_WIDTH_PX = 360
_LEAST_SHARE = 0.07

_one_at_a_time = threading.Lock()


def can_find_faces() -> bool:
    """Return whether OpenCV is installed."""
    return find_spec("cv2") is not None


def faces_in(picture: Image.Image) -> tuple[Box, ...]:
    """Return a box in px for each face seen from the front; none when OpenCV is not installed. Takes about 15 ms."""
    if not can_find_faces():
        return ()
    import numpy

    scale = picture.width / _WIDTH_PX
    small = picture.convert("L").resize((_WIDTH_PX, max(1, round(picture.height / scale))), Image.Resampling.BOX)
    least = max(20, round(_WIDTH_PX * _LEAST_SHARE))
    with _one_at_a_time:  # a cascade must not be used by two threads
        found = _cascade().detectMultiScale(
            numpy.asarray(small), scaleFactor=1.1, minNeighbors=6, minSize=(least, least)
        )
    boxes = ((x * scale, y * scale, (x + w) * scale, (y + h) * scale) for x, y, w, h in found)
    return tuple(sorted((round(a), round(b), round(c), round(d)) for a, b, c, d in boxes))


@lru_cache(maxsize=1)
def _cascade() -> Any:
    cv2: Any = import_module("cv2")
    return cv2.CascadeClassifier(str(Path(cv2.data.haarcascades) / "haarcascade_frontalface_default.xml"))
