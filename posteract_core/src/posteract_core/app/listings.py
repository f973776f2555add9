"""What the ledger knows, as plain data, a page at a time: for REST and the page. Five queries each at most, no server asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..config import Config
from ..plugins.overview import plugin_rows
from ..providers import MediaEvent
from ..run.pins import origin_of, pinned
from ..store import Ledger, Target
from ..store.events import Events
from ..store.pages import Filter, Item, Pages
from .arrivals import named
from .pick import describe_pin
from .status import moment, row

if TYPE_CHECKING:
    from .opened import Opened

__all__ = [
    "Filter", "accept_events", "arrivals", "counts", "items", "libraries", "plugins", "target", "targets", "waiting_events",
]  # fmt: skip


def libraries(config: Config, ledger: Ledger) -> list[dict[str, Any]]:
    """Return the libraries that are configured or known, each with how many pictures stand in each status."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for server, library, status, number in Pages(ledger).counts():
        found.setdefault((library, server), {})[status] = number
    known = {library for library, _ in found}
    found.update({(name, ""): {} for name in config.libraries if name not in known})
    return [
        {
            "name": library,
            "server": server,
            "configured": library in config.libraries,
            "pictures": sum(by_status.values()),
            "statuses": by_status,
        }
        for (library, server), by_status in sorted(found.items())
    ]


def plugins(app: Opened) -> list[dict[str, Any]]:
    """Return the plugins that are installed, as `plugins list --json` prints them."""
    return [asdict(each) for each in plugin_rows(app.registry, app.loaded.instances)]


def counts(ledger: Ledger) -> list[tuple[str, str, str, int]]:
    """Return (server, library, status, how many pictures)."""
    return Pages(ledger).counts()


def waiting_events(ledger: Ledger) -> int:
    """Return how many events of other programs wait to be acted on."""
    return Events(ledger).waiting()


def arrivals(ledger: Ledger) -> list[dict[str, Any]]:
    """Return what other programs told that is not done: what is let go, the last first, then what waits, the oldest first."""
    events = Events(ledger)
    return [
        {
            "id": each.id,
            "webhook": each.name,
            "titles": list(dict.fromkeys(named(event) for event in each.events)),
            "what": list(dict.fromkeys(event.what for event in each.events)),
            "received": moment(each.received_at),
            "state": "let go" if each.let_go else "waiting",
            "error": each.let_go,
        }
        for each in (*events.let_go(), *events.next())
    ]


def accept_events(ledger: Ledger, name: str, events: Sequence[MediaEvent]) -> tuple[int, bool]:
    """Keep what a webhook was told; return its number, and whether it is new. It is committed then."""
    return Events(ledger).accept(name, events)


def items(ledger: Ledger, wanted: Filter, *, page: int, size: int) -> dict[str, Any]:
    """Return a page of items with their pictures; an item fits when one of its pictures does."""
    found, total = Pages(ledger).items(wanted, page=page, size=size)
    return {"items": [_item(each) for each in found], "total": total, "page": page}


def targets(ledger: Ledger, wanted: Filter, *, page: int, size: int) -> dict[str, Any]:
    """Return a page of targets."""
    found, total = Pages(ledger).targets(wanted, page=page, size=size)
    rows = [{"id": number, **row(each)} for number, each in found.items()]
    return {"items": rows, "total": total, "page": page}


def target(ledger: Ledger, number: int) -> dict[str, Any] | None:
    """Return a target with its state and history; None when there is none of this number."""
    pages = Pages(ledger)
    found = pages.target(number)
    if found is None:
        return None
    history = [{"at": moment(at), "what": "uploaded", "sha1": sha1} for sha1, at in pages.uploads(found)]
    return {
        "id": number,
        **row(found),
        "key": found.key,
        "pinned": _pin(found),
        "replaced_by": found.replaced_by,
        "history": [*history, {"at": moment(found.created_at), "what": "first seen", "sha1": None}],
    }


def _pin(found: Target) -> dict[str, Any] | None:
    if pinned(found) is None:
        return None
    source, ident = origin_of(found)
    return {"source": source, "id": ident, "text": describe_pin(found)}


def _item(each: Item) -> dict[str, Any]:
    first = next(iter(each.targets.values()))
    return {
        "id": each.id,
        "item": first.item,
        "type": each.type,
        "library": first.library,
        "server": first.server,
        "key": first.key,
        "tmdb_id": first.tmdb_id,
        "imdb_id": first.imdb_id,
        "tvdb_id": first.tvdb_id,
        "pictures": [
            {"id": number, "kind": target.kind, "status": target.status} for number, target in each.targets.items()
        ],
    }
