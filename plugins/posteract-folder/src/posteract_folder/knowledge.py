"""What NFO files and videos say, asked of the memory first and of the files only when they are new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from loguru import logger
from posteract_core.providers.memory import Memory
from pydantic import TypeAdapter, ValidationError

from .nfo import NfoFile, read_nfo
from .nfo.parse import LARGEST_NFO_BYTES
from .technical import Technical
from .text import split_suffix, storable
from .tree import CLOSED_SUFFIXES, File
from .video import can_probe, probe

FoundT = TypeVar("FoundT", NfoFile, Technical)
Files = Mapping[str, File]
"""Files by their absolute path, as the file system has it."""

_NFOS = TypeAdapter(NfoFile)
_VIDEOS = TypeAdapter(Technical)
_READERS = 4
_NFO_VERSION, _VIDEO_VERSION = "nfo/2", "video/1"
"""Raise the number when the reading gets better; everything is read once more then."""


class Knowledge:
    """Reads files in bulk, each once in its life.

    Args:
        memory: where results are kept.
        may_probe: whether videos may be opened at all.

    Attributes:
        faults: what is wrong with files that were asked about, by storable path.
    """

    def __init__(self, memory: Memory, *, may_probe: bool) -> None:
        self._memory = memory
        self._may_probe = may_probe
        self.faults: dict[str, str] = {}

    def nfos(self, files: Files) -> dict[str, NfoFile]:
        """Return what NFO files say, by path."""
        return self._ask(_NFO_VERSION, _NFOS, files, _read_nfo)

    def videos(self, files: Files) -> dict[str, Technical]:
        """Return what videos say about themselves, by path; those that may not be opened are left out."""
        if not self._may_probe or not can_probe():
            return {}
        opened = {
            path: file
            for path, file in files.items()
            if file.inside and split_suffix(file.name)[1] not in CLOSED_SUFFIXES
        }
        return self._ask(_VIDEO_VERSION, _VIDEOS, opened, probe)

    def _ask(
        self, kind: str, shape: TypeAdapter[FoundT], files: Files, read: Callable[[str], FoundT]
    ) -> dict[str, FoundT]:
        keys = {storable(path): path for path in files}
        found: dict[str, FoundT] = {}
        for key, value in self._memory.get_many(kind, {key: files[path].token for key, path in keys.items()}).items():
            try:
                found[keys[key]] = shape.validate_json(value)
            except ValidationError:
                logger.debug("{}: what was kept of it makes no sense; it is read again", key)
        missing = [path for path in files if path not in found]
        fresh: list[tuple[str, str, bytes]] = []
        for path, answer in zip(missing, _in_threads(read, missing), strict=True):
            if isinstance(answer, OSError):
                # Not kept: rights may be given, a share may come back, without the file's time changing.
                self._note(path, answer.strerror or type(answer).__name__)
            else:
                found[path] = answer
                fresh.append((storable(path), files[path].token, shape.dump_json(answer)))
        self._memory.put_many(kind, fresh)
        new = set(missing)
        for path, answer in found.items():
            if answer.fault:
                # An NFO can be mended, so it is said each time; a video that tells nothing is said once.
                self._note(path, answer.fault, "WARNING" if path in new or shape is _NFOS else "DEBUG")
        return found

    def _note(self, path: str, fault: str, level: str = "WARNING") -> None:
        logger.log(level, "{}: {}", storable(path), fault)
        self.faults[storable(path)] = fault


def _in_threads(read: Callable[[str], FoundT], paths: list[str]) -> Iterable[FoundT | OSError]:
    def attempt(path: str) -> FoundT | OSError:
        try:
            return read(path)
        except OSError as error:
            return error

    if len(paths) <= 1:
        return [attempt(path) for path in paths]
    with ThreadPoolExecutor(min(_READERS, len(paths)), thread_name_prefix="folder-read") as pool:
        return list(pool.map(attempt, paths))


def _read_nfo(path: str) -> NfoFile:
    with Path(path).open("rb") as file:
        return read_nfo(file.read(LARGEST_NFO_BYTES + 1))
