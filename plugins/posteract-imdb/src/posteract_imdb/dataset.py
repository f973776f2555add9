"""Fetches the dataset of ratings, at most once a day, and keeps the one before when the new one is of no use."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import httpx
from loguru import logger
from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.providers.answers import answering, raise_for_answer
from posteract_core.unfinished import unfinished_name

from .index import BrokenDataset, RatingIndex, build

FILE = "title.ratings.tsv.gz"
INDEX = "title.ratings.npy"
STATE = "title.ratings.json"
FRESH_FOR_S = 86_400.0
"""IMDb writes its files once a day."""

USABLE_FOR_S = 30 * 86_400.0
"""A file older than this is not passed off as today's: the service counts as down."""

LARGEST_BYTES = 512 * 2**20
"""Packed. The file has 8 MB."""

LEAST_SHARE = 0.5
"""Of the rows there were before: a file that shrank more than that is a mistake of somebody's."""


class Dataset:
    """The ratings on disk, brought up to date when they are asked for. Safe to use from many threads.

    Args:
        provider: the plugin instance.
        http: the lent client.
        url: of the folder of datasets.
        folder: where the index is kept; None (a dry run without one) = for as long as the program runs.
        looking_only: leave `folder` as it is; what is fetched goes to a temporary folder.
        clock: UNIX seconds.
    """

    def __init__(
        self,
        provider: str,
        http: httpx.Client,
        url: str,
        folder: Path,
        *,
        looking_only: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._provider, self._http, self._clock = provider, http, clock
        self._url = f"{url.rstrip('/')}/{FILE}"
        self._kept = self._folder = folder
        self._looking_only = looking_only
        self._temporary: TemporaryDirectory[str] | None = None
        self._lock = Lock()
        self._index: RatingIndex | None = None
        self._tried_at = 0.0
        self.complaint = ""
        """Why an older file is used than there could be; empty when all is well."""

    def index(self) -> RatingIndex:
        """Return the ratings, at most a day old where the service lets us have them.

        Raises:
            ProviderUnavailable, ProviderRejected, ProviderError: there are none, or none that could still be used.
        """
        with self._lock:
            now = self._clock()
            if self._index is None:
                self._index = self._open()
            if self._index is None or now - self._tried_at >= FRESH_FOR_S:
                self._bring_up_to_date(now)
            assert self._index is not None
            return self._index

    def at_hand(self) -> RatingIndex | None:
        """Return the ratings as they were last fetched, without asking anybody; None when there are none."""
        with self._lock:
            return self._index or self._open()

    def look(self) -> None:
        """Return if the service has its file; fetches nothing. Raises as `index`."""
        with answering(self._provider):
            response = self._http.head(self._url, extensions={"attempts": 1})
        raise_for_answer(response, self._provider)

    def close(self) -> None:
        """Let the file go, and what is temporary with it."""
        with self._lock:
            self._index = None
            if self._temporary is not None:
                self._temporary.cleanup()

    def _bring_up_to_date(self, now: float) -> None:
        state = self._state()
        age_s = now - state.get("checked_at", 0.0)
        if self._index is not None and 0 <= age_s < FRESH_FOR_S:
            self._tried_at = now - age_s
            return
        try:
            self._fetch(state if self._index is not None else {}, now)
            self.complaint = ""
        except ProviderError as error:
            if self._index is None or not 0 <= age_s < USABLE_FOR_S:
                raise
            day = time.strftime("%Y-%m-%d", time.gmtime(state.get("checked_at", 0.0)))
            self.complaint = f"{error}; the ratings of {day} are used"
            logger.warning("{}", self.complaint)
        self._tried_at = now

    def _fetch(self, state: dict[str, Any], now: float) -> None:
        headers = {"accept-encoding": "identity"}
        if state.get("etag"):
            headers["if-none-match"] = state["etag"]
        if state.get("last_modified"):
            headers["if-modified-since"] = state["last_modified"]
        if self._looking_only and self._temporary is None:
            self._temporary = TemporaryDirectory(prefix="posteract-imdb-")
            self._folder = Path(self._temporary.name)
        packed, made = (self._folder / unfinished_name() for _ in range(2))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with (
                answering(self._provider),
                self._http.stream("GET", self._url, headers=headers, extensions={"stream": True}) as response,
            ):
                raise_for_answer(response, self._provider)
                if response.status_code == httpx.codes.NOT_MODIFIED:
                    self._remember({**state, "checked_at": now})
                    return
                self._download(response, packed)
                etag, modified = response.headers.get("etag", ""), response.headers.get("last-modified", "")
            rows = _checked(build(packed, made), before=state.get("rows", 0))
            self._index = None  # let go of the old file first: some systems replace no file that is open
            made.replace(self._folder / INDEX)
            self._remember({"etag": etag, "last_modified": modified, "checked_at": now, "rows": rows})
        except BrokenDataset as error:
            raise ProviderUnavailable(self._provider, f"its file {FILE} cannot be used: {error}") from error
        except OSError as error:
            raise ProviderError(
                self._provider,
                f"its ratings cannot be kept in {self._folder}: {error.strerror or error}",
                hint="Give Posteract permission and room there, or change `storage.cache`.",
            ) from error
        finally:
            for leftover in (packed, made):
                with suppress(OSError):
                    leftover.unlink()
            if self._index is None:
                self._index = self._open()

    def _download(self, response: httpx.Response, to: Path) -> None:
        announced = response.headers.get("content-length", "")
        received = 0
        with to.open("xb") as file:
            for chunk in response.iter_raw():
                received += len(chunk)
                if received > LARGEST_BYTES:
                    raise BrokenDataset(f"it has more than {LARGEST_BYTES // 2**20} MiB")
                file.write(chunk)
        if announced.isdigit() and received != int(announced):
            raise BrokenDataset(f"{received} of its {announced} bytes came")

    def _open(self) -> RatingIndex | None:
        for folder in dict.fromkeys((self._folder, self._kept)):
            try:
                return RatingIndex(folder / INDEX)
            except (OSError, ValueError, EOFError):
                continue
        return None

    def _state(self) -> dict[str, Any]:
        for folder in dict.fromkeys((self._folder, self._kept)):
            try:
                state = json.loads((folder / STATE).read_bytes())
            except (OSError, ValueError):
                continue
            if isinstance(state, dict) and isinstance(state.get("checked_at"), int | float):
                return state
        return {}

    def _remember(self, state: dict[str, Any]) -> None:
        unfinished = self._folder / unfinished_name()
        unfinished.write_text(json.dumps(state), encoding="utf-8")
        unfinished.replace(self._folder / STATE)


def _checked(rows: int, *, before: int) -> int:
    if rows < LEAST_SHARE * before:
        raise BrokenDataset(f"it has {rows} rows, and had {before} before")
    return rows
