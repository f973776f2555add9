"""What the options before the command say, for every command to use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..app import Opening


class ExitCode(IntEnum):
    """What the program's end tells its caller; fixed in docs/cli.md."""

    OK = 0
    INCOMPLETE = 1
    WRONG = 2
    NO_SERVER = 3
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The root options; `ctx.obj` of every command.

    Attributes:
        config: `--config`; None = look in the usual places.
        verbosity: 1 with `-v`, -1 with `-q`, else 0.
        debug: show tracebacks and debug logs.
        no_plugins: run as if no plugin were installed.
        raise_plugin_errors: let a plugin's exception end the program instead of recording it.
    """

    config: Path | None = None
    verbosity: int = 0
    debug: bool = False
    no_plugins: bool = False
    raise_plugin_errors: bool = False

    def opening(
        self, console: Callable[[str], None] | None = None, *, dry_run: bool = False, attempts: int | None = None
    ) -> Opening:
        """Return how the app is to be opened for these options."""
        from ..app import Opening

        return Opening(
            config=self.config,
            verbosity=self.verbosity,
            debug=self.debug,
            no_plugins=self.no_plugins,
            raise_plugin_errors=self.raise_plugin_errors,
            dry_run=dry_run,
            console=console,
            attempts=attempts,
        )
