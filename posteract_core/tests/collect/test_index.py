"""From what a list names to what the library has."""

from __future__ import annotations

from posteract_core.collect.index import LibraryIndex
from posteract_core.model import ExternalIds, ItemType, MediaItem, MediaRef

HEAT = ExternalIds(imdb="tt0113277", tmdb=949)
DARK = ExternalIds(imdb="tt5753856", tmdb=70523, tvdb=334824)


def index(*items: MediaItem) -> LibraryIndex:
    made = LibraryIndex()
    made.add(items)
    return made


def dark() -> LibraryIndex:
    show = MediaItem(title="Dark", type=ItemType.SHOW, key="1", ids=DARK)
    season = MediaItem(
        title="Season 1", type=ItemType.SEASON, key="2", parent_key="1", show_title="Dark", show_ids=DARK, season=1
    )
    episodes = [
        MediaItem(
            title=f"Folge {number}", type=ItemType.EPISODE, key=f"3{number}", parent_key="2", show_title="Dark",
            show_ids=DARK, season=1, episode=number,
        )
        for number in (2, 1)
    ]  # fmt: skip
    return index(show, season, *episodes)


def test_a_film_is_found_by_any_id_that_both_sides_have():
    films = index(MediaItem(title="Heat", key="7", ids=HEAT))
    for ids in (ExternalIds(imdb="tt0113277"), ExternalIds(tmdb=949), ExternalIds(tmdb=949, tvdb=5)):
        assert list(films.find(MediaRef(type=ItemType.MOVIE, ids=ids))) == ["7"]


def test_a_title_without_a_known_id_is_not_guessed_by_its_name():
    films = index(MediaItem(title="Heat", key="7", ids=HEAT))
    assert films.find(MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=1), title="Heat", year=1995)) == ()
    assert films.find(MediaRef(type=ItemType.MOVIE, title="Heat")) == ()


def test_a_film_and_a_show_with_one_number_are_not_mixed_up():
    films = index(MediaItem(title="Heat", key="7", ids=HEAT))
    assert films.find(MediaRef(type=ItemType.SHOW, ids=ExternalIds(tmdb=949))) == ()


def test_two_copies_of_a_film_are_both_found():
    films = index(MediaItem(title="Heat", key="7", ids=HEAT), MediaItem(title="Heat", key="8", ids=HEAT))
    assert list(films.find(MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=949)))) == ["7", "8"]


def test_an_episode_is_found_by_its_shows_id_and_its_numbers():
    ref = MediaRef(type=ItemType.EPISODE, ids=ExternalIds(tvdb=334824), season=1, episode=2)
    assert list(dark().find(ref)) == ["32"]
    assert list(dark().find(MediaRef(type=ItemType.SEASON, ids=ExternalIds(tvdb=334824), season=1))) == ["2"]
    assert dark().find(MediaRef(type=ItemType.EPISODE, ids=ExternalIds(tvdb=334824), season=1, episode=9)) == ()


def test_the_servers_own_key_decides_and_the_ids_where_it_is_gone():
    films = index(MediaItem(title="Heat", key="7", ids=HEAT), MediaItem(title="Heat", key="8", ids=HEAT))
    assert films.find(MediaRef(type=ItemType.MOVIE, key="7", ids=HEAT)) == ("7",)
    assert list(films.find(MediaRef(type=ItemType.MOVIE, key="9", ids=HEAT))) == ["7", "8"]
    assert films.find(MediaRef(type=ItemType.MOVIE, key="9")) == ()


def test_the_episodes_of_a_show_come_in_their_order():
    assert [item.key for item in dark().below("1", ItemType.EPISODE)] == ["31", "32"]
    assert [item.key for item in dark().below("1", ItemType.SEASON)] == ["2"]
