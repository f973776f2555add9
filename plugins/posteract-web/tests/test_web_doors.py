"""Who comes in, and how others are kept out."""

from __future__ import annotations

import json
import socket
from threading import Event, Thread

import httpx
import pytest
from posteract_core.app import App
from posteract_core.errors import PosteractError
from posteract_core.testing.contracts.trigger import RecordingApp
from posteract_web.doors import Attempts, Doors, Sessions
from posteract_web.server import create_app
from posteract_web.settings import WebSettings

PASSWORD = "correct horse battery"
EVERY_GET = (
    "/api/v1/libraries", "/api/v1/items", "/api/v1/targets", "/api/v1/targets/1", "/api/v1/targets/1/candidates",
    "/api/v1/runs", "/api/v1/runs/x", "/api/v1/runs/x/events", "/api/v1/schedule", "/api/v1/collections",
    "/api/v1/collections/plan", "/api/v1/plugins", "/api/v1/config", "/api/v1/log", "/api/v1/session",
    "/api/v1/openapi.json", "/api/v1/nothing", "/api", "/api/",
)  # fmt: skip


def login(client, *, name="ana", password=PASSWORD, csrf=None, **more):
    form = client.get("/login")
    token = client.cookies["posteract_form"]
    assert f'value="{token}"' in form.text
    data = {"name": name, "password": password, "csrf": token if csrf is None else csrf}
    return client.post("/login", data=data, **more)


@pytest.mark.parametrize("path", EVERY_GET)
def test_the_api_is_closed_without_a_token(shared, path):
    answer = shared.get(path)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "unauthorized"
    assert shared.get(path, headers={"authorization": "Bearer wrong-token-of-length"}).status_code == 401
    assert shared.get(path, headers={"authorization": "Basic YTpi"}).status_code == 401
    assert shared.get(path, params={"token": "a-token-of-enough-length"}).status_code == 401


def test_every_route_of_the_document_is_closed_without_a_token(api):
    paths = api.get("/api/v1/openapi.json").json()["paths"]
    assert len(paths) >= 23
    with httpx.Client(base_url=api.base_url) as stranger:
        for path, methods in paths.items():
            where = path.replace("{number}", "1").replace("{run_id}", "x").replace("{name}", "x")
            for method in methods:
                status = stranger.request(method, where).status_code
                assert status == (200 if path == "/api/v1/health" else 401), (method, path)


@pytest.mark.parametrize("path", ["/", "/metrics", "/anything", "/..%2f", "//api", "/docs", "/openapi.json"])
def test_a_browser_is_shown_the_login(shared, path):
    answer = shared.get(shared.base_url.copy_with(raw_path=path.encode()))
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


def test_open_are_the_login_its_style_and_the_health(shared):
    assert shared.get("/api/v1/health").json() == {"status": "ok", "version": "0.1.0"}
    assert shared.head("/api/v1/health").status_code == 200
    assert "<form" in shared.get("/login").text
    style = shared.get("/static/style.css")
    assert style.headers["content-type"].startswith("text/css")
    assert shared.get("/static/style.css", headers={"if-none-match": style.headers["etag"]}).status_code == 304
    assert shared.get("/static/login.html").status_code == 404


def test_a_user_logs_in_works_and_logs_out(client):
    answer = login(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert all(part in answer.headers.get_list("set-cookie")[-1] for part in ("HttpOnly", "SameSite=lax")), cookie
    me = client.get("/api/v1/session").json()
    assert me["user"] == "ana"
    assert "ana" in client.get("/").text
    sent = client.post("/api/v1/runs", json={"all": True, "dry_run": True}, headers={"x-csrf-token": me["csrf"]})
    assert sent.status_code == 202
    session = client.cookies["posteract_session"]
    assert client.post("/logout", data={"csrf": "wrong"}).headers["location"] == "/"
    assert client.post("/logout", data={"csrf": me["csrf"]}).headers["location"] == "/login"
    client.cookies.set("posteract_session", session)
    assert client.get("/api/v1/session").status_code == 401


@pytest.mark.parametrize("wrong", [{"password": "wrong password"}, {"name": "eve"}, {"name": "", "password": ""}])
def test_a_wrong_login_is_refused_without_saying_what_is_wrong(client, wrong):
    answer = login(client, **wrong)
    assert answer.status_code == 401
    assert "That is not right." in answer.text
    assert "posteract_session" not in client.cookies


def test_logins_are_limited(client):
    statuses = [login(client, password=f"guess number {number}").status_code for number in range(7)]
    assert statuses == [401] * 5 + [429] * 2
    answer = login(client)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 61


def test_attempts_are_forgotten_after_a_minute_and_counted_by_name_too():
    now = 0.0
    attempts = Attempts(clock=lambda: now)
    for number in range(10):
        assert attempts.wait_s(f"10.0.0.{number}", "ana") == 0
        attempts.failed(f"10.0.0.{number}", "ana")
    assert attempts.wait_s("10.0.0.99", "ana") > 0
    assert attempts.wait_s("10.0.0.99", "bob") == 0
    now = 61.0
    assert attempts.wait_s("10.0.0.99", "ana") == 0


def test_a_session_ends_and_the_oldest_make_room(monkeypatch):
    now = 0.0
    sessions = Sessions(lasts_s=60, clock=lambda: now)
    monkeypatch.setattr("posteract_web.doors.MOST_SESSIONS", 2)
    first, second, third = (sessions.begin("ana") for _ in range(3))
    assert [sessions.get(each) is not None for each in (first, second, third)] == [False, True, True]
    now = 61.0
    assert sessions.get(third) is None


def test_another_site_cannot_log_somebody_in(client):
    assert login(client, csrf="made-up").status_code == 403
    assert login(client, headers={"origin": "https://evil.example"}).status_code == 403
    assert login(client, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    client.cookies.clear()
    assert client.post("/login", data={"name": "ana", "password": PASSWORD, "csrf": ""}).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/runs"),
        ("PUT", "/api/v1/config"),
        ("DELETE", "/api/v1/targets/1/pick"),
        ("POST", "/api/v1/targets/1/reset"),
        ("POST", "/api/v1/schedule/nightly/run"),
        ("POST", "/logout"),
    ],
)
def test_another_site_cannot_use_a_session(client, method, path):
    login(client)
    csrf = client.get("/api/v1/session").json()["csrf"]
    for headers in (
        {"x-csrf-token": csrf, "origin": "https://evil.example"},
        {"x-csrf-token": csrf, "origin": "null"},
        {"x-csrf-token": csrf, "sec-fetch-site": "cross-site"},
        *([] if path == "/logout" else [{}, {"x-csrf-token": "wrong"}]),
    ):
        answer = client.request(method, path, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden"), headers


def test_no_other_origin_is_allowed_to_read(shared):
    answer = shared.options(
        "/api/v1/health", headers={"origin": "https://evil.example", "access-control-request-method": "GET"}
    )
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/login", "/api/v1/health", "/api/v1/libraries", "/", "/static/style.css"])
def test_every_answer_binds_the_browser(shared, path):
    headers = shared.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


def test_a_token_is_made_once_shown_once_and_kept_as_a_hash(opening, tmp_path, capsys):
    def doors():
        with App.again(opening) as app:
            return Doors.of(WebSettings.model_validate({}), app)

    first, second = doors(), doors()
    assert len(first.token.fresh) >= 40
    assert second.token.fresh == ""
    assert second.token.fits(first.token.fresh)
    assert not second.token.fits("")
    for file in opening.config.parent.rglob("*"):
        if file.is_file():
            assert first.token.fresh.encode() not in file.read_bytes(), file


def test_the_token_is_shown_on_the_first_start_only(served, serving, capsys):
    said = []
    for _ in range(2):
        with served(WebSettings.model_validate({"port": 0}), serving):
            said.append(capsys.readouterr().err)
    token = said[0].split("shown this once:")[1].split()[0]
    assert len(token) == 43
    assert token not in said[1]
    assert "shown this once" not in said[1]


def test_without_users_the_token_is_what_one_logs_in_with(opening):
    from posteract_web.desk import Desk

    desk = Desk(opening)
    try:
        app = create_app(desk, WebSettings.model_validate({"token": "a-token-of-enough-length"}))
        assert app.state.doors.login("", "a-token-of-enough-length")
        assert not app.state.doors.login("", "another-token-of-length")
    finally:
        desk.close()


def test_it_starts_with_an_app_that_only_takes_runs_and_stops_within_a_second(served, settings):
    with served(settings, RecordingApp()) as running:
        http = running.http
        answer = http.post("/api/v1/runs", json={"all": True})
        assert (answer.status_code, answer.json()) == (202, {"id": "run-1"})
        assert http.get("/api/v1/schedule").json()["items"][0]["name"] == "nightly"
        assert http.post("/api/v1/schedule/nightly/pause").status_code == 422
        assert http.get("/api/v1/runs").json()["total"] == 0
        running.end(within_s=1.0)
        running.thread = Thread(target=running.server.listen, args=(RecordingApp(), running.stop))
        running.thread.start()
        running.end(within_s=1.0)


def test_someone_who_follows_a_run_does_not_keep_the_server_from_ending(opening, served, settings, serving):
    with App.again(opening) as app, app.hold("a test"), served(settings, serving) as running:
        run_id = running.http.post("/api/v1/runs", json={"all": True}).json()["id"]
        with running.http.stream("GET", f"/api/v1/runs/{run_id}/events") as stream:
            assert next(stream.iter_lines()) == "event: state"
            running.end(within_s=1.5)


def test_a_port_that_is_taken_is_said_in_words(served, serving):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        running = served(WebSettings.model_validate({"port": taken.getsockname()[1]}), serving)
        with running.http, pytest.raises(PosteractError, match=r"nobody can listen at 127\.0\.0\.1"):
            running.server.listen(serving, Event())


def test_no_secret_is_in_the_document(api):
    assert "deepest-secret" not in json.dumps(api.get("/api/v1/openapi.json").json())


def test_a_port_is_taken_before_it_listens_and_let_go_when_it_is_stopped_before(served, serving):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        running = served(WebSettings.model_validate({"port": port}), serving)
        with pytest.raises(PosteractError, match="nobody can listen"):
            running.server.prepare()
    running.server.prepare()
    with pytest.raises(OSError, match="in use"):
        socket.create_server(("127.0.0.1", port))
    stopped = Event()
    stopped.set()
    running.server.listen(serving, stopped)
    socket.create_server(("127.0.0.1", port)).close()
