"""`config check --fix`: certain mistakes put right in the text, and nothing else touched."""

from __future__ import annotations

import pytest
from posteract_core.config.fix import fix_text, write_fixed


@pytest.fixture
def fixed(make_registry, tmp_path):
    def fixed(text, **environ):
        found = fix_text(text, tmp_path / "config.yaml", make_registry, environ=environ)
        return found.text, [f"{each.path} {each.message}" for each in found.done]

    return fixed


@pytest.mark.parametrize(
    ("text", "better", "done"),
    [
        (
            "plugins:\n  tmdb:   # films\n    token: x\n    langauge:   de   # mine\n",
            "plugins:\n  tmdb:   # films\n    token: x\n    language:   de   # mine\n",
            ["plugins.tmdb.langauge renamed to `language`"],
        ),
        (
            'run: {"netwrok": 3, uplaods: 2}  # fast\n',
            "run: {network: 3, uploads: 2}  # fast\n",
            ["run.netwrok renamed to `network`", "run.uplaods renamed to `uploads`"],
        ),
        (
            "poster_preferences: {rank_by: 'vote', languages: [English, eng, pt-BR]}\n",
            "poster_preferences: {rank_by: votes, languages: [en, en, pt]}\n",
            [
                "poster_preferences.rank_by replaced by `votes`",
                "poster_preferences.languages[0] replaced by `en`",
                "poster_preferences.languages[1] replaced by `en`",
                "poster_preferences.languages[2] replaced by `pt`",
            ],
        ),
        (
            "plugins:\n  tmdb:\n  # the key\n  token: x   # keep\n  region: US\n\n  folder: {}\n",
            "plugins:\n  tmdb:\n  # the key\n    token: x   # keep\n    region: US\n\n  folder: {}\n",
            ["plugins.token indented, under `plugins.tmdb`", "plugins.region indented, under `plugins.tmdb`"],
        ),
        (
            "libraries:\n    M:\n    artwork:\n        poster:\n            style: none\n        # c\n        logo:\n",
            "libraries:\n    M:\n      artwork:\n          poster:\n              style: none\n          # c\n          logo:\n",
            ["libraries.artwork indented, under `libraries.M`"],
        ),
        (
            "libraries:\n  Movies:\n    artwork:\n      poster: {}\n      owner_pictures: adopt\nrun: {}\n",
            "libraries:\n  Movies:\n    artwork:\n      poster: {}\n    owner_pictures: adopt\nrun: {}\n",
            ["libraries.Movies.artwork.owner_pictures moved out, to `libraries.Movies`"],
        ),
        (
            "plugins:\ntmdb:\n  token: |\n    x\n\n# end\n",
            "plugins:\n  tmdb:\n    token: |\n      x\n\n# end\n",
            ["tmdb indented, under `plugins`"],
        ),
        (
            "plugins:\r\n  tmdb:\r\n    tokn: x\r\n",
            "plugins:\r\n  tmdb:\r\n    token: x\r\n",
            ["plugins.tmdb.tokn renamed to `token`"],
        ),
        (
            "libraries:\n  M:\n    rules:\n      - when: {label: a}\n        artwrok: {}\n",
            "libraries:\n  M:\n    rules:\n      - when: {label: a}\n        artwork: {}\n",
            ["libraries.M.rules[0].artwrok renamed to `artwork`"],
        ),
    ],
)
def test_what_has_one_likely_meaning_is_put_right(fixed, mistakes, text, better, done):
    assert fixed(text) == (better, done)
    assert mistakes(better) == []


@pytest.mark.parametrize(
    "text",
    [
        "run: {colour: 3}\n",  # nothing near
        "run: {network: 3, netwrok: 4}\n",  # the right name is taken
        "plugins: {folder: {}, token: x}\n",  # in a flow mapping, and no setting of folder
        "poster_preferences:\n  owner_pictures: keep\n  min_width: 5\n",  # moving it out would take min_width along
        "log: {level: LOUD}\n",
        "plugins: {tmdb: {token: '${T}'}}\n",
    ],
)
def test_what_is_doubtful_is_left_alone(fixed, mistakes, text):
    assert mistakes(text)
    assert fixed(text) == (text, [])


def test_mistakes_in_the_environment_do_not_change_the_file(fixed):
    text = "run: {network: 3}\n"

    assert fixed(text, POSTERACT__RUN__UPLAODS="3", POSTERACT__POSTER_PREFERENCES__RANK_BY="vote") == (text, [])


def test_an_anchors_text_is_changed_once_for_all_who_use_it(fixed):
    text = "libraries:\n  A: &a {artwrok: {}}\n  B: {library: X}\n"

    assert fixed(text)[0] == text.replace("artwrok", "artwork")


def test_a_shared_anchor_is_left_alone_when_a_change_would_reach_others(fixed):
    text = "libraries:\n  A: &a {artwrok: {}}\n  B: *a\n"

    assert fixed(text) == (text, [])


def test_the_old_file_is_kept_and_an_older_copy_too(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text("old", "utf-8")
    (tmp_path / "config.yaml.bak").write_text("older", "utf-8")

    backup = write_fixed(path, "new")

    assert backup.name == "config.yaml.bak1"
    assert (backup.read_text("utf-8"), path.read_text("utf-8")) == ("old", "new")
    assert (tmp_path / "config.yaml.bak").read_text("utf-8") == "older"
