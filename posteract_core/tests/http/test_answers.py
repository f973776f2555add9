from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest
from posteract_core.errors import PictureRefused, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.http import CircuitPolicy, RetryPolicy
from posteract_core.providers.answers import answering, json_of, raise_for_answer, retry_after_s
from posteract_core.providers.fetch import fetch_picture
from posteract_core.redaction import register_secret

JPEG = {"Content-Type": "image/jpeg"}


@pytest.fixture
def once(service_with, server):
    return service_with(retry=RetryPolicy(attempts=1)).client_for("tmdb", server.url)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_a_rejection(status):
    with pytest.raises(ProviderRejected, match=rf"^tmdb: refused .*\(HTTP {status}\)") as caught:
        raise_for_answer(httpx.Response(status), "tmdb")
    assert caught.value.hint


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503, 522])
def test_what_may_pass_is_unavailable_with_the_services_own_wait(status):
    with pytest.raises(ProviderUnavailable) as caught:
        raise_for_answer(httpx.Response(status, headers={"Retry-After": "12"}), "tmdb")
    assert caught.value.retry_after_s == 12


@pytest.mark.parametrize("status", [400, 404, 422])
def test_what_will_not_pass_is_a_plain_provider_error(status):
    with pytest.raises(ProviderError) as caught:
        raise_for_answer(httpx.Response(status), "tmdb")
    assert type(caught.value) is ProviderError


def test_a_redirect_says_which_address_to_write():
    moved = httpx.Response(301, headers={"Location": "https://plex.example/library?X-Plex-Token=abc"})
    with pytest.raises(ProviderError, match=r"https://plex\.example/library \(HTTP 301\)") as caught:
        raise_for_answer(moved, "plex")
    assert "url" in caught.value.hint


def test_a_redirect_to_nowhere_is_an_error_of_the_service():
    with pytest.raises(ProviderError, match=r"did not understand our question \(HTTP 302\)"):
        raise_for_answer(httpx.Response(302), "tmdb")


@pytest.mark.parametrize("status", [200, 201, 204, 304])
def test_success_is_let_through(status):
    raise_for_answer(httpx.Response(status), "tmdb")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0.5", 0.5),
        ("-3", 0),
        ("Sun, 22 Nov 2026 10:02:00 GMT", 120),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 0),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value, seconds):
    now = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    assert retry_after_s(httpx.Response(429, headers={"Retry-After": value}), now=now) == seconds


def test_a_web_page_where_json_was_due_is_said_to_be_one():
    page = httpx.Response(200, headers={"Content-Type": "text/html; charset=utf-8"}, text="<html>Sign in</html>")
    with pytest.raises(ProviderUnavailable, match="answered with text/html where JSON was due") as caught:
        json_of(page, "plex")
    assert "log-in page" in caught.value.hint


def test_broken_json_is_unavailable():
    broken = httpx.Response(200, headers={"Content-Type": "application/json"}, content=b'{"id": 60')
    with pytest.raises(ProviderUnavailable, match="broken JSON"):
        json_of(broken, "tmdb")


def test_a_server_that_is_not_there_is_named_unreachable(service_with):
    client = service_with(retry=RetryPolicy(attempts=1)).client_for("plex", "http://127.0.0.1:9")
    with pytest.raises(ProviderUnavailable, match="plex: cannot be reached") as caught, answering("plex"):
        client.get("/identity")
    assert "running" in caught.value.hint


def test_a_host_left_alone_says_for_how_long(service_with):
    client = service_with(retry=RetryPolicy(attempts=1), circuit=CircuitPolicy(failures=1, rest_s=15)).client_for(
        "plex"
    )
    for _ in range(2):
        with pytest.raises(ProviderUnavailable) as caught, answering("plex"):
            client.get("http://127.0.0.1:9/identity")
    assert caught.value.retry_after_s == 15


def test_a_raise_for_status_inside_is_understood_too(server, reply, once):
    server.on("/x", reply(401))
    with pytest.raises(ProviderRejected), answering("tmdb"):
        once.get("/x").raise_for_status()


def test_an_address_that_is_none_is_a_provider_error(once):
    with pytest.raises(ProviderError, match="no usable address"), answering("plex"):
        once.get("http://plex:port/")


def test_an_answer_too_large_is_a_provider_error(server, reply, once):
    server.on("/x", reply(body=b"1" * 100))
    with pytest.raises(ProviderError, match="more than"), answering("plex"):
        once.get("/x", extensions={"max_bytes": 10})


@pytest.mark.parametrize("how", ["connect", "status", "cut"])
def test_no_error_of_the_client_names_a_secret(server, reply, service_with, how):
    register_secret("very secret/value")
    client = service_with(retry=RetryPolicy(attempts=1)).client_for("tmdb")
    server.on("/x", reply(404) if how == "status" else reply(body=b"12345", cut_after=2))
    base = "http://user:hunter22@127.0.0.1:9" if how == "connect" else server.url

    with pytest.raises(httpx.HTTPError) as caught:
        client.get(f"{base}/x", params={"api_key": "abcdef", "list": "very secret/value"}).raise_for_status()

    error = caught.value
    for text in (
        str(error),
        repr(error),
        repr(error.request),
        str(error.request.url),
        str(error.request.headers),
        repr(client),
    ):
        for secret in ("abcdef", "very", "hunter22"):
            assert secret not in text


def test_a_picture_is_fetched_whole_and_redirects_are_followed(server, reply, once):
    server.on("/a.jpg", reply(302, headers={"Location": "/b.jpg"}))
    server.on("/b.jpg", reply(body=b"\xff\xd8 picture", headers=JPEG))

    assert fetch_picture(once, "/a.jpg", provider="tmdb") == b"\xff\xd8 picture"


@pytest.mark.parametrize(
    ("status", "headers", "body", "reason"),
    [
        (404, {}, b"gone", "gone"),
        (403, {}, b"gone", "gone"),
        (200, {"Content-Type": "text/html"}, b"<html>", "text/html, not a picture"),
        (200, {"Content-Type": "application/json"}, b"{}", "application/json, not a picture"),
        (200, JPEG, b"", "empty"),
        (200, JPEG | {"Content-Length": str(65 * 2**20)}, b"x", "more than 64 MiB"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(server, reply, once, status, headers, body, reason):
    server.on("/a.jpg", reply(status, body, headers=headers))
    with pytest.raises(PictureRefused, match=reason):
        fetch_picture(once, "/a.jpg", provider="tmdb")


def test_a_picture_larger_than_the_limit_is_refused_by_any_client(monkeypatch):
    monkeypatch.setattr("posteract_core.providers.fetch.LARGEST_PICTURE_BYTES", 1000)
    plain = httpx.Client(
        transport=httpx.MockTransport(lambda _: httpx.Response(200, headers=JPEG, content=b"x" * 1001))
    )
    with pytest.raises(PictureRefused, match="more than"), plain:
        fetch_picture(plain, "http://images.example/a.jpg", provider="tmdb")


def test_a_picture_that_cannot_be_had_now_is_unavailable(server, reply, once):
    server.on("/a.jpg", reply(503, headers={"Retry-After": "9"}))
    with pytest.raises(ProviderUnavailable) as caught:
        fetch_picture(once, "/a.jpg", provider="tmdb")
    assert caught.value.retry_after_s == 9


def test_a_picture_host_that_refuses_our_key_is_a_rejection(server, reply, once):
    server.on("/a.jpg", reply(401))
    with pytest.raises(ProviderRejected):
        fetch_picture(once, "/a.jpg", provider="tmdb")


@pytest.mark.parametrize("token", ["two\nlines", "ключ"])
def test_a_token_that_no_header_can_hold_is_said_to_be_wrong_without_its_value(server, once, token):
    with (
        pytest.raises(ProviderRejected, match="its key or token holds a character that none has") as caught,
        answering("plex"),
    ):
        once.get("/identity", headers={"X-Plex-Token": token})
    assert token not in str(caught.value)
    assert "Copy it" in caught.value.hint
