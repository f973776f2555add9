"""Writes the demo's library: folders, empty videos and NFO files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from ruamel.yaml import YAML

from ...errors import UsageError
from ...store.files import write_whole

CONFIG = "config.yaml"
FIRST_LINE = "# Posteract demo"


class DemoRefused(UsageError):
    """The folder holds something that is no demo of ours."""


def build(folder: Path) -> Path:
    """Make the demo's library in `folder`, or leave an existing demo as it is; return its configuration file.

    Raises:
        DemoRefused: the folder is not empty and no demo, or is no folder.
        OSError: it cannot be written.
    """
    config = folder / CONFIG
    if config.is_file() and config.read_text(encoding="utf-8", errors="replace").startswith(FIRST_LINE):
        return config
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DemoRefused(
            f"{folder} is not empty and no demo of ours, so nothing is written there",
            hint="Name another folder: posteract demo DIR.",
        )
    here = files(__package__)
    titles = YAML(typ="safe").load(here.joinpath("titles.yaml").read_text(encoding="utf-8"))
    for film in titles["films"]:
        _film(folder / "Films", film)
    for show in titles["shows"]:
        _show(folder / "Series", show)
    write_whole(config, here.joinpath(CONFIG).read_bytes())
    return config


def _film(root: Path, film: Mapping[str, Any]) -> None:
    name = _name(film)
    _write(root / name / f"{name}.mkv", "")
    _write(root / name / "movie.nfo", _nfo("movie", [*_common(film), _stream(film)]))


def _show(root: Path, show: Mapping[str, Any]) -> None:
    folder = root / _name(show)
    _write(folder / "tvshow.nfo", _nfo("tvshow", _common(show)))
    for season, episodes in show["seasons"].items():
        below = folder / ("Specials" if season == 0 else f"Season {season:02d}")
        for number, title in enumerate(episodes, 1):
            name = f"{show['title']} - S{season:02d}E{number:02d} - {title}"
            _write(below / f"{name}.mkv", "")
            facts = [_tag("title", title), _tag("season", season), _tag("episode", number), _stream(show)]
            _write(below / f"{name}.nfo", _nfo("episodedetails", facts))


def _name(title: Mapping[str, Any]) -> str:
    """Return a title's folder name, without what file systems forbid."""
    return f"{title['title']} ({title['year']})".replace(":", " -")


def _common(title: Mapping[str, Any]) -> list[str]:
    ids = [
        f'<uniqueid type="{service}">{escape(str(title[service]))}</uniqueid>'
        for service in ("imdb", "tmdb", "tvdb")
        if service in title
    ]
    rating = f'<ratings><rating name="imdb" max="10"><value>{title["imdb_rating"]}</value></rating></ratings>'
    genres = [_tag("genre", genre) for genre in title["genres"]]
    return [_tag("title", title["title"]), _tag("year", title["year"]), *ids, rating, *genres]


def _stream(title: Mapping[str, Any]) -> str:
    video = title["video"]
    picture = [_tag(name, video[name]) for name in ("codec", "width", "height")]
    picture += [_tag("hdrtype", video["hdr"])] if video["hdr"] else []
    tracks = [
        "<audio>" + "".join(_tag(name, track[name]) for name in ("codec", "channels", "language")) + "</audio>"
        for track in title["audio"]
    ]
    return f"<fileinfo><streamdetails><video>{''.join(picture)}</video>{''.join(tracks)}</streamdetails></fileinfo>"


def _nfo(root: str, lines: Sequence[str]) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}>\n  ' + "\n  ".join(lines) + f"\n</{root}>\n"


def _tag(name: str, value: object) -> str:
    return f"<{name}>{escape(str(value))}</{name}>"


def _write(path: Path, text: str) -> None:
    write_whole(path, text.encode())
