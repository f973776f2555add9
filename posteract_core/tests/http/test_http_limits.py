from __future__ import annotations

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from posteract_core.http import USER_AGENT, HttpService, Rate, RetryPolicy
from posteract_core.providers.answers import AnswerTooLarge


def test_an_answer_announced_as_too_large_is_refused_unread(server, reply, client):
    server.on("/x", reply(body=b"[" + b"1," * 600, headers={}))

    with pytest.raises(AnswerTooLarge, match="more than"):
        client.get("/x", extensions={"max_bytes": 1000})
    assert server.asked["/x"] == 1, "it would be as large the second time"


def test_an_answer_that_grows_too_large_is_refused_on_the_way(server, reply, client):
    server.on("/x", reply(body=b"5\r\nabcde\r\n" * 100 + b"0\r\n\r\n", headers={"Transfer-Encoding": "chunked"}))
    client.headers["accept"] = "application/json"

    with pytest.raises(AnswerTooLarge):
        client.get("/x", extensions={"max_bytes": 100})


def test_a_small_body_that_unpacks_to_a_huge_one_is_refused(server, reply, client):
    bomb = gzip.compress(b"0" * 5_000_000)
    server.on("/x", reply(body=bomb, headers={"Content-Encoding": "gzip", "Content-Length": str(len(bomb))}))

    with pytest.raises(AnswerTooLarge):
        client.get("/x", extensions={"max_bytes": 100_000})


def test_a_compressed_answer_is_unpacked(server, reply, client):
    body = gzip.compress(b'{"title": "Heat"}')
    server.on("/x", reply(body=body, headers={"Content-Encoding": "gzip", "Content-Length": str(len(body))}))

    assert client.get("/x").json() == {"title": "Heat"}


def test_a_broken_compression_is_an_error_of_httpx(server, reply, service_with):
    server.on("/x", reply(body=b"not gzip", headers={"Content-Encoding": "gzip"}))

    with pytest.raises(httpx.DecodingError):
        service_with(retry=RetryPolicy(attempts=1)).client_for("tmdb", server.url).get("/x")


def test_a_large_file_can_be_streamed_past_the_limit(server, reply, client):
    data = b"tt0133093\t8.7\n" * 50_000
    server.on("/title.ratings.tsv", reply(body=data, headers={"Content-Type": "text/plain"}))

    with client.stream("GET", "/title.ratings.tsv", extensions={"stream": True, "max_bytes": 10}) as response:
        assert sum(map(len, response.iter_bytes())) == len(data)


def test_no_more_requests_are_in_flight_than_the_network_setting_says(server, reply):
    server.on("/x", reply(200))
    server.gate = threading.Barrier(3)
    with HttpService(None, network=3) as service, ThreadPoolExecutor(12) as pool:
        clients = [service.client_for(name, server.url) for name in ("tmdb", "fanart", "plex")]
        answers = list(pool.map(lambda n: clients[n % 3].get("/x").status_code, range(12)))

    assert answers == [200] * 12
    assert server.most_in_flight == 3


def test_a_host_is_asked_no_faster_than_its_rate(server, reply, service_with, clock):
    server.on("/x", reply(200))
    client = service_with().client_for("fanart", server.url, rate=Rate(per_s=4, burst=2))

    for _ in range(6):
        client.get("/x")

    assert clock.waits == pytest.approx([0.25] * 4)


def test_the_table_of_rates_goes_by_host(server, reply, service_with, clock):
    server.on("/x", reply(200))
    service = service_with(rates={"127.0.0.1": Rate(per_s=1), "localhost": Rate(per_s=100)})
    client = service.client_for("any")

    for _ in range(3):
        client.get(f"{server.url}/x")

    assert sum(clock.waits) == pytest.approx(2)


def test_requests_say_who_we_are_and_are_counted(server, reply, service_with):
    server.on("/x", reply(503), reply(200))
    service = service_with()

    service.client_for("tmdb", server.url + "/", headers={"accept": "application/json"}).get("x")

    headers = server.requests[-1][2]
    assert (headers["user-agent"], headers["accept"]) == (USER_AGENT, "application/json")
    assert USER_AGENT.startswith("Posteract/0.")
    assert service.sent == {"127.0.0.1": 2}


def test_the_base_address_may_have_a_path(server, reply, service_with):
    server.on("/mirror/tmdb/3/movie/603", reply(200))

    assert service_with().client_for("tmdb", f"{server.url}/mirror/tmdb").get("/3/movie/603").status_code == 200


def test_closing_one_client_leaves_the_others_working(server, reply, service_with):
    server.on("/x", reply(200))
    service = service_with()
    service.client_for("tmdb", server.url).close()

    assert service.client_for("fanart", server.url).get("/x").status_code == 200


def test_redirects_are_not_followed_by_themselves(server, reply, client):
    server.on("/x", reply(301, headers={"Location": "/y"}))

    assert client.get("/x").status_code == 301
    assert server.asked["/y"] == 0


@pytest.mark.parametrize("address", ["ftp://nas/x", "plex:32400/x", "/x", "file:///etc/passwd"])
def test_an_address_that_is_none_is_refused_before_anything_is_sent(service_with, address):
    with pytest.raises(httpx.UnsupportedProtocol, match="http"):
        service_with().client_for("plex").get(address)


def test_the_environments_proxy_is_used_except_for_this_machine(server, reply, service_with, monkeypatch):
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.on("http://api.example.org/3/movie/603", reply(body=b'"through the proxy"'))
    server.on("/local", reply(body=b'"direct"'))
    client = service_with().client_for("tmdb")

    assert client.get("http://api.example.org/3/movie/603").json() == "through the proxy"
    assert client.get(f"{server.url}/local").json() == "direct"
