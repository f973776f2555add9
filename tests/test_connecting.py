"""`posteract radarr connect` and `posteract sonarr connect`, over real HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from services import FakeRadarr, FakeSonarr
from services.arr import KEY

TOKEN = "a-token-that-is-long-enough"


@pytest.fixture(params=["radarr", "sonarr"])
def arr(request: pytest.FixtureRequest) -> FakeRadarr | FakeSonarr:
    service: FakeRadarr | FakeSonarr = request.getfixturevalue(f"fake_{request.param}")
    return service


@pytest.fixture
def connect(arr: FakeRadarr | FakeSonarr, tmp_path: Path, posteract: Any) -> Any:
    name = type(arr).__name__.removeprefix("Fake").lower()
    plugins = {name: {"url": arr.url, "api_key": KEY}, "web": {"port": 8787, "token": TOKEN}}

    def run(*words: str, web: dict[str, Any] | None = None, **more: Any) -> Any:
        config = {"plugins": {**plugins, **({"web": web} if web else {})}, "log": {"file": None}}
        (tmp_path / "config.yaml").write_text(json.dumps(config), encoding="utf-8")
        ended = posteract(name, "connect", *words, cwd=tmp_path, **more)
        assert TOKEN not in ended.out + ended.err
        assert KEY not in ended.out + ended.err
        return ended

    return run


def address(arr: FakeRadarr | FakeSonarr) -> str:
    (made,) = arr.notifications.values()
    return str(next(field["value"] for field in made["fields"] if field["name"] == "url"))


def test_it_is_added_once_and_then_changed(connect: Any, arr: FakeRadarr | FakeSonarr) -> None:
    name = type(arr).__name__.removeprefix("Fake")
    assert f"Added to {name}: onDownload" in connect("--url", "http://posteract:8787/").out
    assert address(arr) == f"http://posteract:8787/webhooks/{name.lower()}"
    assert f"Changed in {name}" in connect().out
    assert address(arr) == f"http://127.0.0.1:8787/webhooks/{name.lower()}"


def test_what_would_be_sent_is_shown_and_nothing_is_sent(connect: Any, arr: FakeRadarr | FakeSonarr) -> None:
    said = connect("--dry-run").out
    assert said.startswith("Would add in")
    assert json.loads(said[said.index("{") :])["fields"]["headers"][0]["value"] == "(the token)"
    assert arr.notifications == {}


def test_a_refusal_says_what_it_needs(connect: Any, arr: FakeRadarr | FakeSonarr) -> None:
    arr.refusals = [{"propertyName": "Url", "errorMessage": f"Unable to post to http://x/?token={TOKEN}"}]
    ended = connect()
    assert ended.code != 0
    assert "Unable to post" in ended.err
    assert "has to reach http://127.0.0.1:8787" in ended.err


def test_without_a_token_it_says_where_one_may_come_from(connect: Any, arr: FakeRadarr | FakeSonarr) -> None:
    ended = connect(web={"port": 8787})
    assert "--token-stdin" in ended.err
    assert "Added to" in connect(web={"port": 8787}, env={"POSTERACT_TOKEN": TOKEN}).out
    assert "is no address" in connect("--url", "posteract").err
