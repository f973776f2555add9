"""The watch: submits a run when files have changed and it is quiet again, and passes on what is queued."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event
from time import monotonic

from loguru import logger
from posteract_core.model import Finding, RunRequest, Severity
from posteract_core.providers import ProviderContext, Submits, Trigger

from .changes import Changed, changes
from .places import PICTURES, Place, Places
from .queued import QueueFolder
from .settings import WatchSettings

QUEUE_EVERY_S = 2.0
"""Between two looks into the queue; a file that is the same in both is written whole."""

NOT_MANUAL = ("originals", "pins")
"""Folders of pictures beside the database, which are no manual assets wherever these lie."""


class WatchTrigger(Trigger[WatchSettings]):
    """Submits runs for changed folders; tells what queue files report."""

    def __init__(self, settings: WatchSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.clock: Callable[[], float] = monotonic
        self.places = _places(settings, context)
        self.queue = QueueFolder(_absolute(settings.queue, context)) if settings.queue is not None else None
        self._files: set[str] = set()
        self._folders: set[Path] = set()
        self._last_at = self._queue_at = 0.0

    def listen(self, app: Submits, stop: Event) -> None:
        """Watch until `stop` is set."""
        for folder in self._missing():
            logger.warning("{} cannot be watched: there is no such folder; it is waited for", folder)
        for found in changes(self.places.outermost(), stop, poll=self.settings.poll):
            self.note(found)
            self.look(app)

    def note(self, found: Iterable[Changed]) -> None:
        """Take notice of changes, as far as they count."""
        for path, new in found:
            libraries = self.places.in_file(path)
            moved_in = new and not libraries and path.is_dir() and _visible(self.places, path)
            if not libraries and not moved_in:
                continue
            self._files |= libraries
            if moved_in:
                self._folders.add(path)
            self._last_at = self.clock()

    def look(self, app: Submits) -> None:
        """Submit the run of what has changed, if it is quiet now; pass on what is queued."""
        if (self._files or self._folders) and self.clock() - self._last_at >= self.settings.quiet_s:
            libraries = self._files.union(*(self.places.in_folder(folder) for folder in self._folders))
            self._files, self._folders = set(), set()
            if libraries:
                logger.info("files have changed: {}", ", ".join(sorted(libraries)) if all(libraries) else "all is run")
                app.submit(RunRequest(libraries=tuple(sorted(libraries))) if all(libraries) else RunRequest(all=True))
        if self.queue is not None and self.clock() - self._queue_at >= QUEUE_EVERY_S:
            self._queue_at = self.clock()
            self.queue.look(app)

    def check(self) -> list[Finding]:
        """Return what is watched, and what of it is not there."""
        findings = [
            Finding(
                subject="watch",
                severity=Severity.WARNING,
                message=f"{folder} is to be watched, and there is no such folder",
                remedy="Is it mounted? It is waited for.",
            )
            for folder in self._missing()
        ]
        there = [str(folder) for folder in self.places.outermost() if folder.is_dir()]
        said = f"watches {', '.join(there)}" if there else "watches no folder; `plugins.watch.folders` names them"
        return [*findings, Finding(subject="watch", severity=Severity.OK, message=said)]

    def _missing(self) -> list[Path]:
        """Return the folders that the settings name and that are not there; manual assets need not be."""
        named = [place.folder for place in self.places.places if place.suffixes is not PICTURES]
        named += [self.queue.folder] if self.queue is not None else []
        return [folder for folder in named if not folder.is_dir()]


def _places(settings: WatchSettings, context: ProviderContext) -> Places:
    places = [Place(folder=_absolute(folder, context), library=library) for folder, library in settings.folders.items()]
    manual = context.manual_assets.resolve()
    if settings.manual_assets and manual not in [place.folder for place in places]:
        places.append(Place(folder=manual, suffixes=PICTURES))
    cache = context.cache_folder.resolve()
    ours = [cache, *(context.config_folder.resolve() / name for name in NOT_MANUAL)]
    if cache.parent.name == "plugins":  # CACHE/plugins/INSTANCE
        ours.append(cache.parent.parent)
    return Places(places, ours)


def _absolute(folder: Path, context: ProviderContext) -> Path:
    return (context.config_folder / folder.expanduser()).resolve()


def _visible(places: Places, path: Path) -> bool:
    place = places.of(path)
    return place is not None and not place.hides(path)
