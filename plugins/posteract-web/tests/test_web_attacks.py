"""What somebody might try."""

from __future__ import annotations

import io
import json
import socket
import struct
import time
import zlib
from contextlib import contextmanager
from threading import Thread

import httpx
import pytest
from posteract_core.app import App
from posteract_core.http.wire import Wire
from posteract_core.model import RunRequest
from posteract_web.settings import WebSettings

PASSWORD = "correct horse battery"
EVIL_TITLE = "<img src=x onerror=alert(1)>"


def files_below(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and "cache" not in path.parts}


@contextmanager
def house_service():
    """Yield the address of a service in the house, and the requests it was sent."""
    asked = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            asked.append(connection.recv(1000))
            connection.close()

    thread = Thread(target=serve, daemon=True)
    thread.start()
    yield f"127.0.0.1:{listener.getsockname()[1]}", asked
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


@pytest.fixture
def internet(monkeypatch):
    """Return (names, answers, asked): hosts of the internet with their addresses in turn, what they answer, what was asked."""
    names, answers, asked = {}, {}, []
    known = socket.getaddrinfo

    def lookup(host, port, *args, **kwargs):
        if host not in names:
            return known(host, port, *args, **kwargs)
        address = names[host].pop(0) if len(names[host]) > 1 else names[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def answer(request):
        asked.append(str(request.url))
        return answers.get(request.headers["host"], httpx.Response(404))

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(Wire, "_pool", lambda wire, request: httpx.MockTransport(answer))
    return names, answers, asked


@pytest.mark.parametrize(
    "url",
    [
        "http://{house}/",
        "http://localhost:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://0.0.0.0:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://100.64.0.1/",
        "http://user:pass@{house}/",
    ],
)
def test_an_address_at_home_is_not_asked(shared_api, shared_poster, url):
    with house_service() as (house, asked):
        wanted = url.format(house=house, port=house.rpartition(":")[2])
        answer = shared_api.post(f"/api/v1/targets/{shared_poster}/pick", json={"url": wanted})
    assert answer.status_code == 424, answer.text
    assert asked == []
    assert "pass@" not in answer.text


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a/b", "javascript:alert(1)", "http://", "//a", "http://[", "x" * 1999]
)
def test_what_is_no_address_of_the_web_is_refused(shared_api, shared_poster, url):
    assert shared_api.post(f"/api/v1/targets/{shared_poster}/pick", json={"url": url}).status_code == 422


def test_a_redirect_into_the_house_is_not_followed(api, poster, internet):
    names, answers, asked = internet
    names["pictures.example"] = ["93.184.215.14"]
    answers["pictures.example"] = httpx.Response(302, headers={"location": "http://127.0.0.1:8787/api/v1/config"})
    answer = api.post(f"/api/v1/targets/{poster}/pick", json={"url": "http://pictures.example/a.jpg"})
    assert answer.status_code == 424
    assert asked == ["http://93.184.215.14/a.jpg"]


def test_a_name_that_changes_its_address_is_asked_at_the_one_that_was_checked(api, poster, internet, picture):
    names, answers, asked = internet
    names["rebind.example"] = ["93.184.215.14", "127.0.0.1"]
    answers["rebind.example"] = httpx.Response(200, content=picture(), headers={"content-type": "image/jpeg"})
    answer = api.post(f"/api/v1/targets/{poster}/pick", json={"url": "http://rebind.example/a.jpg"})
    assert answer.status_code == 200
    assert asked == ["http://93.184.215.14/a.jpg"]
    assert api.post(f"/api/v1/targets/{poster}/pick", json={"url": "http://rebind.example/b.jpg"}).status_code == 424
    assert len(asked) == 1


@pytest.mark.parametrize(
    "dots", ["..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/config.yaml", "..%5c..%5cconfig.yaml", "%00", "a%0ab"]
)
@pytest.mark.parametrize("where", ["/static/", "/webhooks/", "/api/v1/runs/", "/api/v1/targets/", "/api/v1/schedule/"])
def test_a_path_leads_to_no_file(shared_api, shared_home, where, dots):
    before = files_below(shared_home)
    for method in ("GET", "POST", "DELETE"):
        answer = shared_api.request(
            method, httpx.URL(shared_api.base_url.copy_with(raw_path=f"{where}{dots}".encode()))
        )
        assert answer.status_code in (404, 405, 422), (method, answer.status_code)
        assert "plugins" not in answer.text
        assert "root:" not in answer.text
    assert files_below(shared_home) == before


def test_the_name_of_a_file_that_is_sent_leads_nowhere(api, poster, opening, picture):
    before = files_below(opening.config.parent)
    for name in ("../../../evil.jpg", "C:\\evil.jpg", "a\r\nset-cookie: x=1.jpg", "\u202egpj.exe", ""):
        answer = api.post(f"/api/v1/targets/{poster}/pick", files={"file": (name or "x", picture(), "image/jpeg")})
        assert answer.status_code == 200
        assert not list(answer.cookies)
    new = files_below(opening.config.parent) - before
    assert {path.parts[0] for path in new} <= {"pins"}
    assert not [path for path in new if "evil" in path.name]


def bomb(width, height):
    """Return a PNG that says it is huge and has a handful of bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "what",
    ["svg", "html", "bomb", "flat", "cut", "empty", "zip", "pdf", "exe"],
)
def test_what_is_no_picture_is_not_kept(shared_api, shared_poster, shared_home, picture, what):
    data = {
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "html": b"\xff\xd8\xff\xe0<script>alert(1)</script>",
        "bomb": bomb(60_000, 60_000),
        "flat": bomb(40_000, 2),
        "cut": picture(size=(800, 1200))[:-500],
        "empty": b"",
        "zip": b"PK\x03\x04" + b"\0" * 100,
        "pdf": b"%PDF-1.7\n1 0 obj",
        "exe": b"MZ" + b"\0" * 200,
    }[what]
    answer = shared_api.post(f"/api/v1/targets/{shared_poster}/pick", files={"file": ("a.jpg", data, "image/jpeg")})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "picture"), answer.text
    assert not [path for path in files_below(shared_home) if "pins" in path.parts]


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"nonsense", "multipart/form-data; boundary=x", 400),
        (b"file=x", "multipart/form-data", 400),
        (b"file=x", "application/x-www-form-urlencoded", 415),
        (b"<a/>", "text/xml", 415),
        (b"", "application/json", 422),
        (b"[1, 2", "application/json", 422),
        (b'{"candidate": 1, "url": "http://a/"}', "application/json", 422),
        (b'{"candidate": "\\ud800"}', "application/json", 422),
        (b'{"candidate": "\\u0000"}', "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
    ],
)
def test_a_body_that_is_nothing_is_refused(shared_api, shared_poster, content, kind, status):
    answer = shared_api.post(f"/api/v1/targets/{shared_poster}/pick", content=content, headers={"content-type": kind})
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize(
    ("method", "path", "size"),
    [
        ("POST", "/webhooks/radarr", 2**20 + 1),
        ("POST", "/api/v1/runs", 2**18 + 1),
        ("POST", "/login", 2**18 + 1),
        ("PUT", "/api/v1/config", 8 * 2**20 + 1),
        ("POST", "/api/v1/targets/1/pick", 65 * 2**20 + 1),
    ],
)
def test_a_body_that_is_too_large_is_refused(shared_api, method, path, size, announced):
    kind = "application/x-www-form-urlencoded" if path == "/login" else "application/json"

    def pieces():
        for start in range(0, size, 2**16):
            yield b" " * min(2**16, size - start)

    content = b" " * size if announced else pieces()
    answer = shared_api.request(method, path, content=content, headers={"content-type": kind})
    assert answer.status_code == 413, answer.text


def heard_of(address, sent, *, within_s=10.0):
    """Return all that a server answers to what is sent as it is, until it ends the connection."""
    with socket.create_connection((address.host, address.port), timeout=within_s) as connection:
        connection.sendall(sent)
        answer = b""
        while piece := connection.recv(2**16):
            answer += piece
    return answer


LOGIN = b"POST /login HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n"
HEALTH = b"GET /api/v1/health HTTP/1.1\r\nhost: x\r\n\r\n"


@pytest.mark.parametrize("sent", [b"", b"GET /login HTTP/1.1\r\nhost: x\r\nx-slow: ", HEALTH + b"GET /lo"])
def test_who_never_ends_a_request_is_not_waited_for(client, monkeypatch, sent):
    monkeypatch.setattr("posteract_web.patience.HEADERS_S", 0.3)
    answer = heard_of(client.base_url, sent)
    assert answer.count(b"HTTP/1.1 200") == sent.count(b"GET /api")


def test_who_answers_slowly_is_not_taken_for_one_who_asks_slowly(client, monkeypatch, opening):
    monkeypatch.setattr("posteract_web.patience.HEADERS_S", 0.2)
    with App.again(opening) as app, app.hold("a test"):
        client.headers["authorization"] = "Bearer a-token-of-enough-length"
        run = client.post("/api/v1/runs", json={"all": True}).json()["id"]
        with client.stream("GET", f"/api/v1/runs/{run}/events") as stream:
            lines = stream.iter_lines()
            assert next(lines) == "event: state"
            time.sleep(0.6)
            client.delete(f"/api/v1/runs/{run}")
            assert "event: finished" in list(lines)


def test_a_body_that_does_not_come_is_not_waited_for(client, monkeypatch):
    monkeypatch.setattr("posteract_web.patience.BODY_S", 0.3)
    answer = heard_of(client.base_url, LOGIN + b"content-length: 100\r\n\r\nname=")
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"did not come in time" in answer


def test_a_body_that_is_announced_as_too_large_is_not_waited_for(shared):
    answer = heard_of(shared.base_url, LOGIN + b"content-length: 99999999999\r\n\r\nname=")
    assert answer.startswith(b"HTTP/1.1 413")


def test_who_goes_away_is_no_fault_of_ours(client, opening):
    log = opening.config.parent / "posteract.log"
    with App.open(opening):
        with socket.create_connection((client.base_url.host, client.base_url.port)) as connection:
            connection.sendall(LOGIN + b"content-length: 100\r\n\r\nname=")
        heard_of(client.base_url, b"nonsense\r\n\r\n")
        assert client.get("/api/v1/health").status_code == 200
    assert "broke" not in log.read_text()
    assert "Invalid HTTP" not in log.read_text()


def test_a_configuration_that_repeats_itself_is_refused_quickly(shared_api):
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for one, other in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{other}: &{other} [{', '.join([f'*{one}'] * 9)}]")
    answer = shared_api.post("/api/v1/config/check", json={"text": "\n".join(lines)})
    assert "repeat itself" in answer.json()["problems"][0]["message"]


@pytest.mark.parametrize(
    "path", ["/%0d%0aset-cookie:%20a=1", "/login%0d%0aset-cookie:%20a=1", "/?next=%0d%0aset-cookie:%20a=1"]
)
def test_no_header_is_made_of_what_is_sent(shared, path):
    answer = shared.get(shared.base_url.copy_with(raw_path=path.encode()))
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert "set-cookie" not in answer.headers


def test_a_strangers_host_is_not_where_one_is_sent(client):
    answer = client.get("/", headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    assert answer.headers["location"] == "/login"
    client.get("/login")
    data = {
        "name": "ana",
        "password": PASSWORD,
        "csrf": client.cookies["posteract_form"],
        "next": "https://evil.example",
    }
    assert client.post("/login", data=data).headers["location"] == "/"


def test_who_says_to_be_somebody_else_is_counted_all_the_same(client):
    client.get("/login")
    for number in range(6):
        data = {"name": f"user{number}", "password": "guess", "csrf": client.cookies["posteract_form"]}
        answer = client.post("/login", data=data, headers={"x-forwarded-for": f"10.0.0.{number}"})
    assert answer.status_code == 429


def test_behind_a_proxy_they_are_counted_by_what_the_proxy_says(served, serving, password_hash):
    settings = {
        "port": 0,
        "users": {"ana": password_hash},
        "proxies": ["127.0.0.1"],
        "token": "a-token-of-enough-length",
    }
    with served(WebSettings.model_validate(settings), serving) as running, httpx.Client() as client:
        client.base_url = running.http.base_url

        def login(number, forwarded, password="guess of mine"):
            form = client.get("/login", headers={"x-forwarded-proto": "https"})
            [cookie] = form.headers.get_list("set-cookie")
            assert "Secure" in cookie
            csrf = cookie.partition("=")[2].partition(";")[0]
            data = {"name": f"user{number}", "password": password, "csrf": csrf}
            headers = {"x-forwarded-for": forwarded, "cookie": f"posteract_form={csrf}"}
            return client.post("/login", data=data, headers=headers).status_code

        assert [login(number, f"10.0.0.{number}, 93.184.215.14") for number in range(6)] == [401] * 5 + [429]
        assert login(7, "93.184.215.15") == 401, "another one is not kept out"


@pytest.mark.parametrize("name", ['"><script>alert(1)</script>', "$csrf", "${x}", "a\r\nb", "\0"])
def test_the_login_shows_a_name_as_text(client, name):
    client.get("/login")
    answer = client.post("/login", data={"name": name, "password": "x", "csrf": client.cookies["posteract_form"]})
    assert answer.status_code == 401
    assert "<script" not in answer.text


def test_a_cookie_that_was_made_up_is_no_part_of_the_page(client):
    answer = client.get("/login", headers={"cookie": 'posteract_form="><script>alert(1)</script>aaaaaaaaaaa'})
    assert answer.status_code == 200
    assert "<script" not in answer.text


def test_a_title_is_data_and_never_a_page(api, opening, client):
    film = opening.config.parent / "Films" / f"{EVIL_TITLE} (2001)"
    film.mkdir()
    (film / "film.mkv").write_bytes(b"video")
    with App.again(opening) as app:
        app.run(RunRequest(all=True))
    answer = api.get("/api/v1/items", params={"q": "onerror"})
    assert answer.json()["items"][0]["item"].startswith(EVIL_TITLE)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "onerror" not in api.get("/").text
    assert api.get("/metrics").headers["content-type"].startswith("text/plain")


def test_what_breaks_is_logged_and_not_told(api, monkeypatch):
    from posteract_core.app import listings

    def broken(*_, **__):
        raise RuntimeError("deep inside, with token=abcdefgh12345")

    monkeypatch.setattr(listings, "libraries", broken)
    answer = api.get("/api/v1/libraries")
    assert answer.status_code == 500
    assert json.loads(answer.text)["error"]["message"] == "something broke here; the log says what"
    assert "default-src" in answer.headers["content-security-policy"]


def test_a_picture_in_a_form_is_one(api, poster, picture):
    two = [("file", ("a.jpg", io.BytesIO(picture()), "image/jpeg"))] * 2
    assert api.post(f"/api/v1/targets/{poster}/pick", files=two).status_code == 400
    assert (
        api.post(f"/api/v1/targets/{poster}/pick", files={"other": ("a.jpg", picture(), "image/jpeg")}).status_code
        == 422
    )
