"""For every test of the workspace: the fakes and the PostgreSQL server of tests/services, and a log left as it was."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator

import hypothesis
import pytest
from hypothesis import settings

settings.register_profile("posteract", deadline=None)
"""How long an example takes says something of the machine, not of the program."""
settings.load_profile("posteract")

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background of a shell: what tests start would inherit that, and could not be interrupted.
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["services.fixtures", "services.postgresql"]


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    """Undo what a test set up for logging: sinks, patcher and the standard library's handlers are the whole process's."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
    if (loguru := sys.modules.get("loguru")) is not None:
        loguru.logger.remove()
        loguru.logger.configure(patcher=lambda record: None)
