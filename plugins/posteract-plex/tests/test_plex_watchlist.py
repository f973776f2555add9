"""What the account wants to see, as Plex's discover service tells it (by what is publicly known of that)."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import BuildContext
from posteract_plex.settings import PlexSettings
from posteract_plex.watchlist import PlexWatchlist
from services import Fault
from services.server import FakeService, Reply, Request, as_json, route

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
TOKEN = "the-accounts-own-token"
PAGE = 50


class FakeDiscover(FakeService):
    """discover.provider.plex.tv: pages of what an account wants to see."""

    def __init__(self, titles: int = 120) -> None:
        super().__init__()
        self.titles = titles
        self.sorts: list[str] = []

    def refuse(self, request: Request) -> Reply | None:
        return None if request.headers.get("x-plex-token") == TOKEN else Reply(401, b"<html>", "text/html")

    @route("GET", "/library/sections/watchlist/all")
    def watchlist(self, request: Request) -> Reply:
        self.sorts.append(request.query["sort"])
        start = int(request.query["X-Plex-Container-Start"])
        kind = {"1": "movie", "2": "show"}[request.query["type"]]
        found = [
            {"type": kind, "title": f"Film {number}", "year": 1990, "guid": f"plex://movie/{number:024x}"}
            for number in range(start, min(self.titles, start + PAGE))
        ]
        return as_json({"MediaContainer": {"size": len(found), "totalSize": self.titles, "Metadata": found}})


@pytest.fixture
def discover():
    with FakeDiscover() as service:
        yield service


@pytest.fixture
def build(make_provider: Any, discover: FakeDiscover) -> Any:
    def ask(value: Any, context: BuildContext = FILMS, *, token: str = TOKEN) -> list[str]:
        settings = PlexSettings(url="http://127.0.0.1:9", token=token, discover_url=discover.url)
        return [ref.ids.guid or "" for ref in make_provider(PlexWatchlist, settings).build(value, context)]

    return ask


def test_all_pages_are_read_in_the_order_asked_for(build, discover):
    found = build("release.desc")
    assert len(found) == 120
    assert found[0] == f"plex://movie/{0:024x}"
    assert set(discover.sorts) == {"originallyAvailableAt:desc"}
    build(None)
    assert discover.sorts[-1] == "watchlistedAt:asc"


def test_no_page_more_is_read_than_the_collection_may_hold(build, discover):
    assert len(build("added", BuildContext(library=FILMS.library, limit=3))) == 3
    assert discover.total == 1


@pytest.mark.parametrize("value", ["newest", "added.up", {"sort": "added"}, ["added"]])
def test_an_order_that_is_none_is_named(build, value):
    with pytest.raises(ConfigError, match="takes one of added, title, release, critic_rating"):
        build(value)


def test_an_empty_watchlist_is_empty(build, discover):
    discover.titles = 0
    assert build("added") == []


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=404), ProviderError),
        (Fault(status=503), ProviderUnavailable),
        (Fault(body=b"<html>sign in</html>", content_type="text/html"), ProviderUnavailable),
    ],
)
def test_what_is_no_watchlist_is_an_error_without_the_token(build, discover, fault, error):
    discover.add_fault(fault)
    with pytest.raises(error) as caught:
        build("added")
    assert TOKEN not in str(caught.value)


def test_a_token_that_is_not_the_accounts_is_refused(build):
    with pytest.raises(ProviderRejected):
        build("added", token="another")
