"""What is in an asset folder: listed in one walk, then asked without touching the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path, PurePath

from loguru import logger
from posteract_core.model import ArtworkKind, ItemType, MediaItem

from . import names

MAX_DEPTH = 8
COLLECTIONS = "collections"
TEXTLESS_FOLDER = "textless"


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture file.

    Attributes:
        path: where it is.
        place: its path below the asset folder, with `/`.
        revision: changes with its content: time and size.
        size_bytes: of the file.
        order: of its suffix in `names.SUFFIXES`.
        textless: it lies in a folder `textless`: a base that gets the look.
    """

    path: Path
    place: str
    revision: str
    size_bytes: int
    order: int
    textless: bool


@dataclass(slots=True)
class Shelf:
    """The pictures that stand for one name at one place: a folder, or the files of a flat folder that begin alike."""

    above: tuple[str, ...]
    textless: bool
    pictures: dict[str, Asset] = field(default_factory=dict)

    def add(self, stem: str, asset: Asset) -> None:
        """Put a picture on the shelf; of two with the same name the one with the earlier suffix stays."""
        old = self.pictures.get(stem)
        if old is None or (asset.order, asset.place) < (old.order, old.place):
            self.pictures[stem] = asset


class Index:
    """One asset folder, listed.

    Args:
        root: the folder; links inside it are not followed.

    Attributes:
        unreadable: folders below it that could not be listed.
        count: of pictures.
        revision: changes with any of them.

    Raises:
        OSError: the folder itself cannot be listed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.unreadable: list[str] = []
        self.count = 0
        every = blake2b(digest_size=8)
        self._exact: dict[str, list[Shelf]] = {}
        self._plain: dict[str, list[Shelf]] = {}
        self._loose: dict[str, list[Shelf]] = {}
        flat: dict[tuple[tuple[str, ...], bool, str], Shelf] = {}
        for parts, textless, files in self._walk(root, (), textless=False):
            nested = Shelf(tuple(map(names.exact_key, parts[:-1])), textless)
            above = tuple(map(names.exact_key, parts))
            for stem, asset in files:
                self.count += 1
                every.update(f"{asset.place} {asset.revision}\n".encode(errors="surrogateescape"))
                nested.add(names.stem_key(stem), asset)
                for name, picture in names.flat_parts(stem):
                    where = (above, textless, name)
                    if where not in flat:
                        flat[where] = Shelf(above, textless)
                    flat[where].add(picture, asset)
            if nested.pictures and parts:
                self._file(parts[-1], nested)
        for (_, _, name), shelf in flat.items():
            self._file(name, shelf)
        self.revision = f"{every.hexdigest()} {len(self.unreadable)}"

    def _walk(
        self, folder: Path, parts: tuple[str, ...], *, textless: bool
    ) -> Iterator[tuple[tuple[str, ...], bool, list[tuple[str, Asset]]]]:
        """Yield each folder as (its path without `textless`, whether that was in it, its pictures)."""
        files, below = [], []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    stem, suffix = os.path.splitext(entry.name)  # noqa: PTH122 - a Path per entry takes longer than the listing
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        below.append(entry.name)
                    elif suffix.lower() in names.SUFFIXES and entry.is_file(follow_symlinks=False):
                        files.append((stem, self._asset(entry, suffix.lower(), textless=textless)))
        except OSError as error:
            if folder == self.root:
                raise
            logger.warning("{}: cannot be listed: {}", folder, error.strerror or error)
            self.unreadable.append(str(folder))
            return
        files.sort(key=lambda file: file[1].place)
        yield parts, textless, files
        if len(parts) < MAX_DEPTH:
            for name in sorted(below):
                if name.casefold() == TEXTLESS_FOLDER:
                    yield from self._walk(folder / name, parts, textless=True)
                else:
                    yield from self._walk(folder / name, (*parts, name), textless=textless)

    def _asset(self, entry: os.DirEntry[str], suffix: str, *, textless: bool) -> Asset:
        about = entry.stat(follow_symlinks=False)
        return Asset(
            path=Path(entry.path),
            place=PurePath(entry.path).relative_to(self.root).as_posix(),
            revision=f"{about.st_mtime_ns:x}-{about.st_size:x}",
            size_bytes=about.st_size,
            order=names.SUFFIXES.index(suffix),
            textless=textless,
        )

    def _file(self, name: str, shelf: Shelf) -> None:
        self._exact.setdefault(names.exact_key(name), []).append(shelf)
        self._plain.setdefault(names.key(name), []).append(shelf)
        self._loose.setdefault(names.loose_key(name), []).append(shelf)

    def find(self, item: MediaItem, kind: ArtworkKind) -> list[Asset]:
        """Return the item's pictures of a kind: finished ones, then those under `textless`, the nearest names first."""
        if not (stems := names.stems(item, kind)):
            return []
        shelves = self._shelves(item)
        found: dict[Path, Asset] = {}
        for textless in (False, True):
            for stem in stems:
                hits = [
                    shelf.pictures[stem] for shelf in shelves if shelf.textless is textless and stem in shelf.pictures
                ]
                if hits:
                    found[hits[0].path] = hits[0]
                    break
        return list(found.values())

    def _shelves(self, item: MediaItem) -> list[Shelf]:
        """Return the shelves that bear one of the item's names, the surest first."""
        found: dict[int, Shelf] = {}
        spellings = names.folder_names(item)
        for table, spell in ((self._exact, names.exact_key), (self._plain, names.key)):
            for name in spellings:
                found.update((id(shelf), shelf) for shelf in self._of_item(table.get(spell(name), ()), item))
        if item.year or item.show_year or item.type is ItemType.COLLECTION:
            for name in spellings[-1:]:
                if loose := names.loose_key(name):
                    found.update((id(shelf), shelf) for shelf in self._of_item(self._loose.get(loose, ()), item))
        return list(found.values())

    def _of_item(self, shelves: list[Shelf] | tuple[()], item: MediaItem) -> list[Shelf]:
        """Return the shelves that may be meant, those of the item's library first, and no other library's then."""
        is_collection = item.type is ItemType.COLLECTION
        library = names.exact_key(item.library)
        fitting = [shelf for shelf in shelves if (shelf.above[:1] == (COLLECTIONS,)) is is_collection]
        if is_collection and not fitting:
            fitting = [shelf for shelf in shelves if shelf.above in ((), (library,))]
        if library and any(library in shelf.above for shelf in fitting):
            fitting = [shelf for shelf in fitting if library in shelf.above or not shelf.above]
        return sorted(fitting, key=lambda shelf: (library not in shelf.above, len(shelf.above), shelf.above))
