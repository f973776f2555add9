"""A configuration's text for others: no secret in it, and all of them back in it afterwards."""

from __future__ import annotations

import pytest
from posteract_core.config.document import read_document
from posteract_core.config.shape import Shapes
from posteract_core.config.veil import hidden, restored
from posteract_core.errors import ConfigError
from posteract_core.providers import PluginSettings
from pydantic import Field, SecretStr

TEXT = """\
# mine; see http://me:hunter22@nas/
plugins:
  tmdb: {token: "v4-secret", language: en}   # a comment stays
  web:
    users:
      ana: '$argon2id$v=19$secret'
  trakt:
    client_secret: &shared trakt-secret
    again: *shared
  plex:
    token: ${PLEX_TOKEN}
    url: http://me:hunter22@plex:32400
  long:
    key: |
      block-secret
      second-secret
storage:
  database: postgresql://me:hunter22@db/posters
"""
SECRETS = ("v4-secret", "argon2id", "trakt-secret", "hunter22", "block-secret", "second-secret")


class Web(PluginSettings):
    users: dict[str, SecretStr] = Field(default_factory=dict)


@pytest.fixture
def shapes():
    found = Shapes()
    found.add("web", Web)
    return found


def read(text):
    return read_document(text, "config.yaml")


def test_no_secret_is_left_and_everything_else_is(shapes):
    shown = hidden(read(TEXT), shapes)
    assert [secret for secret in SECRETS if secret in shown] == []
    for kept in ("language: en", "# a comment stays", "${PLEX_TOKEN}", "plex:32400", "@db/posters", "*shared"):
        assert kept in shown
    read(shown)


def test_what_comes_back_unchanged_is_what_it_was(shapes):
    back = restored(read(hidden(read(TEXT), shapes)), read(TEXT), shapes)
    assert read(back).data == read(TEXT).data


def test_a_change_beside_a_secret_leaves_it_as_it_was(shapes):
    changed = hidden(read(TEXT), shapes).replace("language: en", "language: de")
    back = restored(read(changed), read(TEXT), shapes)
    assert read(back).data["plugins"]["tmdb"] == {"token": "v4-secret", "language": "de"}
    assert '"v4-secret"' in back


def test_a_new_secret_takes_the_place_of_the_old(shapes):
    changed = hidden(read(TEXT), shapes).replace('tmdb: {token: "****"', "tmdb: {token: fresh")
    assert read(restored(read(changed), read(TEXT), shapes)).data["plugins"]["tmdb"]["token"] == "fresh"


def test_something_hidden_that_never_was_there_is_a_mistake_with_its_place(shapes):
    with pytest.raises(ConfigError) as caught:
        restored(read('plugins:\n  omdb: {api_key: "****"}\n'), read(TEXT), shapes)
    [problem] = caught.value.problems
    assert (problem.line, problem.column, problem.path) == (2, 19, "plugins.omdb.api_key")


def test_a_key_that_stands_twice_gives_no_secret_away(shapes):
    assert "second" not in hidden(read("plugins:\n  tmdb:\n    token: first\n    token: second\n"), shapes)


def test_json_is_yaml_too(shapes):
    text = '{"plugins": {"tmdb": {"token": "v4-secret"}}, "libraries": {}}'
    shown = hidden(read(text), shapes)
    assert "v4-secret" not in shown
    assert restored(read(shown), read(text), shapes) == text


def test_a_secret_used_by_an_alias_is_hidden_where_it_stands(shapes):
    assert "quiet" not in hidden(read("note: &a quiet\nplugins:\n  tmdb:\n    token: *a\n"), shapes)
