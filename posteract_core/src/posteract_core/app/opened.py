"""What is open while something is done: opened once, when first needed, and closed again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from loguru import logger

from ..collect.composition import Built
from ..collect.remembered import Remembered
from ..config import Config, Loaded, load_config
from ..errors import PosteractError, ProviderError
from ..http import HttpService, RetryPolicy
from ..http.clock import Clock
from ..logs import setup_logging
from ..model import Finding, Library
from ..plugins.failures import log_failure
from ..plugins.house import House
from ..plugins.instances import InstanceSpec
from ..plugins.registry import Registry
from ..providers import ArtworkSource, MediaServer, PluginSettings, ProviderContext
from ..providers.memory import Memory
from ..render import LookBook
from ..run.choose import COLLAGE, CURRENT, SERVER, Chooser
from ..select import MANUAL_SOURCE
from ..store import BlobStore, Ledger, Originals
from ..store.hold import hold, hold_database
from .collage_source import Collages
from .collection_art import COLLECTION, CollectionArt
from .looks import look_book, unknown_looks
from .metadata_art import METADATA, MetadataArt, Pictured
from .outside import Outside
from .setting import setting_of

CORE_SOURCES = frozenset({SERVER, CURRENT, MANUAL_SOURCE, COLLECTION, COLLAGE, METADATA})
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
        attempts: how often a request is sent at most; None = as the configuration says.
    """

    config: Path | None = None
    verbosity: int = 0
    debug: bool = False
    no_plugins: bool = False
    raise_plugin_errors: bool = False
    dry_run: bool = False
    console: Callable[[str], None] | None = None
    attempts: int | None = None


class Opened:
    """What a command or a run works with: each part is made when first needed, and closed with all the others.

    Raises, when opened:
        ConfigError: the configuration has mistakes.
    """

    def __init__(self, loaded: Loaded, *, dry_run: bool = False, attempts: int | None = None) -> None:
        self.loaded = loaded
        self.attempts = attempts if attempts is not None else loaded.config.run.retry.attempts
        self.dry_run = dry_run or loaded.config.run.dry_run
        self.config: Config = loaded.config
        self.registry: Registry = loaded.registry
        self.cancel = threading.Event()
        self._stack = ExitStack()

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
        return cls(loaded, dry_run=opening.dry_run, attempts=opening.attempts)

    @classmethod
    def again(cls, opening: Opening) -> Self:
        """Read the configuration as it is now, for one more deed in a program that goes on: logging stays as it was set up."""
        loaded = load_config(
            opening.config, no_plugins=opening.no_plugins, raise_plugin_errors=opening.raise_plugin_errors
        )
        loaded.registry.watch(log_failure)
        return cls(loaded, dry_run=opening.dry_run, attempts=opening.attempts)

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
            None if self.dry_run else self.config.storage.cache / "http",
            network=run.network,
            retry=RetryPolicy(
                attempts=self.attempts, first_s=run.retry.first.seconds, longest_s=run.retry.longest.seconds
            ),
            clock=Clock(stop=self.cancel),
        )
        self._stack.callback(service.close)
        return service

    @cached_property
    def outside(self) -> Outside:
        """Return the reader of addresses that the owner's files name."""
        return Outside(self.http, local=self.config.run.local_urls)

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
        if self.config.storage.database_url.startswith("postgres"):
            return hold_database(self.config.storage.database_url, wait=wait, purpose=purpose)
        return hold(self.data_folder / "posteract.lock", wait=wait, purpose=purpose)

    def chooser(self, ledger: Ledger, *, blobs: BlobStore | None = None, originals: Originals | None = None) -> Chooser:
        """Return what finds, ranks and reads candidates.

        Args:
            ledger: remembers what was read.
            blobs, originals: other stores than the app's own, to work on for a while.
        """
        chooser = Chooser(
            sources=self.sources,
            servers=self.servers(),
            blobs=blobs or self.blobs,
            originals=originals or self.originals,
            ledger=ledger,
            pins=self.pins,
            accept=self.config.recheck.accept,
        )
        self._collages.chooser = chooser
        return chooser

    @cached_property
    def remembered(self) -> Remembered:
        """Return the memory of what builders said, for recipes with `cache_builders`."""
        memory = Memory(self.config.storage.cache / "builders.sqlite", looking_only=self.dry_run)
        self._stack.callback(memory.close)
        return Remembered(memory)

    @cached_property
    def built(self) -> Built:
        """Return the collections that were built in this run."""
        return Built()

    @cached_property
    def pictured(self) -> Pictured:
        """Return the pictures that metadata files name, as far as they were read in this run."""
        return Pictured()

    @cached_property
    def sources(self) -> Mapping[str, ArtworkSource[Any]]:
        """Return the artwork sources by name: those of plugins, and those of pictures that files and recipes name."""
        own = {
            COLLECTION: CollectionArt(self.house, self.outside, self.built),
            COLLAGE: self._collages,
            METADATA: MetadataArt(self.outside, self.pictured),
        }
        return {**self.house.artwork_sources(), **own}

    @cached_property
    def setting(self) -> str:
        """Return a token that changes with the configuration and with what is installed."""
        return setting_of(self.loaded)

    @cached_property
    def _collages(self) -> Collages:
        return Collages(self.config, lambda: self.book, self.built)

    def _open_ledger(self, *, dry_run: bool) -> Ledger:
        ledger = Ledger.open(self.config.storage.database_url, base=self.config.folder, dry_run=dry_run)
        self._stack.callback(ledger.close)
        return ledger

    def broken(self) -> list[Finding]:
        """Return what is wrong with plugins."""
        return [failure.finding() for failure in self.registry.failures]

    def warnings(self) -> list[str]:
        """Return what the configuration names in vain, and which plugins are broken, each with its remedy."""
        vain = [problem.with_hint for problem in self.loaded.warnings]
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
                logger.error("{}{}", error, f" ({error.hint})" if error.hint else "")
            except Exception as error:  # noqa: BLE001 - a plugin's border: its server is down, the others are not
                logger.opt(exception=error).debug("{} broke", name)
                down[name] = ProviderError(name, f"broke: {type(error).__name__}: {error}")
                logger.error("{}", down[name])
        return servers, listed, down

    def _context(self, spec: InstanceSpec, settings: PluginSettings) -> ProviderContext:
        url, verify = getattr(settings, "url", None), getattr(settings, "verify", True)
        return ProviderContext(
            instance=spec.name,
            http=self.http.client_for(
                spec.name,
                str(url) if url else None,
                verify=str(verify) if isinstance(verify, Path) else bool(verify),
                cache=settings.http_cache,
            ),
            cache_folder=self.config.storage.cache / "plugins" / spec.name,
            config_folder=self.config.folder,
            manual_assets=self.config.storage.manual_assets,
            dry_run=self.dry_run,
            config_file=self.loaded.path,
            data_folder=self.data_folder / "plugins" / spec.name,
        )


def _on(library: Library, server: str) -> Library:
    from dataclasses import replace

    return library if library.server == server else replace(library, server=server)
