"""NFO files being written: the right one found, its entry changed, the whole put in the old one's place in one step."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import ItemType

from . import write
from .names import TitleName
from .nfo import Nfo, NfoFile, read_nfo
from .nfo.change import Change, Untouchable, changed, created
from .nfo.element import Element
from .nfo.parse import LARGEST_NFO_BYTES
from .places import ROOTS, Note, note_of
from .text import storable
from .tree import File, Tree

_OLDER_BY_NS = 2 * 10**9
"""Some shares keep times to two seconds."""
_IDS = ("imdb", "tmdb", "tvdb", "anidb", "mal", "anilist", "trakt", "wikidata")


class Desk:
    """Changes the NFO files of one root.

    Args:
        provider: for errors.
        tree: the root.
    """

    def __init__(self, provider: str, tree: Tree) -> None:
        self._provider = provider
        self._tree = tree

    def entry(self, level: ItemType, key: str) -> Nfo | None:
        """Return what an item's NFO says now; None when it has none.

        Raises:
            ProviderError: it is not where it was, or cannot be read.
        """
        note = self._note(level, key)
        for file in note.candidates:
            entry = _entry_in(read_nfo(self._bytes(note, file)), level)
            if entry is not None:
                return entry
        return None

    def change(
        self, level: ItemType, key: str, change: Change, *, check: Callable[[NfoFile], str] | None = None
    ) -> None:
        """Change an item's entry, or make one; nothing is written when that changes nothing.

        Args:
            level: what the item is.
            key: of the item.
            change: of its entry.
            check: told what the file says; what it returns is why it stays as it is.

        Raises:
            ProviderUnavailable: it is not where it was; a disk is full, a share gone.
            ProviderError: the file is broken, or may not be written.
        """
        note = self._note(level, key)
        file, data = self._chosen(note, level)
        if file is None or data is None:
            if os.path.lexists(note.folder.at(note.name)):
                raise self._refused(note, note.name, "is neither an NFO file of this title nor an address")
            self._write(note, note.name, created(ROOTS[level][0], _with_names(note.named, change)), None)
            return
        if check is not None and (why := check(read_nfo(data))):
            raise self._refused(note, file.name, why)
        try:
            after = changed(data, ROOTS[level], _or_named(note.named, change))
        except Untouchable as error:
            raise self._refused(note, file.name, str(error)) from error
        if after != data:
            self._write(note, file.name, after, file)

    def _note(self, level: ItemType, key: str) -> Note:
        try:
            note = note_of(self._tree, level, key)
        except OSError as error:
            raise write.problem(self._provider, "could not look into", self._tree.path, error) from error
        if note is None:
            what = f"{key} has no folder of its own" if level is ItemType.SEASON else f"nothing is at {key} any more"
            raise ProviderUnavailable(self._provider, what, hint="The next run looks where it is.")
        return note

    def _chosen(self, note: Note, level: ItemType) -> tuple[File | None, bytes | None]:
        """Return the file whose entry is read, else one that is broken, else one with an address; None for none."""
        broken: tuple[File, bytes] | None = None
        address: tuple[File, bytes] | None = None
        for file in note.candidates:
            data = self._bytes(note, file)
            said = read_nfo(data)
            if _entry_in(said, level) is not None:
                return file, data
            if said.fault:
                broken = broken or (file, data)
            elif said.ids or not data.strip():
                address = address or (file, data)
        return broken or address or (None, None)

    def _bytes(self, note: Note, file: File) -> bytes:
        path = note.folder.at(file.name)
        try:
            with Path(path).open("rb") as opened:
                return opened.read(LARGEST_NFO_BYTES + 1)
        except OSError as error:
            raise write.problem(self._provider, "could not read", path, error) from error

    def _write(self, note: Note, name: str, data: bytes, old: File | None) -> None:
        path = note.folder.at(name)

        def ready() -> None:
            if old is None:
                if os.path.lexists(path):
                    raise self._changed(path)
                return
            status = os.stat(path)  # noqa: PTH116 - names may be no UTF-8
            if (status.st_size, status.st_mtime_ns) != (old.size, old.mtime_ns):
                raise self._changed(path)

        try:
            write.replace_file(note.folder, name, data, like=path if old is not None else None, ready=ready)
            if old is not None and note.is_about_another(old):
                newer = old.mtime_ns + _OLDER_BY_NS
                os.utime(path, ns=(newer, newer))  # what it says of the video is still of the one before
        except OSError as error:
            raise write.problem(self._provider, "could not write", path, error) from error

    def _changed(self, path: str) -> ProviderError:
        return ProviderUnavailable(
            self._provider, f"{storable(path)} was changed just now", hint="It is read again later."
        )

    def _refused(self, note: Note, name: str, why: str) -> ProviderError:
        return ProviderError(
            self._provider,
            f"{storable(note.folder.at(name))} {why}",
            hint="It is left as it is; mend it, or remove it.",
        )


def each_of(keys: Iterable[str], work: Callable[[str], None]) -> None:
    """Do the work for each key; one that fails does not keep the others.

    Raises:
        ProviderError: the first failure, once all others are done.
    """
    first: ProviderError | None = None
    for key in keys:
        try:
            work(key)
        except ProviderError as error:
            first = first or error
    if first is not None:
        raise first


def _entry_in(file: NfoFile, level: ItemType) -> Nfo | None:
    return next((entry for entry in file.entries if entry.root in ROOTS[level]), None)


def _with_names(named: TitleName, change: Change) -> Change:
    """Return what fills a new entry with what the name tells, and then changes it."""

    def fill(entry: Element) -> None:
        entry.set_text("title", named.title)
        if named.year is not None:
            entry.set_text("year", str(named.year))
        for service in _IDS:
            if (value := getattr(named.ids, service)) is not None:
                entry.add(f'<uniqueid type="{service}">{value}</uniqueid>')
        change(entry)

    return fill


def _or_named(named: TitleName, change: Change) -> Change:
    """Return what also fills an entry that is made before an address."""
    fill = _with_names(named, change)
    return lambda entry: (change if entry.children() else fill)(entry)
