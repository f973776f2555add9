"""`posteract serve`: triggers listen, each in a thread of its own, and what they ask for is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

from loguru import logger

from ..config import Loaded, load_config
from ..errors import ConfigError, LedgerBusy, PosteractError, UsageError
from ..model import RunRequest
from ..plugins.failures import describe
from ..plugins.registry import PLUGIN_FAULTS
from ..providers import JobState, MediaEvent, Trigger
from ..run import Progress
from ..store.events import Events
from ..store.hold import SERVE_LOCK, hold, hold_database
from ..store.runs import AskedRun, AskedRuns
from .app import App
from .arrivals import Arrivals
from .jobs import Jobs
from .opened import Opening
from .queue import RunQueue, RunRecord, RunState
from .report import RunReport

BUSY_S = 5.0
"""Between two tries while another process holds the ledger."""

LOOK_S = 0.5
"""How long the main thread sleeps at a time: some systems hand it a signal only then."""

FAREWELL_S = 5.0
"""How long triggers are waited for at the end; they promise a second."""

MOST_BEGUN = 3
"""A run that was begun so often, and never ended, takes the program down with it; it is not begun again."""


class Configuration:
    """The configuration as it is now: read again when its file was changed; while that is wrong, the last right one."""

    def __init__(self, loaded: Loaded, opening: Opening) -> None:
        self._loaded = loaded
        self._opening = opening
        self._seen = _stamp(loaded.path)

    def __call__(self) -> Loaded:
        """Return it."""
        stamp = _stamp(self._loaded.path)
        if stamp != self._seen:
            self._seen = stamp
            try:
                self._loaded = load_config(
                    self._loaded.path,
                    no_plugins=self._opening.no_plugins,
                    raise_plugin_errors=self._opening.raise_plugin_errors,
                )
                logger.info("the configuration was changed; it holds from now on")
            except (ConfigError, OSError) as error:
                logger.error("the configuration was changed and is wrong; the schedule stays as it was: {}", error)
        return self._loaded


class Desk:
    """What triggers and the page see of the program: hands in runs, tells of runs and jobs.

    Attributes:
        opening: how the apps of runs are opened, and those of whoever else works beside them.
        queue: the runs.
        jobs_kept: the jobs of the schedule.
    """

    def __init__(self, app: App, opening: Opening) -> None:
        self._app = app
        self.opening = opening
        self.jobs_kept = Jobs(Configuration(app.loaded, opening), app.ledger)
        self.queue = RunQueue(self._carry_out, changed=self._changed)
        self._asked = AskedRuns(app.ledger)
        self._events = Events(app.ledger)

    def submit(self, request: RunRequest, *, job: str = "") -> str:
        """Queue a run and return its id; see `providers.Submits`. It stands in the ledger when this returns."""
        if job:
            self.jobs_kept.fired(job)
        return self.queue.submit(request, job=job, run_id=self._asked.keep(request, job=job))

    def tell(self, name: str, events: Sequence[MediaEvent]) -> None:
        """Keep what has happened to titles; see `providers.Submits`."""
        if events:
            self._events.accept(name, events)

    def jobs(self) -> Sequence[JobState]:
        """Return the jobs of the configuration as it is now."""
        return self.jobs_kept.states()

    def take_up(self) -> None:
        """Queue what waited or was under way when the program ended, under the ids that were given out.

        Of a job it is what the configuration says of it now; nothing, when it is paused or there is none any more.
        """
        going = {state.job.name: state.job for state in self.jobs() if state.under_way and not self._paused(state)}
        for name in going.keys() - {asked.job for asked in self._asked.all()}:  # fired, and no more
            self._asked.keep(going[name].request, job=name)
        for asked in self._asked.all():
            who = f"the run of {asked.job}" if asked.job else f"the run {asked.id}"
            job = going.get(asked.job)
            if asked.job and job is None:
                self._asked.forget([asked.id])
            elif asked.begun >= MOST_BEGUN:
                self._let_go(asked, who)
            else:
                logger.info("{} is taken up again", who)
                self.queue.submit(job.request if job is not None else asked.request, job=asked.job, run_id=asked.id)

    def _paused(self, state: JobState) -> bool:
        """Return whether a job's run is not to be taken up, and keep that it is not."""
        if state.paused:
            self.jobs_kept.ended(state.job.name, RunState.CANCELLED.value, "")
        return state.paused

    def _let_go(self, asked: AskedRun, who: str) -> None:
        said = f"it was begun {asked.begun} times, and the program did not live to end it"
        logger.error("{} is not taken up: {}", who, said)
        if asked.job:
            self.jobs_kept.ended(asked.job, RunState.FAILED.value, said)
        self._asked.forget([asked.id])

    def _carry_out(self, record: RunRecord) -> RunReport:
        """Do a run with an app of its own: what changed in the configuration holds, nothing of earlier runs is in the way."""

        def progress(heard: Progress) -> None:
            record.progress = heard

        try:
            app = App.open(self.opening)
        except PosteractError as error:
            self._app.tell_failure(record.request, error)
            raise
        with app:
            app.cancel = record.cancel
            while True:
                try:
                    return app.run(replace(record.request, wait=False), progress=progress)
                except LedgerBusy as error:
                    logger.info("{}; this one waits for it", error)
                    if record.cancel.wait(BUSY_S):
                        raise KeyboardInterrupt from error

    def _changed(self, record: RunRecord) -> None:
        who = ", ".join(record.jobs) or "a run"
        if record.state is RunState.RUNNING:
            logger.info("{} begins", who)
        else:
            logger.info("{}: {}{}", who, record.state.value, f" ({record.said})" if record.said else "")
        try:
            self._keep(record)
        except PosteractError as error:
            logger.error("what became of {} cannot be recorded: {}", who, error)

    def _keep(self, record: RunRecord) -> None:
        if record.state is RunState.RUNNING:
            self._asked.begin(record.asked)
            for job in record.jobs:
                self.jobs_kept.started(job)
        elif record.state is RunState.CANCELLED and not record.unwanted:
            self._asked.put_off(record.asked)
        else:
            for job in record.jobs:
                self.jobs_kept.ended(job, record.state.value, record.said)
            self._asked.forget(record.asked)


def serve(opening: Opening, stop: Event, *, ready: Callable[[Sequence[str]], None]) -> None:
    """Serve until `stop` is set, then finish what is under way.

    Args:
        opening: how apps are opened.
        stop: set by a signal.
        ready: told the names of the triggers that start runs and really listen.

    Raises:
        ConfigError: the configuration has mistakes.
        UsageError: no plugin listens for anything.
        LedgerBusy: another process serves the same ledger.
        PosteractError: nothing that starts runs could be started, or nothing listens any more.
    """
    with App.open(opening) as app, _alone(app):
        for warning in app.warnings():
            logger.warning("{}", warning)
        triggers = app.house.triggers()
        if not any(trigger.starts_runs for trigger in triggers.values()):
            raise UsageError(
                "no plugin is installed that could start a run",
                hint="Install posteract-schedule: `pip install posteract-schedule`.",
            )
        desk = Desk(app, opening)
        desk.take_up()
        triggers = _prepared(app, triggers)
        starting = tuple(name for name, trigger in triggers.items() if trigger.starts_runs)
        worker = Thread(target=desk.queue.work, name="runs")
        worker.start()
        arrivals = Thread(target=Arrivals(app, desk.queue).work, args=(stop,), name="arrivals")
        arrivals.start()
        listeners = _listen(app, triggers, desk, stop)
        try:
            ready(starting)
            while not stop.wait(LOOK_S):
                if not any(listeners[name].is_alive() for name in starting):
                    raise PosteractError("nothing listens any more", hint="The log says why.")
        finally:
            stop.set()
            desk.queue.close()
            worker.join()
            arrivals.join()
            for listener in listeners.values():
                listener.join(FAREWELL_S)


def _prepared(app: App, triggers: Mapping[str, Trigger[Any]]) -> dict[str, Trigger[Any]]:
    """Return the triggers that have what they need; what keeps another from starting is told.

    Raises:
        PosteractError: none that starts runs is among them.
    """
    prepared: dict[str, Trigger[Any]] = {}
    reasons: dict[str, BaseException] = {}
    for name, trigger in triggers.items():
        try:
            trigger.prepare()
        except PLUGIN_FAULTS as error:
            app.registry.fail(app.house.instances[trigger.context.instance].spec.plugin, "prepare", error)
            logger.error("the trigger {} is left out: nothing is served by it", name)
            reasons[name] = error
        else:
            prepared[name] = trigger
    if not any(trigger.starts_runs for trigger in prepared.values()):
        said = "; ".join(f"{name}: {describe(error)}" for name, error in reasons.items())
        hints = dict.fromkeys(error.hint for error in reasons.values() if isinstance(error, PosteractError))
        raise PosteractError(f"nothing that starts runs could be started: {said}", hint=" ".join(filter(None, hints)))
    return prepared


def _listen(app: App, triggers: Mapping[str, Trigger[Any]], desk: Desk, stop: Event) -> dict[str, Thread]:
    def listen(name: str, trigger: Trigger[Any]) -> None:
        try:
            trigger.listen(desk, stop)
        except PLUGIN_FAULTS as error:
            app.registry.fail(app.house.instances[trigger.context.instance].spec.plugin, "listen", error)
            logger.error("the trigger {} broke; it starts no more runs", name)

    threads = {
        name: Thread(target=listen, args=(name, trigger), name=f"trigger {name}", daemon=True)
        for name, trigger in triggers.items()
    }
    for thread in threads.values():
        thread.start()
    return threads


@contextmanager
def _alone(app: App) -> Iterator[None]:
    """Have no second process serve the same ledger: on PostgreSQL on no machine."""
    url, lock_file = app.config.storage.database_url, app.data_folder / "posteract.serve.lock"
    lock = (
        hold_database(url, wait=False, purpose="`posteract serve`", lock=SERVE_LOCK)
        if url.startswith("postgres")
        else hold(lock_file, wait=False, purpose="`posteract serve`")
    )
    try:
        lock.__enter__()
    except LedgerBusy as error:
        who = str(error).partition(": ")[2]
        raise LedgerBusy(
            f"`posteract serve` is running already: {who}", hint="One is enough; stop that one first."
        ) from error
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def _stamp(path: Path | None) -> tuple[int, int] | None:
    try:
        stat = path.stat() if path is not None else None
    except OSError:
        return None
    return (stat.st_mtime_ns, stat.st_size) if stat is not None else None
