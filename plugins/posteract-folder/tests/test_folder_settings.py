"""`plugins.folder` in the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from posteract_folder.plugin import posteract_media_servers, posteract_settings
from posteract_folder.server import FolderServer
from posteract_folder.settings import FolderSettings
from pydantic import ValidationError


def test_the_plugin_gives_its_settings_and_its_server():
    assert posteract_settings() is FolderSettings
    assert list(posteract_media_servers()) == [FolderServer]


def test_a_root_is_a_path_or_a_path_with_a_type():
    settings = FolderSettings.model_validate(
        {"roots": {"Home Movies": "/media/home-movies", "TV": {"path": "~/tv", "type": "show"}}}
    )

    assert settings.roots["Home Movies"].path == Path("/media/home-movies")
    assert settings.roots["Home Movies"].type is None
    assert settings.roots["TV"].type == "show"
    assert FolderSettings().roots == {}


@pytest.mark.parametrize(
    "value",
    [
        {"roots": {"A": {"path": "/a", "typ": "show"}}},
        {"roots": {"A": {"path": "/a", "type": "films"}}},
        {"roots": {"A": ""}},
        {"root": {}},
    ],
)
def test_mistakes_are_refused(value):
    with pytest.raises(ValidationError):
        FolderSettings.model_validate(value)


def test_a_folder_named_twice_is_refused():
    with pytest.raises(ValidationError, match="`A` and `B` are the same folder"):
        FolderSettings.model_validate({"roots": {"A": "/a", "B": {"path": "/a/"}}})


def test_the_schema_takes_both_forms():
    schema = FolderSettings.model_json_schema()
    check = Draft202012Validator(schema)

    assert check.is_valid({"roots": {"A": "/a", "B": {"path": "/b", "type": "movie"}}})
    assert not check.is_valid({"roots": {"B": {"path": "/b", "type": "films"}}})
    assert not check.is_valid({"roots": {"B": 5}})


def test_relative_roots_are_taken_from_the_configurations_folder(make_tree, make_server, listing):
    make_tree({"Heat (1995)/h.mkv": ""})

    assert [item.title for item in listing(make_server(Movies="root"))] == ["Heat"]
