"""`status --review`, `--failed` and `--csv`: what a person should look at, where, and as a table for elsewhere."""

from __future__ import annotations

import csv
import json

import pytest
from posteract_core.app.status import COLUMNS
from posteract_core.store import Status, Target


@pytest.fixture
def known(desk):
    """Let the ledger know one target for each reason to look, and one for each not to."""
    rows = {
        "Heat": {"status": Status.UPLOADED},
        "Alien": {
            "status": Status.UPLOADED,
            "review": "not the first language: en\ntoo small: 600 px wide",
            "page_url": "https://www.themoviedb.org/movie/348",
        },
        "Ran": {"status": Status.MISSING, "error": "no picture at tmdb", "review": "fallback"},
        "Solaris": {"status": Status.CONTESTED, "error": "kometa has replaced our picture 2 times; left alone"},
        "Stalker": {"status": Status.KEPT, "error": "the owner's picture", "review": "drawn, for want of artwork"},
        "Mirror": {"status": Status.RESET, "error": "reset", "review": "drawn, for want of artwork"},
        "=1+1": {"status": Status.FAILED, "error": "timed out", "attempts": 2, "next_try_at": 1_700_000_000.0},
    }
    with desk.open() as app:
        for number, (title, more) in enumerate(rows.items(), 1):
            app.ledger.save(
                Target(media_id=number, server="memory", library="Films", kind="poster", item=title, **more)
            )
    return desk


def told(desk, posteract, *words):
    code, out, _ = posteract(desk, "status", "--json", *words)
    assert code == 0
    return json.loads(out)


def test_review_lists_what_wants_a_look_with_every_note_and_the_link(known, posteract):
    tasks = {task["item"]: task for task in told(known, posteract, "--review")["tasks"]}
    assert set(tasks) == {"Alien", "Ran", "Solaris"}
    assert tasks["Alien"]["review"].splitlines() == ["not the first language: en", "too small: 600 px wide"]
    assert tasks["Alien"]["page_url"] == "https://www.themoviedb.org/movie/348"
    assert tasks["Ran"]["review"] == "missing: no picture at tmdb"
    assert "kometa" in tasks["Solaris"]["review"]


def test_review_in_words_shows_the_link(known, posteract):
    out = posteract(known, "status", "--review")[1]
    assert "https://www.themoviedb.org/movie/348" in out
    assert "not the first language: en; too small" in out
    assert "Stalker" not in out


def test_failed_and_review_together_list_both(known, posteract):
    tasks = told(known, posteract, "--failed", "--review")["tasks"]
    assert {task["item"] for task in tasks} == {"=1+1", "Alien", "Ran", "Solaris"}
    assert [task["item"] for task in told(known, posteract, "--failed")["tasks"]] == ["=1+1"]


def test_counts_are_of_all_targets_by_state(known, posteract):
    assert told(known, posteract, "--review")["counts"] == {
        "uploaded": 2, "missing": 1, "contested": 1, "kept": 1, "reset": 1, "failed": 1,
    }  # fmt: skip


def test_a_csv_file_has_every_target_and_no_formula(known, posteract, tmp_path):
    code, out, _ = posteract(known, "status", "--csv", str(tmp_path / "all.csv"))
    assert code == 0
    assert "7 rows" in out
    with (tmp_path / "all.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 7
    assert "'=1+1" in {row["item"] for row in rows}


def test_a_csv_file_of_what_wants_a_look_has_only_that(known, posteract, tmp_path):
    posteract(known, "status", "--review", "--csv", str(tmp_path / "review.csv"))
    assert len((tmp_path / "review.csv").read_text().splitlines()) == 5  # one note stands on two lines


def test_where_nothing_wants_a_look_it_says_so(desk, posteract):
    out = posteract(desk, "status", "--review")[1]
    assert "Nothing wants a look." in out
