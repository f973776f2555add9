"""What `posteract collections` lists and builds."""

from __future__ import annotations

from contextlib import closing, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..plan.census import Census
from ..run.collections import CollectionOutcome
from ..store.kept import KeptCollection, KeptCollections
from .collecting import Collecting
from .looks import library_plans

if TYPE_CHECKING:
    from .opened import Opened


def listed(app: Opened) -> list[dict[str, Any]]:
    """Return what is configured, as `collections list --json` prints it. Asks the servers for their libraries, no more.

    Raises:
        ConfigError: definitions have mistakes.
    """
    _, libraries, _ = app.listed()
    rows: list[dict[str, Any]] = []
    known: dict[tuple[str, str], dict[str, KeptCollection]] = {}
    for each in KeptCollections(app.reading).all():
        known.setdefault((each.server, each.library), {})[each.key] = each
    for plan in library_plans(app.config, app.book, libraries):
        kept = known.get((plan.library.server, plan.name), {})
        recipes, dynamic = Collecting(app, Census()).recipes(plan)
        for recipe in recipes:
            row = kept.get(recipe.key)
            rows.append(
                {
                    "name": recipe.key,
                    "title": recipe.title,
                    "library": plan.name,
                    "server": plan.library.server,
                    "builders": [call.name for call in recipe.builders] or ["smart_filter"],
                    "built": _moment(row.built_at if row else 0.0),
                    "error": row.error if row else "",
                }
            )
        for entry in dynamic:
            mine = [row for row in kept.values() if row.key.startswith(f"{entry.name}:")]
            latest = max((row.built_at for row in mine), default=0.0)
            rows.append(
                {
                    "name": entry.name,
                    "title": f"{entry.name}: one for each {entry.type.replace('_', ' ')}, {len(mine)} made",
                    "library": plan.name,
                    "server": plan.library.server,
                    "builders": ["dynamic"],
                    "built": _moment(latest),
                    "error": "; ".join(sorted({row.error for row in mine if row.error})),
                }
            )
    return rows


def build(
    app: Opened, names: tuple[str, ...], *, dry_run: bool, yes: bool, wait: bool
) -> tuple[list[CollectionOutcome], list[str]]:
    """Build collections and nothing else; return what became of them, and warnings.

    Raises:
        UsageError: a name is not configured, or more would go than `run.limits` allows.
        ProviderError: no server answers.
    """
    dry = dry_run or app.dry_run
    with nullcontext() if dry else app.hold("building collections", wait=wait), closing(Census()) as census:
        servers, libraries, down = app.listed()
        if down and not any(libraries.values()):
            raise next(iter(down.values()))
        plans = library_plans(app.config, app.book, libraries)
        collecting = Collecting(app, census, names=names, yes=yes)
        before = Collecting(app, census)
        read = [before.recipes(plan) for plan in plans]
        if not any(dynamic for _, dynamic in read):
            app.loaded.check_names("collection", names, tuple(sorted(before.known)))
        outcomes = collecting.run(app.reading if dry else app.ledger, servers, plans, dry=dry)
        # What dynamic entries make is known only now that the library was looked at.
        app.loaded.check_names("collection", names, tuple(sorted(collecting.known)))
        if not dry:
            collecting.settle(app.ledger, servers)
    return outcomes, [*collecting.warnings, *(f"{name}: {error}" for name, error in down.items()), *app.warnings()]


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds") if seconds else ""
