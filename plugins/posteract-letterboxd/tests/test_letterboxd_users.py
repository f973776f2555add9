"""What users of Letterboxd have seen and reviewed, and their lists, from exports that were unpacked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from posteract_core.errors import ConfigError
from posteract_core.model import ItemType, Library
from posteract_core.providers import BuildContext, KeysContext
from posteract_core.testing.contracts import CollectionBuilderContract, DynamicKeysContract
from posteract_letterboxd.dynamic import UserLists
from posteract_letterboxd.settings import LetterboxdSettings
from posteract_letterboxd.users import UserFilms, UserReviews

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
CONTEXT = KeysContext(library=FILMS.library, items=(), today=date(2026, 11, 27))

WATCHED = """Date,Name,Year,Letterboxd URI
2024-01-02,Heat,1995,https://boxd.it/2b0k
2024-01-03,Ronin,1998,https://boxd.it/1Xu2
2024-01-03,Alien,1979,https://boxd.it/2awY
2024-01-04,Untitled,,https://boxd.it/x
"""
RATINGS = """Date,Name,Year,Letterboxd URI,Rating
2024-01-02,Heat,1995,https://boxd.it/2b0k,5
2024-01-03,Alien,1979,https://boxd.it/2awY,3.5
"""
REVIEWS = """Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date
2024-01-03,Alien,1979,https://boxd.it/2awY,3.5,,"Long, and
quiet",,2024-01-02
2024-01-02,Heat,1995,https://boxd.it/2b0k,5,Yes,The diner,,2024-01-01
"""
LIST = """Letterboxd list export v7
Date,Name,Tags,URL,Description
2024-01-02,Heists & more,"crime",https://boxd.it/abc,"Two"

Position,Name,Year,URL,Description
1,Heat,1995,https://boxd.it/2b0k,
"""


@pytest.fixture(autouse=True)
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    (folder / "lists").mkdir(parents=True)
    (folder / "watched.csv").write_text(WATCHED, encoding="utf-8")
    (folder / "ratings.csv").write_text(RATINGS, encoding="utf-8")
    (folder / "reviews.csv").write_text(REVIEWS, encoding="utf-8")
    (folder / "lists" / "heists-more.csv").write_text(LIST, encoding="utf-8")
    (folder / "lists" / "plain.csv").write_text("Position,Name,Year\n1,Ronin,1998\n", encoding="utf-8")
    return folder


@pytest.fixture
def build(make_provider: Any) -> Any:
    def ask(builder: Any, value: Any, context: BuildContext = FILMS) -> list[str]:
        made = make_provider(builder, LetterboxdSettings())
        return [f"{ref.title} {ref.year}" for ref in made.build(value, context)]

    return ask


class TestUserFilmsKeepsTheContract(CollectionBuilderContract):
    @pytest.fixture
    def value(self):
        return "export"

    @pytest.fixture
    def builder(self, make_provider):
        return make_provider(UserFilms, LetterboxdSettings())


class TestUserListsKeepsTheContract(DynamicKeysContract):
    @pytest.fixture
    def dynamic_keys(self, make_provider):
        return make_provider(UserLists, LetterboxdSettings())

    @pytest.fixture
    def data(self):
        return "export"


def test_what_somebody_has_seen_comes_from_the_folder_of_the_export_with_its_ratings(build):
    assert build(UserFilms, "export") == ["Heat 1995", "Ronin 1998", "Alien 1979"]
    assert build(UserFilms, {"username": "export", "min_rating": 4}) == ["Heat 1995"]
    assert build(UserFilms, {"usernames": ["export"], "year": "1970-1995", "limit": 1}) == ["Heat 1995"]


def test_one_file_of_the_export_will_do(build):
    assert build(UserFilms, "export/ratings.csv") == ["Heat 1995", "Alien 1979"]
    assert build(UserFilms, ["export/ratings.csv", "export/watched.csv"]) == ["Heat 1995", "Alien 1979", "Ronin 1998"]


def test_reviews_are_searched_for_words(build):
    assert build(UserReviews, "export") == ["Alien 1979", "Heat 1995"]
    assert build(UserReviews, {"username": "export", "note": "DINER"}) == ["Heat 1995"]


@pytest.mark.parametrize(
    ("value", "context", "words"),
    [
        ("someone", FILMS, "neither a folder nor a CSV file"),
        (None, FILMS, "needs the path of an export"),
        ("export", SHOWS, "libraries of films only"),
        ({"username": "export", "sort": "x"}, FILMS, "`sort` is not understood; there are username"),
        ({"username": "export", "min_rating": "good"}, FILMS, "min_rating is a number from"),
        ({"username": "export", "limit": -1}, FILMS, "letterboxd_user_films: limit must be a number"),
        ("export/lists", FILMS, "watched.csv cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_named(build, value, context, words):
    with pytest.raises(ConfigError, match=words):
        build(UserFilms, value, context)


def test_a_users_name_says_the_way_out(build):
    with pytest.raises(ConfigError) as caught:
        build(UserReviews, "someone")
    assert "exports them there" in caught.value.hint


def test_each_list_of_an_export_is_a_collection_under_its_name(make_provider):
    lists = make_provider(UserLists, LetterboxdSettings())
    heists, plain = str(Path("export/lists/heists-more.csv")), str(Path("export/lists/plain.csv"))
    assert lists.keys({"username": "export"}, CONTEXT) == {heists: "Heists & more", plain: "plain"}
    assert lists.keys({"username": "export/lists", "limit": 1}, CONTEXT) == {heists: "Heists & more"}
    assert UserLists.definition([heists], None) == {"letterboxd_list": [heists], "sync_mode": "sync"}


@pytest.mark.parametrize("data", [None, {"user": "x"}, ["export"], {"username": "export", "limit": "few"}])
def test_data_that_names_no_folder_is_a_mistake(data):
    with pytest.raises(ValueError, match=r"must be|is not understood|no number"):
        UserLists.check_data(data)


def test_a_folder_that_is_not_there_deletes_nothing(make_provider):
    with pytest.raises(ConfigError, match="there is no folder"):
        make_provider(UserLists, LetterboxdSettings()).keys("gone", CONTEXT)
