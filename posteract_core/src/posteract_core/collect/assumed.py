"""What is in a collection by all signs, so that it need not be asked for."""

from __future__ import annotations

from ..providers import ServerCollection
from ..store.kept import KeptCollection

SURE_FOR_S = 7 * 24 * 3600
"""How long signs are trusted: a server may say nothing of members that were swapped or moved by hand."""


def assumed_members(has: ServerCollection, kept: KeptCollection | None, *, now_s: float) -> tuple[str, ...] | None:
    """Return the members as they were last read, when nothing speaks against it; None = they must be asked for.

    Never enough to write by: whoever finds something to be done about them reads them first.

    Args:
        has: the collection as the listing tells it now.
        kept: what the ledger knows of it.
        now_s: UNIX seconds.
    """
    if kept is None or not kept.revision or (kept.revision, kept.server_key) != (has.revision, has.item.key):
        return None
    if has.size != len(kept.standing) or not 0 <= now_s - kept.read_at < SURE_FOR_S:
        return None
    return kept.standing
