"""Where an item is in the file system now, from the key it was listed under."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from posteract_core.model import ItemType, MediaItem

from . import films, shows
from .drafts import REPLACED_AFTER_NS, Draft
from .names import TitleName, parse_episode, parse_title, stem_before_part
from .slots import Place
from .text import display, fold, raw, split_suffix
from .tree import File, Folder, Tree

ROOTS = {
    ItemType.MOVIE: ("movie", "video", "musicvideo"),
    ItemType.SHOW: ("tvshow",),
    ItemType.SEASON: ("season",),
    ItemType.EPISODE: ("episodedetails",),
}
"""Elements of an NFO file that may be about an item; the first one is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The NFO files of an item.

    Attributes:
        folder: where they are.
        candidates: those that stand there, the best first.
        name: what a new one is called.
        named: what the item's own name tells, for a new one.
        videos: the item's.
    """

    folder: Folder
    candidates: tuple[File, ...]
    name: str
    named: TitleName
    videos: tuple[File, ...] = ()

    def is_about_another(self, file: File) -> bool:
        """Return whether the video has been replaced since the file was written, so that it speaks of the one before."""
        return any(video.mtime_ns - file.mtime_ns > REPLACED_AFTER_NS for video in self.videos)


def place_of(tree: Tree, item: MediaItem) -> Place | None:
    """Return where an item's pictures are; None when it is no longer there.

    Raises:
        OSError: its folder cannot be read.
    """
    key = _path(item.key)
    if item.type is ItemType.SHOW:
        return shows.show_place(tree.look(key))
    if item.type is ItemType.SEASON:
        show = tree.look(_path(item.parent_key))
        number = item.season or 0
        return shows.season_place(show, number, shows.season_folders(tree, show, number))
    names = [os.path.basename(raw(version.path)) for version in item.versions]  # noqa: PTH119
    if item.type is ItemType.MOVIE:
        film = _film(tree, item.key, names)
        return film.place if film is not None else None
    folder, name = _beside(tree, key, names)
    names = names or [name]
    return shows.episode_place_in(folder, names) if any(file.name == name for file in folder.videos) else None


def note_of(tree: Tree, level: ItemType, key: str) -> Note | None:
    """Return the NFO files of an item; None when it is no longer there, or has no folder to put one in.

    Raises:
        OSError: its folder cannot be read.
    """
    path = _path(key)
    if level is ItemType.MOVIE:
        film = _film(tree, key, [])
        return _of_film(film) if film is not None else None
    if level is ItemType.EPISODE:
        folder, name = _beside(tree, path, [])
        video = next((file for file in folder.videos if file.name == name), None)
        if video is None:
            return None
        stems = shows.episode_place_in(folder, [name]).stems
        found = dict.fromkeys(file for stem in stems if (file := folder.nfo(f"{stem}.nfo")) is not None)
        named = TitleName(title=parse_episode(stems[0], tree.guesser).title)
        return Note(folder=folder, candidates=tuple(found), name=f"{stems[0]}.nfo", named=named, videos=(video,))
    if not Path(tree.path, path).is_dir():
        return None
    folder = tree.look(path)
    name = "tvshow.nfo" if level is ItemType.SHOW else "season.nfo"
    named = parse_title(folder.name, tree.guesser) if level is ItemType.SHOW else TitleName(title=display(folder.name))
    there = folder.nfo(name)
    return Note(folder=folder, candidates=(there,) if there is not None else (), name=name, named=named)


def _of_film(film: Draft) -> Note:
    item, home = film.item, film.place.home
    return Note(
        folder=home,
        candidates=tuple(film.nfos.values()),
        name="movie.nfo" if film.place.own else f"{film.place.stems[0]}.nfo",
        named=TitleName(title=item.title, year=item.year, ids=item.ids),
        videos=tuple(file for version in film.versions for _, file in version.files),
    )


def _film(tree: Tree, key: str, names: list[str]) -> Draft | None:
    path = _path(key)
    if Path(tree.path, path).is_dir():
        found = films.films_in(tree, tree.look(path))
    else:
        folder, _ = _beside(tree, path, names)
        found = films.films_in(tree, folder, shared=True)
    return next((draft for draft in found if draft.item.key == key), None)


def _beside(tree: Tree, path: str, names: list[str]) -> tuple[Folder, str]:
    """Return the folder of a video with just the files that may be its own, and the video's name."""
    parent, _, name = path.rpartition("/")
    starts = {fold(stem_before_part(split_suffix(one)[0])) for one in (name, *names)}
    return tree.look(parent, starts=tuple(starts)), name


def _path(key: str) -> str:
    return "" if key == shows.ROOT_KEY else raw(key)
