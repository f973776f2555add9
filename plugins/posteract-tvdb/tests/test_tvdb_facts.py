"""What TheTVDB knows of a title costs one question."""

from __future__ import annotations

from datetime import date

import pytest
from posteract_core.errors import ProviderRejected, ProviderUnavailable
from posteract_core.model import Brand, ExternalIds, ItemType, MediaItem
from posteract_core.testing.contracts import FactSourceContract
from posteract_tvdb.facts import TvdbFacts
from posteract_tvdb.settings import TvdbSettings
from services import FakeTvdb, Fault, World
from services.tvdb import API_KEY

HEAT = MediaItem(title="Heat", year=1995, ids=ExternalIds(tvdb=5))
DARK = MediaItem(title="Dark", type=ItemType.SHOW, ids=ExternalIds(tvdb=334824))
EVERYTHING = {"status", "next_episode", "networks", "studios", "content_rating.US", "content_rating.DE"}


@pytest.fixture
def tvdb(world: World, fake_tvdb: FakeTvdb) -> FakeTvdb:
    world.add_movie("Heat", 1995, tvdb=5, content_rating="R")
    world.add_show("Dark", 2017, tvdb=334824, content_rating="TV-MA", studio="Netflix")
    fake_tvdb.next_aired["Dark"] = "2026-12-05"
    return fake_tvdb


@pytest.fixture
def make(make_provider, tvdb):
    def build(key: str = API_KEY) -> TvdbFacts:
        return make_provider(TvdbFacts, TvdbSettings(api_key=key, url=tvdb.url))

    return build


class TestTvdbFactsKeepTheContract(FactSourceContract):
    @pytest.fixture
    def source(self, make):
        return make()

    @pytest.fixture
    def known_item(self):
        return DARK

    @pytest.fixture
    def offline_source(self, make, tvdb):
        made = make()
        tvdb.stop()
        return made


def test_a_show_says_where_it_stands_when_it_goes_on_and_for_whom_it_is(make):
    assert make().facts([DARK], EVERYTHING)[DARK] == {
        "status": "returning",
        "next_episode": date(2026, 12, 5),
        "networks": (Brand(name="Netflix"),),
        "content_rating.US": "TV-MA",
    }


def test_a_film_has_its_rating_and_a_show_that_is_over_has_ended(make, tvdb):
    assert make().facts([HEAT], EVERYTHING)[HEAT] == {"content_rating.US": "R"}
    tvdb.next_aired.clear()
    assert make().facts([DARK], {"status", "next_episode"})[DARK] == {"status": "ended"}


def test_one_title_is_one_question_whatever_is_asked(make, tvdb):
    source = make()
    source.facts([DARK], {"status"})
    asked = tvdb.total
    source.facts([DARK], EVERYTHING)
    assert tvdb.total == asked


def test_parts_of_a_show_and_titles_without_an_id_cost_nothing(make, tvdb):
    season = MediaItem(title="Season 1", type=ItemType.SEASON, season=1, show_title="Dark")
    assert make().facts([season, MediaItem(title="X")], EVERYTHING) == {}
    assert tvdb.total == 0


@pytest.mark.parametrize(
    ("fault", "error"), [(Fault(status=503), ProviderUnavailable), (Fault(body=b"<html></html>"), ProviderUnavailable)]
)
def test_what_is_no_answer_is_said_to_be_none(make, tvdb, fault, error):
    tvdb.add_fault(fault)
    with pytest.raises(error):
        make().facts([DARK], EVERYTHING)


def test_a_refused_key_is_said_to_be(make):
    with pytest.raises(ProviderRejected):
        make("wrong").facts([DARK], EVERYTHING)
