"""What AniList's users think, as badges show it."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_anime.anilist.ratings import RATING, AnilistRatings
from posteract_anime.anilist.settings import AnilistSettings
from posteract_core.errors import ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, MediaItem, Rating
from posteract_core.testing.contracts import FactSourceContract
from services import FakeAnilist, Fault

FILM = MediaItem(title="Akira", ids=ExternalIds(tmdb=149, imdb="tt0094625"))
SHOW = MediaItem(title="Attack on Titan", type=ItemType.SHOW, ids=ExternalIds(tvdb=267440, tmdb=1429))
HEAT = MediaItem(title="Heat", ids=ExternalIds(tmdb=949, imdb="tt0113277"))


def season(number: int) -> MediaItem:
    return MediaItem(title="?", type=ItemType.SEASON, season=number, show_title=SHOW.title, show_ids=SHOW.ids)


@pytest.fixture
def anilist(fake_anilist: FakeAnilist) -> FakeAnilist:
    show = {"tvdb_id": 267440, "tmdb_show_id": 1429}
    rows: dict[int, tuple[Any, ...]] = {
        47: ("Akira", 79, {"tmdb_movie_id": 149, "imdb_id": "tt0094625", "mal_id": 47}),
        99147: ("Part two", 86, {**show, "tvdb_season": 3, "tvdb_epoffset": 12}),
        99146: ("Part one", 85, {**show, "tvdb_season": 3, "tvdb_epoffset": 0}),
        16498: ("Attack on Titan", 84, {**show, "tvdb_season": 1, "tvdb_epoffset": 0}),
        18397: ("Special", 77, {**show, "tvdb_season": 0}),
        5: ("Nobody's", None, {"tmdb_movie_id": 5}),
    }
    for number, (title, score, row) in rows.items():
        fake_anilist.add(number, title, score=score, row=row)
    return fake_anilist


@pytest.fixture
def make(make_provider: Any, anilist: FakeAnilist) -> Any:
    return lambda url="": make_provider(
        AnilistRatings, AnilistSettings(url=url or anilist.url, ids_url=anilist.ids_url)
    )


class TestAnilistRatingsKeepTheContract(FactSourceContract):
    @pytest.fixture
    def source(self, make):
        return make()

    @pytest.fixture
    def known_item(self):
        return FILM

    @pytest.fixture
    def offline_source(self, make):
        return make("http://127.0.0.1:9")


def asked(anilist: FakeAnilist) -> list[list[int]]:
    return [each["ids"] for each in anilist.asked_for]


def test_films_shows_and_seasons_are_one_question(make, anilist):
    by_mal = MediaItem(title="Akira", ids=ExternalIds(mal=47))
    own = MediaItem(title="?", ids=ExternalIds(anilist=99147))
    items = [FILM, by_mal, own, SHOW, season(3), season(0), HEAT]
    found = make().facts(items, {RATING})
    assert {item: facts[RATING] for item, facts in found.items()} == {
        item: Rating(value=value, scale=100)
        for item, value in ((FILM, 79), (by_mal, 79), (own, 86), (SHOW, 84), (season(3), 85))
    }
    assert asked(anilist) == [[47, 16498, 99146, 99147]]


def test_what_is_no_anime_costs_no_question(make, anilist):
    episode = MediaItem(title="?", type=ItemType.EPISODE, season=1, episode=1, show_ids=SHOW.ids)
    assert make().facts([HEAT, episode], {RATING}) == {}
    assert make().facts([FILM], {"rating.imdb"}) == {}
    assert asked(anilist) == []


def test_what_nobody_rated_has_no_rating(make):
    assert make().facts([MediaItem(title="?", ids=ExternalIds(tmdb=5))], {RATING}) == {}


@pytest.mark.parametrize("fault", [Fault(status=503), Fault(status=429), Fault(body=b'{"data": {"Page": null}}')])
def test_no_answer_is_not_no_rating(make, anilist, fault):
    source = make()
    source.facts([FILM], {RATING})
    anilist.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        source.facts([FILM], {RATING})
