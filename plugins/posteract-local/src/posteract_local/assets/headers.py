"""What the first bytes of a picture file say: its size, and whether we made it."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from posteract_core.errors import PictureRefused
from posteract_core.providers.fetch import LARGEST_PICTURE_BYTES
from posteract_core.render import decode_check, read_mark

from .index import Asset

HEAD_BYTES = 256 * 1024
"""Enough for the header of nearly every picture; where a profile or a preview is larger, the whole file is read."""

KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a picture without decoding it; sizes are 0 when even that is broken."""

    width_px: int = 0
    height_px: int = 0
    ours: bool = False


class Headers:
    """Reads headers, each file once as long as it does not change. Safe to use from many threads."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Header] = {}
        self._lock = Lock()

    def of(self, asset: Asset) -> Header:
        """Return the header of a picture; a broken one, or one that is gone, has no size and is refused when it is read."""
        name = (str(asset.path), asset.revision)
        with self._lock:
            known = self._known.get(name)
        if known is None:
            known = _read(asset)
            with self._lock:
                if len(self._known) >= KEPT:
                    self._known.clear()
                self._known[name] = known
        return known


def _read(asset: Asset) -> Header:
    for reach in (HEAD_BYTES, LARGEST_PICTURE_BYTES):
        try:
            with asset.path.open("rb") as file:
                data = file.read(reach)
        except OSError:
            return Header()
        try:
            width, height, _ = decode_check(data)
        except PictureRefused:
            if len(data) < reach:
                return Header()
        else:
            return Header(width, height, ours=read_mark(data) is not None)
    return Header()
