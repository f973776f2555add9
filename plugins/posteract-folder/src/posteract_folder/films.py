"""Films: in folders of their own, loose, several to a folder, in versions, editions and parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from posteract_core.model import ItemType, MediaItem
from posteract_core.model.media import KINDS_OF_TYPE

from .drafts import Draft, Version, subtitle_languages
from .names import TitleName, is_extra, is_extras_folder, is_part_folder, parse_title, parts_of
from .names.titles import edition_in
from .slots import Place
from .text import fold, plain, split_suffix, storable
from .tree import File, Folder, Tree

_DISCS = {"bdmv": ("index.bdmv", "STREAM"), "video_ts": ("VIDEO_TS.IFO", "")}
"""Folders that are a disc: the file players open, and where the video itself lies."""


@dataclass(slots=True)
class _Film:
    """Versions of one film in one edition; `belongs`: it is the film that the folder is named after."""

    name: TitleName
    edition: str
    belongs: bool
    versions: list[Version] = field(default_factory=list)


def walk(tree: Tree) -> Iterator[Draft]:
    """Yield every film of a root, folder by folder in order of name."""
    todo = [""]
    while todo:
        folder = tree.read(todo.pop())
        if folder is None:
            continue
        films = films_in(tree, folder)
        yield from films
        own = len(films) == 1 and films[0].place.own and _is_certain(folder.name)
        # What lies below a film's own folder is something about it, unless it clearly is another film.
        below = [name for name in folders_to_enter(folder) if not own or _is_certain(name)]
        todo += [folder.below(name) for name in reversed(below)]


def folders_to_enter(folder: Folder) -> list[str]:
    """Return the sub-folders that may hold more films: not extras, discs or parts of the film at hand."""
    beside = bool(folder.videos) and bool(folder.rel)
    return [
        name
        for name in folder.folders
        if fold(name) not in _DISCS
        and not (folder.rel and is_part_folder(name))
        and not is_extras_folder(name, beside_film=beside)
    ]


def films_in(tree: Tree, folder: Folder, *, shared: bool = False) -> list[Draft]:
    """Return the films whose files lie in this very folder (or in its part folders and discs).

    Args:
        tree: the root.
        folder: as it was read.
        shared: it is known that other films lie there too, whose files were not read.
    """
    named = parse_title(folder.name, tree.guesser) if folder.rel else None
    versions = _versions(tree, folder, named)
    if not versions:
        return []
    films = _grouped(versions, folder, named, alone=len(versions) == 1 and not shared)
    own = not shared and len(films) == 1 and named is not None and _is_own(folder, named, films[0])
    return [_draft(folder, film, own=own) for film in films]


def _versions(tree: Tree, folder: Folder, named: TitleName | None) -> list[tuple[TitleName, Version]]:
    stems = [split_suffix(file.name)[0] for file in folder.videos]
    own_folder = named is not None
    mains = {
        file.name: (folder.at(file.name), file)
        for file, stem in zip(folder.videos, stems, strict=True)
        if not is_extra(stem, stems, own_folder=own_folder)
    }
    found = [
        _version(tree, folder, stem, tuple(mains[name] for name in names)) for stem, names in parts_of(list(mains))
    ]
    if folder.rel:
        parts = [
            (sub.at(file.name), file)
            for name in folder.folders
            if is_part_folder(name) and (sub := tree.read(folder.below(name))) is not None
            for file in sub.videos
            if not is_extra(split_suffix(file.name)[0], (), own_folder=True)
        ]
        if parts:
            found.append(_version(tree, folder, folder.name, tuple(parts)))
        found += [
            disc for name in folder.folders if fold(name) in _DISCS and (disc := _disc(tree, folder, name)) is not None
        ]
    return found


def _version(tree: Tree, folder: Folder, stem: str, files: tuple[tuple[str, File], ...]) -> tuple[TitleName, Version]:
    name = parse_title(stem, tree.guesser)
    nfo = folder.nfo(f"{stem}.nfo") or folder.nfo(f"{split_suffix(files[0][1].name)[0]}.nfo")
    return name, Version(
        stem=stem,
        files=files,
        release=name.release,
        edition=name.edition,
        subtitles=subtitle_languages(stem, folder.subtitles) if folder.subtitles else (),
        nfo=folder.at(nfo.name) if nfo else "",
    )


def _disc(tree: Tree, folder: Folder, name: str) -> tuple[TitleName, Version] | None:
    """Return a disc's structure as a version: its longest stream stands for the film."""
    opened, streams = _DISCS[fold(name)]
    inside = tree.read(folder.below(name) + (f"/{streams}" if streams else ""))
    if inside is None or not inside.videos:
        return None
    main = max(inside.videos, key=lambda file: file.size)
    title = parse_title(folder.name, tree.guesser)
    release = title.release if title.release.source else replace(title.release, source="bluray" if streams else "dvd")
    version = Version(stem=split_suffix(opened)[0], files=((inside.at(main.name), main),), release=release)
    return title, version


def _grouped(
    versions: list[tuple[TitleName, Version]], folder: Folder, named: TitleName | None, *, alone: bool
) -> list[_Film]:
    films: dict[tuple[object, ...], _Film] = {}
    for name, version in versions:
        belongs = named is not None and _belongs(name, version, named, folder, alone=alone)
        if named is not None and belongs:
            edition = name.edition or named.edition or _edition_after(version.stem, named)
            key: tuple[object, ...] = ("", edition)
            whole = replace(
                named, year=named.year or name.year, ids=named.ids.merged(name.ids), title=named.title or name.title
            )
        else:
            edition, whole = name.edition, name
            key = (plain(name.title) or name.title, name.year, name.ids, edition)
        film = films.setdefault(key, _Film(whole, edition, belongs))
        film.name = replace(film.name, year=film.name.year or whole.year, ids=film.name.ids.merged(whole.ids))
        film.versions.append(version if version.edition == edition else replace(version, edition=edition))
    return list(films.values())


def _belongs(name: TitleName, version: Version, named: TitleName, folder: Folder, *, alone: bool) -> bool:
    """Return whether a file is the film that its folder is named after."""
    same_words = plain(name.title) == plain(named.title)
    if _conflict(name, named):
        return False
    if same_words or name.ids.shares_one_with(named.ids):
        return True
    if name.year is None and _continues(version.stem, named.title):
        return True
    if not alone or (folder.videos and _other_films_below(folder) and not named.is_certain):
        return False
    return named.is_certain or not name.is_certain


def _conflict(name: TitleName, named: TitleName) -> bool:
    """Return whether two names cannot be of one film: other years, or other ids in a service."""
    if name.ids and named.ids and not name.ids.shares_one_with(named.ids):
        services = {service for service, _ in name.ids.pairs()} & {service for service, _ in named.ids.pairs()}
        if services:
            return True
    return (
        name.year is not None
        and named.year is not None
        and abs(name.year - named.year) > 1
        and plain(name.title) != plain(named.title)
    )


def _continues(stem: str, title: str) -> bool:
    """Return whether a file is the folder's title and a label: `Heat - Director's Cut`, `Heat [4K]`."""
    words, start = fold(stem), fold(title)
    return words.startswith(start) and words[len(start) :].startswith((" - ", " [", " (", "_-_", ".-."))


def _edition_after(stem: str, named: TitleName) -> str:
    return edition_in(stem[len(named.title) :]) if _continues(stem, named.title) else ""


def _other_films_below(folder: Folder) -> bool:
    return bool(folders_to_enter(folder))


def _is_own(folder: Folder, named: TitleName, film: _Film) -> bool:
    """Return whether the folder is this one film's, so that `poster.jpg` in it is its poster."""
    if plain(film.name.title) == plain(named.title) or named.is_certain:
        return True
    return not film.name.is_certain and not _other_films_below(folder)


def _is_certain(name: str) -> bool:
    return parse_title(name).is_certain


def _draft(folder: Folder, film: _Film, *, own: bool) -> Draft:
    first = film.versions[0].files[0][1]
    here = len(folder.at(""))
    candidates = {version.nfo: folder.nfos[folder.key(version.nfo[here:])] for version in film.versions if version.nfo}
    if own:
        common = [file for file in (folder.nfo("movie.nfo"),) if file is not None]
        if not common and not candidates and len(folder.nfos) == 1:
            common = list(folder.nfos.values())
        candidates |= {folder.at(file.name): file for file in common}
    item = MediaItem(
        title=film.name.title,
        year=film.name.year,
        type=ItemType.MOVIE,
        key=storable(folder.rel if own else folder.below(first.name)),
        ids=film.name.ids,
        folder=storable(folder.path) if own or film.belongs else "",
        edition=film.edition,
    )
    stems = dict.fromkeys(
        stem for version in film.versions for stem in (version.stem, split_suffix(version.files[0][1].name)[0])
    )
    place = Place(type=ItemType.MOVIE, kinds=KINDS_OF_TYPE[ItemType.MOVIE], home=folder, stems=tuple(stems), own=own)
    return Draft(item=item, place=place, versions=tuple(film.versions), nfos=candidates)
