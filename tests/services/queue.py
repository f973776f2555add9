"""Whoever serves, as the web server sees it: the core's own desk, with its queue at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from posteract_core.app import App, Opening
from posteract_core.app.serving import Desk


@contextmanager
def serving(opening: Opening) -> Iterator[Desk]:
    """Yield what `posteract serve` gives its triggers; its runs are done in a thread of their own while the block lasts."""
    with App.again(opening) as app:
        desk = Desk(app, opening)
        worker = Thread(target=desk.queue.work, name="runs")
        worker.start()
        try:
            yield desk
        finally:
            desk.queue.close()
            worker.join(30)
            assert not worker.is_alive()
