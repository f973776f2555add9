"""What went wrong with a plugin, told to people who did not write it."""

from __future__ import annotations

import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import PosteractError
from ..model.report import Finding, Severity
from ..redaction import redact
from .installed import InstalledPlugin

LONGEST_REASON = 400
"""Characters; some exceptions carry whole pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginFailure:
    """One thing a plugin did wrong. Two failures that read the same are equal.

    Attributes:
        plugin: its name, as in the configuration.
        stage: where it happened: `install`, `import`, `register`, `settings`, `build`, `check`, `close` or a hook's name.
        reason: what happened, on one line, without secrets.
        remedy: what the user can do.
        error: the exception, for `--debug`; None when nothing was raised.
        severity: a WARNING leaves the plugin working.
    """

    plugin: str
    stage: str
    reason: str
    remedy: str = ""
    error: BaseException | None = field(default=None, compare=False, repr=False)
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return `plugin tmdb, import: ModuleNotFoundError: No module named 'httpx'`."""
        return f"plugin {self.plugin}, {self.stage}: {self.reason}"

    def finding(self) -> Finding:
        """Return the failure as a line of `posteract doctor`."""
        return Finding(
            subject=f"plugin {self.plugin}",
            severity=self.severity,
            message=f"{self.stage}: {self.reason}",
            remedy=self.remedy,
        )


def describe(error: BaseException) -> str:
    """Return what happened on one line: our own errors by their words, others by type, words and place.

    pydantic's errors are told without the values they complain of, which may be secrets.
    """
    if isinstance(error, PosteractError):
        text = str(error)
    elif isinstance(error, SystemExit):
        text = f"it tried to end the program (exit code {error.code!r}){_place(error)}"
    elif (pydantic := sys.modules.get("pydantic")) and isinstance(error, pydantic.ValidationError):
        mistakes = error.errors(include_url=False, include_context=False, include_input=False)
        text = "; ".join(f"{'.'.join(map(str, each['loc'])) or 'value'}: {each['msg']}" for each in mistakes)
    elif isinstance(error, ImportError):
        text = f"{type(error).__name__}: {error}"
    else:
        text = ": ".join(part for part in (type(error).__name__, str(error)) if part) + _place(error)
    line = " ".join(redact(text).split())
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1] + "…"


def remedy_of(error: BaseException, plugin: str, origin: InstalledPlugin | None = None) -> str:
    """Return what the user can do about an exception of `plugin`; the error's own hint where it has one."""
    if isinstance(error, PosteractError) and error.hint:
        return error.hint
    package = origin.distribution if origin and origin.distribution else f"the package of {plugin}"
    quiet = f"`posteract plugins disable {plugin}` switches it off"
    if isinstance(error, ModuleNotFoundError) and error.name:
        own = origin is not None and error.name.partition(".")[0] == origin.point.module.partition(".")[0]
        missing = "" if own else f"Install the missing module `{error.name}`, or reinstall {package}; "
        return (missing or f"Reinstall {package}, which is incomplete; ") + f"{quiet}."
    return f"Update {package} or report this to its author; {quiet}."


def log_failure(failure: PluginFailure) -> None:
    """Log a failure in one line, and where it was raised for debugging; for `Registry.watch`."""
    from loguru import logger

    level = "WARNING" if failure.severity is Severity.WARNING else "ERROR"
    logger.log(level, "{}", " ".join(part for part in (f"{failure}.", failure.remedy) if part))
    if failure.error is not None:
        logger.opt(exception=failure.error).debug("{}", failure)


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return ""
    last = Path(frames[-1].filename)
    return f" ({last.parent.name}/{last.name}:{frames[-1].lineno})"
