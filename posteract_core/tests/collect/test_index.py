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


def test_what_a_list_names_without_ids_is_found_by_title_and_year():
    films = index(
        MediaItem(title="Amélie", original_title="Le Fabuleux Destin d'Amélie Poulain", year=2001, key="1", ids=HEAT),
        MediaItem(title="Tom & Jerry: The Movie", year=1992, key="2", ids=DARK),
    )

    def found(title: str, year: int | None, **ids: int) -> list[str]:
        return list(
            films.find(MediaRef(type=ItemType.MOVIE, title=title, year=year, ids=ExternalIds(**ids)))  # type: ignore[arg-type]
        )

    assert found("AMELIE", 2001) == found("Le fabuleux destin d’Amélie Poulain", 2001) == ["1"]
    assert found("Tom and Jerry - The Movie", 1993) == ["2"]
    assert found("Amélie", 2003) == found("Amélie", None) == found("Amélie", 2001, tmdb=1) == found("", 2001) == []


def test_a_title_and_year_that_mean_two_films_mean_neither_and_two_copies_of_one_mean_both():
    ref = MediaRef(type=ItemType.MOVIE, title="Heat", year=1995)
    copies = [MediaItem(title="Heat", year=1995, key=key, ids=HEAT) for key in "78"]
    other = MediaItem(title="Heat", year=1995, key="9", ids=ExternalIds(tmdb=1))
    assert list(index(*copies).find(ref)) == ["7", "8"]
    assert index(*copies, other).find(ref) == ()
    assert (
        index(MediaItem(title="Heat", year=1995, key="1"), MediaItem(title="Heat", year=1995, key="2")).find(ref) == ()
    )
    assert list(index(MediaItem(title="Heat", year=1996, key="1"), *copies).find(ref)) == ["7", "8"]


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
