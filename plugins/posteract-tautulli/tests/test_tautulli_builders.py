"""What is watched most, as items of the Plex server."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.logs import setup_logging
from posteract_core.model import ItemType, Library, Severity
from posteract_core.providers import BuildContext
from posteract_tautulli.builders import BUILDERS
from posteract_tautulli.settings import TautulliSettings
from services import FakeTautulli, Fault
from services.tautulli import KEY

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE, server="plex"))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW, server="plex"))
NAMED = {builder.name: builder for builder in BUILDERS}
HEAT = "plex://movie/5d776825880197001ec90a4d"
ROW = b'{"response":{"result":"success","message":null,"data":%s}}'


@pytest.fixture
def tautulli(fake_tautulli: FakeTautulli) -> FakeTautulli:
    fake_tautulli.watch("popular_movies", "Heat", 7, users=5, guid=HEAT)
    fake_tautulli.watch("popular_movies", "Ronin", 8, users=3, guid="com.plexapp.agents.imdb://tt0122690?lang=en")
    fake_tautulli.watch("popular_movies", "Of another library", 9, users=3, section=5)
    fake_tautulli.watch("popular_movies", "Alien", 10, users=1)
    fake_tautulli.watch("top_movies", "Alien", 10, plays=40)
    fake_tautulli.watch("top_movies", "Heat", 7, plays=2)
    fake_tautulli.watch("popular_tv", "Dark", 20, users=4, section=2)
    for number in range(60):
        fake_tautulli.watch("top_tv", f"Show {number}", 100 + number, plays=60 - number, section=2)
    return fake_tautulli


@pytest.fixture
def make(make_provider: Any, tautulli: FakeTautulli) -> Any:
    def one(name: str, **settings: str) -> Any:
        return make_provider(NAMED[name], TautulliSettings(**{"url": tautulli.url, "api_key": KEY, **settings}))

    return one


@pytest.fixture
def build(make: Any) -> Any:
    def ask(name: str, value: Any = None, context: BuildContext = FILMS, **settings: str) -> list[str]:
        return [ref.key for ref in make(name, **settings).build(value, context)]

    return ask


@pytest.mark.parametrize("old", [False, True])
def test_a_chart_gives_the_librarys_items_by_their_keys_in_its_order(build, tautulli, old):
    tautulli.old = old
    assert build("tautulli_popular") == ["7", "8", "10"]
    assert build("tautulli_watched", {}) == ["10", "7"]
    assert build("tautulli_popular", None, SHOWS) == ["20"]


def test_a_film_is_known_by_plexs_lasting_name_too_and_a_show_is_not_taken_for_its_episode(make):
    heat, ronin, _ = make("tautulli_popular").build(None, FILMS)
    assert (heat.ids.guid, heat.title, heat.year) == (HEAT, "Heat", 1995)
    assert ronin.ids.guid is None
    (dark,) = make("tautulli_popular").build(None, SHOWS)
    assert (dark.type, dark.ids.guid, dark.year) == (ItemType.SHOW, None, None)


def test_a_value_says_how_many_of_how_many_days_and_what_counts(build, tautulli):
    value = {"list_days": 365, "list_size": "2", "list_minimum": 2, "list_buffer": 4}
    assert build("tautulli_popular", value) == ["7", "8"]
    asked = tautulli.queries[-1]
    assert (asked["time_range"], asked["stats_count"], asked["section_id"]) == ("365", "6", "1")
    assert build("tautulli_popular", {"list_minimum": 4}) == ["7"]
    assert build("tautulli_watched", {"list_minimum": 3}) == ["10"]


def test_without_a_value_ten_titles_of_thirty_days_are_taken(build, tautulli):
    assert build("tautulli_watched", None, SHOWS) == [str(100 + number) for number in range(10)]
    asked = tautulli.queries[-1]
    assert (asked["time_range"], asked["stats_count"], asked["stat_id"]) == ("30", "40", "top_tv")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (10, "takes a mapping"),
        ({"list_day": 3}, "`list_day` is not understood"),
        ({"list_size": 0}, "list_size is a number from 1"),
        ({"list_size": True}, "list_size is a number from 1"),
        ({"list_days": "month"}, "list_days is a number from 1"),
        ({"list_minimum": -1}, "list_minimum is a number from 0"),
    ],
)
def test_what_cannot_be_asked_is_named(build, value, words):
    with pytest.raises(ConfigError, match=words):
        build("tautulli_popular", value)


def test_only_libraries_of_the_server_that_it_watches_are_built(build):
    assert build("tautulli_popular", server="plex")
    with pytest.raises(ConfigError, match="watches attic, and not plex"):
        build("tautulli_popular", server="attic")
    folder = BuildContext(library=Library(key="/media/movies", name="Movies", type=ItemType.MOVIE, server="folder"))
    with pytest.raises(ConfigError, match="libraries of Plex only"):
        build("tautulli_popular", None, folder)


@pytest.mark.parametrize("old", [False, True])
def test_a_wrong_key_and_a_wrong_address_are_told_apart(build, tautulli, old):
    tautulli.old = old
    with pytest.raises(ProviderRejected, match="refused the API key"):
        build("tautulli_popular", api_key="wrong-key")
    with pytest.raises(ProviderError, match="no Tautulli API"):
        build("tautulli_popular", url=f"{tautulli.url}/elsewhere")


@pytest.mark.parametrize("status", [200, 400])
def test_a_command_that_failed_is_told_in_tautullis_words(build, tautulli, status):
    body = b'{"response":{"result":"error","message":"Invalid section_id","data":{}}}'
    tautulli.add_fault(Fault(status=status, body=body, content_type="application/json"))
    with pytest.raises(ProviderError, match="did not carry out get_home_stats: Invalid section_id"):
        build("tautulli_popular")


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=503),
        Fault(status=500, body=b'{"response":{"result":"error","message":"None"}}'),
        Fault(cut="before"),
        Fault(body=b"<html></html>"),
        Fault(body=b"{}"),
        Fault(body=ROW % b"{}"),
        Fault(body=ROW % b'[{"stat_id":"top_music","rows":[]}]'),
        Fault(body=ROW % b'{"stat_id":"popular_movies","rows":{}}'),
        Fault(body=ROW % b'{"stat_id":"popular_movies","rows":[1]}'),
    ],
)
def test_what_is_no_answer_is_never_an_empty_list(build, tautulli, fault):
    tautulli.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        build("tautulli_popular")


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=403),
        Fault(status=404),
        Fault(status=503),
        Fault(status=418),
        Fault(status=302),
        Fault(cut="before"),
        Fault(body=b"<html></html>"),
        Fault(body=f'{{"response":{{"result":"error","message":"/api/v2?apikey={KEY}&cmd=x"}}}}'.encode()),
        Fault(body=f'{{"response":{{"result":"error","message":"in http://a/api/v2?apikey={KEY}"}}}}'.encode()),
    ],
)
def test_the_key_is_in_no_message_and_no_log(build, tautulli, fault):
    told: list[str] = []
    setup_logging(console=told.append, debug=True)
    tautulli.add_fault(fault)
    with pytest.raises(ProviderError) as caught:
        build("tautulli_popular")
    causes, error = [], caught.value
    while error is not None:
        causes.append(f"{error!r} {getattr(error, 'hint', '')} {getattr(getattr(error, '_request', None), 'url', '')}")
        error = error.__cause__
    assert KEY not in "".join([*told, *causes])


def test_the_check_says_the_version_or_what_is_wrong(make):
    (fine,) = make("tautulli_popular").check()
    assert (fine.severity, fine.message) == (Severity.OK, "Tautulli v2.15.2")
    (wrong,) = make("tautulli_popular", api_key="wrong").check()
    assert wrong.severity is Severity.ERROR
    assert "api_key" in wrong.remedy
