"""Pictures into folders: whole or not at all, and never over one that nobody has looked at.

The core looks at what a slot shows (`artwork`), keeps it, and then calls `upload` with the item it looked at. So the file
that may be replaced is the one whose token the item has. Right before the rename the file is looked at again: is it another
one by now, nothing is written. What is left is the moment between that look and the rename, some microseconds.

A second picture in the way, one that was not shown and therefore not kept, is set aside under `NAME.before-posteract` in the
same folder, and put back when ours goes.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress

from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.unfinished import unfinished_name

from .slots import Shown
from .text import storable
from .tree import Folder, LeadsOutside

ASIDE = ".before-posteract"
LONGEST_NAME_BYTES = 255

_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def problem(provider: str, doing: str, path: str, error: OSError) -> ProviderError:
    """Return what to raise for an error of the file system: what was tried, where, why, and what to do."""
    if isinstance(error, LeadsOutside):
        return ProviderError(
            provider, f"{doing} {storable(path)}: {error.strerror}", hint="Links are not followed; remove it."
        )
    where = f"{doing} {storable(path)}: {error.strerror or error}"
    if error.errno in _NO_RIGHT:
        hint = "Give the user that runs posteract the right to write in this folder, or mount it writable."
        return ProviderError(provider, where, hint=hint)
    if error.errno in _NO_ROOM:
        return ProviderUnavailable(provider, where, hint="Free some space on that disk; what was there is untouched.")
    if error.errno == errno.ENAMETOOLONG:
        return ProviderError(provider, where, hint="Shorten the file's name, or give the film a folder of its own.")
    return ProviderUnavailable(provider, where, hint="Is the disk or share still there?")


def replace_file(
    folder: Folder, name: str, data: bytes, *, like: str | None, ready: Callable[[], None]
) -> os.stat_result:
    """Write `data` to `name` in a folder, under a temporary name first, and return what the file system says of it.

    Args:
        folder: where.
        name: of the file; an existing one is replaced in one step.
        data: all of it.
        ready: called when all is written, right before the rename; whatever it raises stops it.
        like: path of a file whose permission bits are taken over; None = as new files have them.

    Raises:
        OSError: nothing was changed.
    """
    temporary = folder.at(unfinished_name())
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            _take_over_rights(file.fileno(), folder, like)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        ready()
        os.replace(temporary, folder.at(name))  # noqa: PTH105 - names may be no UTF-8
    except BaseException:
        with suppress(OSError):  # what cannot be removed now is cleaned by a later listing
            os.unlink(temporary)  # noqa: PTH108
        raise
    _sync_folder(folder.path)
    return os.stat(folder.at(name))  # noqa: PTH116


def _take_over_rights(handle: int, folder: Folder, like: str | None) -> None:
    """Give a new file the bits of the one it replaces; written by root (a container), also its owner or the folder's."""
    if not hasattr(os, "fchmod"):
        return
    status = os.stat(like or folder.path)  # noqa: PTH116
    with suppress(OSError):  # some shares know no rights; the picture matters more
        if like is not None:
            os.fchmod(handle, stat.S_IMODE(status.st_mode) & 0o777)
        if os.geteuid() == 0:
            os.fchown(handle, status.st_uid, status.st_gid)


def _sync_folder(path: str) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):  # some file systems cannot; the file itself is safe
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove(found: Shown) -> None:
    """Remove a picture, and put back what was set aside for its name.

    Raises:
        OSError: it is still there.
    """
    os.unlink(found.path)  # noqa: PTH108
    bring_back(found.folder, found.file.name)
    _sync_folder(found.folder.path)


def set_aside(folder: Folder, name: str) -> None:
    """Move a picture that nobody has kept out of the way.

    Raises:
        FileExistsError: something was set aside there before.
        OSError: it cannot be moved.
    """
    if os.path.lexists(folder.at(name + ASIDE)):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), folder.at(name + ASIDE))
    os.rename(folder.at(name), folder.at(name + ASIDE))  # noqa: PTH104


def bring_back(folder: Folder, name: str) -> None:
    """Undo `set_aside`, where the name is free again."""
    aside = folder.at(name + ASIDE)
    if os.path.lexists(aside) and not os.path.lexists(folder.at(name)):
        os.rename(aside, folder.at(name))  # noqa: PTH104
