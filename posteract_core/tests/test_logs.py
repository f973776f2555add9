from __future__ import annotations

import io
import logging
import sys
import threading
from pathlib import Path

import httpx
import pytest
from loguru import logger
from posteract_core.logs import console_through, setup_logging
from posteract_core.redaction import forget_secrets, register_secret

SECRET = "p1ex/T0ken+with=signs"


def fail(error: Exception) -> None:
    raise error


@pytest.fixture(autouse=True)
def _loguru_as_it_was():
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
    logger.remove()
    logger.configure(patcher=lambda record: None)
    logger.add(sys.stderr)
    forget_secrets()


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "posteract.log"


@pytest.mark.parametrize(
    ("verbosity", "seen"),
    [(-1, ["ERROR: e\n"]), (0, ["WARNING: w\n", "ERROR: e\n"]), (1, ["i\n", "WARNING: w\n", "ERROR: e\n"])],
)
def test_the_console_says_as_much_as_was_asked_for(lines, verbosity, seen):
    setup_logging(verbosity=verbosity, console=lines.append)
    for level, text in (("DEBUG", "d"), ("INFO", "i"), ("WARNING", "w"), ("ERROR", "e")):
        logger.log(level, text)
    assert lines == seen


def test_the_file_has_its_own_level_and_says_when_and_where(file, lines):
    setup_logging("INFO", file, console=lines.append)
    logger.debug("not this")
    logger.info("Heat (1995): poster from tmdb")

    written = file.read_text(encoding="utf-8")
    assert "not this" not in written
    assert "| INFO     |" in written
    assert written.endswith("| Heat (1995): poster from tmdb\n")
    assert lines == []


def test_an_unknown_level_is_refused(file):
    with pytest.raises(ValueError, match="LOUD"):
        setup_logging("LOUD", file)


def test_no_secret_reaches_console_or_file(file, lines):
    register_secret(SECRET)
    setup_logging("DEBUG", file, debug=True, console=lines.append)

    logger.info("token is {}", SECRET)
    logger.bind(token=SECRET).info("bound")
    logger.info("GET http://plex/x?X-Plex-Token=unregistered&y={}", "p1ex%2FT0ken%2Bwith%3Dsigns")
    logging.getLogger("plexapi").warning("with %s and Authorization: Bearer %s", SECRET, "unregistered-too")
    try:
        fail(ValueError(f"refused {SECRET}"))
    except ValueError:
        logger.exception("it broke")
        logging.getLogger("urllib3").exception("there too")

    for text in ("".join(lines), file.read_text(encoding="utf-8")):
        assert "it broke" in text
        assert "refused ***" in text
        assert "T0ken" not in text
        assert "unregistered" not in text


def test_no_sink_ever_sees_the_exception_itself(lines):
    register_secret(SECRET)
    setup_logging(console=lines.append)
    records = []
    logger.add(lambda message: records.append(message.record), format="{message}", diagnose=True, backtrace=True)
    try:
        fail(ValueError(SECRET))
    except ValueError:
        logger.exception("x")
    assert records[0]["exception"] is None
    assert SECRET not in repr(records[0])


def test_a_traceback_goes_to_the_file_and_one_line_to_the_console(file, lines):
    setup_logging("INFO", file, console=lines.append)
    try:
        fail(OSError("the disk is full"))
    except OSError:
        logger.exception("cannot write")

    assert lines == ["ERROR: cannot write (OSError: the disk is full)\n"]
    assert "Traceback (most recent call last)" in file.read_text(encoding="utf-8")


def test_braces_and_markup_in_messages_are_only_text(file, lines):
    setup_logging("INFO", file, verbosity=1, console=lines.append)
    logger.info("a {{title}} with <red>markup</red> and {unknown}")
    try:
        fail(ValueError("{0} <b>"))
    except ValueError:
        logger.exception("odd")
    assert lines[0] == "a {{title}} with <red>markup</red> and {unknown}\n"
    assert lines[1] == "ERROR: odd (ValueError: {0} <b>)\n"


def test_requests_of_httpx_are_debug_and_the_chatter_below_is_left_out(file):
    setup_logging("INFO", file, console=lambda _: None)
    httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))).get("http://tmdb/x")
    assert "HTTP Request" not in file.read_text(encoding="utf-8")

    setup_logging("DEBUG", file, console=lambda _: None)
    httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))).get("http://tmdb/x?api_key=abc")
    logging.getLogger("httpcore.connection").debug("connect_tcp.started")
    written = file.read_text(encoding="utf-8")
    assert "| DEBUG    | httpx:" in written
    assert "api_key=***" in written
    assert "connect_tcp" not in written


def test_setting_up_twice_says_things_once(lines):
    for _ in range(2):
        setup_logging(console=lines.append)
    logging.getLogger("plexapi").error("once")
    logger.error("and once")
    assert lines == ["ERROR: once\n", "ERROR: and once\n"]


def test_a_log_file_that_cannot_be_written_is_said_once_and_the_run_goes_on(tmp_path, lines):
    (tmp_path / "logs").write_bytes(b"")
    setup_logging("INFO", tmp_path / "logs" / "posteract.log", console=lines.append)
    logger.error("still here")

    assert len(lines) == 2
    assert lines[0].startswith("WARNING: no log file: ")
    assert "posteract.log cannot be written" in lines[0]
    assert lines[1] == "ERROR: still here\n"


def test_the_file_rotates_and_old_ones_go(file):
    setup_logging("INFO", file, rotation=500, keep=2, console=lambda _: None)
    for number in range(60):
        logger.info("line {} of a long night", number)

    kept = sorted(file.parent.iterdir())
    assert len(kept) == 3
    assert "line 59" in file.read_text(encoding="utf-8")


def test_a_progress_bar_can_take_the_console_for_a_while(monkeypatch, lines):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    setup_logging()
    with console_through(lines.append):
        logger.warning("above the bar")
    logger.warning("after it")

    assert lines == ["WARNING: above the bar\n"]
    assert sys.stderr.getvalue() == "WARNING: after it\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("1", False)])
def test_a_terminal_gets_colour_unless_it_wants_none(monkeypatch, no_color, coloured):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr(sys, "stderr", Terminal())
    setup_logging()
    logger.warning("w")
    assert ("\x1b[" in sys.stderr.getvalue()) is coloured


def test_many_threads_write_whole_lines(file):
    setup_logging("INFO", file, console=lambda _: None)
    register_secret(SECRET)

    def talk(name: int) -> None:
        for number in range(50):
            logger.info("thread {} line {} {}", name, number, SECRET)

    threads = [threading.Thread(target=talk, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    written = file.read_text(encoding="utf-8").splitlines()
    assert len(written) == 400
    assert all(line.endswith("***") for line in written)


def test_a_title_can_neither_forge_a_line_of_the_log_nor_move_the_cursor(file, lines):
    setup_logging("INFO", file, verbosity=1, console=lines.append)
    logger.info("{}: poster from tmdb", "Heat\r\n2026-01-01 00:00:00.000 | ERROR    | x:1 | all is lost\x1b[2J\u202e")
    logger.complete()
    written = file.read_text("utf-8").splitlines()
    assert [line.startswith("20") for line in written] == [True, False]
    assert written[1].startswith("    2026")
    assert r"\x1b[2J\u202e" in written[1]
    assert "\x1b" not in "".join(lines)
    assert "\n    2026" in lines[0]
