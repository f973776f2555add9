"""A cache of drawn things, shared by threads, bounded by what it holds."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from PIL import Image

from ..model import Raster

T = TypeVar("T")

DEFAULT_BYTES = 5 * 1024 * 1024
"""About seventy badges and the masks of one canvas; twice that saved no measurable time (`benchmarks/render.py`)."""


class RasterCache:
    """Keeps the last used results, at most `capacity_bytes` of pixels; a result larger than that is not kept.

    What is kept must never be changed. Two threads may make the same thing at once; both get equal pixels.
    """

    def __init__(self, capacity_bytes: int = DEFAULT_BYTES) -> None:
        self.capacity_bytes = capacity_bytes
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._held_bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what stands under the key, made now if it is not there."""
        with self._lock:
            if (hit := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return hit[0]  # type: ignore[no-any-return]
        made = make()
        size = weight_bytes(made)
        if size <= self.capacity_bytes:
            with self._lock:
                if key not in self._kept:
                    self._kept[key] = (made, size)
                    self._held_bytes += size
                while self._held_bytes > self.capacity_bytes:
                    _, (_, freed) = self._kept.popitem(last=False)
                    self._held_bytes -= freed
        return made

    @property
    def held_bytes(self) -> int:
        """Return how many bytes of pixels are held now."""
        return self._held_bytes


def weight_bytes(made: object) -> int:
    """Return about how much memory a drawn thing takes."""
    if isinstance(made, Image.Image):
        bands = len(made.getbands())
        return made.width * made.height * (4 if bands > 1 else 1)  # Pillow keeps RGB in four bytes, too
    if isinstance(made, Raster):
        fill = weight_bytes(made.fill) if isinstance(made.fill, Image.Image) else 0
        return fill + weight_bytes(made.mask) + (weight_bytes(made.below) if made.below else 0)
    if isinstance(made, tuple):
        return sum(map(weight_bytes, made))
    return 256
