"""What a run is asked to do, whoever asks: a person, a clock, a webhook, the page."""

from __future__ import annotations

from dataclasses import dataclass

from .artwork import ArtworkKind

PARTS = ("artwork", "overlays", "collections", "metadata")
"""What `--only` may name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """The options of `posteract run`.

    Attributes:
        all: everything that is configured.
        items: texts as `--item` takes them; each must fit exactly one item.
        libraries: names as configured; empty = all.
        kinds: only these; empty = all that are configured.
        only: of `PARTS`; empty = all of them.
        force: redraw and upload even what is up to date, and adopt the owner's pictures of the named items.
        recheck: ask the sources again.
        dry_run: plan, and change nothing.
        yes: go beyond `run.limits`.
        wait: for another run that holds the ledger.
        limit: at most this many targets; None = no limit.
    """

    all: bool = False
    items: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    kinds: tuple[ArtworkKind, ...] = ()
    only: frozenset[str] = frozenset()
    force: bool = False
    recheck: bool = False
    dry_run: bool = False
    yes: bool = False
    wait: bool = False
    limit: int | None = None
