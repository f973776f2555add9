"""Reading and replacing the configuration's files."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path

from ..errors import ConfigError, Problem

_FOLDER_HINT = (
    "Name the file in it: {}/config.yaml. "
    "Docker makes an empty folder where the file to be mounted is not there: remove that."
)

LARGEST_BYTES = 4 * 2**20
"""No configuration written by a person is larger; what is, is something else."""


def shown_path(path: Path) -> str:
    """Return `path` as messages name it: from the current folder where it lies below that."""
    with contextlib.suppress(ValueError, OSError):
        return str(path.absolute().relative_to(Path.cwd()))
    return str(path)


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, its line ends as they are, without a byte order mark.

    Raises:
        ConfigError: it is missing, a folder, unreadable, too large, or no UTF-8; the message says which.
    """
    where = shown_path(path)
    try:
        if path.is_dir():
            raise _refused(where, "is a folder, not a file", hint=_FOLDER_HINT.format(where))
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise _refused(where, "does not exist", hint="`posteract config init` makes one.") from error
    except PermissionError as error:
        raise _refused(where, "cannot be read: permission denied", hint="Check the file's owner and rights.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name is not one that a file can have"
        raise _refused(where, f"cannot be read: {reason}") from error
    if len(data) > LARGEST_BYTES:
        raise _refused(where, f"has more than {LARGEST_BYTES >> 20} MiB and cannot be a configuration")
    return decode(data, where)


def decode(data: bytes, where: str) -> str:
    """Return UTF-8 `data` as text, without a byte order mark; errors name the position in `where`."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(where, "is UTF-16", hint="Save it as UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_start = before.rfind(b"\n") + 1
        problem = Problem(
            where=where,
            line=before.count(b"\n") + 1,
            column=len(before[line_start:].decode("utf-8-sig", "replace")) + 1,
            message="is not UTF-8 text from here on",
            hint="Save the file as UTF-8.",
        )
        raise ConfigError([problem]) from error


def replace_text(path: Path, text: str) -> None:
    """Replace the content of a file whole or not at all; rights and owner stay, a symbolic link is followed, a BOM is kept.

    A file that cannot be replaced by renaming, because it is a mount point of its own (one file mounted into a
    container), is written in place.

    Raises:
        ConfigError: it cannot be written; the old content is still there.
    """
    target = path.resolve()
    try:
        data = text.encode("utf-8-sig" if _has_bom(target) else "utf-8")
        _write_and_rename(target, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _refused(
            shown_path(path), f"cannot be written: {reason}", hint="Check the rights of file and folder."
        ) from error


def _write_and_rename(target: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _keep_rights(target, temporary)
        try:
            temporary.replace(target)
        except OSError as error:
            if error.errno not in (errno.EBUSY, errno.EXDEV):
                raise
            target.write_bytes(data)
    finally:
        temporary.unlink(missing_ok=True)


def _keep_rights(old: Path, new: Path) -> None:
    if not old.exists():
        new.chmod(0o600)  # a configuration holds keys
        return
    shutil.copymode(old, new)
    status = old.stat()
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.getuid(), os.getgid()):
        with contextlib.suppress(PermissionError):  # only root may give files away; the rights are kept all the same
            os.chown(new, status.st_uid, status.st_gid)


def _has_bom(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as file:
        return file.read(3) == b"\xef\xbb\xbf"


def _refused(where: str, message: str, *, hint: str = "") -> ConfigError:
    return ConfigError([Problem(where=where, message=message, hint=hint)])
