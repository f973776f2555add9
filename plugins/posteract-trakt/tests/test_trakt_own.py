"""One's own ratings at Trakt come all at once, and only with a login."""

from __future__ import annotations

from dataclasses import replace

import pytest
from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import ExternalIds, MediaItem, Rating
from posteract_core.testing.contracts import FactSourceContract
from posteract_trakt.own import OWN_RATING, TraktOwnRatings
from posteract_trakt.settings import TraktSettings
from services import Fault
from services.trakt import ACCESS_TOKEN, CLIENT_ID

ASK = {OWN_RATING}


@pytest.fixture
def make(fake_trakt, lend):
    def build(token=ACCESS_TOKEN):
        settings = TraktSettings(client_id=CLIENT_ID, url=fake_trakt.url, access_token=token)
        return TraktOwnRatings(settings, lend("trakt", fake_trakt.url))

    return build


@pytest.fixture
def titles(world, fake_trakt):
    film = world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277")
    show = world.add_show("Dark", 2017, tmdb=70523, imdb="tt5753856", tvdb=334824)
    season = show.children[0]
    fake_trakt.rated = [(film, 9), (show, 8), (season, 7), (season.children[1], 10)]
    return film


class TestOwnRatingsKeepTheContract(FactSourceContract):
    @pytest.fixture
    def source(self, make, titles):
        return make()

    @pytest.fixture
    def offline_source(self, provider_context):
        return TraktOwnRatings(TraktSettings(client_id=CLIENT_ID, access_token=ACCESS_TOKEN), provider_context)

    @pytest.fixture
    def secrets(self):
        return [CLIENT_ID, ACCESS_TOKEN]


def test_films_shows_seasons_and_episodes_have_ones_own_rating(
    make, titles, fake_trakt, heat, dark, dark_season, dark_episode
):
    ids = ExternalIds(tvdb=334824)
    film, show = replace(heat, ids=ExternalIds(imdb="tt0113277")), replace(dark, ids=ids)
    season, episode = replace(dark_season, show_ids=ids), replace(dark_episode, show_ids=ids)
    other = MediaItem(title="Ronin", ids=ExternalIds(tmdb=8195))
    source = make()
    found = source.facts([film, show, season, episode, other], ASK)
    assert {item: found[item][OWN_RATING].value for item in found} == {film: 9, show: 8, season: 7, episode: 10}
    assert found[film][OWN_RATING] == Rating(value=9.0)
    source.facts([film, other], ASK)
    assert fake_trakt.total == 4, "one question for each kind"


def test_a_long_list_is_read_to_its_end(make, world, fake_trakt):
    films = [world.add_movie(f"Film {number}", 1990, tmdb=number, imdb=f"tt{number:07}") for number in range(1, 251)]
    fake_trakt.rated = [(film, 5) for film in films]
    items = [MediaItem(title=film.title, ids=ExternalIds(tmdb=film.tmdb)) for film in films]
    assert len(make().facts(items, ASK)) == 250
    assert fake_trakt.total == 3


def test_without_a_login_nothing_is_provided_and_nobody_asked(make, fake_trakt, heat):
    source = make(token="")
    assert source.provides == frozenset()
    assert make().provides == ASK
    assert not make().facts([heat], {"rating.trakt"})
    assert fake_trakt.total == 0


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=401), ProviderError),
        (Fault(status=503), ProviderUnavailable),
        (Fault(body=b"{}", content_type="application/json"), ProviderUnavailable),
        (Fault(body=b"<html>"), ProviderUnavailable),
    ],
)
def test_what_is_no_answer_is_an_error_and_never_no_rating(make, titles, fake_trakt, heat, fault, error):
    fake_trakt.add_fault(fault)
    with pytest.raises(error) as caught:
        make().facts([heat], ASK)
    assert ACCESS_TOKEN not in f"{caught.value} {caught.value.hint}"
