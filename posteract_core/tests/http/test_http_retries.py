from __future__ import annotations

import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from posteract_core.http import CircuitOpen, CircuitPolicy, Clock, HttpService, RetryPolicy, Stopped, Timeouts


@pytest.mark.parametrize("status", [500, 502, 503, 504, 522])
def test_a_read_that_meets_a_server_error_is_tried_again_with_growing_waits(server, reply, client, clock, status):
    server.on("/3/movie/603", reply(status), reply(status), reply(status), reply(200, b'{"id": 603}'))

    assert client.get("/3/movie/603").json() == {"id": 603}

    assert server.asked["/3/movie/603"] == 4
    assert len(clock.waits) == 3
    for wait, doubled in zip(clock.waits, (2, 4, 8), strict=True):
        assert doubled / 2 <= wait <= doubled


def test_after_the_last_attempt_the_caller_gets_the_answer(server, reply, client):
    server.on("/3/movie/603", reply(503, b"maintenance"))

    response = client.get("/3/movie/603")

    assert (response.status_code, response.text) == (503, "maintenance")
    assert server.asked["/3/movie/603"] == 5


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 501])
def test_an_answer_that_will_not_change_is_not_asked_for_twice(server, reply, client, status):
    server.on("/3/movie/0", reply(status))

    assert client.get("/3/movie/0").status_code == status
    assert server.asked["/3/movie/0"] == 1


def test_a_post_is_never_sent_twice_by_itself(server, reply, client):
    server.on("/library/metadata/1/posters", reply(503))

    assert client.post("/library/metadata/1/posters", content=b"jpeg").status_code == 503
    assert server.asked["/library/metadata/1/posters"] == 1


def test_a_post_that_only_reads_may_ask_for_more_attempts(server, reply, client):
    server.on("/graphql", reply(502), reply(200, b'{"data": {}}'))

    assert client.post("/graphql", json={"query": "{}"}, extensions={"attempts": 3}).json() == {"data": {}}
    assert [body for _, _, _, body in server.requests] == [b'{"query":"{}"}'] * 2


def test_a_health_check_may_ask_for_a_single_attempt(server, reply, client):
    server.on("/identity", reply(503))

    client.get("/identity", extensions={"attempts": 1})

    assert server.asked["/identity"] == 1


def test_put_and_delete_are_repeated_with_their_bodies(server, reply, client):
    server.on("/library/sections/1/all", reply(500), reply(200))
    server.on("/library/collections/5/items/7", reply(502), reply(200))

    assert client.put("/library/sections/1/all", content=b"thumb.locked=1").status_code == 200
    assert client.delete("/library/collections/5/items/7").status_code == 200

    assert [body for method, _, _, body in server.requests if method == "PUT"] == [b"thumb.locked=1"] * 2


def test_a_body_that_can_be_read_only_once_is_sent_once(server, reply, client):
    server.on("/upload", reply(503), reply(200))

    assert client.put("/upload", content=iter([b"abc"])).status_code == 503


@pytest.mark.parametrize("cut_after", [0, 5])
def test_a_connection_cut_in_the_middle_of_a_body_is_tried_again(server, reply, client, cut_after):
    server.on("/3/movie/603", reply(body=b'{"id": 603}', cut_after=cut_after), reply(body=b'{"id": 603}'))

    assert client.get("/3/movie/603").json() == {"id": 603}
    assert server.asked["/3/movie/603"] == 2


def test_a_picture_that_breaks_off_is_tried_again_even_when_it_is_streamed(server, reply, client):
    picture = bytes(range(256)) * 40
    jpeg = {"Content-Type": "image/jpeg"}
    server.on(
        "/t/p/original/a.jpg", reply(body=picture, headers=jpeg, cut_after=300), reply(body=picture, headers=jpeg)
    )

    with client.stream("GET", "/t/p/original/a.jpg") as response:
        assert b"".join(response.iter_bytes()) == picture


def test_a_server_that_is_not_there_is_tried_again_and_then_named_unreachable(service_with, clock):
    client = service_with().client_for("plex", "http://127.0.0.1:9", cache=False)

    with pytest.raises(httpx.ConnectError):
        client.get("/identity")
    assert len(clock.waits) == 4


def test_a_server_that_accepts_and_says_nothing_times_out(server, reply, service_with):
    server.on("/identity", reply(silent=True))
    service = service_with(timeouts=Timeouts(read_s=0.05), retry=RetryPolicy(attempts=2))

    with pytest.raises(httpx.ReadTimeout):
        service.client_for("plex", server.url).get("/identity")
    assert server.asked["/identity"] == 2


def test_a_server_that_drips_does_not_hold_us_for_ever(server, reply):
    server.on("/identity", reply(body=b" " * 200, drip=True))
    with HttpService(None, timeouts=Timeouts(answer_s=0.1), retry=RetryPolicy(attempts=1)) as service:
        before = time.monotonic()
        with pytest.raises(httpx.ReadTimeout, match="not complete after"):
            service.client_for("plex", server.url).get("/identity")
        assert time.monotonic() - before < 2


def test_a_timeout_of_the_callers_own_wins(server, reply, service_with):
    server.on("/identity", reply(silent=True))
    client = service_with(timeouts=Timeouts(read_s=60), retry=RetryPolicy(attempts=1)).client_for("plex", server.url)

    with pytest.raises(httpx.ReadTimeout):
        client.get("/identity", timeout=0.05)


def test_retry_after_in_seconds_is_obeyed_by_all_calls_to_that_host(server, reply, client, clock):
    server.on("/3/movie/603", reply(429, headers={"Retry-After": "7"}), reply(200))

    assert client.get("/3/movie/603").status_code == 200
    assert 7 <= sum(clock.waits) <= 7.5


def test_retry_after_as_a_date_is_obeyed(server, reply, client, clock):
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    server.on("/3/movie/603", reply(503, headers={"Retry-After": moment}), reply(200))

    assert client.get("/3/movie/603").status_code == 200
    assert 17 <= sum(clock.waits) <= 21


def test_a_wait_beyond_our_patience_ends_the_call_and_spares_the_host(server, reply, client, clock):
    server.on("/3/movie/603", reply(429, headers={"Retry-After": "600"}))
    server.on("/3/movie/949", reply(200))

    assert client.get("/3/movie/603").status_code == 429
    assert clock.waits == []
    with pytest.raises(CircuitOpen, match="asked to be left alone") as caught:
        client.get("/3/movie/949")
    assert caught.value.retry_after_s == pytest.approx(600, abs=1)
    assert server.asked["/3/movie/949"] == 0

    clock.time += 601
    assert client.get("/3/movie/949").status_code == 200


def test_a_host_that_keeps_failing_is_left_alone_and_tried_by_one_call_later(server, reply, service_with, clock):
    service = service_with(
        retry=RetryPolicy(attempts=1), circuit=CircuitPolicy(failures=3, rest_s=15, longest_rest_s=40)
    )
    client = service.client_for("tmdb", server.url)
    server.on("/x", *[reply(503)] * 5, reply(200))

    def ask() -> int | str:
        try:
            return client.get("/x").status_code
        except CircuitOpen:
            return "spared"

    assert [ask() for _ in range(5)] == [503, 503, 503, "spared", "spared"]
    clock.time += 16
    assert [ask(), ask()] == [503, "spared"]
    clock.time += 16
    assert ask() == "spared", "the rest doubles"
    clock.time += 15
    assert ask() == 503
    clock.time += 41
    assert [ask(), ask()] == [200, 200]
    assert server.asked["/x"] == 7


def test_a_500_about_one_item_does_not_take_the_host_down(server, reply, service_with):
    service = service_with(circuit=CircuitPolicy(failures=3))
    client = service.client_for("plex", server.url)
    server.on("/library/metadata/13", reply(500))
    server.on("/library/metadata/14", reply(200))

    assert client.get("/library/metadata/13").status_code == 500
    assert client.get("/library/metadata/14").status_code == 200


def test_one_host_that_is_down_does_not_touch_another(server, reply, service_with):
    service = service_with(retry=RetryPolicy(attempts=1), circuit=CircuitPolicy(failures=1))
    server.on("/x", reply(200))
    with pytest.raises(httpx.ConnectError):
        service.client_for("plex", "http://localhost:9").get("/x")

    assert service.client_for("tmdb", server.url).get("/x").status_code == 200


def test_stopping_ends_a_wait_at_once(server, reply):
    server.on("/x", reply(429, headers={"Retry-After": "25"}))
    stop = threading.Event()
    caught: list[Exception] = []
    with HttpService(None, clock=Clock(stop)) as service:
        client = service.client_for("tmdb", server.url)

        def ask() -> None:
            try:
                client.get("/x")
            except httpx.HTTPError as error:
                caught.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        while not server.asked["/x"]:
            stop.wait(0.005)
        stop.set()
        thread.join(3)

        assert not thread.is_alive()
        assert isinstance(caught[0], Stopped)
        with pytest.raises(Stopped):
            client.get("/x")
    assert server.asked["/x"] == 1


@pytest.mark.parametrize(("number", "attempts"), [(socket.EAI_NONAME, 2), (socket.EAI_AGAIN, 5)])
def test_a_host_whose_name_nobody_knows_is_not_waited_for_long(service_with, number, attempts):
    def unknown(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no address") from socket.gaierror(number, "no address")

    service = service_with(wire=httpx.MockTransport(unknown))

    with pytest.raises(httpx.ConnectError):
        service.client_for("imdb", "https://datasets.example/", cache=False).get("title.tsv.gz")

    assert service.sent["datasets.example"] == attempts
