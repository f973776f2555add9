"""The contract of triggers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from queue import Queue
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest

from ...model import RunRequest
from ...providers import JobState, MediaEvent, Trigger
from .parts import assert_healthy_shape, given

PATIENCE_S = 5.0
"""How long a test waits for something that should happen at once."""


class RecordingApp:
    """The part of the app a trigger sees; keeps what is submitted and told."""

    def __init__(self) -> None:
        self.requests: Queue[RunRequest] = Queue()
        self.told: Queue[tuple[str, tuple[MediaEvent, ...]]] = Queue()
        self.states: list[JobState] = []

    def submit(self, request: RunRequest, *, job: str = "") -> str:
        """Keep the request and return an id."""
        self.requests.put(request)
        return "run-1"

    def tell(self, name: str, events: Sequence[MediaEvent]) -> None:
        """Keep who told, and what."""
        self.told.put((name, tuple(events)))

    def jobs(self) -> Sequence[JobState]:
        """Return whatever jobs a test put there."""
        return self.states


class TriggerContract:
    """What every trigger promises.

    Fixtures to supply:
        trigger: the trigger under test.

    Fixtures to override where the default does not fit:
        provoke: a callable that makes what the trigger watches for happen, called until the trigger has noticed; default
            None, the test is skipped.
    """

    @pytest.fixture
    def provoke(self) -> Callable[[], object] | None:
        """Return None: nothing is known to set the trigger off."""
        return None

    @pytest.fixture
    def listening(self, trigger: Trigger[Any]) -> Iterator[tuple[RecordingApp, Event, Thread]]:
        """Return an app, the stop event and the thread in which the trigger listens."""
        app, stop = RecordingApp(), Event()
        thread = Thread(target=trigger.listen, args=(app, stop), daemon=True)
        thread.start()
        yield app, stop, thread
        stop.set()
        thread.join(PATIENCE_S)

    def test_it_is_a_well_formed_provider(self, trigger: Trigger[Any]) -> None:
        assert isinstance(trigger, Trigger)
        assert_healthy_shape(trigger)

    def test_it_listens_until_stopped_and_returns_within_a_second(
        self, listening: tuple[RecordingApp, Event, Thread]
    ) -> None:
        _, stop, thread = listening
        thread.join(0.05)
        assert thread.is_alive()
        stop.set()
        thread.join(1.0)
        assert not thread.is_alive()

    def test_a_stop_before_the_start_ends_it_at_once(self, trigger: Trigger[Any]) -> None:
        app, stop = RecordingApp(), Event()
        stop.set()
        thread = Thread(target=trigger.listen, args=(app, stop), daemon=True)
        thread.start()
        thread.join(1.0)
        assert not thread.is_alive()
        assert app.requests.empty()

    def test_one_that_is_prepared_listens_and_a_second_time_nothing_of_the_first_is_in_the_way(
        self, trigger: Trigger[Any]
    ) -> None:
        for stopped_before in (True, False):
            trigger.prepare()
            app, stop = RecordingApp(), Event()
            if stopped_before:
                stop.set()
            thread = Thread(target=trigger.listen, args=(app, stop), daemon=True)
            thread.start()
            thread.join(0.05)
            assert stopped_before or thread.is_alive()
            stop.set()
            thread.join(PATIENCE_S)
            assert not thread.is_alive()

    def test_it_submits_a_run_or_tells_of_events_when_set_off(
        self, listening: tuple[RecordingApp, Event, Thread], provoke: Callable[[], object] | None
    ) -> None:
        happen = given(provoke, "provoke")
        app, stop, _ = listening
        deadline = monotonic() + PATIENCE_S
        while app.requests.empty() and app.told.empty() and monotonic() < deadline:
            happen()
            stop.wait(0.05)
        if app.told.empty():
            assert isinstance(app.requests.get_nowait(), RunRequest)
        else:
            name, events = app.told.get_nowait()
            assert name
            assert events
            assert all(isinstance(event, MediaEvent) for event in events)
