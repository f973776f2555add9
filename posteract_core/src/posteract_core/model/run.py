"""What a run is asked to do, whoever asks (a person, a clock, a webhook, the page), and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .artwork import ArtworkKind
from .media import Library, MediaRef

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
        recheck_after_s: of targets whose sources were not asked for so long, give or take a quarter; 0 = of all.
        dry_run: plan, and change nothing.
        yes: go beyond `run.limits`.
        wait: for another run that holds the ledger.
        limit: at most this many targets; None = no limit.
        touching: keys of items of the one library that is named: only collections which they belong to, or will, and their
            pictures.
    """

    all: bool = False
    items: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    kinds: tuple[ArtworkKind, ...] = ()
    only: frozenset[str] = frozenset()
    force: bool = False
    recheck: bool = False
    recheck_after_s: float = 0
    dry_run: bool = False
    yes: bool = False
    wait: bool = False
    limit: int | None = None
    touching: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOutcome:
    """What became of one target in one run; the fields of `tasks` in `run --json`.

    Attributes:
        item: as a person names it: `Dark (2017) S01E02 Lügen`.
        kind: the slot.
        library: the library's name as configured.
        server: the plugin instance that serves it.
        status: of the PosterTask: `uploaded`, `missing`, `failed`, `kept`, `contested`; in a dry run `planned`.
        source: the artwork source used; empty when none was.
        language: of the base picture, as in `Artwork.language`; None when unknown.
        reason: why it was due, or why it waits or was left alone.
        error: what went wrong; empty when nothing did.
        review: what a person should look at; empty when all is well.
    """

    item: str
    kind: ArtworkKind
    library: str
    server: str
    status: str
    source: str = ""
    language: str | None = None
    reason: str = ""
    error: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run came to; the counts of `run --json`.

    Attributes:
        request: what was asked for.
        started: with time zone.
        finished: with time zone.
        planned: targets that were due.
        done: of these, now showing their new picture (in a dry run: none).
        unchanged: targets that were up to date.
        failed: targets that failed or wait for another try.
        missing: targets that nothing qualified for.
        kept: targets left to the owner.
        contested: targets left to another tool.
        tasks: what became of each target that was not unchanged.
    """

    request: RunRequest
    started: datetime
    finished: datetime
    planned: int = 0
    done: int = 0
    unchanged: int = 0
    failed: int = 0
    missing: int = 0
    kept: int = 0
    contested: int = 0
    tasks: tuple[TaskOutcome, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionChange:
    """What a run changed of one collection.

    Attributes:
        title: the collection's.
        library: where it is.
        created: it was not there before.
        deleted: it is not there any more; `removed` then names its last members.
        added: titles that are new in it.
        removed: titles that left it.
    """

    title: str
    library: Library
    created: bool = False
    deleted: bool = False
    added: tuple[MediaRef, ...] = ()
    removed: tuple[MediaRef, ...] = ()
