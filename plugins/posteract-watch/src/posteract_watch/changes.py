"""Changes of files, as the system tells them; folders may come and go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from time import monotonic
from typing import NamedTuple

from loguru import logger
from watchfiles import Change, watch

TICK_S = 0.5
"""So often the one who asks gets its turn, though nothing changed."""

POLL_S = 30.0
"""Between two looks through everything, where the system tells nothing."""

LOOK_AGAIN_S = 5.0
"""Between two looks whether a folder was mounted, or another is in its place."""


class Changed(NamedTuple):
    """A file or folder; `new` is whether it was not there before."""

    path: Path
    new: bool


def changes(folders: Sequence[Path], stop: Event, *, poll: bool = False) -> Iterator[set[Changed]]:
    """Yield what changes below folders, every now and then nothing, until `stop` is set.

    A folder that is not there is waited for; once it is, it counts as a new one.

    Args:
        folders: absolute; none within another.
        stop: ends it within a second.
        poll: look again and again instead of waiting to be told.
    """
    known: dict[Path, object] | None = None
    while not stop.is_set():
        there = _stamps(folders)
        if known is not None:
            yield {Changed(folder, new=True) for folder, stamp in there.items() if known.get(folder) != stamp}
        for folder in (known or {}).keys() - there.keys():
            logger.warning("{} is gone; it is waited for", folder)
        known = there
        try:
            yield from _until_they_change(folders, there, stop, poll=poll)
        except FileNotFoundError:
            stop.wait(TICK_S)  # it went between two looks
        except (OSError, RuntimeError) as error:  # the watcher's own errors are RuntimeErrors
            if poll:
                raise
            logger.warning(
                "the system does not watch that many folders ({}); they are looked through every {:.0f} s instead. "
                "On Linux, raise fs.inotify.max_user_watches.",
                error,
                POLL_S,
            )
            poll = True


def _until_they_change(
    folders: Sequence[Path], there: dict[Path, object], stop: Event, *, poll: bool
) -> Iterator[set[Changed]]:
    """Yield changes until other folders are there than were; one that was deleted is taken out of `there`."""
    looked_at = monotonic()
    for found in _told(list(there), stop, poll=poll):
        yield {Changed(path, new=change is Change.added) for change, path in found}
        if gone := {path for change, path in found if change is Change.deleted and path in there}:
            for path in gone:
                del there[path]
            return
        if monotonic() - looked_at > LOOK_AGAIN_S:
            looked_at = monotonic()
            if _stamps(folders) != there:
                return


def _told(folders: Sequence[Path], stop: Event, *, poll: bool) -> Iterator[set[tuple[Change, Path]]]:
    if not folders:
        while not stop.wait(TICK_S):
            yield set()
        return
    for found in watch(
        *folders,
        watch_filter=None,
        stop_event=stop,
        rust_timeout=int(TICK_S * 1000),
        yield_on_timeout=True,
        debounce=int(TICK_S * 1000),
        force_polling=poll or None,
        poll_delay_ms=int(POLL_S * 1000),
        ignore_permission_denied=True,
    ):
        yield {(change, Path(path)) for change, path in found}


def _stamps(folders: Sequence[Path]) -> dict[Path, object]:
    """Return the folders that are there, with what tells one from another mounted in its place."""
    found: dict[Path, object] = {}
    for folder in folders:
        try:
            stat = folder.stat()
        except OSError:
            continue
        if folder.is_dir():
            found[folder] = (stat.st_dev, stat.st_ino)
    return found
