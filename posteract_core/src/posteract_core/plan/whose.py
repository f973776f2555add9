"""Whose picture is it that a server shows? Told by its bytes and by how it came there."""

from __future__ import annotations

import hashlib
from enum import StrEnum

from ..model import ShownArtwork
from ..render import foreign_mark, read_mark


class Shown(StrEnum):
    """Whose picture is shown."""

    NOTHING = "nothing"
    OURS = "ours"
    OWNERS = "owners"
    AGENTS = "agents"
    TOOLS = "tools"


def whose(shown: ShownArtwork | None, picture_hash: str) -> Shown:
    """Return whose picture is shown.

    Args:
        shown: the picture; None = none.
        picture_hash: SHA-256 of what we uploaded last, for servers that strip marks; empty when we never did.
    """
    if shown is None:
        return Shown.NOTHING
    if read_mark(shown.data) is not None or hashlib.sha256(shown.data).hexdigest() == picture_hash:
        return Shown.OURS
    if foreign_mark(shown.data):
        return Shown.TOOLS
    return Shown.OWNERS if shown.chosen or shown.locked else Shown.AGENTS
