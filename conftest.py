"""For every test of the workspace: the fake services of tests/services, and a log that no test leaves changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

pytest_plugins = ["services.fixtures"]


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    """Undo what a test set up for logging: loguru's sinks and patcher are the whole process's."""
    yield
    if (loguru := sys.modules.get("loguru")) is not None:
        loguru.logger.remove()
        loguru.logger.configure(patcher=lambda record: None)
