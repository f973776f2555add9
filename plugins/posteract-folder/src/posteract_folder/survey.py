"""A root seen from the door: what it holds, and what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from posteract_core.model import ItemType

from . import films, shows
from .drafts import Draft
from .knowledge import Knowledge
from .names import has_episode_mark, season_of_folder
from .text import split_suffix, storable
from .tree import File, Folder, Tree

_SAMPLE = 40
"""So many folders are looked into to find out whether a root holds films or shows."""
_NAMED = 3
_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look from the door tells.

    Attributes:
        type: MOVIE or SHOW; MOVIE when there is nothing to tell by.
        problem: what is wrong with the root as a whole; empty when all is well.
        unreadable: relative paths of folders that may not be read, with the reason.
    """

    type: ItemType = ItemType.MOVIE
    problem: str = ""
    unreadable: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How much a library holds, in words, and what is wrong with its files."""

    words: str
    faults: tuple[str, ...]


def look(tree: Tree, *, want_type: bool) -> Seen:
    """Return what a root holds. Reads the root and, for the type, `_SAMPLE` of its folders; never the whole tree.

    (Only a root in which no video can be found is searched to its end, to be sure that there is none.)
    """
    where = storable(tree.path)
    if (absence := absent(Path(tree.path))) is not None:
        what, question = absence
        return Seen(problem=f"{where} {what}: {question[0].lower()}{question[1:]}")
    try:
        root = tree.look("")
    except OSError as error:
        return Seen(problem=f"{where} cannot be read: {error.strerror}")
    if not root.folders and not root.videos:
        return Seen(problem=f"{where} is empty: is the disk or share mounted?")
    if not _holds_video(tree, root):
        return Seen(problem=f"{where} holds no videos: is the disk or share mounted?")
    unreadable = {
        storable(name): "Permission denied" for name in root.folders if not os.access(root.at(name), os.R_OK | os.X_OK)
    }
    return Seen(type=_type(tree, root) if want_type else ItemType.MOVIE, unreadable=unreadable)


def absent(root: Path) -> tuple[str, str] | None:
    """Return why a root is no folder that could be listed, and what to ask oneself; None when it is one."""
    try:
        if root.is_dir():
            return None
        if root.exists():
            return "is no folder", "Is it the right path?"
    except OSError as error:  # a name that is too long
        return f"cannot be looked at ({error.strerror})", "Is it the right path?"
    if root.is_symlink():
        return "is a link that leads nowhere", "Is the disk or share it leads to mounted?"
    return "is not there", "Is the disk or share mounted?"


def words_for(faults: Mapping[str, str]) -> str:
    """Return folders that could not be read as a library's warning; empty when there are none."""
    if not faults:
        return ""
    named = ", ".join(f"{rel or '.'} ({reason})" for rel, reason in islice(faults.items(), _NAMED))
    more = f" and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
    return f"the listing is incomplete: could not read {named}{more}"


def count(tree: Tree, kind: ItemType, knowledge: Knowledge) -> Counted:
    """Return how many titles a root holds, and the faults of its NFO files. Opens no video."""
    if kind is ItemType.MOVIE:
        number = 0
        drafts = films.walk(tree)
        while page := list(islice(drafts, _PAGE)):
            number += len(page)
            knowledge.nfos(_nfos(page))
        words = f"{number} film{'' if number == 1 else 's'}"
    else:
        titles = episodes = 0
        for items in shows.walk(tree, knowledge):
            titles += 1
            episodes += sum(item.type is ItemType.EPISODE for item in items)
        words = f"{titles} show{'' if titles == 1 else 's'} with {episodes} episode{'' if episodes == 1 else 's'}"
    return Counted(words=words, faults=tuple(f"{path} {fault}" for path, fault in sorted(knowledge.faults.items())))


def _nfos(page: list[Draft]) -> dict[str, File]:
    return {path: file for draft in page for path, file in draft.nfos.items()}


def _holds_video(tree: Tree, root: Folder) -> bool:
    todo = [root]
    names: list[str] = []
    while todo or names:
        if not todo:
            try:
                todo.append(tree.look(names.pop()))
            except OSError:
                return True  # what may not be read may hold something; the listing says so
            continue
        folder = todo.pop()
        if folder.videos:
            return True
        names += [folder.below(name) for name in folder.folders]
    return False


def _type(tree: Tree, root: Folder) -> ItemType:
    """Return what most of the folders look like."""
    if shows.is_show(tree, root):
        return ItemType.SHOW
    votes = {ItemType.MOVIE: 0, ItemType.SHOW: 0}
    if root.videos:
        votes[_vote(root) or ItemType.MOVIE] += 1
    for name in root.folders[:_SAMPLE]:
        if (folder := tree.read(name)) is None:
            continue
        vote = _vote(folder)
        for below in folder.folders[:_NAMED] if vote is None else ():
            if (sub := tree.read(folder.below(below))) is not None:
                vote = vote or _vote(sub)
        if vote is not None:
            votes[vote] += 1
    return ItemType.SHOW if votes[ItemType.SHOW] > votes[ItemType.MOVIE] else ItemType.MOVIE


def _vote(folder: Folder) -> ItemType | None:
    if folder.nfo("tvshow.nfo") is not None or any(
        season_of_folder(name, bare=False) is not None for name in folder.folders
    ):
        return ItemType.SHOW
    if any(has_episode_mark(split_suffix(file.name)[0]) for file in folder.videos):
        return ItemType.SHOW
    return ItemType.MOVIE if folder.videos else None
