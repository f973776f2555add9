"""Many titles are one question to MDBList; the day's limit is honoured, also by the next run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from posteract_core.errors import ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ExternalIds, MediaItem, Rating, Severity
from posteract_core.testing.contracts import FactSourceContract
from posteract_mdblist import plugin
from posteract_mdblist.facts import AGE, MdblistFacts
from posteract_mdblist.ratings import NAMES, ratings_of
from posteract_mdblist.settings import MdblistSettings
from pydantic import ValidationError
from services import Fault
from services.mdblist import KEY, RESET, rating

EVERYTHING = NAMES | {AGE}


@pytest.fixture
def make(fake_mdblist, lend):
    def build(key=KEY, **more):
        context = lend("mdblist", fake_mdblist.url, **more)
        return MdblistFacts(MdblistSettings(api_key=key, url=fake_mdblist.url), context)

    return build


@pytest.fixture(autouse=True)
def _titles(world, heat, the_matrix, dark):
    for item in (heat, the_matrix):
        world.add_movie(item.title, item.year, tmdb=item.ids.tmdb, imdb=item.ids.imdb, rating=8.3)
    world.add_show(dark.title, dark.year, tmdb=dark.ids.tmdb, imdb=dark.ids.imdb or "", tvdb=dark.ids.tvdb, rating=8.7)


@pytest.fixture
def quota_clock():
    """RESET is far ahead; the clock stands a minute before it."""
    return lambda: RESET - 60.0


class TestMdblistKeepsTheContract(FactSourceContract):
    @pytest.fixture
    def source(self, make):
        return make()

    @pytest.fixture
    def offline_source(self, provider_context):
        return MdblistFacts(MdblistSettings(api_key=KEY), provider_context)

    @pytest.fixture
    def secrets(self):
        return [KEY]


def test_every_service_stands_on_its_own_scale(make, heat):
    found = make().facts([heat], EVERYTHING)[heat]
    assert dict(found) == {
        "rating.imdb": Rating(value=8.3, votes=2_000_000),
        "rating.metacritic": Rating(value=83, scale=100, votes=36),
        "rating.metacritic_user": Rating(value=8.3, votes=1200),
        "rating.trakt": Rating(value=8.3, votes=60_000),
        "rating.rt_critics": Rating(value=83, scale=100, votes=200, verdict="fresh"),
        "rating.rt_audience": Rating(value=83, scale=100, votes=250_000, verdict="fresh"),
        "rating.tmdb": Rating(value=8.3, votes=25_000),
        "rating.letterboxd": Rating(value=4.2, scale=5, votes=2_000_000),
        "rating.rogerebert": Rating(value=3.0, scale=4),
        "rating.mdblist": Rating(value=86, scale=100),
        "rating.mdblist_average": Rating(value=84, scale=100),
        "age_rating": 15,
    }


def test_only_the_names_asked_for_come_back_and_none_cost_nothing(make, fake_mdblist, heat):
    assert dict(make().facts([heat], {"rating.trakt"})[heat]) == {"rating.trakt": Rating(value=8.3, votes=60_000)}
    asked = fake_mdblist.total
    assert not make().facts([heat], {"award.oscars"})
    assert fake_mdblist.total == asked


def test_films_are_one_question_and_shows_another(
    make, fake_mdblist, heat, the_matrix, dark, dark_season, dark_episode
):
    found = make().facts([heat, the_matrix, dark, dark_season, dark_episode, replace(heat, key="4k")], {"rating.imdb"})
    assert {item.title for item in found} == {"Heat", "The Matrix", "Dark"}
    assert len(found) == 4
    assert fake_mdblist.total == 2


def test_a_title_without_an_id_at_imdb_is_asked_by_another(make, fake_mdblist, world):
    world.add_movie("Rare", 2001, tmdb=77, imdb="")
    rare = MediaItem(title="Rare", year=2001, ids=ExternalIds(tmdb=77))
    assert make().facts([rare], {"rating.tmdb"})[rare]
    assert fake_mdblist.asked[-1] == ("POST", "/tmdb/movie/")


def test_an_account_that_may_name_fewer_titles_at_once_is_asked_more_often(make, fake_mdblist, world):
    fake_mdblist.most_ids = 10
    films = []
    for number in range(1, 26):
        title = world.add_movie(f"Film {number}", 2000)
        films.append(MediaItem(title=title.title, year=2000, ids=ExternalIds(imdb=title.imdb)))
    source = make()
    assert len(source.facts(films, {"rating.imdb"})) == 25
    assert fake_mdblist.total == 1 + 3, "one refusal, then tens"
    source.facts(films, {"rating.imdb"})
    assert fake_mdblist.total == 4 + 3, "the refusal is remembered"


@pytest.mark.parametrize("refusal", [429, 200])
def test_the_days_limit_stops_it_until_the_service_says_and_the_next_run_knows(
    make, fake_mdblist, heat, refusal, quota_clock
):
    fake_mdblist.limit, fake_mdblist.refusal = 1, refusal
    source = make()
    source.quota._clock = quota_clock
    source.facts([heat], {"rating.imdb"})
    with pytest.raises(ProviderUnavailable, match="daily limit") as caught:
        source.facts([heat], {"rating.imdb"})
    assert caught.value.retry_after_s == 60
    asked = fake_mdblist.total
    later = make()
    later.quota._clock = quota_clock
    with pytest.raises(ProviderUnavailable, match="daily limit"):
        later.facts([heat], {"rating.imdb"})
    assert fake_mdblist.total == asked, "nobody asks in vain"
    later.quota._clock = lambda: RESET + 1.0
    fake_mdblist.limit = 1000
    assert later.facts([heat], {"rating.imdb"})


def test_too_fast_is_not_the_end_of_the_day(make, fake_mdblist, heat):
    fake_mdblist.add_fault(Fault(status=429, times=1))
    source = make()
    fake_mdblist.faults[0].retry_after = "1"
    assert source.facts([heat], {"rating.imdb"})


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=401), ProviderRejected),
        (Fault(status=503), ProviderUnavailable),
        (Fault(cut="before"), ProviderUnavailable),
        (Fault(body=b"<html>log in</html>"), ProviderUnavailable),
        (Fault(body=b"{", content_type="application/json"), ProviderUnavailable),
        (Fault(body=b'{"x":1}', content_type="application/json"), ProviderUnavailable),
        (
            Fault(body=b'{"response":false,"error":"Invalid API key!"}', content_type="application/json"),
            ProviderRejected,
        ),
        (Fault(body=b'{"response":false,"error":"Oops"}', content_type="application/json"), ProviderUnavailable),
        (Fault(status=400), ProviderError),
    ],
)
def test_what_is_no_answer_is_named_for_what_it_is_and_tells_no_key(make, fake_mdblist, heat, fault, error):
    fake_mdblist.add_fault(fault)
    with pytest.raises(error) as caught:
        make().facts([heat], {"rating.imdb"})
    assert KEY not in f"{caught.value} {caught.value.hint}"


def test_a_wrong_key_is_refused_and_doctor_says_so(make):
    [finding] = make(key="wrong").check()
    assert (finding.severity, bool(finding.remedy)) == (Severity.ERROR, True)
    [finding] = make().check()
    assert (finding.severity, finding.message) == (Severity.OK, "999 of 1,000 questions left today")


def test_an_empty_key_is_a_mistake_in_the_configuration():
    with pytest.raises(ValidationError):
        MdblistSettings(api_key="")


@pytest.mark.parametrize(
    ("entry", "keywords", "verdict"),
    [
        (rating("tomatoes", 60, 60), [], "fresh"),
        (rating("tomatoes", 59, 59), [], "rotten"),
        (rating("tomatoes", 0, 0, 12), [], "rotten"),
        (rating("tomatoes", 93, 93), ["rt.certified-fresh"], "certified"),
        (rating("tomatoes", 93, 93), ["certified-hot"], "fresh"),
        (rating("tomatoes", 40, 40), ["certified-fresh"], "rotten"),
        (rating("tomatoesaudience", 91, 91), ["certified-hot"], "certified"),
        (rating("popcorn", 35, 35), [], "rotten"),
    ],
)
def test_verdicts_follow_the_services_rule_and_only_the_service_certifies(entry, keywords, verdict):
    [found] = ratings_of({"ratings": [entry], "keywords": [{"name": each} for each in keywords]}).values()
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("entry", "value", "scale"),
    [
        (rating("tmdb", 8.2, 82), 8.2, 10),
        (rating("tmdb", 82, 82), 8.2, 10),
        (rating("trakt", 8.7, 87), 8.7, 10),
        (rating("letterboxd", 4.2, 84), 4.2, 5),
        (rating("letterboxd", 84, 84), 4.2, 5),
        (rating("imdb", 8.7, None), 8.7, 10),
        (rating("imdb", 10, 100), 10, 10),
        (rating("metacritic", 8, 8), 8, 100),
        (rating("rogerebert", 3.5, 88), 3.5, 4),
    ],
)
def test_a_value_on_another_scale_than_usual_shows_by_its_score(entry, value, scale):
    [found] = ratings_of({"ratings": [entry]}).values()
    assert (found.value, found.scale) == (value, scale)


@pytest.mark.parametrize(
    "entry",
    [
        rating("imdb", None, None),
        rating("imdb", 0, 0),
        rating("imdb", -1, None),
        rating("imdb", 11, None),
        rating("x", 5, 50),
    ],
)
def test_nonsense_and_nulls_are_no_ratings(entry):
    assert ratings_of({"ratings": [entry, None, "x"], "score": 0}) == {}


def test_an_age_that_common_sense_media_did_not_give_is_not_passed_off_as_its(make, fake_mdblist, heat):
    fake_mdblist.details["tt0113277"] = {"commonsense": None, "age_rating": 17}
    assert not make().facts([heat], {AGE})


def test_a_dry_run_leaves_no_file(make, fake_mdblist, heat):
    fake_mdblist.used = fake_mdblist.limit
    source = make(dry_run=True)
    with pytest.raises(ProviderUnavailable):
        source.facts([heat], {"rating.imdb"})
    assert not source.context.cache_folder.exists()


def test_the_plugin_fits_the_hooks(registry):
    assert registry.register(plugin, "mdblist")
    assert registry.failures == []
    assert registry.hooks_of("mdblist") == (
        "posteract_collection_builders",
        "posteract_fact_sources",
        "posteract_settings",
    )
