"""What became of runs, as a message for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from posteract_core.model import CollectionChange, Finding, RunSummary, TaskOutcome

from .settings import Events

MOST_LISTED = 10
"""Lines of each list before the rest is only counted."""


class Tone(StrEnum):
    """How good the news is; Apprise's words."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What became of one run.

    Attributes:
        summary: None of a run that did not do its work.
        why: it did not, and the way out.
        tasks: those worth telling of now.
        collections: what changed of them.
        broken: plugins worth telling of now.
        troubles: collections and the like that failed, worth telling of now.
    """

    summary: RunSummary | None = None
    why: str = ""
    tasks: tuple[TaskOutcome, ...] = ()
    collections: tuple[CollectionChange, ...] = ()
    broken: tuple[Finding, ...] = ()
    troubles: tuple[Finding, ...] = ()

    def of(self, *statuses: str) -> list[TaskOutcome]:
        """Return the tasks in one of these states."""
        return [task for task in self.tasks if task.status in statuses]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a service is given.

    Attributes:
        title: one line.
        body: plain text.
        tone: for its colour or sign.
    """

    title: str
    body: str
    tone: Tone


def message_of(news: Sequence[News], events: Events, *, unchanged: bool = False) -> Message | None:
    """Return the news of several runs as one message; None when there is nothing to say.

    Args:
        news: the oldest first.
        events: what is to be told.
        unchanged: tell also of runs that changed nothing.
    """
    done = sum(each.summary.done for each in news if each.summary is not None)
    ended_badly = [each.why for each in news if each.why] if events.failed else []
    failed = [line for each in news for line in _failures(each)] if events.failed else []
    changes = [change for each in news for change in each.collections]
    sections: list[list[str]] = [[f"Not all was done: {why}"] for why in ended_badly]
    finished = [each.summary for each in news if each.summary is not None]
    if events.finished and finished and (done or changes or unchanged):
        sections += [[_counts(finished)], _listed("New", _titles(_uploads(news)))]
        sections += [_listed("Collections", map(_change, changes))]
    sections.append(_listed("Failed", failed))
    if events.missing:
        sections.append(_listed("No artwork found for", _titles(_tasks(news, "missing"))))
    if events.contested:
        sections.append(
            _listed("Left to another tool, which keeps replacing them", map(_why, _tasks(news, "contested")))
        )
    if events.broken:
        sections.append(_listed("Broken plugins", (_broken(each) for some in news for each in some.broken)))
    body = "\n\n".join("\n".join(section) for section in sections if section)
    if not body:
        return None
    bad, odd = bool(ended_badly), bool(failed) or any(each.broken for each in news)
    tone = Tone.FAILURE if bad else Tone.WARNING if odd else Tone.SUCCESS if done else Tone.INFO
    told = "a run did not do all its work" if bad else _number(done, "new picture") if done else "news"
    return Message(title=f"Posteract: {told}" + (f", {len(failed)} failed" if failed else ""), body=body, tone=tone)


def _counts(summaries: Sequence[RunSummary]) -> str:
    took_s = sum((each.finished - each.started).total_seconds() for each in summaries)
    counted = {name: sum(getattr(each, name) for each in summaries) for name in ("done", "unchanged", "failed")}
    runs = "" if len(summaries) == 1 else f" in {len(summaries)} runs"
    return (
        f"{_number(counted['done'], 'picture')} new, {counted['unchanged']} unchanged, {counted['failed']} failed{runs}; "
        f"it took {_time(took_s)}."
    )


def _listed(head: str, lines: Iterable[str]) -> list[str]:
    rows = list(dict.fromkeys(lines))
    more = [f"… and {len(rows) - MOST_LISTED} more"] if len(rows) > MOST_LISTED else []
    return [f"{head}:", *(f"- {row}" for row in rows[:MOST_LISTED]), *more] if rows else []


def _tasks(news: Sequence[News], status: str) -> list[TaskOutcome]:
    return [task for each in news for task in each.of(status)]


def _uploads(news: Sequence[News]) -> list[TaskOutcome]:
    return _tasks(news, "uploaded")


def _failures(news: News) -> list[str]:
    return [*map(_why, news.of("failed")), *(f"{each.subject}: {each.message}" for each in news.troubles)]


def _titles(tasks: Iterable[TaskOutcome]) -> list[str]:
    return [f"{task.item}, {task.kind.words}" for task in tasks]


def _why(task: TaskOutcome) -> str:
    why = task.error or task.reason
    return f"{task.item}, {task.kind.words}" + (f": {why}" if why else "")


def _change(change: CollectionChange) -> str:
    if change.deleted:
        return f"{change.title}: deleted"
    signs = [f"{sign}{len(titles)}" for sign, titles in (("+", change.added), ("−", change.removed)) if titles]
    return f"{change.title}: " + " ".join([*(["made,"] if change.created else []), *signs])


def _broken(finding: Finding) -> str:
    return f"{finding.subject}: {finding.message}" + (f" ({finding.remedy})" if finding.remedy else "")


def _number(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


def _time(seconds: float) -> str:
    return (
        f"{seconds:.0f} s"
        if seconds < 90
        else f"{seconds / 60:.0f} min"
        if seconds < 5400
        else f"{seconds / 3600:.1f} h"
    )
