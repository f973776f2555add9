"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from ..unfinished import unfinished_name


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path`, making its folder; a crash leaves the old file or the new one, never a part.

    Raises:
        OSError: could not be written; nothing is left behind.
    """
    if not path.name:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(unfinished_name())
    try:
        with unfinished.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
