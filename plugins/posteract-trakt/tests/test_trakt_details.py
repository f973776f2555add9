"""What makers of lists say of them."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import BuildContext
from posteract_core.testing.contracts import CollectionDetailContract
from posteract_trakt.details import DETAILS
from posteract_trakt.settings import TraktSettings
from services import FakeTrakt, Fault
from services.trakt import CLIENT_ID

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
HEISTS = "https://trakt.tv/users/someone/lists/heists"


@pytest.fixture
def said(make_provider: Any, fake_trakt: FakeTrakt) -> Any:
    fake_trakt.lists |= {"someone/heists": [], "42": [], "someone/bare": []}
    fake_trakt.words |= {"someone/heists": ("Heists", "Plans that cannot fail. "), "42": ("More", "One more job.")}

    def ask(name: str, value: Any) -> str:
        detail = make_provider(
            {each.name: each for each in DETAILS}[name], TraktSettings(client_id=CLIENT_ID, url=fake_trakt.url)
        )
        return detail.describe(value, FILMS).summary

    return ask


class TestTraktListDetailsKeepTheContract(CollectionDetailContract):
    @pytest.fixture
    def detail(self, make_provider, fake_trakt):
        fake_trakt.lists["someone/heists"] = []
        fake_trakt.words["someone/heists"] = ("Heists", "Plans that cannot fail.")
        return make_provider(DETAILS[1], TraktSettings(client_id=CLIENT_ID, url=fake_trakt.url))

    @pytest.fixture
    def value(self):
        return HEISTS

    @pytest.fixture
    def offline_detail(self, make_provider):
        return make_provider(DETAILS[1], TraktSettings(client_id=CLIENT_ID, url="http://127.0.0.1:9"))

    @pytest.fixture
    def secrets(self):
        return (CLIENT_ID,)


def test_a_list_has_its_makers_words(said):
    assert said("trakt_description", HEISTS) == "Plans that cannot fail."
    assert said("trakt_list_details", ["https://trakt.tv/lists/42", HEISTS]) == "One more job."
    assert said("trakt_description", "https://trakt.tv/users/someone/lists/bare") == ""


def test_what_is_no_list_or_not_to_be_seen_is_named(said, fake_trakt):
    with pytest.raises(ConfigError, match="trakt_description: 'heists' is no address"):
        said("trakt_description", "heists")
    with pytest.raises(ConfigError, match="not a mapping"):
        said("trakt_list_details", {"url": HEISTS})
    with pytest.raises(ProviderError, match="no list at"):
        said("trakt_description", "https://trakt.tv/users/nobody/lists/none")
    fake_trakt.private.add("someone/heists")
    with pytest.raises(ProviderError, match="private"):
        said("trakt_description", HEISTS)


@pytest.mark.parametrize("fault", [Fault(status=503), Fault(body=b"<html></html>"), Fault(body=b"[]")])
def test_what_is_no_answer_is_unavailable(said, fake_trakt, fault):
    fake_trakt.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        said("trakt_description", HEISTS)
