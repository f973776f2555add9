"""The facade: opens everything a command needs, once, and closes it again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from loguru import logger

from ..config import Config, Loaded, load_config
from ..errors import PosteractError, ProviderError
from ..http import HttpService, RetryPolicy
from ..http.clock import Clock
from ..logs import setup_logging
from ..model import Library, RunRequest, RunSummary
from ..plan import LibraryPlan, Plan, Planner
from ..plan.facts import FactDesk
from ..plan.limits import config_note
from ..plugins.failures import log_failure
from ..plugins.house import House
from ..plugins.instances import InstanceSpec
from ..plugins.registry import Registry
from ..providers import MediaServer, PluginSettings, ProviderContext
from ..render import LookBook, OverlayService
from ..run import Backoff, Progress, Runner
from ..run.choose import CURRENT, SERVER, Chooser
from ..run.job import Job
from ..run.outcome import Tally
from ..select import MANUAL_SOURCE
from ..store import AssetTree, BlobStore, Ledger, Originals
from ..store.files import write_whole
from ..store.hold import hold
from .gallery import Gallery
from .looks import library_plans, look_book, unknown_looks
from .page import page
from .report import RunReport

CORE_SOURCES = frozenset({SERVER, CURRENT, MANUAL_SOURCE})
"""Sources that are the core's own; no plugin may take their names."""

SOURCES_HOOK = "posteract_artwork_sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How the app is opened: the root options.

    Attributes:
        config: the configuration file; None = where it is usually found.
        verbosity, debug: of the console.
        no_plugins: as if none were installed.
        raise_plugin_errors: let a plugin's exception end the program.
        dry_run: write no file at all, no log and no cache either.
        console: takes log lines instead of stderr.
    """

    config: Path | None = None
    verbosity: int = 0
    debug: bool = False
    no_plugins: bool = False
    raise_plugin_errors: bool = False
    dry_run: bool = False
    console: Callable[[str], None] | None = None


def _nothing(*_: object) -> None:
    """Tell nobody."""


class App:
    """Everything a command may ask for. Parts are made when first needed; close it, or use it in a `with`.

    Raises, when opened:
        ConfigError: the configuration has mistakes.
    """

    def __init__(self, loaded: Loaded, *, dry_run: bool = False) -> None:
        self.loaded = loaded
        self.dry_run = dry_run or loaded.config.run.dry_run
        self.config: Config = loaded.config
        self.registry: Registry = loaded.registry
        self.cancel = threading.Event()
        self._stack = ExitStack()
        self._gallery: Gallery | None = None

    @classmethod
    def open(cls, opening: Opening) -> Self:
        """Read the configuration, import the enabled plugins, and set logging up."""
        loaded = load_config(
            opening.config, no_plugins=opening.no_plugins, raise_plugin_errors=opening.raise_plugin_errors
        )
        log = loaded.config.log
        setup_logging(
            log.level,
            log.file if loaded.path is not None and not opening.dry_run else None,
            rotation=log.rotation,
            keep=log.keep,
            verbosity=opening.verbosity,
            debug=opening.debug,
            console=opening.console,
        )
        loaded.registry.watch(log_failure)
        return cls(loaded, dry_run=opening.dry_run)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close what was opened, the last first."""
        self._stack.close()

    @cached_property
    def http(self) -> HttpService:
        """Return where HTTP clients come from."""
        run = self.config.run
        service = HttpService(
            self.config.storage.cache / "http",
            network=run.network,
            retry=RetryPolicy(
                attempts=run.retry.attempts, first_s=run.retry.first.seconds, longest_s=run.retry.longest.seconds
            ),
            clock=Clock(stop=self.cancel),
        )
        self._stack.callback(service.close)
        return service

    @cached_property
    def house(self) -> House:
        """Return the providers of all configured plugin instances."""
        house = House(
            self.registry, self.loaded.instances, make_context=self._context, reserved={SOURCES_HOOK: CORE_SOURCES}
        )
        self._stack.callback(house.close)
        return house

    @cached_property
    def book(self) -> LookBook:
        """Return styles and overlays.

        Raises:
            ConfigError: some of them have mistakes.
        """
        book = look_book(self.config, self.house)
        self.loaded.check_looks([*book.problems, *unknown_looks(self.config, book)])
        return book

    @cached_property
    def blobs(self) -> BlobStore:
        """Return the cache of pictures."""
        return BlobStore(self.config.storage.cache / "pictures")

    @cached_property
    def originals(self) -> Originals:
        """Return the pictures found before our first uploads; they lie beside the ledger, not in the cache."""
        return Originals(self.data_folder / "originals")

    @cached_property
    def pins(self) -> BlobStore:
        """Return the pictures picked by hand; they too may not be lost with the cache."""
        return BlobStore(self.data_folder / "pins")

    @property
    def data_folder(self) -> Path:
        """Return the folder of what must not be lost: the ledger's own, or for PostgreSQL the configuration's."""
        path = self.config.storage.sqlite_path
        return path.parent if path is not None else self.config.folder

    @cached_property
    def ledger(self) -> Ledger:
        """Return the ledger, opened for writing."""
        return self._open_ledger(dry_run=False)

    @cached_property
    def reading(self) -> Ledger:
        """Return the ledger for looking only: what is done to it does not last, and no file is made."""
        return self._open_ledger(dry_run=True)

    def hold(self, purpose: str, *, wait: bool = False) -> AbstractContextManager[None]:
        """Return a `with` block for which nobody else may write to the ledger; raises `LedgerBusy`, see `store.hold`.

        Where nothing at all is configured there is nothing to hold, and no lock file is left in whatever folder this is.
        """
        if self.loaded.path is None and not (self.config.libraries or self.loaded.instances):
            return nullcontext()
        return hold(self.data_folder / "posteract.lock", wait=wait, purpose=purpose)

    def chooser(self, ledger: Ledger) -> Chooser:
        """Return what finds, ranks and reads candidates; it remembers what it read in `ledger`."""
        return Chooser(
            sources=self.house.artwork_sources(),
            servers=self.servers(),
            blobs=self.blobs,
            originals=self.originals,
            ledger=ledger,
            pins=self.pins,
        )

    def _open_ledger(self, *, dry_run: bool) -> Ledger:
        ledger = Ledger.open(self.config.storage.database_url, base=self.config.folder, dry_run=dry_run)
        self._stack.callback(ledger.close)
        return ledger

    def run(
        self,
        request: RunRequest,
        *,
        progress: Callable[[Progress], None] = _nothing,
        planning: Callable[[int], None] = _nothing,
        exhibit: bool = False,
    ) -> RunReport:
        """Plan, and unless it is a dry run, do it.

        Args:
            request: what to do.
            progress: told after each finished target.
            planning: told how many targets were looked at.
            exhibit: keep small pictures of what is made, for `write_page`.

        Raises:
            UsageError: an item fits none or several, a library is not configured, the plan is beyond `run.limits`.
            LedgerBusy: another run holds the ledger.
            ConfigError: the configuration has mistakes.
            KeyboardInterrupt: cancelled; what was under way is finished.
        """
        self._gallery = Gallery() if exhibit else None
        if not self.config.libraries:
            self.loaded.check_names("library", request.libraries, ())
            return _nothing_to_do(request, self._warnings())
        dry = request.dry_run or self.dry_run
        held = nullcontext() if dry else self.hold("a run", wait=request.wait)
        with held:
            ledger = self._open_ledger(dry_run=True) if dry else self.ledger
            servers, listed, down = self.listed()
            plans = library_plans(self.config, self.book, listed, only=request.libraries)
            warnings = self._unserved(request, plans, down)
            with self._plan(request, ledger, servers, plans, planning) as plan:
                down |= plan.unlisted
                if dry:
                    summary = _dry_summary(request, plan)
                    lost: Mapping[str, PosteractError] = {}
                else:
                    summary, lost = self._carry_out(plan, request, ledger, servers, plans, progress)
                warnings += plan.warnings
            warnings += self._warnings()
        return RunReport(
            summary=summary,
            warnings=tuple(dict.fromkeys(warnings)),
            down={**down, **lost},
            reached=any(listed.values()) or not down,
        )

    def _warnings(self) -> list[str]:
        """Return what the configuration names in vain, and which plugins are broken, each with its remedy."""
        vain = [f"{problem}; {problem.hint}" if problem.hint else str(problem) for problem in self.loaded.warnings]
        return vain + [f"plugin {each.plugin}: {each.reason}; {each.remedy}" for each in self.registry.failures]

    def servers(self) -> Mapping[str, MediaServer[Any]]:
        """Return the media servers by instance name."""
        return self.house.media_servers()

    def listed(
        self,
    ) -> tuple[Mapping[str, MediaServer[Any]], dict[str, Sequence[Library]], dict[str, PosteractError]]:
        """Return the servers, the libraries of those that answer, and why the others do not."""
        servers = self.servers()
        listed: dict[str, Sequence[Library]] = {}
        down: dict[str, PosteractError] = {}
        for name, server in servers.items():
            try:
                listed[name] = [_on(library, name) for library in server.libraries()]
            except ProviderError as error:
                down[name] = error
                logger.error("{}{}", error, f" {error.hint}" if error.hint else "")
            except Exception as error:  # noqa: BLE001 - a plugin's border: its server is down, the others are not
                logger.opt(exception=error).debug("{} broke", name)
                down[name] = ProviderError(name, f"broke: {type(error).__name__}: {error}")
                logger.error("{}", down[name])
        return servers, listed, down

    def _unserved(
        self, request: RunRequest, plans: Sequence[LibraryPlan], down: Mapping[str, PosteractError]
    ) -> list[str]:
        """Return a sentence for each configured library that no server has; raise for one that was asked for by name."""
        self.loaded.check_names("library", request.libraries, tuple(self.config.libraries))
        served = {plan.name for plan in plans}
        if down:
            return []
        return [
            f"no media server has the library {name!r}"
            for name in request.libraries or self.config.libraries
            if name not in served
        ]

    @contextmanager
    def _plan(
        self,
        request: RunRequest,
        ledger: Ledger,
        servers: Mapping[str, MediaServer[Any]],
        plans: Sequence[LibraryPlan],
        planning: Callable[[int], None],
    ) -> Iterator[Plan]:
        limit = self.config.run.limits.redraw
        planner = Planner(
            ledger=ledger,
            blobs=self.blobs,
            sources=self.house.artwork_sources(),
            facts=FactDesk(self.house.fact_sources()),
            facts_every_s=self.config.run.facts_every.seconds,
            redraw_share=limit.share,
            redraw_most=limit.count,
            progress=planning,
        )
        plan = planner.plan(request, [(servers[each.library.server], each) for each in plans])
        try:
            yield plan
        finally:
            plan.close()

    def _carry_out(
        self,
        plan: Plan,
        request: RunRequest,
        ledger: Ledger,
        servers: Mapping[str, MediaServer[Any]],
        plans: Sequence[LibraryPlan],
        progress: Callable[[Progress], None],
    ) -> tuple[RunSummary, Mapping[str, PosteractError]]:
        storage, run = self.config.storage, self.config.run
        self.blobs.sweep()
        self.house.notify("posteract_run_started", request=request)
        runner = Runner(
            servers=servers,
            libraries={(each.library.server, each.name): each for each in plans},
            chooser=self.chooser(ledger),
            service=OverlayService(),
            ledger=ledger,
            blobs=self.blobs,
            originals=self.originals,
            assets=AssetTree(storage.assets) if storage.assets is not None else None,
            keep_originals=storage.keep_originals,
            backoff=Backoff(run.retry.attempts, run.retry.first.seconds, run.retry.longest.seconds),
            network=run.network,
            workers=run.workers or _cores(),
            uploads=run.uploads,
            notify=self.house.notify,
            progress=progress,
            exhibit=self._exhibit if self._gallery is not None else None,
            cancel=self.cancel,
        )
        summary = runner.run(plan, request)
        for each in plans:
            if not plan.unlisted and not request.items and ledger.note(config_note(each)) != each.digest():
                ledger.set_note(config_note(each), each.digest())
        self.house.notify("posteract_run_finished", summary=summary)
        return summary, runner.lost

    def _exhibit(self, job: Job, data: bytes) -> None:
        if self._gallery is None or job.base_path is None:
            return
        self._gallery.show(
            item=str(job.task.item),
            kind=job.task.kind,
            library=job.task.library,
            source=job.target.source_used,
            reason=job.task.reason,
            before=job.base_path,
            after=data,
        )

    def write_page(self, report: RunReport, path: Path, *, title: str = "Posteract run") -> None:
        """Write the page of a run, with the pictures of one that was told to exhibit them; raises OSError."""
        exhibits = self._gallery.exhibits if self._gallery is not None else []
        write_whole(path, page(report, exhibits, title=title).encode())

    def _context(self, spec: InstanceSpec, settings: PluginSettings) -> ProviderContext:
        url = getattr(settings, "url", None)
        return ProviderContext(
            instance=spec.name,
            http=self.http.client_for(spec.name, str(url) if url else None),
            cache_folder=self.config.storage.cache / "plugins" / spec.name,
            config_folder=self.config.folder,
            manual_assets=self.config.storage.manual_assets,
            dry_run=self.dry_run,
        )


def _nothing_to_do(request: RunRequest, warnings: Sequence[str]) -> RunReport:
    now = datetime.now().astimezone()
    summary = RunSummary(request=request, started=now, finished=now)
    return RunReport(summary=summary, warnings=tuple(warnings), nothing_configured=True)


def _dry_summary(request: RunRequest, plan: Plan) -> RunSummary:
    """Return what a run would do: every due target as `planned`."""
    from dataclasses import replace

    from ..model import TaskOutcome

    tally = Tally(request, plan, _nothing)
    summary = tally.summary()
    due = tuple(
        TaskOutcome(
            item=str(task.item),
            kind=task.kind,
            library=task.library,
            server=task.server,
            status="planned",
            source=task.target.source_used if task.target else "",
            reason=task.reason,
        )
        for task in plan
    )
    return replace(summary, tasks=(*due, *summary.tasks))


def _on(library: Library, server: str) -> Library:
    from dataclasses import replace

    return library if library.server == server else replace(library, server=server)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
