"""`posteract serve`: what is scheduled is run, until a signal comes."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from dataclasses import replace
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any

import typer

from .state import ExitCode


def serve(ctx: typer.Context) -> None:
    """Run what is scheduled, until stopped.

    SIGTERM ends it with 0, Ctrl-C with 130, once what is under way is finished; the rest is taken up at the next start.
    """
    from ..app.serving import serve as serving

    stop, signals = Event(), _Signals()
    signals.caught(stop)
    opening = ctx.obj.opening()
    serving(replace(opening, verbosity=opening.verbosity or 1), stop, ready=_say)
    raise typer.Exit(ExitCode.INTERRUPTED if signals.by_hand else ExitCode.OK)


def _say(triggers: Sequence[str]) -> None:
    typer.echo(f"Serving: {', '.join(triggers)}. Ctrl-C ends it.")


class _Signals:
    """Turns the first signal into a stop; a second Ctrl-C ends the program at once.

    A handler runs in the midst of whatever the main thread does, which may have the lock of `stop`: it sets no event itself,
    but hands the signal to a thread, through the one queue that is safe for that.
    """

    def __init__(self) -> None:
        self.by_hand = False
        self._heard: SimpleQueue[int] = SimpleQueue()

    def caught(self, stop: Event) -> None:
        """Have signals set `stop` from now on."""

        def handle(number: int, frame: Any) -> None:
            if number == signal.SIGINT:
                self.by_hand = True
                signal.signal(signal.SIGINT, signal.default_int_handler)
            self._heard.put(number)

        def tell() -> None:
            self._heard.get()
            stop.set()

        Thread(target=tell, name="signals", daemon=True).start()

        signal.signal(signal.SIGINT, handle)
        signal.signal(signal.SIGTERM, handle)
