"""OMDb answers one title at a time; a day's limit is not overrun, and its texts are read for what they mean."""

from __future__ import annotations

from dataclasses import replace

import pytest
from posteract_core.errors import ProviderRejected, ProviderUnavailable
from posteract_core.model import Award, ExternalIds, MediaItem, Rating, Severity
from posteract_core.testing.contracts import FactSourceContract
from posteract_omdb import plugin
from posteract_omdb.answers import awards_of, facts_of
from posteract_omdb.facts import OmdbFacts
from posteract_omdb.settings import OmdbSettings
from pydantic import ValidationError
from services import Fault
from services.omdb import KEY

HEAT = "tt0113277"
OSCARS = "Won 4 Oscars. 312 wins & 275 nominations total"


@pytest.fixture
def make(fake_omdb, lend):
    def build(key=KEY, daily_limit=1000, **more):
        settings = OmdbSettings(api_key=key, daily_limit=daily_limit, url=fake_omdb.url)
        return OmdbFacts(settings, lend("omdb", fake_omdb.url, **more))

    return build


@pytest.fixture(autouse=True)
def _titles(world, fake_omdb):
    world.add_movie("Heat", 1995, tmdb=949, imdb=HEAT, rating=8.3)
    fake_omdb.details[HEAT] = {"Awards": OSCARS}


class TestOmdbKeepsTheContract(FactSourceContract):
    @pytest.fixture
    def source(self, make):
        return make()

    @pytest.fixture
    def offline_source(self, provider_context):
        return OmdbFacts(OmdbSettings(api_key=KEY), provider_context)

    @pytest.fixture
    def secrets(self):
        return [KEY]


def test_one_question_tells_all_there_is_about_a_title(make, fake_omdb, heat):
    source = make()
    assert dict(source.facts([heat], source.provides)[heat]) == {
        "rating.imdb": Rating(value=8.3, votes=2_000_000),
        "rating.rt_critics": Rating(value=83, scale=100, verdict="fresh"),
        "rating.metacritic": Rating(value=83, scale=100),
        "award.oscars": Award(won=4, nominated=4),
        "content_rating.US": "R",
    }
    assert fake_omdb.total == 1


def test_nothing_is_asked_for_without_an_id_or_a_name_of_its_own(make, fake_omdb, heat):
    source = make()
    assert not source.facts([replace(heat, ids=ExternalIds(tmdb=949))], source.provides)
    assert not source.facts([heat], {"rating.trakt"})
    assert fake_omdb.total == 0


@pytest.mark.parametrize("said", ["Incorrect IMDb ID.", "Movie not found!", "Error getting data."])
def test_a_title_it_does_not_know_is_nothing_known(make, fake_omdb, heat, said):
    body = f'{{"Response":"False","Error":"{said}"}}'.encode()
    fake_omdb.add_fault(Fault(body=body, content_type="application/json"))
    assert not make().facts([heat], {"rating.imdb"})


def test_it_stops_at_its_own_limit_before_the_service_has_to(make, fake_omdb, heat):
    source = make(daily_limit=2)
    for _ in range(2):
        source.facts([heat], {"rating.imdb"})
    for later in (source, make(daily_limit=2)):
        with pytest.raises(ProviderUnavailable, match="daily limit") as caught:
            later.facts([heat], {"rating.imdb"})
        assert 0 < caught.value.retry_after_s <= 86_400
    assert fake_omdb.total == 2


def test_when_the_service_says_it_is_enough_the_next_run_does_not_ask(make, fake_omdb, heat):
    fake_omdb.limit = 1
    source = make()
    source.facts([heat], {"rating.imdb"})
    with pytest.raises(ProviderUnavailable, match="daily limit"):
        source.facts([heat], {"rating.imdb"})
    later = make()
    with pytest.raises(ProviderUnavailable, match="daily limit"):
        later.facts([heat], {"rating.imdb"})
    assert fake_omdb.total == 2
    tomorrow = later.quota._tomorrow()
    later.quota._clock = lambda: tomorrow
    fake_omdb.limit = 1000
    assert later.facts([heat], {"rating.imdb"})


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=401, body=b'{"Response":"False","Error":"Invalid API key!"}'), ProviderRejected),
        (Fault(status=401), ProviderRejected),
        (Fault(status=503), ProviderUnavailable),
        (Fault(status=522), ProviderUnavailable),
        (Fault(cut="body"), ProviderUnavailable),
        (Fault(body=b"<html>"), ProviderUnavailable),
        (Fault(body=b"[]", content_type="application/json"), ProviderUnavailable),
        (Fault(body=b'{"Response":"False","Error":"Too busy."}', content_type="application/json"), ProviderUnavailable),
        (Fault(body=b'{"Response":"False"}', content_type="application/json"), ProviderUnavailable),
    ],
)
def test_what_is_no_answer_is_named_for_what_it_is_and_tells_no_key(make, fake_omdb, heat, fault, error):
    fake_omdb.add_fault(fault)
    with pytest.raises(error) as caught:
        make().facts([heat], {"rating.imdb"})
    assert KEY not in f"{caught.value} {caught.value.hint}"


def test_doctor_says_whether_the_key_is_taken(make):
    assert [finding.severity for finding in make().check()] == [Severity.OK]
    [finding] = make(key="wrong").check()
    assert (finding.severity, bool(finding.remedy)) == (Severity.ERROR, True)


def test_what_is_not_available_is_left_out():
    assert (
        facts_of(
            {
                "imdbRating": "N/A",
                "imdbVotes": "N/A",
                "Metascore": "N/A",
                "Rated": "N/A",
                "Awards": "N/A",
                "Ratings": [],
            }
        )
        == {}
    )
    assert facts_of({}) == {}
    assert (
        facts_of(
            {"Ratings": [None, {"Source": "Rotten Tomatoes", "Value": "N/A"}, {"Source": "Letters", "Value": "9"}]}
        )
        == {}
    )


def test_a_rotten_film_is_called_so_and_a_metascore_counts_where_no_rating_does():
    found = facts_of(
        {"Ratings": [{"Source": "Rotten Tomatoes", "Value": "59%"}], "Metascore": "41", "imdbRating": "5.0"}
    )
    assert found == {
        "rating.rt_critics": Rating(value=59, scale=100, verdict="rotten"),
        "rating.metacritic": Rating(value=41, scale=100),
        "rating.imdb": Rating(value=5.0),
    }


@pytest.mark.parametrize(
    ("text", "awards"),
    [
        (OSCARS, {"award.oscars": Award(won=4, nominated=4)}),
        ("Won 1 Oscar. 12 wins & 20 nominations total", {"award.oscars": Award(won=1, nominated=1)}),
        ("Nominated for 2 Oscars. Another 5 wins.", {"award.oscars": Award(nominated=2)}),
        ("Won 16 Primetime Emmys. 169 wins & 269 nominations total", {"award.emmys": Award(won=16, nominated=16)}),
        ("Nominated for 1 BAFTA Film Award. 3 wins & 9 nominations total", {"award.bafta": Award(nominated=1)}),
        ("Won 2 Golden Globes. 8 wins", {"award.golden_globes": Award(won=2, nominated=2)}),
        ("Won 2 BAFTA Film Awards2 wins & 3 nominations total", {"award.bafta": Award(won=2, nominated=2)}),
        ("3 wins & 9 nominations", {}),
        ("N/A", {}),
    ],
)
def test_the_sentence_about_awards_is_read_for_the_families_it_names(text, awards):
    assert awards_of(text) == awards


def test_an_empty_key_is_a_mistake_in_the_configuration():
    with pytest.raises(ValidationError):
        OmdbSettings(api_key="")


def test_episodes_have_ratings_too(make, world):
    show = world.add_show("Dark", 2017, imdb="tt5753856")
    episode = show.children[0].children[0]
    item = MediaItem(title="?", ids=ExternalIds(imdb=episode.imdb))
    assert make().facts([item], {"rating.imdb"})[item]


def test_the_plugin_fits_the_hooks(registry):
    assert registry.register(plugin, "omdb")
    assert registry.failures == []
    assert registry.hooks_of("omdb") == ("posteract_fact_sources", "posteract_settings")
