"""Gathers what happens in a run, and sees that it is told."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from posteract_core.model import (
    ArtworkKind,
    CollectionChange,
    Finding,
    MediaItem,
    Picture,
    RunRequest,
    RunSummary,
    TaskOutcome,
)
from posteract_core.providers import ProviderContext

from . import pings
from .hiding import hide
from .news import News, message_of
from .outbox import Outbox
from .settings import NotifySettings
from .told import Told

ONCE = ("failed", "missing", "contested")
"""States of pictures that last: told once, then reminded of now and then."""

Lot = tuple[News, tuple[tuple[str, bytes], ...]]
"""The news of a run, and pictures with their captions."""


class Observer:
    """Of one instance of the plugin. Pictures are finished in several threads."""

    def __init__(self, settings: NotifySettings, context: ProviderContext) -> None:
        self.settings, self.context = settings, context
        self.outbox: Outbox[Lot] = Outbox(self._deliver)
        self._lock = Lock()
        self._began_s = time.monotonic()
        self._pictures: list[tuple[str, bytes]] = []
        self._changes: list[CollectionChange] = []

    def started(self, request: RunRequest) -> None:
        """Begin anew."""
        with self._lock:
            self._began_s = time.monotonic()
            self._pictures.clear()
        if not request.dry_run:
            pings.run_started(self.settings, self.context)

    def uploaded(self, item: MediaItem, kind: ArtworkKind, picture: Picture) -> None:
        """Keep a picture, while there is room; posters before others."""
        most = self.settings.pictures if self.settings.services and self.settings.events.finished else 0
        with self._lock:
            if len(self._pictures) < most:
                self._pictures.append((f"{item}, {kind.words}", picture.data))

    def changed(self, change: CollectionChange) -> None:
        """Keep what is different of a collection; that comes before the pictures."""
        with self._lock:
            self._changes.append(change)

    def finished(self, summary: RunSummary, broken: Sequence[Finding], troubles: Sequence[Finding] = ()) -> None:
        """Tell what a run came to."""
        words = f"{summary.done} done, {summary.unchanged} unchanged, {summary.failed} failed"
        took_s = (summary.finished - summary.started).total_seconds()
        well = bool(summary.done) or not summary.failed
        pings.run_ended(self.settings, self.context, well=well, words=words, took_s=took_s)
        self._tell(News(summary=summary, tasks=summary.tasks, broken=tuple(broken), troubles=tuple(troubles)))

    def failed(self, request: RunRequest, reason: str, hint: str, broken: Sequence[Finding]) -> None:
        """Tell that a run did not do its work."""
        why = " ".join(part for part in (reason, hint) if part)
        pings.run_ended(self.settings, self.context, well=False, words=reason, took_s=time.monotonic() - self._began_s)
        self._tell(News(why=why, broken=tuple(broken)))

    def _tell(self, news: News) -> None:
        with self._lock:
            pictures, changes = tuple(self._pictures), tuple(self._changes)
            self._pictures.clear()
            self._changes.clear()
        if not self.settings.services:
            return
        told = Told(self.context.cache_folder / "told.json", again_after_days=self.settings.remind_days)
        lasting = [task for task in news.tasks if task.status in ONCE and getattr(self.settings.events, task.status)]
        others = tuple(task for task in news.tasks if task.status not in ONCE)
        fresh = News(
            summary=news.summary,
            why=news.why,
            tasks=others + told.fresh(lasting, _task_name),
            collections=changes,
            troubles=told.fresh(news.troubles, str) if self.settings.events.failed else (),
            broken=told.fresh(news.broken, str) if self.settings.events.broken else (),
        )
        if message_of([fresh], self.settings.events, unchanged=self.settings.unchanged) is not None:
            self.outbox.put((fresh, pictures), every_s=self.settings.batch_s)

    def _deliver(self, lots: list[Lot]) -> None:
        from .sending import send

        settings = self.settings
        message = message_of([news for news, _ in lots], settings.events, unchanged=settings.unchanged)
        if message is not None:
            pictures = [picture for _, some in lots for picture in some][: settings.pictures]
            send(self.context.instance, settings.services, message, pictures)


_observers: dict[tuple[str, Path], Observer] = {}
_lock = Lock()


def observer(settings: NotifySettings, context: ProviderContext) -> Observer:
    """Return the observer of an instance, which lives as long as the process: news wait longer than a run takes."""
    with _lock:
        key = (context.instance, context.cache_folder)
        found = _observers.get(key)
        if found is None or found.settings is not settings:
            for url in (*settings.services.values(), *settings.ping_urls):
                hide(url)
        if found is None:
            found = _observers[key] = Observer(settings, context)
        found.settings, found.context = settings, context
        return found


def _task_name(task: TaskOutcome) -> str:
    return "|".join((task.status, task.server, task.library, task.item, task.kind.value, task.error))
