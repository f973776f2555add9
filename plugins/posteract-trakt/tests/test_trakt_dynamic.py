"""Lists of users, lists that are liked, and people on lists, for dynamic collections."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import KeysContext
from posteract_core.testing.contracts import DynamicKeysContract
from posteract_trakt.dynamic import KEYS
from posteract_trakt.settings import TraktSettings
from services import FakeTrakt, Fault
from services.trakt import ACCESS_TOKEN, CLIENT_ID

NAMED = {each.name: each for each in KEYS}
CONTEXT = KeysContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE), items=(), today=date(2026, 6, 15))
ACTORS = "https://trakt.tv/users/someone/lists/actors"


@pytest.fixture
def make(make_provider: Any, fake_trakt: FakeTrakt) -> Any:
    fake_trakt.lists |= {"someone/heists": [], "someone/noir": [], "other/best": []}
    fake_trakt.words |= {"someone/heists": ("Heists", ""), "someone/noir": ("Noir", ""), "other/best": ("Best", "")}
    fake_trakt.liked["me"] = ["other/best", "someone/noir"]
    fake_trakt.people["someone/actors"] = {"Al Pacino": 1158, "Val Kilmer": 5576}

    def build(name: str, token: str = "", url: str = fake_trakt.url) -> Any:
        return make_provider(NAMED[name], TraktSettings(client_id=CLIENT_ID, access_token=token, url=url))

    return build


class TestTraktUserListsKeepTheContract(DynamicKeysContract):
    @pytest.fixture
    def dynamic_keys(self, make):
        return make("trakt_user_lists")

    @pytest.fixture
    def data(self):
        return "someone"

    @pytest.fixture
    def offline_keys(self, make):
        return make("trakt_user_lists", url="http://127.0.0.1:9")

    @pytest.fixture
    def secrets(self):
        return (CLIENT_ID,)


def test_each_list_of_a_user_is_a_key_by_its_address(make):
    assert make("trakt_user_lists").keys(["someone", "other"], CONTEXT) == {
        "https://trakt.tv/users/someone/lists/heists": "Heists",
        "https://trakt.tv/users/someone/lists/noir": "Noir",
        "https://trakt.tv/users/other/lists/best": "Best",
    }
    assert NAMED["trakt_user_lists"].definition([ACTORS], "someone")["trakt_list_details"] == [ACTORS]


def test_lists_that_are_liked_are_those_of_the_tokens_owner(make):
    found = make("trakt_liked_lists", ACCESS_TOKEN).keys(None, CONTEXT)
    assert list(found.values()) == ["Best", "Noir"]
    with pytest.raises(ConfigError, match="who you are"):
        make("trakt_liked_lists").keys(None, CONTEXT)


def test_people_are_known_by_their_number_at_tmdb(make):
    assert make("trakt_people_list").keys(ACTORS, CONTEXT) == {"1158": "Al Pacino", "5576": "Val Kilmer"}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("trakt_user_lists", None, "must be a user"),
        ("trakt_user_lists", {"user": "x"}, "must be a user"),
        ("trakt_liked_lists", "someone", "does not go with trakt_liked_lists"),
        ("trakt_people_list", "actors", "^'actors' is no address"),
    ],
)
def test_data_that_names_nothing_is_found_without_asking(name, data, words):
    with pytest.raises(ValueError, match=words):
        NAMED[name].check_data(data)


def test_what_is_no_answer_is_never_fewer_lists(make, fake_trakt):
    with pytest.raises(ProviderError, match="no list at /users/nobody"):
        make("trakt_user_lists").keys("nobody", CONTEXT)
    for fault in (Fault(status=503), Fault(body=b"<html></html>"), Fault(body=b"{}"), Fault(body=b'[{"name": "x"}]')):
        fake_trakt.mend()
        fake_trakt.add_fault(fault)
        with pytest.raises(ProviderUnavailable):
            make("trakt_user_lists").keys("someone", CONTEXT)
