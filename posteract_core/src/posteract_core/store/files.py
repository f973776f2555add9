"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

TEMPORARY_PREFIX = ".posteract-"
"""How every unfinished file of ours begins; whatever is found so after a crash is rubbish."""


def _new_file_mode() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


NEW_FILE_MODE = _new_file_mode()
"""What an ordinary new file of this user may be; asked once, since asking means setting, for all threads."""


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path`, making its folder; a crash leaves the old file or the new one, never a part.

    Raises:
        OSError: could not be written; nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(NEW_FILE_MODE)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
