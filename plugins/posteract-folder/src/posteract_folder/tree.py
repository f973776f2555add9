"""A root folder, read one folder at a time and never left.

Links to folders are not followed: what they lead to is listed in its own place, or is none of this library's affair.
A video that is a link out of the root is listed by its name and never opened; a picture or an NFO file that is one is
not there at all. Devices, pipes and dangling links are no files.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from loguru import logger
from posteract_core.unfinished import is_abandoned, is_unfinished

from .names import Guesser
from .text import fold, split_suffix, storable

VIDEO_SUFFIXES = frozenset(
    [
        ".mkv",
        ".mp4",
        ".m4v",
        ".avi",
        ".mov",
        ".wmv",
        ".mpg",
        ".mpeg",
        ".m2ts",
        ".mts",
        ".ts",
        ".webm",
        ".flv",
        ".ogm",
        ".ogv",
        ".divx",
        ".vob",
        ".iso",
        ".img",
        ".rmvb",
        ".asf",
        ".3gp",
        ".strm",
        ".wtv",
        ".dvr-ms",
        ".mk3d",
        ".f4v",
    ]
)
CLOSED_SUFFIXES = frozenset({".iso", ".img", ".strm"})
"""Videos that are only named: images of discs and addresses tell nothing about what is in them."""
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tbn", ".gif")
"""In the order in which Jellyfin prefers them when two files of a name differ in nothing else."""
SUBTITLE_SUFFIXES = frozenset([".srt", ".ass", ".ssa", ".sub", ".vtt", ".sup", ".smi"])
_NEVER = frozenset({"@eadir", "#recycle", "$recycle.bin", "lost+found", "system volume information", "__macosx"})
_HIDES_FOLDER = frozenset({".nomedia", ".ignore"})


@dataclass(frozen=True, slots=True)
class File:
    """A file of interest.

    Attributes:
        name: as the file system has it.
        size: bytes.
        mtime_ns: when it was last written.
        inside: it lies in the root and may be opened.
    """

    name: str
    size: int
    mtime_ns: int
    inside: bool = True

    @property
    def token(self) -> str:
        """Return what changes when the file does."""
        return f"{storable(self.name)}|{self.mtime_ns:x}|{self.size:x}"


@dataclass(slots=True)
class Folder:
    """What one folder holds, sorted by name.

    Attributes:
        path: absolute, as the file system has it.
        rel: from the root, with slashes; empty for the root itself.
        videos: every video file, extras and all.
        nfos: by `key` of their name.
        pictures: by `key` of their stem; several where only the suffix differs, in the order of `PICTURE_SUFFIXES`.
        subtitles: names.
        folders: names of folders to go on with.
        exact: two videos' names differ in nothing but case, so that only exact names say whose a picture is.
    """

    path: str
    rel: str
    videos: list[File] = field(default_factory=list)
    nfos: dict[str, File] = field(default_factory=dict)
    pictures: dict[str, list[File]] = field(default_factory=dict)
    subtitles: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    exact: bool = False

    @property
    def name(self) -> str:
        """Return the folder's own name."""
        return self.path.rsplit(os.sep, 1)[-1]

    def key(self, name: str) -> str:
        """Return what a name is looked up by."""
        return name if self.exact else fold(name)

    def nfo(self, name: str) -> File | None:
        """Return the NFO file of a name; None when there is none."""
        return self.nfos.get(self.key(name))

    def below(self, name: str) -> str:
        """Return the path from the root of something in this folder."""
        return f"{self.rel}/{name}" if self.rel else name

    def at(self, name: str) -> str:
        """Return the absolute path of something in this folder."""
        return os.path.join(self.path, name)  # noqa: PTH118 - names may be no UTF-8; Path would gain nothing here


def _in_order(file: File) -> tuple[int, str]:
    """Sort by suffix as Jellyfin prefers them, then by name."""
    suffix = split_suffix(file.name)[1]
    return (PICTURE_SUFFIXES.index(suffix) if suffix in PICTURE_SUFFIXES else -1), file.name


class LeadsOutside(OSError):
    """A path within the root that a link turns elsewhere."""


class Tree:
    """One root.

    Args:
        root: the folder; a root that is itself a link is followed, once, here.
        skip: absolute paths of folders that are libraries of their own.
        clean: remove what an interrupted writing left behind.
        guesser: asked about names in it that are not understood.
        on_fault: told the relative path and the reason of what could not be read.
    """

    def __init__(
        self,
        root: Path,
        *,
        skip: Iterable[str] = (),
        clean: bool = False,
        on_fault: Callable[[str, str], None] | None = None,
        guesser: Guesser | None = None,
    ) -> None:
        self.guesser = guesser
        self.path = os.path.realpath(root)
        self._skip = frozenset(skip) - {self.path}
        self._clean = clean
        self._on_fault = on_fault or (lambda rel, reason: logger.warning("{}: {}", storable(rel), reason))

    def read(self, rel: str) -> Folder | None:
        """Return what a folder holds; None (and a fault told) when it cannot be read."""
        try:
            return self.look(rel)
        except OSError as error:
            self._on_fault(rel, error.strerror or type(error).__name__)
            return None

    def look(self, rel: str, *, starts: tuple[str, ...] = ()) -> Folder:
        """Return what a folder holds, now.

        Args:
            rel: from the root, with slashes.
            starts: folded beginnings; files with other names are left out, unread (for folders with very many files).

        Raises:
            LeadsOutside: a link stands in the way.
            OSError: it cannot be read.
        """
        path = self.absolute(rel)
        folder = Folder(path, rel)
        beside: list[File] = []
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.name in _HIDES_FOLDER and rel:
                    return Folder(path, rel)
                if not starts or fold(entry.name).startswith(starts):
                    self._sort_in(folder, beside, entry)
        folder.videos.sort(key=lambda file: file.name)
        folder.folders.sort()
        folder.subtitles.sort()
        stems = {split_suffix(file.name)[0] for file in folder.videos}
        folder.exact = len({fold(stem) for stem in stems}) < len(stems)
        for file in sorted(beside, key=_in_order):
            stem, suffix = split_suffix(file.name)
            if suffix == ".nfo":
                folder.nfos.setdefault(folder.key(file.name), file)
            else:
                folder.pictures.setdefault(folder.key(stem), []).append(file)
        return folder

    def absolute(self, rel: str) -> str:
        """Return the absolute path of a folder of the root.

        Raises:
            LeadsOutside: it is not where its name says.
        """
        if not rel:
            return self.path
        path = os.path.normpath(os.path.join(self.path, *rel.split("/")))  # noqa: PTH118 - see Folder.at
        if os.path.realpath(path) != path or not path.startswith(self.path.rstrip(os.sep) + os.sep):
            raise LeadsOutside(0, "a link leads out of the library's folder")
        return path

    def is_hidden(self, folder: Folder, name: str) -> bool:
        """Return whether a sub-folder is not meant to be looked into, by its place alone."""
        return name.startswith(".") or fold(name) in _NEVER or folder.at(name) in self._skip

    def _sort_in(self, folder: Folder, beside: list[File], entry: os.DirEntry[str]) -> None:
        name = entry.name
        if entry.is_dir(follow_symlinks=False):
            if not self.is_hidden(folder, name):
                folder.folders.append(name)
            return
        suffix = split_suffix(name)[1]
        if suffix == ".tmp" and is_unfinished(name):
            self._clean_up(entry)
        elif name.startswith("._"):  # macOS keeps what other file systems cannot in these
            return
        elif suffix in VIDEO_SUFFIXES:
            if (file := self._file(entry)) is not None:
                folder.videos.append(file)
        elif suffix in PICTURE_SUFFIXES or suffix == ".nfo":
            if (file := self._file(entry)) is not None and file.inside and (file.size or suffix == ".nfo"):
                beside.append(file)
        elif suffix in SUBTITLE_SUFFIXES:
            folder.subtitles.append(name)

    def _file(self, entry: os.DirEntry[str]) -> File | None:
        try:
            linked = entry.is_symlink()
            status = entry.stat()
            if not stat.S_ISREG(status.st_mode):
                return None
            inside = not linked or self.holds(os.path.realpath(entry.path))
        except OSError as error:
            logger.debug("{} is passed over: {}", storable(entry.path), error.strerror)
            return None
        return File(entry.name, status.st_size, status.st_mtime_ns, inside)

    def holds(self, path: str) -> bool:
        """Return whether a resolved absolute path lies in the root."""
        return path.startswith(self.path.rstrip(os.sep) + os.sep)

    def _clean_up(self, entry: os.DirEntry[str]) -> None:
        try:
            status = entry.stat(follow_symlinks=False)
            if self._clean and stat.S_ISREG(status.st_mode) and is_abandoned(entry.name, status.st_mtime):
                os.unlink(entry.path)  # noqa: PTH108 - see Folder.at
        except OSError as error:
            logger.debug("{} stays: {}", storable(entry.path), error.strerror)
