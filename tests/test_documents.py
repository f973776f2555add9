"""The fakes against the services' own OpenAPI documents, where somebody has them; and that a difference would be seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from services import FakeRadarr, FakeTmdb, World
from services.arr import KEY
from services.documents import SERVICES, VARIABLE, Watch, document_of, folder
from services.server import FakeService

TOY: dict[str, Any] = {
    "openapi": "3.0.4",
    "info": {"title": "Radarr", "version": "3"},
    "paths": {
        "/api/v3/tag": {
            "get": {"responses": {"200": {"description": "", "content": {"application/json": {"schema": {
                "type": "array", "items": {"$ref": "#/components/schemas/Tag"}}}}}}},
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tag"}}}},
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": {
                    "$ref": "#/components/schemas/Tag"}}}}},
            },
        },
    },
    "components": {
        "schemas": {"Tag": {
            "type": "object", "additionalProperties": False,
            "properties": {"id": {"type": "integer"}, "label": {"type": "string", "nullable": True}},
        }},
        "securitySchemes": {"X-Api-Key": {"type": "apiKey", "name": "X-Api-Key", "in": "header"}},
    },
    "security": [{"X-Api-Key": []}],
}  # fmt: skip
"""A document of our own, of the shape of Radarr's."""


@pytest.mark.parametrize("name", SERVICES)
def test_the_documents_are_at_hand(name: str) -> None:
    """With them, every test of every distribution holds its fakes to them; without, this says how to get there."""
    documents = folder()
    if documents is None:
        pytest.skip(f"{VARIABLE} is not set: no answers are compared with the services' documents (CONTRIBUTING.md)")
    if document_of(documents, name) is None:
        pytest.skip(f"{documents} has no document of {SERVICES[name].folder}")


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_radarr: FakeRadarr) -> Any:
    """Ask a fake Radarr that is held to the toy document, and return what is told of that."""
    (tmp_path / "radarr").mkdir()
    (tmp_path / "radarr" / "spec.json").write_text(json.dumps(TOY), encoding="utf-8")
    watch = Watch(tmp_path)
    monkeypatch.setattr(FakeService, "watch", watch)

    def ask(method: str, path: str, **more: Any) -> str:
        watch.complaints.clear()
        httpx.request(method, fake_radarr.url + path, **{"headers": {"X-Api-Key": KEY}, **more}, trust_env=False)
        return "\n".join(watch.complaints)

    return ask


def test_what_is_as_documented_is_passed_over(watched: Any) -> None:
    assert watched("GET", "/api/v3/tag") == ""
    assert watched("POST", "/api/v3/tag", json={"label": "heists"}) == "", "201 is held to what is said of 200"
    assert watched("GET", "/elsewhere") == "", "what the fake does not know either tells its asker"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"method": "POST", "json": {"label": "a", "colour": "red"}}, "POST /api/v3/tag: $: Additional properties"),
        ({"method": "GET", "path": "/api/v3/tag?page=1"}, "there is no parameter page"),
        ({"method": "GET", "path": "/api/v3/rootfolder"}, "Path not found"),
        ({"method": "GET", "headers": {}}, "Security not found"),
    ],
)
def test_what_was_asked_and_is_not_documented_is_named(watched: Any, asked: Any, words: str, fake_radarr: Any) -> None:
    assert words in watched(**{"path": "/api/v3/tag", **asked})
    fake_radarr.wrong.clear()


def test_what_was_answered_and_is_not_documented_is_named(watched: Any, fake_radarr: FakeRadarr) -> None:
    fake_radarr.tags = [3]  # type: ignore[list-item]
    said = watched("GET", "/api/v3/tag")
    assert "answer to GET /api/v3/tag (200): $[0].label: 3 is not of type" in said
    fake_radarr.wrong.clear()


def test_a_service_of_which_there_is_no_document_is_not_watched(
    watched: Any, fake_tmdb: FakeTmdb, world: World
) -> None:
    world.add_movie("Heat", 1995, tmdb=949)
    answer = httpx.get(f"{fake_tmdb.url}/3/movie/949", params={"api_key": "wrong"}, trust_env=False)
    assert answer.status_code == 401
    assert watched("GET", "/api/v3/tag") == ""
