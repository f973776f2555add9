"""What Sonarr manages, as titles."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, Library, Severity
from posteract_core.providers import BuildContext
from posteract_sonarr.builders import BUILDERS, FRESH_FOR_S
from posteract_sonarr.settings import SonarrSettings
from services import FakeSonarr, Fault, World
from services.arr import KEY

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
NAMED = {builder.name: builder for builder in BUILDERS}


@pytest.fixture
def sonarr(world: World, fake_sonarr: FakeSonarr) -> FakeSonarr:
    dark = world.add_show("Dark", 2017, tvdb=334824, tmdb=70523, imdb="tt5753856")
    wire = world.add_show("The Wire", 2002, tvdb=79126, tmdb=1438, imdb="")
    world.add_show("Taxi", 1978, tvdb=77268, tmdb=2181, imdb="tt0077089")
    fake_sonarr.tags = ["crime", "kids", "2023"]
    fake_sonarr.tagged = {dark: ["crime"], wire: ["crime", "2023"]}
    return fake_sonarr


@pytest.fixture
def make(make_provider: Any, sonarr: FakeSonarr) -> Any:
    def one(name: str, key: str = KEY, url: str = "") -> Any:
        return make_provider(NAMED[name], SonarrSettings(url=url or sonarr.url, api_key=key))

    return one


@pytest.fixture
def build(make: Any) -> Any:
    def ask(name: str, value: Any, context: BuildContext = SHOWS, **settings: str) -> list[int]:
        return [ref.ids.tvdb for ref in make(name, **settings).build(value, context)]

    return ask


@pytest.mark.parametrize("value", [True, None, "true"])
def test_all_shows_are_told_with_their_ids_and_names(make, value):
    dark, wire, _ = make("sonarr_all").build(value, SHOWS)
    assert dark.ids == ExternalIds(tvdb=334824, tmdb=70523, imdb="tt5753856")
    assert (dark.type, dark.title, dark.year) == (ItemType.SHOW, "Dark", 2017)
    assert wire.ids == ExternalIds(tvdb=79126, tmdb=1438)


def test_an_old_sonarr_that_knows_no_tmdb_ids_is_understood(make, sonarr):
    sonarr.old = True
    assert make("sonarr_all").build(True, SHOWS)[1].ids == ExternalIds(tvdb=79126)


def test_a_limit_cuts_nothing_off_because_the_library_may_lack_any(build):
    assert len(build("sonarr_all", True, BuildContext(library=SHOWS.library, limit=1))) == 3


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("crime", [334824, 79126]),
        ("Crime", [334824, 79126]),
        (2023, [79126]),
        ("2023, kids", [79126]),
        (["2023", "crime"], [334824, 79126]),
        ("kids", []),
        (None, [77268]),
        ("", [77268]),
        ([], [77268]),
    ],
)
def test_shows_are_chosen_by_any_of_the_tags_and_without_one_by_having_none(build, value, found):
    assert build("sonarr_taglist", value) == found


def test_many_collections_ask_for_the_shows_once_and_again_when_some_minutes_have_passed(make, sonarr):
    builder = make("sonarr_taglist")
    now = 1000.0
    builder.clock = lambda: now
    for _ in range(5):
        builder.build("crime", SHOWS)
    assert dict(sonarr.count) == {"GET /api/v3/tag": 5, "GET /api/v3/series": 1}
    now += FRESH_FOR_S
    builder.build(None, SHOWS)
    assert dict(sonarr.count) == {"GET /api/v3/tag": 5, "GET /api/v3/series": 2}


@pytest.mark.parametrize(
    ("name", "value", "context", "words"),
    [
        ("sonarr_all", "some", SHOWS, "takes `true`"),
        ("sonarr_all", False, SHOWS, "takes `true`"),
        ("sonarr_all", True, FILMS, "libraries of shows only"),
        ("sonarr_taglist", None, FILMS, "libraries of shows only"),
        ("sonarr_taglist", {"tag": "crime"}, SHOWS, "names of tags"),
        ("sonarr_taglist", True, SHOWS, "names of tags"),
        ("sonarr_taglist", [["crime"]], SHOWS, "names of tags"),
        ("sonarr_taglist", "crmie", SHOWS, "no tag 'crmie'"),
    ],
)
def test_what_cannot_be_asked_is_named(build, name, value, context, words):
    with pytest.raises(ConfigError, match=words):
        build(name, value, context)


def test_a_tag_that_is_not_there_is_answered_with_those_that_are(build):
    with pytest.raises(ConfigError) as caught:
        build("sonarr_taglist", "crmie")
    assert caught.value.hint == "Its tags: 2023, crime, kids."


@pytest.mark.parametrize("name", NAMED)
def test_a_wrong_key_and_a_wrong_address_are_told_apart(build, sonarr, name):
    with pytest.raises(ProviderRejected, match="refused the API key") as caught:
        build(name, None, key="wrong-key")
    assert "wrong-key" not in f"{caught.value}{caught.value.hint}"
    with pytest.raises(ProviderError, match="no Sonarr API") as caught:
        build(name, None, url=f"{sonarr.url}/elsewhere")
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
def test_what_is_no_answer_is_never_an_empty_list(build, sonarr, fault, name):
    sonarr.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        build(name, None)


def test_the_check_says_the_version_or_what_is_wrong(make):
    (fine,) = make("sonarr_all").check()
    assert (fine.severity, fine.message) == (Severity.OK, "Sonarr 5.26.2.10099")
    (wrong,) = make("sonarr_all", key="wrong").check()
    assert wrong.severity is Severity.ERROR
    assert "api_key" in wrong.remedy
