"""What Radarr manages, as titles."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ItemType, Library, Severity
from posteract_core.providers import BuildContext
from posteract_radarr.builders import BUILDERS, FRESH_FOR_S
from posteract_radarr.settings import RadarrSettings
from services import FakeRadarr, Fault, World
from services.arr import KEY

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
NAMED = {builder.name: builder for builder in BUILDERS}


@pytest.fixture
def radarr(world: World, fake_radarr: FakeRadarr) -> FakeRadarr:
    heat = world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277")
    ronin = world.add_movie("Ronin", 1998, tmdb=8195, imdb="")
    world.add_movie("Alien", 1979, tmdb=348, imdb="tt0078748")
    fake_radarr.tags = ["crime", "kids", "2023"]
    fake_radarr.tagged = {heat: ["crime"], ronin: ["crime", "2023"]}
    return fake_radarr


@pytest.fixture
def make(make_provider: Any, radarr: FakeRadarr) -> Any:
    def one(name: str, key: str = KEY, url: str = "") -> Any:
        return make_provider(NAMED[name], RadarrSettings(url=url or radarr.url, api_key=key))

    return one


@pytest.fixture
def build(make: Any) -> Any:
    def ask(name: str, value: Any, context: BuildContext = FILMS, **settings: str) -> list[int]:
        return [ref.ids.tmdb for ref in make(name, **settings).build(value, context)]

    return ask


@pytest.mark.parametrize("value", [True, None, "true"])
def test_all_films_are_told_with_their_ids_and_names(make, value):
    heat, ronin, _ = make("radarr_all").build(value, FILMS)
    assert (heat.ids.tmdb, heat.ids.imdb, heat.title, heat.year) == (949, "tt0113277", "Heat", 1995)
    assert (ronin.ids.tmdb, ronin.ids.imdb) == (8195, None)


def test_a_limit_cuts_nothing_off_because_the_library_may_lack_any(build):
    assert len(build("radarr_all", True, BuildContext(library=FILMS.library, limit=1))) == 3


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("crime", [949, 8195]),
        ("Crime", [949, 8195]),
        (2023, [8195]),
        ("2023, kids", [8195]),
        (["2023", "crime"], [949, 8195]),
        ("kids", []),
        (None, [348]),
        ("", [348]),
        ([], [348]),
    ],
)
def test_films_are_chosen_by_any_of_the_tags_and_without_one_by_having_none(build, value, found):
    assert build("radarr_taglist", value) == found


def test_many_collections_ask_for_the_films_once_and_again_when_some_minutes_have_passed(make, radarr):
    builder = make("radarr_taglist")
    now = 1000.0
    builder.clock = lambda: now
    for _ in range(5):
        builder.build("crime", FILMS)
    assert dict(radarr.count) == {"GET /api/v3/tag": 5, "GET /api/v3/movie": 1}
    now += FRESH_FOR_S
    builder.build(None, FILMS)
    assert dict(radarr.count) == {"GET /api/v3/tag": 5, "GET /api/v3/movie": 2}


@pytest.mark.parametrize(
    ("name", "value", "context", "words"),
    [
        ("radarr_all", "some", FILMS, "takes `true`"),
        ("radarr_all", False, FILMS, "takes `true`"),
        ("radarr_all", True, SHOWS, "libraries of films only"),
        ("radarr_taglist", None, SHOWS, "libraries of films only"),
        ("radarr_taglist", {"tag": "crime"}, FILMS, "names of tags"),
        ("radarr_taglist", True, FILMS, "names of tags"),
        ("radarr_taglist", [["crime"]], FILMS, "names of tags"),
        ("radarr_taglist", "crmie", FILMS, "no tag 'crmie'"),
    ],
)
def test_what_cannot_be_asked_is_named(build, name, value, context, words):
    with pytest.raises(ConfigError, match=words):
        build(name, value, context)


def test_a_tag_that_is_not_there_is_answered_with_those_that_are(build):
    with pytest.raises(ConfigError) as caught:
        build("radarr_taglist", "crmie")
    assert caught.value.hint == "Its tags: 2023, crime, kids."


@pytest.mark.parametrize("name", NAMED)
def test_a_wrong_key_and_a_wrong_address_are_told_apart(build, radarr, name):
    with pytest.raises(ProviderRejected, match="refused the API key") as caught:
        build(name, None, key="wrong-key")
    assert "wrong-key" not in f"{caught.value}{caught.value.hint}"
    with pytest.raises(ProviderError, match="no Radarr API") as caught:
        build(name, None, url=f"{radarr.url}/elsewhere")
    assert "URL base" in caught.value.hint


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=503),
        Fault(cut="before"),
        Fault(body=b"<html></html>"),
        Fault(body=b"{}"),
        Fault(body=b"[1]"),
    ],
)
@pytest.mark.parametrize("name", NAMED)
def test_what_is_no_answer_is_never_an_empty_list(build, radarr, fault, name):
    radarr.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        build(name, None)


def test_the_check_says_the_version_or_what_is_wrong(make):
    (fine,) = make("radarr_all").check()
    assert (fine.severity, fine.message) == (Severity.OK, "Radarr 5.26.2.10099")
    (wrong,) = make("radarr_all", key="wrong").check()
    assert wrong.severity is Severity.ERROR
    assert "api_key" in wrong.remedy
