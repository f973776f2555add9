"""A rating by Trakt's users costs one request, whatever the title is known by."""

from __future__ import annotations

from dataclasses import replace

import pytest
from posteract_core.errors import ProviderRejected, ProviderUnavailable
from posteract_core.model import ExternalIds, MediaItem, Rating, Severity
from posteract_core.testing.contracts import FactSourceContract
from posteract_trakt import plugin
from posteract_trakt.facts import RATING, TraktFacts
from posteract_trakt.settings import TraktSettings
from pydantic import ValidationError
from services import Fault
from services.trakt import CLIENT_ID

ASK = {RATING}


@pytest.fixture
def make(fake_trakt, lend):
    def build(client_id=CLIENT_ID):
        return TraktFacts(TraktSettings(client_id=client_id, url=fake_trakt.url), lend("trakt", fake_trakt.url))

    return build


@pytest.fixture(autouse=True)
def _titles(world, fake_trakt):
    world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277")
    world.add_show("Dark", 2017, tmdb=70523, imdb="tt5753856", tvdb=334824)
    fake_trakt.ratings["tt0113277"] = (8.01234, 12_000)
    fake_trakt.ratings["tt5753856"] = (8.6, 30_000)


class TestTraktKeepsTheContract(FactSourceContract):
    @pytest.fixture
    def source(self, make):
        return make()

    @pytest.fixture
    def offline_source(self, provider_context):
        return TraktFacts(TraktSettings(client_id=CLIENT_ID), provider_context)

    @pytest.fixture
    def secrets(self):
        return [CLIENT_ID]


@pytest.mark.parametrize(
    ("ids", "path"),
    [
        (ExternalIds(imdb="tt0113277", tmdb=949), "/movies/tt0113277/ratings"),
        (ExternalIds(tmdb=949), "/search/tmdb/949"),
    ],
)
def test_a_film_is_one_request_by_any_id(make, fake_trakt, heat, ids, path):
    film = replace(heat, ids=ids)
    assert make().facts([film], ASK)[film][RATING] == Rating(value=8.01234, votes=12_000)
    assert list(fake_trakt.asked) == [("GET", path)]


def test_shows_seasons_and_episodes_have_ratings_of_their_own(make, fake_trakt, dark, dark_season, dark_episode):
    ids = ExternalIds(imdb="tt5753856", tvdb=334824)
    show, season = replace(dark, ids=ids), replace(dark_season, show_ids=ids)
    episode = replace(dark_episode, show_ids=ids)
    found = make().facts([show, season, episode], ASK)
    assert found[show][RATING] == Rating(value=8.6, votes=30_000)
    assert found[season][RATING].votes == found[episode][RATING].votes == 7866
    assert [path for _, path in fake_trakt.asked] == [
        "/shows/tt5753856/ratings", "/shows/tt5753856/seasons/1/ratings", "/shows/tt5753856/seasons/1/episodes/2/ratings",
    ]  # fmt: skip
    by_tvdb = replace(dark, ids=ExternalIds(tvdb=334824))
    assert make().facts([by_tvdb], ASK)[by_tvdb][RATING].value == 8.6


def test_what_nobody_rated_or_knows_has_no_rating(make, fake_trakt, heat):
    fake_trakt.ratings["tt0113277"] = (0.0, 0)
    unknown = [MediaItem(title="?", ids=ids) for ids in (ExternalIds(imdb="tt9"), ExternalIds(tmdb=5), ExternalIds())]
    assert not make().facts([heat, *unknown], ASK)


def test_an_id_that_is_none_stays_within_its_place_in_the_address(make, fake_trakt):
    odd = MediaItem(title="?", ids=ExternalIds(imdb="../users/me?x=1"))
    assert not make().facts([odd], ASK)
    assert [path for _, path in fake_trakt.asked] == ["/movies/..%2Fusers%2Fme%3Fx%3D1/ratings"]


def test_nothing_is_asked_when_nobody_wants_it(make, fake_trakt, heat):
    assert not make().facts([heat], {"rating.imdb"})
    assert fake_trakt.total == 0


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=403), ProviderRejected),
        (Fault(status=401), ProviderRejected),
        (Fault(status=503), ProviderUnavailable),
        (Fault(status=429, retry_after="600"), ProviderUnavailable),
        (Fault(cut="before"), ProviderUnavailable),
        (Fault(body=b"<html>"), ProviderUnavailable),
        (Fault(body=b"{}", content_type="application/json"), ProviderUnavailable),
        (Fault(body=b"[]", content_type="application/json"), ProviderUnavailable),
    ],
)
def test_what_is_no_answer_is_named_for_what_it_is_and_tells_no_key(make, fake_trakt, heat, fault, error):
    fake_trakt.add_fault(fault)
    with pytest.raises(error) as caught:
        make().facts([heat], ASK)
    assert CLIENT_ID not in f"{caught.value} {caught.value.hint}"


def test_doctor_says_whether_the_client_id_is_taken(make):
    assert [finding.severity for finding in make().check()] == [Severity.OK]
    [finding] = make(client_id="wrong").check()
    assert (finding.severity, bool(finding.remedy)) == (Severity.ERROR, True)


def test_without_a_client_id_the_configuration_has_a_mistake():
    for settings in ({}, {"client_id": ""}):
        with pytest.raises(ValidationError):
            TraktSettings(**settings)


def test_the_plugin_fits_the_hooks(registry):
    assert registry.register(plugin, "trakt")
    assert registry.failures == []
    assert registry.hooks_of("trakt") == (
        "posteract_collection_builders",
        "posteract_collection_details",
        "posteract_dynamic_keys",
        "posteract_fact_sources",
        "posteract_settings",
    )
