"""What became of runs, in words: what is on is said, in one message, and nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from posteract_core.model import (
    ArtworkKind,
    CollectionChange,
    ExternalIds,
    Finding,
    ItemType,
    Library,
    MediaRef,
    RunRequest,
    RunSummary,
    Severity,
    TaskOutcome,
)
from posteract_notify.hiding import parts
from posteract_notify.news import News, Tone, message_of
from posteract_notify.outbox import Outbox
from posteract_notify.settings import Events
from posteract_notify.told import Told

ALL_ON = Events(missing=True)
MOVIES = Library(key="1", name="Movies", type=ItemType.MOVIE, server="plex")
HEAT = MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=949), title="Heat", year=1995)
CHANGES = (
    CollectionChange(title="Heists", library=MOVIES, created=True, added=(HEAT, HEAT)),
    CollectionChange(title="In Cinemas", library=MOVIES, added=(HEAT,), removed=(HEAT, HEAT)),
    CollectionChange(title="Old", library=MOVIES, deleted=True, removed=(HEAT,)),
)
BROKEN = Finding(subject="plugin trakt", severity=Severity.ERROR, message="import: it is broken", remedy="Update it.")

TROUBLE = Finding(subject="Heists, collection", severity=Severity.ERROR, message="the server answered HTTP 500")


def task(item, status, **more):
    return TaskOutcome(item=item, kind=ArtworkKind.POSTER, library="Movies", server="plex", status=status, **more)


def run(*tasks, took_s=200, **counts):
    start = datetime(2026, 11, 23, 3, tzinfo=UTC)
    counted = {"done": sum(each.status == "uploaded" for each in tasks), **counts}
    return RunSummary(
        request=RunRequest(all=True), started=start, finished=start + timedelta(seconds=took_s), tasks=tasks, **counted
    )


def news(*tasks, **more):
    return News(summary=run(*tasks, unchanged=340), tasks=tasks, **more)


def test_a_run_is_told_with_all_that_is_on():
    told = message_of(
        [
            news(
                task("Heat (1995)", "uploaded"),
                task("Ran (1985)", "failed", error="the folder is read-only"),
                task("Dark (2017)", "missing"),
                task("Alien (1979)", "contested", reason="kometa replaced it twice"),
                collections=CHANGES,
                broken=(BROKEN,),
                troubles=(TROUBLE,),
            )
        ],
        ALL_ON,
    )
    assert (told.title, told.tone) == ("Posteract: 1 new picture, 2 failed", Tone.WARNING)
    assert (
        told.body
        == """\
1 picture new, 340 unchanged, 0 failed; it took 3 min.

New:
- Heat (1995), poster

Collections:
- Heists: made, +2
- In Cinemas: +1 −2
- Old: deleted

Failed:
- Ran (1985), poster: the folder is read-only
- Heists, collection: the server answered HTTP 500

No artwork found for:
- Dark (2017), poster

Left to another tool, which keeps replacing them:
- Alien (1979), poster: kometa replaced it twice

Broken plugins:
- plugin trakt: import: it is broken (Update it.)"""
    )


@pytest.mark.parametrize(
    ("event", "one"),
    [
        ("finished", news(task("Heat (1995)", "uploaded"))),
        ("failed", news(task("Heat (1995)", "failed", error="no space"))),
        ("failed", news(troubles=(TROUBLE,))),
        ("failed", News(why="plex: refuses the token")),
        ("missing", news(task("Heat (1995)", "missing"))),
        ("contested", news(task("Heat (1995)", "contested"))),
        ("broken", news(broken=(BROKEN,))),
    ],
)
def test_each_event_is_told_when_it_is_on_and_else_there_is_no_message(event, one):
    off = dict.fromkeys(Events.model_fields, False)
    assert message_of([one], Events(**off)) is None
    assert message_of([one], Events(**{**off, event: True})) is not None


def test_a_run_that_changed_nothing_is_told_only_where_that_is_wanted():
    assert message_of([news()], Events()) is None
    told = message_of([news()], Events(), unchanged=True)
    assert (told.title, told.body, told.tone) == (
        "Posteract: news",
        "0 pictures new, 340 unchanged, 0 failed; it took 3 min.",
        Tone.INFO,
    )


def test_a_run_that_failed_is_told_with_the_way_out():
    told = message_of([News(why="plex: refuses the token. Get a new one.")], Events())
    assert (told.title, told.tone) == ("Posteract: a run did not do all its work", Tone.FAILURE)
    assert told.body == "Not all was done: plex: refuses the token. Get a new one."


def test_several_runs_are_one_message_and_long_lists_are_cut():
    many = [task(f"Night {number} (1995)", "uploaded") for number in range(30)]
    told = message_of([news(*many[:12]), news(*many[12:]), news(many[0])], Events())
    assert told.title == "Posteract: 31 new pictures"
    assert "31 pictures new, 1020 unchanged, 0 failed in 3 runs; it took 10 min." in told.body
    assert told.body.count("- Night") == 10
    assert told.body.endswith("… and 20 more")


def test_what_lasts_is_told_once_and_again_after_a_while(tmp_path):
    now = [0.0]

    def told():
        return Told(tmp_path / "cache" / "told.json", again_after_days=30, clock=lambda: now[0])

    assert told().fresh(["a", "b"], str) == ("a", "b")
    assert told().fresh(["a", "b", "c"], str) == ("c",)
    now[0] = 29.9 * 86_400
    assert told().fresh(["a"], str) == ()
    now[0] = 30.1 * 86_400
    assert told().fresh(["a"], str) == ("a",)
    (tmp_path / "cache" / "told.json").write_text("[1]")
    assert told().fresh(["a"], str) == ("a",)


def test_the_first_news_go_at_once_and_the_next_together_after_a_while():
    now, delivered = [100.0], []
    outbox = Outbox(delivered.append, clock=lambda: now[0])
    outbox._lock.acquire()
    outbox._lock.release()
    outbox.put("first", every_s=300)
    _joined()
    for late in ("second", "third"):
        now[0] += 10
        outbox.put(late, every_s=300)
    assert delivered == [["first"]]
    outbox.flush()  # as the timer does, and the end of the program
    outbox.flush()
    assert delivered == [["first"], ["second", "third"]]
    now[0] += 301
    outbox.put("fourth", every_s=300)
    _joined()
    assert delivered[-1] == ["fourth"]


def _joined():
    import threading

    for thread in threading.enumerate():
        if thread.name == "news":
            thread.join(10)


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        ("tgram://123456789:AbCdEf_12/987654321", {"123456789", "AbCdEf_12", "987654321"}),
        ("https://discord.com/api/webhooks/4000123456/Abc_def-123", {"4000123456", "Abc_def-123"}),
        ("mailtos://user:pass%40word@mail.example.org?to=someone", {"user", "pass@word"}),
        (
            "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
            {"T1JJ3T3L2", "A1BRTD4JD", "TIiajkdnlazkcOXrIdevi7FQ"},
        ),
        ("json://localhost:8080/hook", set()),
        ("ntfys://ntfy.sh/topic?token=tk_Abcdef123", {"tk_Abcdef123"}),
    ],
)
def test_the_parts_of_an_address_that_may_be_tokens_are_known(url, secrets):
    assert set(parts(url)) == secrets
