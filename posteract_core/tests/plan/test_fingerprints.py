"""A picture is redrawn when, and only when, what it is made of changes; and people are told what that was."""

from __future__ import annotations

import pytest
from posteract_core.plan import Inputs, aliases, fingerprint
from posteract_core.plan.decide import Circumstances, Verdict, decide
from posteract_core.store import Status, Target

CANVAS = (1000, 1500, "jpeg", 90)
DAY_S = 86_400.0
NOW = 1_700_000_000.0


def inputs(*layers, canvas=CANVAS, facts=frozenset()):
    return Inputs(canvas=canvas, layers=layers, from_facts=frozenset(facts))


TITLE = ("title", "title", 1, "aa", "Heat")
RATING = ("rating", "rating", 2, "bb", ("7.9",))


def target(made_of, *, status=Status.UPLOADED, **changes):
    values = {
        "media_id": 1, "server": "s", "library": "Films", "kind": "poster", "status": status, "base_hash": "b",
        "fingerprint": fingerprint(made_of, "b"), "inputs": made_of.to_json(), "choice": "c", "server_revision": "r",
        "poster_type": "textless", "facts_at": NOW,
    }  # fmt: skip
    return Target(**{**values, **changes})


def about(made_of, **changes):
    return Circumstances(**{"inputs": made_of, "choice": "c", "shown": "r", "now": NOW, **changes})


def test_the_same_inputs_are_up_to_date():
    assert decide(target(inputs(TITLE)), about(inputs(TITLE))).verdict is Verdict.UNCHANGED


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (inputs(TITLE, RATING), inputs(TITLE, (*RATING[:4], ("8.1",))), "rating 7.9 → 8.1"),
        (inputs(TITLE), inputs((*TITLE[:4], "Heat 2")), "title Heat → Heat 2"),
        (inputs(TITLE), inputs(("title", "title", 1, "zz", "Heat")), "new style of title"),
        (inputs(TITLE), inputs(("title", "title", 2, "aa", "Heat")), "new style of title"),
        (inputs(TITLE), inputs(TITLE, RATING), "rating added"),
        (inputs(TITLE, RATING), inputs(TITLE), "rating removed"),
        (inputs(TITLE, RATING), inputs(RATING, TITLE), "another order of layers"),
        (inputs(TITLE), inputs(TITLE, canvas=(2000, 3000, "jpeg", 90)), "another size or format"),
    ],
)
def test_a_change_is_due_and_said_in_words(before, after, words):
    decision = decide(target(before), about(after))
    assert decision.verdict is Verdict.DUE
    assert decision.reasons == (words,)
    assert not decision.choose, "a changed look needs no new base"


def test_changed_facts_alone_wait_until_the_last_ones_are_old_enough():
    before = inputs(TITLE, RATING, facts={"rating"})
    after = inputs(TITLE, (*RATING[:4], ("8.1",)), facts={"rating"})
    assert decide(target(before), about(after, facts_every_s=7 * DAY_S)).verdict is Verdict.UNCHANGED
    old = target(before, facts_at=NOW - 8 * DAY_S)
    assert decide(old, about(after, facts_every_s=7 * DAY_S)).verdict is Verdict.DUE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((TITLE,), (TITLE, RATING)),
        ((TITLE, RATING), (TITLE, ("rating", "rating", 2, "zz", ("7.9",)))),
        ((TITLE, RATING), (TITLE, ("rating", "rating", 3, "bb", ("8.1",)))),
        ((TITLE, RATING), (TITLE, RATING, ("award", "award", 1, "cc", (1, True)))),
    ],
    ids=["a fact at last", "another colour", "a new version", "a new badge"],
)
def test_a_badge_that_was_not_there_or_looked_different_does_not_wait_for_facts(before, after):
    facts = {"rating", "award"}
    decision = decide(target(inputs(*before, facts=facts)), about(inputs(*after, facts=facts), facts_every_s=7 * DAY_S))
    assert decision.verdict is Verdict.DUE


def test_only_a_fact_that_a_source_owed_is_no_surprise():
    before, after = inputs(TITLE, facts={"rating"}), inputs(TITLE, RATING, facts={"rating"})
    owed = target(before, facts_at=0.0)
    assert decide(owed, about(after, facts_every_s=7 * DAY_S)).awaited
    assert not decide(target(before), about(after, facts_every_s=7 * DAY_S)).awaited
    assert not decide(owed, about(after, shown="other")).awaited
    assert not decide(owed, about(inputs(("title", "title", 1, "aa", "Ran"), RATING, facts={"rating"}))).awaited


def test_that_placing_comes_and_goes_with_the_only_badge_says_nothing_by_itself():
    placing = ("", "layout", 1, "", None)
    bare, badged = inputs(TITLE, facts={"rating"}), inputs(placing, TITLE, RATING, facts={"rating"})
    assert decide(target(bare, facts_at=0.0), about(badged)).awaited
    assert decide(target(badged), about(bare, facts_every_s=7 * DAY_S)).verdict is Verdict.UNCHANGED
    moved = inputs(("", "layout", 2, "", None), TITLE, RATING, facts={"rating"})
    assert decide(target(badged), about(moved, facts_every_s=7 * DAY_S)).verdict is Verdict.DUE


def test_a_fact_that_is_lost_waits_like_one_that_changed():
    before, after = inputs(TITLE, RATING, facts={"rating"}), inputs(TITLE, facts={"rating"})
    assert decide(target(before), about(after, facts_every_s=7 * DAY_S)).verdict is Verdict.UNCHANGED


def test_a_changed_title_does_not_wait_for_facts():
    before = inputs(TITLE, RATING, facts={"rating"})
    after = inputs((*TITLE[:4], "Heat 2"), (*RATING[:4], ("8.1",)), facts={"rating"})
    assert decide(target(before), about(after, facts_every_s=7 * DAY_S)).verdict is Verdict.DUE


def test_another_picture_on_the_server_is_looked_at_before_anything_is_done():
    decision = decide(target(inputs(TITLE)), about(inputs(TITLE), shown="other"))
    assert (decision.verdict, decision.look) == (Verdict.DUE, True)
    gone = decide(target(inputs(TITLE)), about(inputs(TITLE), shown=""))
    assert (gone.verdict, gone.look) == (Verdict.DUE, False)


def test_changed_preferences_choose_anew_unless_only_overlays_are_wanted():
    assert decide(target(inputs(TITLE)), about(inputs(TITLE), choice="d")).choose
    kept = decide(target(inputs(TITLE)), about(inputs(TITLE), choice="d", may_choose=False))
    assert kept.verdict is Verdict.UNCHANGED


def test_what_failed_is_tried_again_when_its_time_has_come():
    failed = target(inputs(TITLE), status=Status.FAILED, next_try_at=NOW + 60, error="no disk")
    assert decide(failed, about(inputs(TITLE))).verdict is Verdict.WAITS
    assert decide(failed, about(inputs(TITLE), now=NOW + 61)).verdict is Verdict.DUE
    assert decide(failed, about(inputs(TITLE), force=True)).verdict is Verdict.DUE


def test_an_upload_that_was_interrupted_is_looked_into():
    decision = decide(target(inputs(TITLE), status=Status.UPLOADING), about(inputs(TITLE)))
    assert (decision.verdict, decision.look) == (Verdict.DUE, True)


def test_fingerprints_stay_what_they_are():
    """A new value here would redraw every picture of every user."""
    assert fingerprint(inputs(TITLE, RATING), "b" * 64) == "0f414a582bb9ca010752950cbe3f6628"


def test_names_of_items(heat, dark_episode, dark_season):
    assert aliases(heat)[:3] == ("movie:key:949", "movie:imdb:tt0113277", "movie:tmdb:949")
    assert any(name.endswith(f":s{dark_episode.season}e{dark_episode.episode}") for name in aliases(dark_episode))
    assert all(name.startswith("season:") for name in aliases(dark_season))
