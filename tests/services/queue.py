"""Whoever serves, as the web server sees it: a queue that does runs one after the other, and the jobs of the schedule."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any, Self

from posteract_core.app import App, Opening, RunReport
from posteract_core.errors import PosteractError
from posteract_core.model import RunRequest


@dataclass
class Record:
    """A run that was asked for."""

    id: str
    request: RunRequest
    queued_at: datetime
    jobs: tuple[str, ...] = ()
    state: str = "queued"
    started_at: datetime | None = None
    ended_at: datetime | None = None
    progress: Any = None
    report: RunReport | None = None
    error: str = ""
    hint: str = ""
    cancel: Event = field(default_factory=Event)


class Serving:
    """Takes runs and does them in a thread of its own, while its `with` block lasts."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self.queue = self
        self.jobs_kept = self
        self.kept: dict[str, Record] = {}
        self.paused: set[str] = set()
        self.news, self.ended = Event(), Event()
        self.thread = Thread(target=self._work, name="runs", daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.news.set()
        for record in self.kept.values():
            record.cancel.set()
        self.thread.join(30)

    def submit(self, request: RunRequest, *, job: str = "") -> str:
        record = Record(secrets.token_hex(6), request, _now(), (job,) if job else ())
        self.kept[record.id] = record
        self.news.set()
        return record.id

    def records(self) -> list[Record]:
        return [replace(each) for each in list(self.kept.values())]

    def cancel(self, run_id: str) -> bool:
        record = self.kept[run_id]
        record.cancel.set()
        if record.state == "queued":
            record.state, record.ended_at = "cancelled", _now()
        return record.ended_at is None

    def jobs(self) -> list[Any]:
        with App.again(self.opening) as app:
            entries = dict(app.config.schedule)
        return [
            SimpleNamespace(
                job=SimpleNamespace(name=name, timing=f"cron {entry.cron}", request=entry.run.request()),
                paused=name in self.paused,
                under_way=False,
                started_at=None,
                ended_at=None,
                outcome="",
                said="",
            )
            for name, entry in entries.items()
        ]

    def pause(self, name: str) -> None:
        self.paused.add(name)

    def resume(self, name: str) -> None:
        self.paused.discard(name)

    def _work(self) -> None:
        while not self.ended.is_set():
            self.news.wait()
            self.news.clear()
            for record in list(self.kept.values()):
                if record.state == "queued" and not self.ended.is_set():
                    self._do(record)

    def _do(self, record: Record) -> None:
        record.state, record.started_at = "running", _now()

        def progress(heard: Any) -> None:
            record.progress = heard

        try:
            with App.again(self.opening) as app:
                app.cancel = record.cancel
                record.report = app.run(record.request, progress=progress)
            state = "finished"
        except KeyboardInterrupt:
            state = "cancelled"
        except PosteractError as error:
            state, record.error, record.hint = "failed", str(error), error.hint
        record.ended_at = _now()
        record.state = state


def _now() -> datetime:
    return datetime.now().astimezone()
