from __future__ import annotations

import pytest
import requests
from posteract_core.http import RetryPolicy
from posteract_core.http.bridge import requests_session


@pytest.fixture
def session(client) -> requests.Session:
    return requests_session(client)


def test_a_session_reads_and_writes_with_params_headers_and_bodies(server, reply, session):
    server.on("/x", reply(201, '{"title": "Amélie"}'.encode(), headers={"X-Plex-Protocol": "1.0"}))

    response = session.post(
        f"{server.url}/x", params={"a": "1 2"}, data=b"\xff\xd8", headers={"Accept": "application/json"}
    )

    assert (response.status_code, response.reason, response.ok) == (201, "Created", True)
    assert response.json() == {"title": "Amélie"}
    assert response.headers["x-plex-protocol"] == "1.0"
    method, path, headers, body = server.requests[0]
    assert (method, path, headers["accept"], body) == ("POST", "/x?a=1+2", "application/json", b"\xff\xd8")
    assert headers["user-agent"].startswith("Posteract/")


def test_a_streamed_answer_can_be_read_in_pieces(server, reply, session):
    server.on("/x", reply(body=b"abcdefgh"))

    assert list(session.get(f"{server.url}/x", stream=True).iter_content(3)) == [b"abc", b"def", b"gh"]


def test_reads_are_repeated_and_posts_are_not(server, reply, session, clock):
    server.on("/x", reply(503), reply(200), reply(503))

    assert session.get(f"{server.url}/x").status_code == 200
    assert session.post(f"{server.url}/x").status_code == 503
    assert server.asked["/x"] == 3


def test_a_server_that_is_not_there_is_a_connection_error_without_secrets(session):
    with pytest.raises(requests.ConnectionError) as caught:
        session.get("http://127.0.0.1:9/x", headers={"X-Plex-Token": "abcdef"}, params={"X-Plex-Token": "abcdef"})
    assert "abcdef" not in str(caught.value) + repr(caught.value)


def test_a_silent_server_is_a_timeout_by_the_callers_own_measure(server, reply, service_with):
    server.on("/x", reply(silent=True))
    session = requests_session(service_with(retry=RetryPolicy(attempts=1)).client_for("plex"))

    with pytest.raises(requests.ReadTimeout):
        session.get(f"{server.url}/x", timeout=0.05)


def test_what_is_no_address_is_an_error_of_requests(session):
    with pytest.raises(requests.RequestException):
        session.get("ftp://nas/x")
