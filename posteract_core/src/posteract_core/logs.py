"""Where the program's words go: the console, and a file that rotates. Nothing secret gets through."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from loguru import logger

from .printed import indented
from .redaction import redact

if TYPE_CHECKING:
    from loguru import Record

Write = Callable[[str], None]
"""Takes finished lines, newline included."""

LEVELS = ("TRACE", "DEBUG", "INFO", "SUCCESS", "WARNING", "ERROR", "CRITICAL")

_CONSOLE_LEVELS = {-1: "ERROR", 0: "WARNING", 1: "INFO"}

_QUIETER = frozenset({"httpx", "plexapi", "apscheduler", "peewee"})
"""Libraries whose INFO is our DEBUG, because they speak of each request."""

_ONLY_WARNINGS = ("httpcore", "urllib3", "hishel", "PIL", "fontTools", "stevedore", "asyncio")
"""Libraries whose DEBUG and INFO nobody of ours wants to read."""


def setup_logging(
    level: str = "INFO",
    file: Path | None = None,
    *,
    rotation: str | int = "10 MB",
    keep: int = 10,
    verbosity: int = 0,
    debug: bool = False,
    console: Write | None = None,
    console_level: str | None = None,
) -> None:
    """Send every record of ours and of the libraries to the console and to `file`. May be called again; the last call holds.

    Each record is redacted (see `posteract_core.redaction`) before anything sees it, tracebacks too. A file that cannot be
    written costs a warning, not the run.

    Args:
        level: least level of the file, one of `LEVELS`; DEBUG with `debug`.
        file: absolute; its folder is made. None = no file.
        rotation: when a new file is begun, as loguru reads it: `10 MB`, `1 week`, `00:00`, or bytes.
        keep: how many old files stay.
        verbosity: of the console: -1 errors only, 0 warnings, 1 what is done.
        debug: everything on the console, with tracebacks.
        console: takes the lines instead of stderr, such as the `print` of a progress bar (see also `console_through`).
        console_level: of the console, in place of what `verbosity` says.

    Raises:
        ValueError: `level` is none, or `rotation` cannot be read.
    """
    for wanted in filter(None, (level, console_level)):
        logger.level(wanted.upper())
    logger.remove()
    logger.configure(patcher=_clean)
    _console.write = console
    shown = "DEBUG" if debug else (console_level or _CONSOLE_LEVELS[max(-1, min(1, verbosity))]).upper()
    logger.add(
        _console,
        level=shown,
        format=_console_line(debug),
        colorize=console is None and _has_colour(sys.stderr),
        diagnose=False,
    )
    _take_over_standard_logging()
    if file is not None:
        _add_file(file, "DEBUG" if debug else level.upper(), rotation=rotation, keep=keep)


@contextmanager
def console_through(write: Write) -> Iterator[None]:
    """Hand the console's lines to `write` inside, so that they do not tear a progress bar apart."""
    before, _console.write = _console.write, write
    try:
        yield
    finally:
        _console.write = before


class _Console:
    """The sink: whatever the console is at the moment of writing."""

    write: Write | None = None

    def __call__(self, line: str) -> None:
        if self.write is not None:
            self.write(line)
        elif sys.stderr is not None:
            with suppress(OSError):  # a full disk or a pipe that is gone ends no run
                sys.stderr.write(line)
                sys.stderr.flush()


_console = _Console()


def _add_file(file: Path, level: str, *, rotation: str | int, keep: int) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8"):
            pass
        logger.add(
            file,
            level=level,
            format=_file_line,
            rotation=rotation,
            retention=keep,
            encoding="utf-8",
            diagnose=False,
            errors="backslashreplace",
        )
    except OSError as error:
        logger.warning("no log file: {} cannot be written ({})", file, error.strerror or error)


def _clean(record: Record) -> None:
    """Redact a record in place; a title within it begins no line. Its exception becomes text: no sink gets hold of the object."""
    record["message"] = indented(redact(record["message"]))
    for name, value in record["extra"].items():
        if isinstance(value, str):
            record["extra"][name] = redact(value)
    if (caught := record["exception"]) is not None:
        lines = traceback.format_exception(caught.type, caught.value, caught.traceback)
        record["extra"]["traceback"] = redact("".join(lines))
        record["extra"]["error"] = redact("".join(traceback.format_exception_only(caught.type, caught.value)).strip())
        record["exception"] = None


def _file_line(record: Record) -> str:
    trace = "{extra[traceback]}" if "traceback" in record["extra"] else ""
    return "{time:YYYY-MM-DD HH:mm:ss.SSS} | {level: <8} | {name}:{line} | {message}\n" + trace


def _console_line(debug: bool) -> Callable[[Record], str]:
    def line(record: Record) -> str:
        if debug:
            tail = "{extra[traceback]}" if "traceback" in record["extra"] else ""
            return (
                "<dim>{time:HH:mm:ss.SSS}</dim> <level>{level: <8}</level> <dim>{name}:{line}</dim> {message}\n" + tail
            )
        tail = " ({extra[error]})" if "error" in record["extra"] else ""
        word = "" if record["level"].no <= logger.level("INFO").no else "<level>{level}</level>: "
        return word + "{message}" + tail + "\n"

    return line


def _has_colour(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


class _ToLoguru(logging.Handler):
    """Passes records of the standard library's logging on."""

    def emit(self, record: logging.LogRecord) -> None:
        top = record.name.partition(".")[0]
        number = record.levelno
        if number == logging.INFO and top in _QUIETER:
            number = logging.DEBUG
        try:
            level: str | int = logger.level(logging.getLevelName(number)).name
        except ValueError:
            level = number

        def as_logged(ours: Record) -> None:
            ours["name"], ours["line"], ours["function"] = record.name, record.lineno, record.funcName

        logger.patch(as_logged).opt(exception=record.exc_info).log(level, "{}", record.getMessage())


def _take_over_standard_logging() -> None:
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _ToLoguru)]:
        root.removeHandler(handler)
    root.addHandler(_ToLoguru())
    root.setLevel(logging.DEBUG)
    for name in _ONLY_WARNINGS:
        logging.getLogger(name).setLevel(logging.WARNING)
