from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from posteract_core.http import HttpService
from posteract_core.redaction import register_secret


@pytest.fixture
def service(service_with, tmp_path) -> HttpService:
    return service_with(cache_folder=tmp_path / "http")


def test_an_answer_with_a_term_is_not_asked_for_again(server, reply, service):
    server.on("/3/movie/603", reply(body=b'{"id": 603}', headers={"Cache-Control": "public, max-age=3600"}))
    client = service.client_for("tmdb", server.url)

    assert [client.get("/3/movie/603").json() for _ in range(3)] == [{"id": 603}] * 3
    assert server.asked["/3/movie/603"] == 1


def test_it_is_kept_for_the_next_run(server, reply, service_with, tmp_path):
    server.on("/3/movie/603", reply(body=b'{"id": 603}', headers={"Cache-Control": "max-age=3600"}))

    for _ in range(2):
        with service_with(cache_folder=tmp_path) as service:
            assert service.client_for("tmdb", server.url).get("/3/movie/603").json() == {"id": 603}

    assert server.asked["/3/movie/603"] == 1


def test_an_answer_with_a_validator_is_asked_whether_it_changed(server, reply, service):
    tagged = {"ETag": '"v1"', "Cache-Control": "max-age=0, must-revalidate"}
    server.on("/3/movie/603", reply(body=b'{"id": 603}', headers=tagged), reply(304, b"", headers=tagged))
    client = service.client_for("tmdb", server.url)

    assert [client.get("/3/movie/603").json() for _ in range(2)] == [{"id": 603}] * 2
    assert server.requests[1][2]["if-none-match"] == '"v1"'


def test_a_changed_answer_replaces_the_kept_one(server, reply, service):
    old, new = ({"ETag": tag, "Cache-Control": "max-age=0"} for tag in ('"v1"', '"v2"'))
    server.on("/x", reply(body=b"1", headers=old), reply(body=b"2", headers=new), reply(304, b"", headers=new))
    client = service.client_for("tmdb", server.url)

    assert [client.get("/x").json() for _ in range(3)] == [1, 2, 2]


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "image/jpeg", "Cache-Control": "max-age=3600", "ETag": '"p"'},
        {"Content-Type": "text/html", "Cache-Control": "max-age=3600"},
        {"Cache-Control": "no-store", "ETag": '"v1"'},
        {},
    ],
    ids=["a picture", "a web page", "what must not be stored", "neither validator nor term"],
)
def test_what_is_not_for_keeping_is_not_kept(server, reply, service, headers):
    server.on("/x", reply(body=b"1", headers=headers))
    client = service.client_for("tmdb", server.url)

    for _ in range(2):
        client.get("/x")

    assert server.asked["/x"] == 2


def test_a_failure_is_not_kept(server, reply, service):
    term = {"Cache-Control": "max-age=3600"}
    server.on("/x", reply(401, headers=term), reply(200, b"1", headers=term))
    client = service.client_for("tmdb", server.url)

    assert [client.get("/x").status_code for _ in range(2)] == [401, 200]


def test_that_there_is_nothing_is_kept_when_the_service_says_so(server, reply, service):
    server.on("/v3/movies/1", reply(404, headers={"Cache-Control": "max-age=3600"}))
    client = service.client_for("fanart", server.url)

    assert [client.get("/v3/movies/1").status_code for _ in range(2)] == [404, 404]
    assert server.asked["/v3/movies/1"] == 1


def test_accounts_do_not_see_each_others_answers(server, reply, service):
    server.on("/lists", reply(body=b"1", headers={"Cache-Control": "private, max-age=3600"}))
    mine, hers = service.client_for("trakt", server.url), service.client_for("trakt_hers", server.url)

    mine.get("/lists", headers={"authorization": "Bearer a"})
    hers.get("/lists", headers={"authorization": "Bearer a"})
    mine.get("/lists", headers={"authorization": "Bearer another"})
    mine.get("/lists", headers={"authorization": "Bearer a"})

    assert server.asked["/lists"] == 3


def test_a_server_in_the_house_can_go_without(server, reply, service):
    server.on("/x", reply(headers={"Cache-Control": "max-age=3600"}))
    client = service.client_for("plex", server.url, cache=False)

    for _ in range(2):
        client.get("/x")

    assert server.asked["/x"] == 2


def test_no_secret_is_written_to_disk(server, reply, service, tmp_path):
    register_secret("s3cret/token+value")
    server.on("/x", reply(body=b'{"id": 603}', headers={"Cache-Control": "max-age=3600"}))
    client = service.client_for("tmdb", server.url)
    client.get(
        "/x",
        params={"api_key": "unregistered-key", "q": "s3cret/token+value"},
        headers={"Authorization": "Bearer hidden-bearer", "X-Plex-Token": "hidden-plex"},
    )
    service.close()

    written = b"".join(path.read_bytes() for path in Path(tmp_path / "http").iterdir())
    assert b"tmdb" not in written
    assert b'{"id": 603}' in written
    for secret in (b"s3cret", b"unregistered-key", b"hidden-bearer", b"hidden-plex"):
        assert secret not in written


def test_without_a_place_for_the_cache_all_goes_on(server, reply, service_with, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    server.on("/x", reply(headers={"Cache-Control": "max-age=3600"}))

    assert service_with(cache_folder=tmp_path / "file" / "http").client_for("tmdb", server.url).get("/x").is_success


def test_a_cache_file_that_is_damaged_is_begun_anew(server, reply, service_with, tmp_path):
    (tmp_path / "http.sqlite").write_bytes(b"this is no database" * 100)
    server.on("/x", reply(body=b"7", headers={"Cache-Control": "max-age=3600"}))

    client = service_with(cache_folder=tmp_path).client_for("tmdb", server.url)

    assert [client.get("/x").json() for _ in range(2)] == [7, 7]
    assert server.asked["/x"] == 1, "it was begun anew"


def test_a_cache_file_of_another_program_is_left_alone(server, reply, service_with, tmp_path):
    with sqlite3.connect(tmp_path / "http.sqlite") as database:
        database.execute("CREATE TABLE entries (mine TEXT)")
    database.close()
    server.on("/x", reply(body=b"7", headers={"Cache-Control": "max-age=3600"}))

    assert service_with(cache_folder=tmp_path).client_for("tmdb", server.url).get("/x").json() == 7
