"""The example file, the schema, the reference page, what `show` shows, and speed."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from posteract_core.config import load_config
from posteract_core.config.document import read_document
from posteract_core.config.models import Config
from posteract_core.config.reference import with_tables
from posteract_core.config.schema import config_schema
from posteract_core.config.shape import shape_of_model
from posteract_core.config.show import as_yaml, effective
from posteract_core.config.starter import STARTER, write_starter
from posteract_core.errors import UsageError
from posteract_core.model import ArtworkKind
from posteract_core.plugins.registry import Registry

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "config.example.yaml"
VARIABLES = {"PLEX_TOKEN": "plex-secret-1", "JELLYFIN_KEY": "jellyfin-secret-2", "TMDB_TOKEN": "tmdb-secret-3"}


@pytest.fixture
def schema(make_registry):
    return Draft202012Validator(config_schema(make_registry()))


def test_the_example_has_no_mistake(make_registry):
    loaded = load_config(EXAMPLE, environ=VARIABLES, registry_factory=make_registry)

    assert loaded.config.library_for("family", "Movies") == "Movies (family)"
    assert loaded.config.artwork_settings("TV Shows", ArtworkKind.POSTER).preferences.languages == ("en",)
    assert {each.name for each in loaded.instances} == set(
        read_document(EXAMPLE.read_text("utf-8"), "f").data["plugins"]
    )


def test_the_example_has_no_mistake_with_the_plugins_that_are_installed():
    loaded = load_config(EXAMPLE, environ=VARIABLES)

    assert not loaded.registry.failures


def test_the_example_shows_the_defaults_where_it_says_so(make_registry):
    config = load_config(EXAMPLE, environ=VARIABLES, registry_factory=make_registry).config
    defaults = Config.model_validate({}, context={"folder": ROOT})

    for section in ("poster_preferences", "owner_pictures", "recheck", "run", "storage", "log"):
        assert getattr(config, section) == getattr(defaults, section), section


def test_the_example_uses_every_section(make_registry):
    assert set(read_document(EXAMPLE.read_text("utf-8"), "f").data) == set(Config.model_fields)


def test_the_example_fits_the_schema(schema):
    Draft202012Validator.check_schema(schema.schema)
    data = read_document(EXAMPLE.read_text("utf-8"), "f").data

    assert schema.schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert [error.message for error in schema.iter_errors(data)] == []


@pytest.mark.parametrize(
    "data",
    [
        {"plugins": {"tmdb": {"langauge": "en", "token": "x"}}},
        {"plugins": {"tmdb": {"language": "en"}}},
        {"plugins": {"mine": {"plugin": "tmdb", "token": "x", "pages": 10}}},
        {"plugins": ["tmdb"]},
        {"run": {"network": "many"}},
        {"runn": {}},
        {"poster_preferences": {"languages": "en"}},
        {"poster_preferences": {"rank_by": "vote"}},
        {"libraries": {"Movies": {"artwork": {"postre": {}}}}},
        {"libraries": {"Movies": {"rules": [{"artwork": {}}]}}},
        {"overlays": {"a": "resolution"}},
        {"run": {"facts_every": "soon"}},
    ],
)
def test_a_wrong_file_does_not_fit_the_schema_and_is_refused(schema, mistakes, data):
    assert list(schema.iter_errors(data))
    assert mistakes(json.dumps(data))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"plugins": None},
        {"plugins": {"tmdb": {"token": "${T:-x}", "pages": "${N:-2}"}, "plex": {"anything": [1]}, "imdb": None}},
        {"plugins": {"tmdb": {"enabled": False, "pages": 3}, "folder": None}},
        {"plugins": {"mine": {"plugin": "tmdb", "token": 123}, "tmdb": {"plugin": "unknown", "x": 1}}},
        {"run": {"network": "${N:-3}", "workers": "auto", "limits": {"redraw": None, "delete_collections": 0}}},
        {"run": None, "libraries": {"Movies": None}, "styles": {"a": None}, "overlays": {"a": None}},
        {"storage": {"assets": None, "keep_originals": "${K:-true}"}, "log": {"level": "debug"}},
        {"libraries": {"M": {"server": "folder", "artwork": {"poster": None, "logo": {}}}}},
    ],
)
def test_what_is_right_fits_the_schema_and_is_taken(schema, mistakes, data):
    assert [error.message for error in schema.iter_errors(data)] == []
    assert mistakes(json.dumps(data)) == []


def test_the_schema_of_plugins_without_settings_is_sound():
    registry = Registry()
    for name in ("one", "two"):
        registry.register(object(), name)

    Draft202012Validator.check_schema(config_schema(registry))


def test_every_setting_is_described():
    seen, queue = set(), [Config]
    while queue:
        model = queue.pop()
        seen.add(model)
        for name, info in model.model_fields.items():
            assert info.description, f"{model.__name__}.{name}"
        queue += [each for each in Config.__base__.__subclasses__() if each not in seen and each not in queue]
    assert len(seen) > 10
    assert shape_of_model(Config).fields["run"].fields["retry"].fields["first"] is not None


def test_the_reference_page_is_up_to_date():
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")

    assert page == with_tables(page), "stale: run `python -m posteract_core.config.reference docs/configuration.md`"


def test_the_starter_has_no_mistake_and_is_never_written_over_a_file(tmp_path):
    path = write_starter(tmp_path)

    assert path.read_text("utf-8") == STARTER
    loaded = load_config(path, environ={})
    assert loaded.config.artwork_settings("Films", ArtworkKind.POSTER).style == "cinema"
    with pytest.raises(UsageError, match="is there already"):
        write_starter(path)
    path.write_text("", "utf-8")
    assert write_starter(path, force=True).read_text("utf-8") == STARTER
    with pytest.raises(UsageError, match="does not exist"):
        write_starter(tmp_path / "none" / "config.yaml")


def test_what_is_shown_holds_defaults_and_no_secret(tmp_path, make_registry):
    path = tmp_path / "config.yaml"
    path.write_text(
        """\
plugins:
  tmdb: {token: "${T}", language: "${L}"}
  plex: {token: plexsecret99, url: "http://me:pass99word@plex/", note: "${N}", client_id: 5}
  other: {plugin: tmdb, enabled: false, token: othersecret99}
  notify: {urls: {phone: "https://h/hooksecret99"}, pings: {kuma: "https://h/pushsecret99"}}
storage: {database: "postgresql://me:dbsecret99@host/name"}
collections: {Nolan: {tmdb_list: "${N}", url: "https://x/?apikey=urlsecret99&b=1", also: tmdbsecret99}}
""",
        "utf-8",
    )
    environ = {"T": "tmdbsecret99", "L": "de", "N": "notesecret99"}

    data = effective(load_config(path, environ=environ, registry_factory=make_registry))
    text = as_yaml(data)

    assert "99" not in text
    assert data["plugins"]["tmdb"]["token"] == "****"
    assert data["plugins"]["tmdb"]["language"] == "de"
    assert data["plugins"]["other"] == {"plugin": "tmdb", "enabled": False, "token": "****"}
    assert data["plugins"]["folder"] == {"enabled": True, "roots": {}}
    assert data["storage"]["database"] == "postgresql://me:****@host/name"
    assert data["run"]["limits"]["redraw"] == "25%"
    assert data["run"]["workers"] == "auto"
    assert data["log"]["rotation"] == "10 MB"
    assert json.loads(json.dumps(data)) == read_document(text, "f").data


def test_what_is_shown_means_the_same_when_it_is_read_again(tmp_path, make_registry):
    first = load_config(EXAMPLE, environ=VARIABLES, registry_factory=make_registry)
    again = tmp_path / "config.yaml"
    again.write_text(as_yaml(effective(first)), "utf-8")

    second = load_config(again, environ={}, registry_factory=make_registry)

    assert second.config.model_dump() == first.config.model_dump()


def test_a_thousand_lines_are_read_fast(look):
    lines = ["libraries:"]
    for number in range(250):
        lines += [
            f"  Library {number}:",
            "    artwork:",
            "      poster: {style: house, overlays: [standard], poster_preferences: {languages: [en, de]}}",
            "    exclude: {labels: [a, b]}",
        ]
    text = "overlays: {standard: [resolution]}\n" + "\n".join(lines) + "\n"

    started = time.process_time()
    found = look(text)
    took_s = time.process_time() - started

    assert not found.problems
    assert took_s < 2.5  # about 0.6 on an ordinary machine
