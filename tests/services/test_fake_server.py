"""The machinery under the fakes: counters, faults, stopping."""

from __future__ import annotations

import httpx
import pytest

from services import FakeTmdb, Fault, World
from services.tmdb import V3_KEY


@pytest.fixture
def ask(fake_tmdb: FakeTmdb, world: World):
    world.add_movie("Heat", 1995, tmdb=949)
    with httpx.Client(base_url=fake_tmdb.url, params={"api_key": V3_KEY}, trust_env=False) as client:

        def get(path: str = "/3/movie/949") -> int | str:
            try:
                return client.get(path).status_code
            except httpx.TransportError as error:
                return type(error).__name__

        yield get


def test_requests_are_counted_by_route(ask, fake_tmdb):
    ask(), ask(), ask("/3/movie/949/images"), ask("/nowhere")
    assert fake_tmdb.count == {"GET /3/{kind}/{id}": 2, "GET /3/{kind}/{id}/{part}": 1, "GET (unknown)": 1}
    assert fake_tmdb.total == 4


def test_a_share_of_answers_fails_the_same_share_each_time(ask, fake_tmdb):
    fault = fake_tmdb.add_fault(Fault(status=503, percent=10, seed=4))
    answers = [ask() for _ in range(200)]
    assert answers.count(503) == fault.hits
    assert 10 <= fault.hits <= 32
    fake_tmdb.mend()
    assert ask() == 200


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(status=429, retry_after="3"), 429),
        (Fault(cut="before"), "RemoteProtocolError"),
        (Fault(cut="after"), "RemoteProtocolError"),
        (Fault(cut="body"), "RemoteProtocolError"),
        (Fault(body=b"<html>Sign in</html>"), 200),
        (Fault(delay_s=0.01), 200),
    ],
)
def test_things_go_wrong_in_the_way_that_was_ordered(ask, fake_tmdb, fault, expected):
    fake_tmdb.add_fault(fault)
    assert ask() == expected


def test_a_fault_may_spare_the_first_and_end_by_itself(ask, fake_tmdb):
    fake_tmdb.add_fault(Fault(status=500, after=1, times=2))
    assert [ask() for _ in range(4)] == [200, 500, 500, 200]


def test_a_fault_may_be_about_one_route(ask, fake_tmdb):
    fake_tmdb.add_fault(Fault(status=500, route="GET /3/*/{part}"))
    assert (ask(), ask("/3/movie/949/images")) == (200, 500)


def test_a_cut_after_has_done_its_work_and_a_cut_before_has_not(world, fake_plex):
    world.add_movie("Heat", 1995)
    fake_plex.add_library("Movies", world.movies)
    for cut in ("before", "after"):
        fake_plex.add_fault(Fault(route="POST *", cut=cut, times=1))
    done = []
    for _ in range(2):
        with pytest.raises(httpx.TransportError):
            httpx.post(
                f"{fake_plex.url}/library/metadata/1/posters",
                params={"X-Plex-Token": next(iter(fake_plex.tokens))},
                content=b"x",
                trust_env=False,
            )
        done.append(len(fake_plex.uploads))
    assert done == [0, 1]


def test_a_stopped_service_is_gone_and_comes_back_on_its_port(ask, fake_tmdb):
    assert ask() == 200
    fake_tmdb.stop()
    assert ask() in ("ConnectError", "ReadError", "RemoteProtocolError")
    assert ask() == "ConnectError"
    fake_tmdb.start()
    assert ask() == 200


def test_ten_thousand_films_are_made_in_a_moment(world):
    world.populate(films=10_000, shows=10)
    assert len(world.movies) == 10_000
    assert world.find("movie", tmdb=world.movies[9999].tmdb) is world.movies[9999]
    assert len({art.id for art in world.art.values()}) == len(world.art)
