"""How the program ends when something is wrong: a message with the way out, and the exit code; never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from .state import ExitCode

INTERRUPTED = "Interrupted; what was under way is finished, the rest is due at the next run."


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

    if isinstance(error, OSError) and error.filename and error.strerror:
        say(f"{error.filename}: {error.strerror}")
        typer.echo(
            "  hint: Is the disk full, or may this user not write there? Give it the right, or name another place.",
            err=True,
        )
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
