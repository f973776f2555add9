"""The queue folder: each file is passed on once it is written whole, and deleted once what it says is kept."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

from loguru import logger
from posteract_core.errors import PosteractError
from posteract_core.providers import Submits

from .files import read

NAMES = ("recently_added_*.posterizarr", "tautulli_trigger_*")
LARGEST_BYTES = 256 * 1024
"""A queue file has some lines; no more of it is read."""

Stamp = tuple[int, int]


class QueueFolder:
    """Where scripts drop files. One that cannot be understood is left where it is, and said once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[Path, Stamp] = {}
        self._refused: dict[Path, Stamp] = {}
        self._unreadable = False

    def look(self, app: Submits) -> None:
        """Pass on the files that have not changed since the last look."""
        there = self._there()
        for path, stamp in there.items():
            if self._seen.get(path) == stamp and self._refused.get(path) != stamp:
                self._pass_on(path, stamp, app)
        self._seen = there
        self._refused = {path: stamp for path, stamp in self._refused.items() if path in there}

    def _there(self) -> dict[Path, Stamp]:
        found: dict[Path, Stamp] = {}
        try:
            paths = sorted(self.folder.iterdir())
            for path in paths:
                if any(fnmatch(path.name, name) for name in NAMES) and path.is_file() and not path.is_symlink():
                    stat = path.stat()
                    found[path] = (stat.st_size, stat.st_mtime_ns)
        except OSError as error:
            if not self._unreadable and not isinstance(error, FileNotFoundError):
                logger.warning("the queue {} cannot be read: {}; it is tried again", self.folder, error.strerror)
            self._unreadable = True
            return found
        self._unreadable = False
        return found

    def _pass_on(self, path: Path, stamp: Stamp, app: Submits) -> None:
        try:
            with path.open("rb") as file:
                sender, events = read(file.read(LARGEST_BYTES).decode("utf-8-sig", errors="replace"))
            if events:
                app.tell(sender, events)
            path.unlink(missing_ok=True)
        except ValueError as error:
            self._refused[path] = stamp
            logger.warning("{} is not understood and stays where it is: {}", path, error)
        except PosteractError as error:
            logger.warning("{} waits: {}", path.name, error)
        except OSError as error:
            self._refused[path] = stamp
            logger.warning("{} cannot be read or deleted: {}", path, error.strerror)
