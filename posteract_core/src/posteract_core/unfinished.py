"""Names of unfinished files, which say whose they are: what a killed process leaves behind is found and swept away."""

from __future__ import annotations

import os
import platform
import re
import secrets
import time
import zlib

PREFIX = ".posteract-"
"""How every unfinished file or folder of ours begins."""

ABANDONED_AFTER_S = 3600.0
"""What another machine on the same share left is taken for abandoned after this."""

_NAME = re.compile(r"\.posteract-([0-9a-f]{8})-([0-9]+)-[0-9a-f]{8}\.tmp")


def unfinished_name() -> str:
    """Return a new name for a file or folder in the making: hidden, at most 46 bytes, ending in `.tmp`."""
    return f"{PREFIX}{_host():08x}-{os.getpid()}-{secrets.token_hex(4)}.tmp"


def is_unfinished(name: str) -> bool:
    """Return whether a name is of this kind."""
    return _NAME.fullmatch(name) is not None


def is_abandoned(name: str, modified_s: float) -> bool:
    """Return whether the process that began a file is dead; of another machine's: whether the file is old.

    Args:
        name: of the file; False for names of any other kind.
        modified_s: when it was last written, UNIX seconds.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        return False
    host, process = int(found[1], 16), int(found[2])
    if host == _host() and process != os.getpid():
        return not _lives(process)
    return time.time() - modified_s > ABANDONED_AFTER_S


def _host() -> int:
    return zlib.crc32(platform.node().encode(errors="replace"))


def _lives(process: int) -> bool:
    if os.name == "nt":  # os.kill would end it there; age decides
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
