"""The recipes of the documents, word for word but for the addresses, on fakes of all they ask."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from services import FakeImdb, FakePlex, FakeTmdb, FakeTrakt, World
from services.plex.state import TOKEN
from services.tmdb import V4_TOKEN
from services.trakt import CLIENT_ID, CLIENT_SECRET

PAGE = Path(__file__).parent.parent / "docs" / "recipes.md"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
RECIPES = {
    name: block for block in BLOCKS if (name := "".join(re.findall(r"^  (.+):\n    \w+: ", block, re.MULTILINE)))
}


@pytest.fixture
def written(
    tmp_path: Path,
    world: World,
    fake_plex: FakePlex,
    fake_tmdb: FakeTmdb,
    fake_imdb: FakeImdb,
    fake_trakt: FakeTrakt,
) -> Any:
    """Write a recipe into a folder; every list has Film 3 and Film 1, and one film that nobody has."""
    for number in range(6):
        world.add_movie(f"Film {number}", 1990 + number, tmdb=1000 + number, imdb=f"tt000100{number}")
    fake_plex.add_library("Movies", list(world.movies))
    world.add_movie("Elsewhere", 2001, tmdb=77, imdb="tt0000077")
    listed = [world.movies[3], world.movies[6], world.movies[1]]
    fake_tmdb.charts["trending_week"] = listed
    fake_imdb.charts["TOP_RATED_MOVIES"] = [str(title.imdb) for title in listed]
    fake_trakt.marked["me/watchlist"] = listed
    fake_trakt.entered = 200
    urls = {
        "plex": {"url": fake_plex.url},
        "tmdb": {"url": fake_tmdb.url, "image_url": fake_tmdb.url},
        "imdb": {"url": fake_imdb.url, "datasets_url": fake_imdb.url},
        "trakt": {"url": fake_trakt.url},
    }

    def write(recipe: str) -> Path:
        yaml = YAML()
        read = yaml.load(recipe)
        for name in {*read["plugins"], "imdb"} if "imdb_chart" in recipe else read["plugins"]:
            read["plugins"].setdefault(name, {}).update(urls[name])
        with (tmp_path / "config.yaml").open("w", encoding="utf-8") as file:
            yaml.dump(read, file)
        return tmp_path

    return write


def test_there_are_three_recipes() -> None:
    assert list(RECIPES) == ["My watchlist", "IMDb Top 250", "Trending this week"]


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_runs_as_it_stands(written: Any, posteract: Any, fake_plex: FakePlex, name: str) -> None:
    folder = written(RECIPES[name])
    keys = {"PLEX_TOKEN": TOKEN, "TMDB_TOKEN": V4_TOKEN, "TRAKT_ID": CLIENT_ID, "TRAKT_SECRET": CLIENT_SECRET}
    env = {**keys, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "NO_PROXY": "127.0.0.1"}
    if "trakt" in RECIPES[name]:
        ended = posteract("collections", "build", cwd=folder, env=env)
        assert (ended.code, "posteract trakt login" in ended.out + ended.err) == (1, True), ended
        ended = posteract("trakt", "login", cwd=folder, env=env)
        assert (ended.code, "5055CC52" in ended.out, "-token-" in ended.out + ended.err) == (0, True, False), ended
    ended = posteract("collections", "build", cwd=folder, env=env)
    assert ended.code == 0, ended
    telling = [path.name for path in folder.rglob("*") if path.is_file() and b"-token-" in path.read_bytes()]
    assert telling == (["login.json"] if "trakt" in RECIPES[name] else []), "a token is in the file of logins only"
    [library] = fake_plex.libraries.values()
    [made] = library.collections
    assert made.title == name
    assert [member.title for member in made.children] == ["Film 3", "Film 1"]
