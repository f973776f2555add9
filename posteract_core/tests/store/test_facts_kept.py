"""Facts are kept as plain text: nothing in it can do harm, and other versions' entries are not known."""

from __future__ import annotations

import pytest
from posteract_core.model import Award, Rating
from posteract_core.store.facts import Remembered, facts_from_json, facts_to_json, keepable


def test_facts_of_many_titles_are_written_and_read_together(ledger):
    told = {
        f"movie tmdb:{number}": {"rating.imdb": Remembered(value=Rating(value=8.3), at=5.0)} for number in range(950)
    }
    ledger.remember_facts("imdb", told)
    ledger.remember_facts(
        "imdb", {"movie tmdb:7": {"award.oscars": Remembered(value=Award(won=1, nominated=1), at=9.0)}}
    )
    assert ledger.facts("imdb", [*told, "movie tmdb:951"]) == {
        **told,
        "movie tmdb:7": {"award.oscars": Remembered(value=Award(won=1, nominated=1), at=9.0)},
    }
    assert ledger.facts("mdblist", told) == {}
    ledger.forget_facts(before=6.0)
    assert list(ledger.facts("imdb", told)) == ["movie tmdb:7"]


def test_what_cannot_be_read_is_not_known_and_the_rest_is():
    good = facts_to_json({"rating.imdb": Remembered(value=None, at=5.0)})
    assert facts_from_json(good) == {"rating.imdb": Remembered(value=None, at=5.0)}
    spoilt = '{"a":[5,{"opus":{}}],"b":[5,{"rating":{"stars":4}}],"c":5,"d":[5,[1]],"e":[5,{"date":"soon"}],"f":[5,7]}'
    assert facts_from_json(spoilt) == {"f": Remembered(value=7, at=5.0)}
    assert facts_from_json("{") == facts_from_json("[]") == facts_from_json("") == {}


@pytest.mark.parametrize("value", [object(), float("nan"), frozenset({1}), (1, object())])
def test_what_is_no_kind_of_fact_is_not_kept(value):
    assert not keepable(value)
