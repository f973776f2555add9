"""Badges of brands in whole runs: their logos come from the service that knows them, once for all."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from posteract_core.config import load_config
from posteract_core.model import ArtworkKind
from posteract_core.render import LookBook
from posteract_layers.badges import BADGES
from posteract_layers.tables import table
from services import FakeTmdb, World
from services.tmdb import V4_TOKEN

SERVICES = ("Netflix", "Amazon Prime Video", "Disney Plus")
CONFIG = """
plugins:
  folder: {{probe: false, roots: {{Films: films}}}}
  tmdb: {{token: {key}, url: "{url}", image_url: "{url}"}}
poster_preferences: {{sources: [local], fallback: [], min_width: 100}}
overlays: {{brands: [{{type: streaming, place: bottom-left}}, {{type: studio, place: bottom-right, logo: none}}]}}
libraries: {{Films: {{artwork: {{poster: {{style: none, overlays: [brands]}}}}}}}}
storage: {{assets: null}}
run: {{retry: {{attempts: 1}}}}
"""


@pytest.fixture
def films(tmp_path: Path, world: World, fake_tmdb: FakeTmdb, jpeg: Any) -> Path:
    """Make nine films, three on each service."""
    logos: list[Any] = []
    for number in range(9):
        title = world.add_movie(f"Film {number}", 2001, streaming={"US": (SERVICES[number % 3],)})
        if number < 3:
            logos.append(title.add_art("tmdb", "logo"))
        else:
            title.art.append(logos[number % 3])
        name = f"{title.title} (2001)"
        film, own = tmp_path / "films" / name, tmp_path / "manual" / "textless" / name
        film.mkdir(parents=True)
        own.mkdir(parents=True)
        (film / f"{name}.mkv").touch()
        (own / "poster.jpg").write_bytes(jpeg("navy", (1000, 1500)))
        (film / "movie.nfo").write_text(
            f'<movie><title>{title.title}</title><year>2001</year><uniqueid type="tmdb">{title.tmdb}</uniqueid></movie>'
        )
    (tmp_path / "config.yaml").write_text(CONFIG.format(key=V4_TOKEN, url=fake_tmdb.url))
    return tmp_path


def run(posteract: Any, folder: Path, *words: str) -> dict[str, Any]:
    ended = posteract("run", "--all", "--json", *words, cwd=folder)
    assert ended.code == 0, ended.err
    report: dict[str, Any] = json.loads(ended.out)
    return report


def badges(folder: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(folder / "posteract.db")) as ledger:
        rows = ledger.execute("SELECT item, inputs FROM target").fetchall()
    return {item: {entry[1]: entry[4] for entry in json.loads(text)[1]} for item, text in rows}


def test_the_logos_of_three_services_are_fetched_once_each_and_shown(films, posteract, fake_tmdb):
    assert run(posteract, films)["done"] == 9
    shown = badges(films)
    names = {item: value["streaming"][0][1] for item, value in shown.items()}
    assert sorted(set(names.values())) == sorted(SERVICES)
    assert all(value["streaming"][0][2] for value in shown.values()), "each has its logo's hash"
    asked = [path for path in fake_tmdb.count if "/t/p/" in path]
    assert sum(fake_tmdb.count[path] for path in asked) == 3
    fake_tmdb.count.clear()
    assert run(posteract, films)["unchanged"] == 9
    assert fake_tmdb.total == 0


def test_a_logo_that_is_not_to_be_had_is_set_in_words(films, posteract, world):
    for title in world.movies:
        title.art.clear()
    assert run(posteract, films)["done"] == 9
    assert {value["streaming"][0][2] for value in badges(films).values()} == {""}
    with Image.open(next((films / "films").glob("*/poster.jpg"))) as poster:
        assert poster.size == (1000, 1500)


def test_a_configuration_of_all_badges_and_styles_is_read_in_half_a_second(tmp_path):
    names = [layer.type for layer in BADGES]
    rules = [{"when": {"genre": f"Genre {number}"}, "artwork": {"poster": {"style": "cinema"}}} for number in range(50)]
    written = {
        "plugins": {"folder": {"roots": {"Films": str(tmp_path)}}},
        "overlays": {f"set {number}": names for number in range(8)},
        "libraries": {"Films": {"artwork": {"poster": {"style": "cinema", "overlays": ["set 0"]}}, "rules": rules}},
    }
    path = tmp_path / "config.yaml"
    path.write_text(json.dumps(written), encoding="utf-8")

    def seconds() -> float:
        begun = time.perf_counter()
        config = load_config(path, environ={}).config
        book = LookBook({layer.type: layer for layer in BADGES}, [], {}, config.overlays)
        for name in book.style_names:
            book.look(name, ["set 0"], ArtworkKind.POSTER)
        table.cache_clear()
        assert len(table("studio")) >= 485
        assert len(table("network")) >= 273
        return time.perf_counter() - begun

    assert min(seconds() for _ in range(3)) < 0.5
