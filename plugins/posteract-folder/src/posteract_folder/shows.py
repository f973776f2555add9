"""Shows: a folder each, with seasons as folders or without, specials, and episodes numbered in any way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from loguru import logger
from posteract_core.model import ExternalIds, ItemType, MediaItem
from posteract_core.model.media import KINDS_OF_TYPE

from .drafts import Draft, Version, finished, subtitle_languages, videos_to_open
from .knowledge import Knowledge
from .names import (
    EpisodeName,
    is_extra,
    is_extras_folder,
    parse_episode,
    parse_title,
    parts_of,
    release_of,
    season_of_folder,
)
from .nfo import NfoFile
from .slots import Place
from .text import display, split_suffix, storable
from .tree import File, Folder, Tree

_DEEPEST = 4
"""Levels of folders below a show, and of grouping folders above one."""
_HUNDRED = 100
ROOT_KEY = "."
"""The key of a show whose folder is the root itself."""


def _pass(draft: Draft, nfos: Mapping[str, NfoFile]) -> None:
    """Tell nobody."""


@dataclass(slots=True, kw_only=True)
class _Found:
    """A version of an episode: what its name says, and what its NFO makes of that."""

    folder: Folder
    version: Version
    name: EpisodeName
    season: int | None
    nfos: dict[str, File]


def walk(
    tree: Tree, knowledge: Knowledge, note: Callable[[Draft, Mapping[str, NfoFile]], None] = _pass
) -> Iterator[list[MediaItem]]:
    """Yield every show of a root, finished, followed by its seasons and episodes; `note` is told what it was made of."""
    root = tree.read("")
    if root is None:
        return
    if is_show(tree, root):
        yield _show(tree, root, knowledge, note)
        return
    if root.videos:
        logger.warning(
            "{}: {} video files lie beside the shows, not in one: give them a folder named after their show",
            storable(root.path),
            len(root.videos),
        )
    todo = [(name, 1) for name in reversed(root.folders)]
    while todo:
        rel, depth = todo.pop()
        folder = tree.read(rel)
        if folder is None:
            continue
        if depth < _DEEPEST and is_group(tree, folder):
            todo += [(folder.below(name), depth + 1) for name in reversed(folder.folders)]
            continue
        items = _show(tree, folder, knowledge, note)
        if items:
            yield items


def is_show(tree: Tree, folder: Folder) -> bool:
    """Return whether a folder is clearly one show's: it has a tvshow.nfo, or folders of seasons with videos in them."""
    if folder.nfo("tvshow.nfo") is not None:
        return True
    seasons = [
        name
        for name in folder.folders
        if season_of_folder(name, bare=False) is not None and not parse_title(name).is_certain
    ]
    return any((sub := tree.read(folder.below(name))) is not None and bool(sub.videos) for name in seasons[:3])


def is_group(tree: Tree, folder: Folder) -> bool:
    """Return whether a folder holds shows instead of being one: `Anime`, `A-F`."""
    if (
        folder.videos
        or not folder.folders
        or folder.nfo("tvshow.nfo") is not None
        or parse_title(folder.name, tree.guesser).is_certain
    ):
        return False
    if any(season_of_folder(name) is not None for name in folder.folders):
        return False
    return any(
        parse_title(name).is_certain or ((sub := tree.read(folder.below(name))) is not None and is_show(tree, sub))
        for name in folder.folders
    )


def season_folders(tree: Tree, show: Folder, number: int) -> tuple[Folder, ...]:
    """Return the folders of a show that are named after a season."""
    subs = (tree.read(show.below(name)) for name in show.folders if season_of_folder(name) == number)
    return tuple(sub for sub in subs if sub is not None)


def show_place(folder: Folder) -> Place:
    """Return where a show's own pictures are."""
    return Place(type=ItemType.SHOW, kinds=KINDS_OF_TYPE[ItemType.SHOW], home=folder)


def season_place(folder: Folder, number: int, inside: tuple[Folder, ...]) -> Place:
    """Return where a season's pictures are: in the show's folder, or in its own."""
    kinds = KINDS_OF_TYPE[ItemType.SEASON]
    return Place(type=ItemType.SEASON, kinds=kinds, home=folder, season=number, season_folders=inside)


def episode_place(folder: Folder, stems: tuple[str, ...]) -> Place:
    """Return where an episode's title card is: beside its file."""
    return Place(type=ItemType.EPISODE, kinds=KINDS_OF_TYPE[ItemType.EPISODE], home=folder, stems=stems, own=False)


def episode_place_in(folder: Folder, names: list[str]) -> Place:
    """Return where an episode's title card is, from the names of its versions' first files."""
    groups = {files[0]: stem for stem, files in parts_of([file.name for file in folder.videos])}
    stems = dict.fromkeys(stem for name in names if name in groups for stem in (groups[name], split_suffix(name)[0]))
    return episode_place(folder, tuple(stems) or (split_suffix(names[0])[0],))


def _show(
    tree: Tree, folder: Folder, knowledge: Knowledge, note: Callable[[Draft, Mapping[str, NfoFile]], None]
) -> list[MediaItem]:
    """Return a show with all that belongs to it; empty when it has no episodes."""
    name = parse_title(folder.name, tree.guesser)
    title = name.title
    found = list(_episodes(tree, folder, None, title, 0))
    if not found:
        return []
    key = storable(folder.rel) or ROOT_KEY
    show_draft = Draft(
        item=MediaItem(
            title=title, year=name.year, type=ItemType.SHOW, key=key, ids=name.ids, folder=storable(folder.path)
        ),
        place=show_place(folder),
        nfos=_nfo(folder, "tvshow.nfo"),
    )
    nfos = knowledge.nfos({**show_draft.nfos, **{path: file for one in found for path, file in one.nfos.items()}})
    drafts: list[Draft] = []
    for number, episodes in _by_season(found, nfos).items():
        inside = season_folders(tree, folder, number)
        season = _season_draft(folder, key, number, inside)
        drafts.append(season)
        drafts += [_episode_draft(versions, number, numbers, season.item.key, folder) for numbers, versions in episodes]
    nfos |= knowledge.nfos(
        {path: file for d in drafts if d.item.type is ItemType.SEASON for path, file in d.nfos.items()}
    )
    videos = knowledge.videos({path: file for draft in drafts for path, file in videos_to_open(draft, nfos).items()})
    show = finished(show_draft, nfos, videos, None)
    note(show_draft, nfos)
    return [show, *(finished(draft, nfos, videos, show) for draft in drafts)]


def _episodes(tree: Tree, folder: Folder, season: int | None, show: str, depth: int) -> Iterator[_Found]:
    stems = [split_suffix(file.name)[0] for file in folder.videos]
    files = {
        file.name: file
        for file, stem in zip(folder.videos, stems, strict=True)
        if not is_extra(stem, stems, own_folder=False)
    }
    found = [_found(tree, folder, stem, names, files, season, show) for stem, names in parts_of(list(files))]
    yield from _season_in_number(found, season)
    if depth == _DEEPEST:
        return
    for name in folder.folders:
        number = season_of_folder(name)
        if number is None and is_extras_folder(name, beside_film=True):
            continue
        if (sub := tree.read(folder.below(name))) is not None:
            yield from _episodes(tree, sub, season if number is None else number, show, depth + 1)


def _found(
    tree: Tree, folder: Folder, stem: str, names: tuple[str, ...], files: dict[str, File], season: int | None, show: str
) -> _Found:
    name = parse_episode(stem, tree.guesser, show=show)
    if name.episode is None or name.bare:
        # A release folder of its own says it when the file inside does not.
        by_folder = parse_episode(folder.name, tree.guesser, show=show) if folder.rel else EpisodeName()
        if by_folder.season is not None and by_folder.episode is not None and by_folder.aired is None:
            name = by_folder
    first_stem = split_suffix(names[0])[0]
    nfos = _nfo(folder, f"{stem}.nfo") or _nfo(folder, f"{first_stem}.nfo")
    version = Version(
        stem=stem,
        files=tuple((folder.at(file), files[file]) for file in names),
        release=release_of(name.rest or display(stem)),
        subtitles=subtitle_languages(stem, folder.subtitles) if folder.subtitles else (),
        nfo=next(iter(nfos), ""),
    )
    if name.aired is not None and season is not None:
        name = replace(name, season=season)
    return _Found(folder=folder, version=version, name=name, season=season, nfos=nfos)


def _season_in_number(found: list[_Found], season: int | None) -> list[_Found]:
    """Read 105 as the fifth of season one where a whole season's folder is numbered so."""
    bare = [one.name.episode for one in found if one.name.bare and one.name.episode is not None]
    if season and bare and all(number // _HUNDRED == season and number % _HUNDRED for number in bare):
        for one in found:
            if one.name.bare and one.name.episode is not None:
                last = one.name.last_episode
                one.name = replace(
                    one.name,
                    episode=one.name.episode % _HUNDRED,
                    last_episode=last % _HUNDRED if last is not None else None,
                )
    return found


_Numbers = tuple[int | None, int | None]


def _by_season(found: list[_Found], nfos: dict[str, NfoFile]) -> dict[int, list[tuple[_Numbers, list[_Found]]]]:
    """Return the versions of each episode, by season and number; files without a number stand alone, as specials."""
    seasons: dict[int, dict[tuple[int | None, int | None, str], list[_Found]]] = {}
    for one in found:
        season, first, last = _numbers(one, nfos)
        alone = one.version.files[0][0] if first is None else ""
        seasons.setdefault(season, {}).setdefault((first, last, alone), []).append(one)
    return {
        season: [
            ((first, last), versions)
            for (first, last, _), versions in sorted(
                seasons[season].items(),
                key=lambda entry: (entry[0][0] is None, entry[0][0] or 0, entry[0][1] or 0, entry[0][2]),
            )
        ]
        for season in sorted(seasons)
    }


def _numbers(one: _Found, nfos: dict[str, NfoFile]) -> tuple[int, int | None, int | None]:
    """Return season, first and last episode: the NFO's word counts, then the name's, then the folder's."""
    entries = [
        entry
        for path in one.nfos
        for entry in (nfos[path].entries if path in nfos else ())
        if entry.root == "episodedetails" and entry.season is not None and entry.episode is not None
    ]
    if entries:
        numbers = [entry.episode for entry in entries if entry.episode is not None]
        season = entries[0].season or 0
        last = max(numbers) if len(numbers) > 1 and max(numbers) > min(numbers) else None
        if last is None and one.name.season == season and one.name.episode == numbers[0]:
            last = one.name.last_episode
        return season, min(numbers), last
    if one.name.episode is None:
        return one.season or 0, None, None
    told = one.season if one.name.season is None else one.name.season
    return 1 if told is None else told, one.name.episode, one.name.last_episode


def _season_draft(show: Folder, show_key: str, number: int, inside: tuple[Folder, ...]) -> Draft:
    title = "Specials" if number == 0 else f"Season {number}"
    # A season without a folder of its own gets the key that such a folder would have.
    key = inside[0].rel if len(inside) == 1 else show.below(f"Season {number:02d}")
    item = MediaItem(
        title=title,
        type=ItemType.SEASON,
        key=storable(key),
        parent_key=show_key,
        season=number,
        folder=storable(show.path),
    )
    nfos = {path: file for sub in inside for path, file in _nfo(sub, "season.nfo").items()}
    return Draft(item=item, place=season_place(show, number, inside), nfos=nfos)


def _episode_draft(versions: list[_Found], season: int, numbers: _Numbers, season_key: str, show: Folder) -> Draft:
    first = versions[0]
    path, file = first.version.files[0]
    episode, last = numbers
    title = first.name.title or (f"Episode {episode}" if episode is not None else display(first.version.stem))
    item = MediaItem(
        title=title,
        type=ItemType.EPISODE,
        key=storable(first.folder.below(file.name)),
        parent_key=season_key,
        season=season,
        episode=episode,
        last_episode=last,
        released=first.name.aired,
        year=first.name.aired.year if first.name.aired else None,
        ids=parse_title(first.version.stem).ids if "{" in path or "[" in path else ExternalIds(),
        folder=storable(show.path),
    )
    here = [one for one in versions if one.folder is first.folder]
    stems = dict.fromkeys(stem for one in here for stem in stems_of(one.version))
    return Draft(
        item=item,
        place=episode_place(first.folder, tuple(stems)),
        versions=tuple(one.version for one in versions),
        nfos={path: file for one in versions for path, file in one.nfos.items()},
    )


def stems_of(version: Version) -> tuple[str, str]:
    """Return a version's stem without its part, and its first file's."""
    return version.stem, split_suffix(version.files[0][1].name)[0]


def _nfo(folder: Folder, name: str) -> dict[str, File]:
    file = folder.nfo(name)
    return {folder.at(file.name): file} if file is not None else {}
