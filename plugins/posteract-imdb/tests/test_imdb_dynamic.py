"""Years of events with awards, for dynamic collections."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import KeysContext
from posteract_core.testing.contracts import DynamicKeysContract
from posteract_imdb.dynamic import ImdbAwards
from posteract_imdb.settings import ImdbSettings
from services import FakeImdb, Fault

CONTEXT = KeysContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE), items=(), today=date(2026, 6, 15))
WON = "{oscar: {best: {winner: [tt0000001]}}}"
YEARS = ("'2025'", "'2024'", "'2020'", "1930-2", "1930", "'1929'")


@pytest.fixture
def make(make_provider: Any, fake_imdb: FakeImdb) -> Any:
    fake_imdb.events["ev0000003"] = "".join(f"{year}: {WON}\n" for year in YEARS) + "'2026': {}\n"
    return lambda url=fake_imdb.url: make_provider(ImdbAwards, ImdbSettings(url=url, awards_url=url))


class TestImdbAwardsKeepTheContract(DynamicKeysContract):
    @pytest.fixture
    def dynamic_keys(self, make):
        return make()

    @pytest.fixture
    def data(self):
        return {"event_id": "oscar"}

    @pytest.fixture
    def offline_keys(self, make):
        return make("http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("span", "years"),
    [
        ({}, ["2025", "2024", "2020", "1930-2", "1930", "1929"]),
        ({"starting": 2020}, ["2025", "2024", "2020"]),
        ({"starting": "first", "ending": "first+1"}, ["1930-2", "1930", "1929"]),
        ({"starting": "latest-1"}, ["2025", "2024"]),
        ({"starting": "current_year-2", "ending": "current_year-1"}, ["2025", "2024"]),
        ({"starting": 2020, "increment": 5}, ["2025", "2020"]),
        ({"starting": 2030, "ending": 2040}, []),
    ],
)
def test_years_with_awards_are_keys_the_newest_first(make, span, years):
    assert list(make().keys({"event_id": "oscar", **span}, CONTEXT)) == years


def test_an_event_is_read_once_a_day(make, fake_imdb):
    awards = make()
    for _ in range(3):
        awards.keys({"event_id": "ev0000003"}, CONTEXT)
    assert fake_imdb.total == 1
    assert ImdbAwards.definition(["2025"], {"event_id": "oscar"})["imdb_award"] == {
        "event_id": "ev0000003", "event_year": ["2025"], "winning": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("oscar", "must be a mapping"),
        ({}, "needs an event_id"),
        ({"event_id": "oscar", "start": 1990}, "`start` is none of"),
        ({"event_id": "oscar", "starting": "soon"}, "'soon' is no year"),
        ({"event_id": "oscar", "increment": 0}, "is a number of years"),
    ],
)
def test_data_that_is_no_event_is_found_without_asking(data, words):
    with pytest.raises(ValueError, match=words):
        ImdbAwards.check_data(data)


def test_what_is_no_answer_is_never_fewer_years(make, fake_imdb):
    with pytest.raises(ConfigError, match="no copy of the event ev0000223"):
        make().keys({"event_id": "emmy"}, CONTEXT)
    fake_imdb.add_fault(Fault(status=503))
    with pytest.raises(ProviderUnavailable):
        make().keys({"event_id": "oscar"}, CONTEXT)
