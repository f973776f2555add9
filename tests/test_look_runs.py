"""Looks by rule, by user and from packs of styles, in whole runs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageStat
from plex_home import PlexHome
from services import FakeFanart, FakePlex, FakeTmdb, FakeTvdb, World
from services.plex.state import TOKEN
from services.tmdb import V4_TOKEN

PACK = """
from pathlib import Path
from posteract_core import hookimpl

@hookimpl
def posteract_styles():
    return [Path(__file__).parent / "pack"]
"""
STYLE = """
description: A band along the foot
layers:
  band: {type: box, size: ['100%', 120], place: bottom-center, color: '#d01030'}
"""


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb
) -> PlexHome:
    made = PlexHome(folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb)
    world.populate(shows=1, seasons=1, episodes=4)
    fake_plex.add_library("TV Shows", world.shows)
    fake_plex.accounts_by_name |= {"Anna": 22, "Ben": 23}
    return made


def saturation(data: bytes) -> float:
    return ImageStat.Stat(Image.open(io.BytesIO(data)).convert("HSV")).mean[1]


def spoilers(home: PlexHome, kind: str, *users: str) -> None:
    card = {"style": "none", "spoilers": kind, "spoilers_users": list(users)}
    plugins = {
        "folder": {"enabled": False},
        "plex": {"url": home.plex.url, "token": TOKEN, "users": ["Anna", "Ben"]},
        "tmdb": {"url": home.tmdb.url, "image_url": home.tmdb.url, "token": V4_TOKEN},
    }
    home.more = {
        "libraries": {"TV Shows": {"artwork": {"title_card": card}}},
        "plugins": plugins,
        "poster_preferences": {"sources": ["tmdb"], "languages": ["textless", "en"], "fallback": []},
    }


def test_a_card_is_veiled_until_all_who_count_have_seen_the_episode(home):
    first, second, *others = [item for item in home.plex.items.values() if item.type == "episode"]
    home.plex.plays += [(22, first), (23, first), (22, second)]
    spoilers(home, "grayscale", "Anna", "Ben")
    assert home.run().summary.done == 4
    assert saturation(home.shown_bytes(first)) > 20
    assert max(saturation(home.shown_bytes(each)) for each in (second, *others)) < 3
    home.plex.plays += [(23, second)]
    assert home.run().summary.done == 1
    assert saturation(home.shown_bytes(second)) > 20


def test_only_those_who_are_named_count(home):
    first, *_ = [item for item in home.plex.items.values() if item.type == "episode"]
    home.plex.plays += [(22, first)]
    spoilers(home, "grayscale", "Anna")
    home.run()
    colours = {
        item.title: saturation(home.shown_bytes(item)) for item in home.plex.items.values() if item.type == "episode"
    }
    assert colours.pop(first.title) > 20
    assert max(colours.values()) < 3


CONFIG = """
plugins: {folder: {probe: false, roots: {Films: films}}}
poster_preferences: {sources: [local], fallback: [], min_width: 100}
storage: {assets: null}
libraries:
  Films:
    artwork: {poster: {style: none}}
    rules:
      - {when: {genre: Horror, year.gte: 1970}, artwork: {poster: {style: banded}}}
      - {when: {label: plain}, artwork: {poster: {style: none}}}
      - {when: {tmdb: 949}, artwork: {poster: {style: banded}}}
"""


def test_a_style_of_a_pack_is_for_those_whom_a_rule_names(
    tmp_path: Path, posteract: Any, installed: Any, jpeg: Any
) -> None:
    films = {
        "Alien (1979)": "<genre>Horror</genre>",
        "Nosferatu (1922)": "<genre>Horror</genre>",
        "Jaws (1975)": "<genre>Horror</genre><tag>plain</tag>",
        "Heat (1995)": '<uniqueid type="tmdb">949</uniqueid>',
    }
    for name, said in films.items():
        film, own = tmp_path / "films" / name, tmp_path / "manual" / "textless" / name
        film.mkdir(parents=True)
        own.mkdir(parents=True)
        (film / f"{name}.mkv").touch()
        (film / "movie.nfo").write_text(f"<movie><title>{name[:-7]}</title><year>{name[-5:-1]}</year>{said}</movie>")
        (own / "poster.jpg").write_bytes(jpeg("navy", (1000, 1500)))
    (tmp_path / "config.yaml").write_text(CONFIG)
    env = installed("pack", PACK)
    pack = next(path for path in Path(env["PYTHONPATH"].split(":")[0]).rglob("*.py")).parent / "pack"
    pack.mkdir()
    (pack / "banded.yaml").write_text(STYLE)
    ended = posteract("run", "--all", cwd=tmp_path, env=env)
    assert ended.code == 0, ended.err
    red = {name for name in films if _is_red(tmp_path / "films" / name / "poster.jpg")}
    assert red == {"Alien (1979)", "Heat (1995)"}


@pytest.mark.parametrize(
    ("badge", "named"),
    [
        ("{type: rating, show: [imdb, user]}", ""),
        ("{type: rating, show: [imdb, letterboxd]}", "rating.letterboxd,"),
        ("ribbon", "rank.imdb_top250, rating.rt_critics,"),
    ],
)
def test_the_doctor_names_what_badges_show_and_nobody_looks_up(
    tmp_path: Path, posteract: Any, badge: str, named: str
) -> None:
    (tmp_path / "films").mkdir()
    look = CONFIG.replace("{when: {tmdb: 949}, artwork: {poster: {style: banded}}}", "RULE").replace(
        "banded", "minimal"
    )
    rule = "{when: {year: 1995}, artwork: {poster: {overlays: [some]}}}"
    (tmp_path / "config.yaml").write_text(look.replace("RULE", rule) + f"overlays: {{some: [{badge}]}}\n")
    said = [line for line in posteract("doctor", cwd=tmp_path).out.splitlines() if "badges:" in line]
    assert len(said) == bool(named)
    assert all(f"Films: nobody looks up {named} " in line for line in said)


def _is_red(path: Path) -> bool:
    with Image.open(path) as picture:
        red, _, blue = picture.convert("RGB").getpixel((500, 1450))
    return red > 150 > blue
