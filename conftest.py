"""For every test of the workspace: the fakes and the PostgreSQL server of tests/services, and a log left as it was."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("posteract", deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""How long an example takes says something of the machine, not of the program."""
settings.load_profile("posteract")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background of a shell: what tests start would inherit that, and could not be interrupted.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Keep compiled modules for the hundreds of programs that tests start, out of the tree where it is to be kept clean."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(config.cache.mkdir("bytecode")) if config.cache is not None else ""


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
