"""Lists in files and on the web, as titles in their order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, Library, MediaRef
from posteract_core.providers import BuildContext
from posteract_lists.builders import BUILDERS
from posteract_lists.settings import ListsSettings
from services import FakeLists, Fault, World

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
NAMED = {builder.name: builder for builder in BUILDERS}
PLEX = "plex://movie/5d776825880197001ec90a4d"
LINES = """\
# Heists
tt0113277    # Heat

949
imdb: TT0122690
tmdb:8195
tvdb:7
plex:5d776825880197001ec90a4d
plex:plex://movie/5d776825880197001ec90a4d
plex:4711
949
"""


@pytest.fixture
def lists(world: World, fake_lists: FakeLists) -> FakeLists:
    fake_lists.popular = [
        world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277"),
        world.add_movie("Ronin", 1998, tmdb=8195, imdb="tt0122690"),
    ]
    return fake_lists


@pytest.fixture
def build(make_provider: Any, lists: FakeLists) -> Any:
    def ask(name: str, value: Any, context: BuildContext = FILMS) -> list[MediaRef]:
        return list(make_provider(NAMED[name], ListsSettings(url=lists.url)).build(value, context))

    return ask


@pytest.fixture
def read(build: Any, tmp_path: Path) -> Any:
    def of(text: str | bytes, context: BuildContext = FILMS) -> list[MediaRef]:
        (tmp_path / "list.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
        return build("text_file", "list.txt", context)

    return of


def film(**ids: Any) -> MediaRef:
    return MediaRef(type=ItemType.MOVIE, ids=ExternalIds(**ids))


def test_a_file_gives_its_titles_in_its_order_each_once(read):
    assert read(LINES) == [
        film(imdb="tt0113277"),
        film(tmdb=949),
        film(imdb="tt0122690"),
        film(tmdb=8195),
        film(tvdb=7),
        film(guid=PLEX),
        MediaRef(type=ItemType.MOVIE, key="4711"),
    ]
    assert read(b"\xef\xbb\xbftt0113277\r\n949\r\n") == [film(imdb="tt0113277"), film(tmdb=949)]


def test_in_a_library_of_shows_numbers_are_thetvdbs_and_seasons_and_episodes_can_be_named(read):
    assert read("77754\ntvdb_season:77754_0\nTVDB_Episode:77754_1_2", SHOWS) == [
        MediaRef(type=ItemType.SHOW, ids=ExternalIds(tvdb=77754)),
        MediaRef(type=ItemType.SEASON, ids=ExternalIds(tvdb=77754), season=0),
        MediaRef(type=ItemType.EPISODE, ids=ExternalIds(tvdb=77754), season=1, episode=2),
    ]


def test_json_of_ids_or_of_objects_with_ids_will_do_as_well(read):
    assert read('["tt0113277", 949, "tmdb:8195"]') == [film(imdb="tt0113277"), film(tmdb=949), film(tmdb=8195)]
    assert read('\ufeff\n[{"title": "Heat", "year": 1995, "imdb_id": "tt0113277", "tmdb": 949, "tvdbId": null}]') == [
        MediaRef(
            type=ItemType.MOVIE, ids=ExternalIds(imdb="tt0113277", tmdb=949), title="Heat", year=1995
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("949\nHeat (1995)", "list.txt, line 2: 'Heat .1995.' is no id"),
        ("imdb:949", "line 1"),
        ("tvdb_season:77754", "line 1"),
        ("plex:heat", "line 1"),
        ("moviedb:949", "line 1"),
        ("0", "line 1"),
        ('[949, true, "x"]', "entry 2: true is no id"),
        ('[{"title": "Heat"}]', "entry 1"),
        ('{"items": [949]}', "its JSON is no list"),
        ("[949", "begins like JSON, and is none"),
        (b"\xff\xfe9\x004\x00", "is no text"),
    ],
)
def test_what_is_no_id_is_named_with_its_place(read, text, words):
    with pytest.raises(ConfigError, match=words):
        read(text)


def test_an_empty_file_is_an_empty_list(read):
    assert read("# nothing yet\n") == []


@pytest.mark.parametrize("value", [None, True, 949, [], [""], {"url": "x"}])
def test_a_value_that_is_no_place_is_a_mistake(build, value):
    with pytest.raises(ConfigError, match="a path or an address"):
        build("text_file", value)


def test_a_file_that_is_not_there_is_named(build, tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.txt cannot be read"):
        build("text_file", "lists/nowhere.txt")
    with pytest.raises(ConfigError, match="cannot be read"):
        build("text_file", str(tmp_path))


def test_lists_on_the_web_and_in_files_are_joined_and_a_redirect_is_followed(build, lists, tmp_path):
    lists.texts["heists.txt"] = ("949\ntt0122690\n", "text/plain; charset=utf-8")
    lists.moved["old.txt"] = "heists.txt"
    (tmp_path / "more.txt").write_text("949\n7\n")
    places = [f"{lists.url}/text/old.txt?token=s3cret", "more.txt"]
    assert build("text_file", places) == [film(tmdb=949), film(imdb="tt0122690"), film(tmdb=7)]


def test_a_list_on_the_web_that_cannot_be_had_is_said_to_be_without_its_secrets(build, lists):
    lists.private.add("mine.txt")
    lists.texts["page"] = ("<!DOCTYPE html><html></html>", "text/html")
    lists.texts["sly"] = ("\n<html></html>", "text/plain")
    lists.texts["words"] = ("Heat\n", "text/plain")
    for name, kind, words in (
        ("nowhere.txt", ProviderError, "there is no list at"),
        ("mine.txt", ProviderError, "is not for everybody"),
        ("page", ProviderUnavailable, "is a web page"),
        ("sly", ProviderUnavailable, "is a web page"),
        ("words", ConfigError, "line 1: 'Heat' is no id"),
    ):
        with pytest.raises(kind, match=words) as caught:
            build("text_file", f"{lists.url}/text/{name}?token=s3cret")
        assert "s3cret" not in f"{caught.value}{caught.value.hint}"


def test_the_popular_films_come_in_their_order_with_both_ids(build):
    heat, ronin = build("stevenlu_popular", True)
    assert (heat.ids, heat.title) == (ExternalIds(imdb="tt0113277", tmdb=949), "Heat")
    assert ronin.ids.tmdb == 8195


@pytest.mark.parametrize(
    ("value", "context", "words"), [(5, FILMS, "takes `true`"), (True, SHOWS, "libraries of films only")]
)
def test_what_cannot_be_asked_of_the_popular_films_is_named(build, value, context, words):
    with pytest.raises(ConfigError, match=words):
        build("stevenlu_popular", value, context)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_popular_films_that_are_gone_leave_the_other_lists_at_work(build, lists, status):
    lists.add_fault(Fault(status=status))
    with pytest.raises(ProviderError, match="StevenLu's list is not") as caught:
        build("stevenlu_popular", True)
    assert type(caught.value) is ProviderError


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=503),
        Fault(cut="before"),
        Fault(body=b"<html></html>"),
        Fault(body=b"{}"),
        Fault(body=b"[1]"),
        Fault(body=b'[{"name": "Heat"}]'),
    ],
)
@pytest.mark.parametrize("name", NAMED)
def test_what_is_no_answer_is_never_an_empty_list(build, lists, fault, name):
    lists.add_fault(fault)
    value = True if name == "stevenlu_popular" else f"{lists.url}/text/heists.txt"
    with pytest.raises((ProviderUnavailable, ConfigError)):
        build(name, value)
