"""Chooses the base of one target: asks sources in the order of preference, no more of them than can matter."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from loguru import logger

from ..errors import PictureRefused, PosteractError, ProviderError, ProviderRejected, ProviderUnavailable
from ..model import TEXTLESS, Artwork, ArtworkKind, ItemType, MediaItem
from ..providers import ArtworkSource, MediaServer
from ..render import decode_check
from ..select import Preferences, Ranking, could_beat, rank
from ..select.better import InUse, better
from ..store import BlobStore, Ledger, Originals, Target
from .job import Job
from .pins import pinned

SERVER, CURRENT, DRAWN, COLLAGE = "server", "current", "drawn", "collage"


class NothingQualifies(PosteractError):
    """No candidate can be used, and everyone could be asked."""


@dataclass(slots=True, kw_only=True)
class Chooser:
    """Finds, ranks and reads candidates. One source that fails is one source less, and the target waits for it.

    Attributes:
        sources: by name.
        servers: by name; they are the source `server`.
        blobs: where pictures are kept.
        originals: the source `current`.
        ledger: remembers which candidate has which bytes.
        pins: where pictures picked by hand are kept; None = in `blobs`.
        accept: what a new look at the sources may replace: see `select.better`.
    """

    sources: Mapping[str, ArtworkSource[Any]]
    servers: Mapping[str, MediaServer[Any]]
    blobs: BlobStore
    originals: Originals
    ledger: Ledger
    pins: BlobStore | None = None
    accept: str = "better"
    _gates: dict[str, threading.Semaphore] = field(default_factory=dict, init=False)
    _refused: dict[str, str] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def choose(self, job: Job) -> None:
        """Give the job its base.

        Raises:
            ProviderUnavailable: a source that may have something better could not be asked: the target waits.
            NothingQualifies: there is nothing.
        """
        task, preferences = job.task, job.settings.preferences
        if job.adopted and not job.target.pinned:
            adopted = Artwork(source=CURRENT, id=job.adopted, url="")
            path = self.originals.path(job.adopted)
            job.use(adopted, job.adopted, path, textless=preferences.unknown_language == TEXTLESS)
            return
        if (pin := pinned(job.target)) is not None:
            self._use_pin(job, pin)
            return
        language = task.item.original_language
        found, silent = self._ask(preferences, task.item, task.kind, task.server, job)
        ranking = rank(found, preferences, task.kind, original_language=language)
        for artwork in _in_order(ranking):
            self._wait_for(silent, artwork, preferences, language)
            if self._take(job, artwork):
                return
        self._wait_for(silent, None, preferences, language)
        for artwork in self._fallbacks(job, found):
            if self._take(job, artwork):
                return
        raise NothingQualifies(self._nothing(ranking, preferences))

    def ranked(self, item: MediaItem, kind: ArtworkKind, preferences: Preferences, job: Job) -> Iterator[Artwork]:
        """Yield what qualifies for a slot, the best first, asking no more sources than can matter.

        Raises:
            ProviderUnavailable: a source that may have something better than the next could not be asked.
        """
        language = item.original_language
        found, silent = self._ask(preferences, item, kind, job.task.server, job)
        for artwork in _in_order(rank(found, preferences, kind, original_language=language)):
            self._wait_for(silent, artwork, preferences, language)
            yield artwork
        self._wait_for(silent, None, preferences, language)

    def look_again(self, job: Job) -> bool:
        """Take a better picture than the one in use, where there is one now; return whether all could be asked.

        One that is not offered any more stays. Many more votes count when they are seen at two looks in a row.
        """
        task, preferences, target = job.task, job.settings.preferences, job.target
        if target.pinned:
            return True
        language = task.item.original_language
        found, silent = self._ask(preferences, task.item, task.kind, task.server, job, everyone=True)
        best = rank(found, preferences, task.kind, original_language=language).winner
        note = f"rival:{target.media_id}:{target.kind}"
        if best is not None and not is_in_use(best, target):
            said = better(
                best, in_use(found, target), preferences, task.kind, original_language=language, accept=self.accept
            )
            if said.why or (said.perhaps and self.ledger.note(note) == best.id):
                if self._take(job, best):
                    job.why = f"better: {said.why or said.perhaps}"
                    self.ledger.set_note(note, "")
                    return True
            elif said.perhaps:
                self.ledger.set_note(note, best.id)
                return not silent
        if self.ledger.note(note):
            self.ledger.set_note(note, "")
        return not silent

    def kept(self, digest: str) -> Path | None:
        """Return where the bytes with this hash are; None when they are not kept."""
        if digest and self.blobs.has(digest):
            return self.blobs.path(digest)
        return self.originals.path(digest) if digest and self.originals.has(digest) else None

    def best(self, item: MediaItem, kind: ArtworkKind, preferences: Preferences, server: str) -> Path | None:
        """Return the file of the best picture for a slot, for a picture of which it will be a part; None when there is none.

        Raises:
            ProviderUnavailable: a source that may have something better could not be asked.
        """
        language = item.original_language
        found, silent = self._ask(preferences, item, kind, server, None)
        relaxed = replace(preferences, languages=(*preferences.languages, "any"), min_width_px=0)
        for artwork in _in_order(rank(found, relaxed, kind, original_language=language)):
            self._wait_for(silent, artwork, preferences, language)
            try:
                return self.read(None, artwork, server=server)[1]
            except PictureRefused as error:
                logger.warning("{}: {}", item, error)
        self._wait_for(silent, None, preferences, language)
        return None

    def explain(self, job: Job) -> tuple[Ranking, Mapping[str, ProviderUnavailable]]:
        """Return every candidate with its rank and why, for people, and who could not be asked; asks all sources."""
        task, preferences = job.task, job.settings.preferences
        found, silent = self._ask(preferences, task.item, task.kind, task.server, job, everyone=True)
        return rank(found, preferences, task.kind, original_language=task.item.original_language), silent

    def _use_pin(self, job: Job, pin: Artwork) -> None:
        for store in (self.pins, self.blobs):
            if store is not None and store.has(pin.id):
                unknown_is_textless = job.settings.preferences.unknown_language == TEXTLESS
                textless = pin.language == TEXTLESS or (pin.language is None and unknown_is_textless)
                job.use(pin, pin.id, store.path(pin.id), textless=textless)
                return
        raise PosteractError(
            "the pinned picture is no longer kept", hint="Pick it again, or take the pin away: --unpin."
        )

    def _ask(
        self,
        preferences: Preferences,
        item: MediaItem,
        kind: ArtworkKind,
        server: str,
        job: Job | None,
        *,
        everyone: bool = False,
    ) -> tuple[list[Artwork], dict[str, ProviderUnavailable]]:
        found: list[Artwork] = []
        silent: dict[str, ProviderUnavailable] = {}
        manual = [name for name, source in self.sources.items() if source.offers_manual]
        for name in dict.fromkeys((*manual, *preferences.sources)):
            best = rank(found, preferences, kind, original_language=item.original_language).winner
            if not everyone and not could_beat(name, best, preferences, original_language=item.original_language):
                continue
            try:
                offered = self._find(name, item, kind, server, job)
            except ProviderUnavailable as error:
                silent[name] = error
            else:
                found += (artwork for artwork in offered if name in preferences.sources or artwork.manual)
        return found, silent

    def _find(self, name: str, item: MediaItem, kind: ArtworkKind, server: str, job: Job | None) -> list[Artwork]:
        """Return what one source offers; nothing when it is not there or refuses us.

        Raises:
            ProviderUnavailable: it could not be asked, or broke.
        """
        if name == CURRENT:
            digest = job.target.original_hash if job is not None else ""
            return [Artwork(source=CURRENT, id=digest, url="")] if self.originals.has(digest) else []
        if name == SERVER:
            media_server = self.servers[server]
            offered = self._guarded(server, media_server.max_concurrency, lambda: media_server.candidates(item, kind))
        elif (source := self.sources.get(name)) is not None:
            offered = self._guarded(name, source.max_concurrency, lambda: source.find(item, kind))
        else:
            return []
        return [replace(artwork, source=name) if artwork.source != name else artwork for artwork in offered]

    def _guarded(self, name: str, most: int, call: Callable[[], Any]) -> Any:
        if name in self._refused:
            raise ProviderUnavailable(name, self._refused[name])
        with self._lock:
            gate = self._gates.setdefault(name, threading.Semaphore(most))
        with gate:
            try:
                return call()
            except ProviderRejected as error:
                self._switch_off(name, error)
                raise ProviderUnavailable(name, "refuses us; see above", hint=error.hint) from error
            except PosteractError:
                raise
            except Exception as error:
                logger.opt(exception=error).debug("{} broke", name)
                raise ProviderUnavailable(name, f"broke: {type(error).__name__}: {error}") from error

    def _switch_off(self, name: str, error: ProviderError) -> None:
        with self._lock:
            if name not in self._refused:
                self._refused[name] = "refused us"
                logger.error("{}{}", error, f" {error.hint}" if error.hint else "")

    def _wait_for(
        self, silent: Mapping[str, ProviderUnavailable], best: Artwork | None, preferences: Preferences, language: str
    ) -> None:
        """Raise when one that could not be asked might have something better than `best`."""
        for name, error in silent.items():
            if could_beat(name, best, preferences, original_language=language):
                raise error

    def _take(self, job: Job, artwork: Artwork) -> bool:
        """Read a candidate and make it the job's base; return False when its bytes are no good."""
        try:
            digest, path = self.read(job, artwork)
        except PictureRefused as error:
            logger.warning("{}: {}", job.task.item, error)
            return False
        textless = artwork.language == TEXTLESS or (
            artwork.language is None and job.settings.preferences.unknown_language == TEXTLESS
        )
        job.use(artwork, digest, path, textless=textless)
        return True

    def read(self, job: Job | None, artwork: Artwork, *, server: str = "") -> tuple[str, Path]:
        """Return the hash of a candidate's bytes and where they are kept now.

        Of the source `server` it is read from the job's server, or the one that is named.

        Raises:
            PictureRefused: they are no picture.
            ProviderError: they could not be had.
        """
        if artwork.source == CURRENT:
            return artwork.id, self.originals.path(artwork.id)
        candidate = f"{artwork.id}@{artwork.revision}" if artwork.revision else artwork.id
        digest = self.ledger.blob_of(artwork.source, candidate)
        if digest and self.blobs.has(digest):
            return digest, self.blobs.path(digest)
        if artwork.source == SERVER:
            name = server or (job.task.server if job is not None else "")
            media_server = self.servers[name]
            data = self._guarded(name, media_server.max_concurrency, lambda: media_server.read(artwork))
        else:
            source = self.sources[artwork.source]
            data = self._guarded(artwork.source, source.max_concurrency, lambda: source.read(artwork))
        decode_check(data)
        digest = self.blobs.put(data)
        self.ledger.remember_blob(artwork.source, candidate, digest)
        return digest, self.blobs.path(digest)

    def _nothing(self, ranking: Ranking, preferences: Preferences) -> str:
        if ranking.verdicts:
            return f"none of {len(ranking.verdicts)} pictures qualifies: {ranking.verdicts[0].why}"
        asked = [name for name in preferences.sources if name in self.sources or name in (SERVER, CURRENT)]
        return f"no picture at {', '.join(asked)}" if asked else "none of its sources is installed and enabled"

    def _fallbacks(self, job: Job, found: list[Artwork]) -> Iterator[Artwork]:
        """Yield what `fallback` says to use when nothing qualifies, in its order."""
        task, preferences = job.task, job.settings.preferences
        relaxed = replace(preferences, languages=("any",), min_width_px=0, unknown_language="has_text")
        for name in preferences.fallback:
            match name:
                case "server" | "drawn" | "collage":
                    offered = [artwork for artwork in found if artwork.source == name] or self._find(
                        name, task.item, task.kind, task.server, job
                    )
                    kind = task.kind
                case "show" if task.item.type is ItemType.SEASON:
                    kind = ArtworkKind.POSTER
                    offered, _ = self._ask(preferences, show_of(task.item), kind, task.server, job)
                case "background" if task.kind is ArtworkKind.TITLE_CARD:
                    kind = ArtworkKind.BACKGROUND
                    offered, _ = self._ask(preferences, show_of(task.item), kind, task.server, job)
                case "keep":
                    return
                case _:
                    continue
            rules = relaxed if name in (SERVER, DRAWN, COLLAGE) else preferences
            yield from _in_order(rank(offered, rules, kind, original_language=task.item.original_language))


def is_in_use(artwork: Artwork, target: Target) -> bool:
    """Return whether a candidate is the one that a target is made of."""
    name = f"{artwork.id}@{artwork.revision}" if artwork.revision else artwork.id
    return artwork.source == target.source_used and name == target.candidate


def in_use(found: Sequence[Artwork], target: Target) -> InUse:
    """Return the picture that a target is made of, with what its source says of it now."""
    offered = next((artwork for artwork in found if is_in_use(artwork, target)), None)
    if offered is not None:
        return InUse(source=offered.source, language=offered.language, width_px=offered.width_px, votes=offered.votes)
    language = None if target.poster_type in ("", "unknown", "finished") else target.poster_type
    return InUse(source=target.source_used, language=language, width_px=target.width_px, votes=target.votes)


def _in_order(ranking: Ranking) -> Iterator[Artwork]:
    return (verdict.artwork for verdict in ranking.verdicts if verdict.rank is not None)


def show_of(item: MediaItem) -> MediaItem:
    """Return the show a season or episode belongs to, as sources look shows up."""
    return MediaItem(
        title=item.show_title,
        year=item.show_year,
        type=ItemType.SHOW,
        ids=item.show_ids,
        folder=item.folder,
        server=item.server,
        library=item.library,
        genres=item.genres,
        original_language=item.original_language,
    )
