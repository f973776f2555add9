"""What TMDB knows of a title costs one question, whatever is asked about it."""

from __future__ import annotations

from datetime import date

import pytest
from posteract_core.errors import ProviderRejected, ProviderUnavailable
from posteract_core.model import Brand, ExternalIds, ItemType, MediaItem, Rating
from posteract_core.testing.contracts import FactSourceContract
from posteract_tmdb.facts import TmdbFacts
from posteract_tmdb.settings import TmdbSettings
from services import FakeTmdb, Fault, World
from services.tmdb import V3_KEY, V4_TOKEN

HEAT = MediaItem(title="Heat", year=1995, ids=ExternalIds(tmdb=949))
DARK = MediaItem(title="Dark", type=ItemType.SHOW, ids=ExternalIds(tvdb=334824))
EVERYTHING = {"rating.tmdb", "streaming.US", "streaming.DE", "studios", "content_rating.US", "keywords"}


@pytest.fixture
def tmdb(world: World, fake_tmdb: FakeTmdb) -> FakeTmdb:
    heat = world.add_movie("Heat", 1995, tmdb=949, streaming={"US": ("Netflix", "Max")})
    heat.add_art("tmdb", "logo")
    world.add_show("Dark", 2017, tmdb=70523, tvdb=334824, content_rating="TV-MA")
    return fake_tmdb


@pytest.fixture
def make(make_provider, tmdb):
    def build(token: str = V4_TOKEN) -> TmdbFacts:
        return make_provider(TmdbFacts, TmdbSettings(token=token, url=tmdb.url, image_url=tmdb.url))

    return build


class TestTmdbFactsKeepTheContract(FactSourceContract):
    @pytest.fixture
    def source(self, make):
        return make()

    @pytest.fixture
    def known_item(self):
        return HEAT

    @pytest.fixture
    def offline_source(self, make, tmdb):
        made = make(V3_KEY)
        tmdb.stop()
        return made

    @pytest.fixture
    def secrets(self):
        return (V3_KEY,)


def test_one_question_answers_for_everything(tmdb, make, world):
    known = make().facts([HEAT], EVERYTHING)[HEAT]
    logo = f"/{world.movies[0].art_at('tmdb', 'logo')[0].id}.png"
    assert known["rating.tmdb"] == Rating(value=7.9, votes=5000)
    assert known["streaming.US"] == (
        Brand(name="Netflix", source="tmdb", id="100", logo=logo),
        Brand(name="Max", source="tmdb", id="101", logo=logo),
    ), "what it can be rented at does not count"
    assert "streaming.DE" not in known
    assert known["studios"] == (Brand(name="Regency Enterprises", source="tmdb", id="508"),)
    assert known["content_rating.US"] == "R"
    assert known["keywords"] == ("action", "crime", "drama")
    assert tmdb.total == 1


def test_a_show_says_where_it_stands_and_who_sends_it(make):
    known = make().facts([DARK], {"status", "networks", "next_episode", "content_rating.US"})[DARK]
    assert known["status"] == "ended"
    assert [brand.name for brand in known["networks"]] == ["Regency Enterprises"]
    assert known["content_rating.US"] == "TV-MA"
    assert "next_episode" not in known


def test_the_next_episode_is_a_day(make):
    source = make()
    assert source._fact({"next_episode_to_air": {"air_date": "2026-12-24"}}, "next_episode") == date(2026, 12, 24)
    assert source._fact({"next_episode_to_air": {"air_date": "soon"}}, "next_episode") is None


def test_a_title_nobody_voted_for_has_no_rating(make):
    assert make()._fact({"vote_average": 0.0, "vote_count": 0}, "rating.tmdb") is None


def test_parts_of_a_show_and_unknown_titles_cost_nothing(tmdb, make):
    season = MediaItem(title="Season 1", type=ItemType.SEASON, season=1, show_ids=ExternalIds(tmdb=70523))
    assert make().facts([season, MediaItem(title="?")], EVERYTHING) == {}
    assert tmdb.total == 0


@pytest.mark.parametrize(("status", "error"), [(401, ProviderRejected), (503, ProviderUnavailable)])
def test_its_troubles_are_told_apart(tmdb, make, status, error):
    tmdb.add_fault(Fault(status=status))
    with pytest.raises(error):
        make().facts([HEAT], EVERYTHING)
