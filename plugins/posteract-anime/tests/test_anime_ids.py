"""From ids of anime to ids that libraries know."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import pytest
from posteract_anime.ids import FILE, Anime, AnimeIds
from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType
from posteract_core.providers import ProviderContext
from services import FakeAnilist, Fault

DAY_S = 86_400.0


@pytest.fixture
def anilist(fake_anilist: FakeAnilist) -> FakeAnilist:
    add = fake_anilist.add
    add(1, "Show", row={"tvdb_id": 100, "tvdb_season": 1, "tmdb_show_id": 200, "imdb_id": "tt0000100"})
    add(2, "Show 2", row={"tvdb_id": 100, "tvdb_season": 2})
    add(3, "Film", format="MOVIE", row={"tvdb_id": 100, "tvdb_season": 0, "imdb_id": "tt0000003", "tmdb_movie_id": 300})
    add(4, "Special", format="SPECIAL", row={"tvdb_id": 100, "tvdb_season": 0})
    add(5, "Two parts", format="MOVIE", row={"imdb_id": "tt0000051,tt0000052", "tmdb_movie_id": "501,502"})
    add(6, "Nowhere", row=None)
    add(7, "Old way", row={"tvdb_id": 0, "imdb_id": "tt0000007", "anilist_id": "7,70"})
    return fake_anilist


@pytest.fixture
def table(lend: Any, anilist: FakeAnilist, tmp_path: Any) -> Any:
    def make(days: float = 0, path: str = "") -> AnimeIds:
        context: ProviderContext = replace(lend("anilist", anilist.url), cache_folder=tmp_path / "ids")
        return AnimeIds(context, path or anilist.ids_url, clock=lambda: time.time() + days * DAY_S)

    return make


def known(ids: AnimeIds, number: int, kind: ItemType, film: bool | None = None) -> list[ExternalIds]:
    anime = Anime(service="anilist", id=number, film=film, title="T", year=2020)
    return [replace(ref.ids, anidb=None) for ref in ids.refs(anime, kind)]


def test_a_season_is_its_show_and_a_film_is_itself(table):
    ids, show, film = table(), ItemType.SHOW, ItemType.MOVIE
    assert known(ids, 1, show, False) == known(ids, 1, show) == [ExternalIds(tvdb=100, tmdb=200)]
    assert known(ids, 2, show, False) == [ExternalIds(tvdb=100)]
    heat = [ExternalIds(imdb="tt0000003", tmdb=300, anilist=3)]
    assert known(ids, 3, film, True) == known(ids, 3, film) == heat
    assert known(ids, 3, show, True) == known(ids, 3, show) == []
    assert known(ids, 1, film, False) == known(ids, 1, film) == []
    assert len(known(ids, 5, film, True)) == 2
    assert known(ids, 70, film) == [ExternalIds(imdb="tt0000007", anilist=70)]


def test_a_special_does_not_stand_for_the_whole_show(table):
    assert known(table(), 4, ItemType.SHOW, False) == [ExternalIds(anilist=4)]


def test_what_the_table_does_not_know_goes_by_the_services_own_id(table):
    assert known(table(), 6, ItemType.SHOW, False) == [ExternalIds(anilist=6)]
    assert known(table(), 6, ItemType.MOVIE, False) == []


def test_the_table_is_fetched_once_a_day(table, anilist):
    known(table(), 1, ItemType.SHOW)
    known(table(0.9), 1, ItemType.SHOW)
    assert anilist.total == 1
    known(table(1.1), 1, ItemType.SHOW)
    assert anilist.total == 2


def test_an_older_table_does_when_there_is_no_new_one(table, anilist):
    known(table(), 1, ItemType.SHOW)
    anilist.add_fault(Fault(body=b"<html></html>"))
    later = table(30)
    assert known(later, 1, ItemType.SHOW) == known(later, 1, ItemType.SHOW) == [ExternalIds(tvdb=100, tmdb=200)]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=503),
        Fault(status=429),
        Fault(cut="before"),
        Fault(body=b"<html></html>"),
        Fault(body=b'{"1": {"tvdb_id": 3}}', content_type="application/json"),
    ],
)
def test_without_any_table_nothing_is_guessed(table, anilist, fault):
    anilist.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        known(table(), 1, ItemType.SHOW)


def test_a_table_that_is_not_there_is_said_to_be(table, anilist):
    with pytest.raises(ProviderError, match="is not at") as caught:
        known(table(path=f"{anilist.url}/none.json"), 1, ItemType.SHOW)
    assert "ids_url" in caught.value.hint


def test_a_damaged_table_is_fetched_anew_by_the_next_run(table, tmp_path):
    known(table(), 1, ItemType.SHOW)
    (tmp_path / "ids" / FILE).write_text("{", encoding="utf-8")
    with pytest.raises(ProviderUnavailable, match="cannot be read"):
        known(table(), 1, ItemType.SHOW)
    assert known(table(), 1, ItemType.SHOW)
    assert json.loads((tmp_path / "ids" / FILE).read_text("utf-8"))
