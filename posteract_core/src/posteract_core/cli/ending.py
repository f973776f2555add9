"""How the program ends when something is wrong: a message with the way out, and the exit code; never a traceback."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from .state import ExitCode

INTERRUPTED = "Interrupted; what was under way is finished, the rest is due at the next run."

WAYS_OUT = {
    errno.ENOENT: "Is the name right, and is its folder there? Is the disk or share mounted?",
    errno.EEXIST: "Something else has this name already: name another place.",
    errno.EISDIR: "It is a folder: name a file.",
    errno.ENOTDIR: "One of the folders on the way is a file: name another place.",
    errno.ENAMETOOLONG: "Name another place.",
    errno.ENOSPC: "The disk is full: make room, then run it again.",
    errno.EDQUOT: "Your quota on this disk is used up: make room, then run it again.",
    errno.EACCES: "Give this user the right, or name another place.",
    errno.EPERM: "Give this user the right, or name another place.",
    errno.EROFS: "Mount it writable, or name another place.",
}
"""What to do about an error of the system, by its number."""

OTHER_WAY_OUT = "Does the disk work, and may this user read and write there?"


@contextmanager
def ended(*, debug: bool) -> Iterator[None]:
    """Turn whatever ends the block into a message on stderr and a `SystemExit`."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(INTERRUPTED, err=True)
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.INCOMPLETE)
    except Exception as error:
        if debug:
            raise
        sys.exit(_say(error))


def _say(error: Exception) -> ExitCode:
    from ..errors import ConfigError, LedgerBusy, PosteractError, UsageError
    from ..printed import without_controls
    from ..redaction import redact

    def say(text: str) -> None:
        typer.echo(without_controls(redact(text)), err=True)

    if isinstance(error, OSError) and error.strerror and (error.filename or error.errno in WAYS_OUT):
        say(f"{error.filename}: {error.strerror}" if error.filename else error.strerror)
        say(f"  hint: {WAYS_OUT.get(error.errno or 0, OTHER_WAY_OUT)}")
        return ExitCode.INCOMPLETE
    if not isinstance(error, PosteractError):
        say(f"posteract: {type(error).__name__}: {error}")
        typer.echo("  This should not happen. Run it again with --debug to see where, and report that.", err=True)
        return ExitCode.INCOMPLETE
    say(str(error))
    if error.hint:
        say(f"  hint: {error.hint}")
    if isinstance(error, ConfigError):
        for hint in dict.fromkeys(problem.hint for problem in error.problems if problem.hint != error.hint):
            if hint:
                say(f"  hint: {hint}")
    wrong = isinstance(error, ConfigError | UsageError) and not isinstance(error, LedgerBusy)
    return ExitCode.WRONG if wrong else ExitCode.INCOMPLETE
