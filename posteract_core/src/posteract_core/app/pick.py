"""`pick`: the candidates for one picture, and one of them, a file or an address pinned, for every run to come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..errors import PictureRefused, PosteractError, UsageError
from ..model import Artwork, ArtworkKind, FrozenMap
from ..plan import KindSettings, PlannedTask
from ..plan.decide import Decision, Verdict
from ..plan.wanted import is_excluded
from ..redaction import redact
from ..render import decode_check
from ..render.decode import MAX_BYTES, Crop, decode
from ..run.job import Job
from ..run.pins import origin_of, pin_of, pinned
from ..select import MANUAL_SOURCE
from ..store import Ledger, Status, Target
from ..store.blobs import digest_of
from .candidates import Candidate, candidates_of
from .looks import library_plans
from .scope import Scope, Slot, Walk

if TYPE_CHECKING:
    from .opened import Opened

MOST_LISTED = 12
ASKER = "pick"
"""How our requests for a picture at an address are called in messages."""

BEGIN_ANEW = (Status.KEPT, Status.CONTESTED, Status.RESET, Status.MISSING, Status.FAILED, Status.WAITING)
"""What a new choice ends; of what is uploaded, the plan sees by itself that the choice changed."""


@dataclass(kw_only=True)
class Pick:
    """One picture and what may be chosen for it. To pin, hold the ledger (`app.hold`).

    Attributes:
        app: whose parts do it.
        item: as `--item` takes it.
        kind: the slot.
        libraries: only these.
        dry_run: nothing is pinned.
        silent: after `candidates`: sources that could not be asked, with why.
    """

    app: Opened
    item: str
    kind: ArtworkKind
    libraries: tuple[str, ...] = ()
    dry_run: bool = False

    def __post_init__(self) -> None:
        self.silent: dict[str, PosteractError] = {}

    @cached_property
    def _ledger(self) -> Ledger:
        return self.app.reading if self.dry_run else self.app.ledger

    @cached_property
    def slot(self) -> Slot:
        """Return the picture's slot.

        Raises:
            UsageError: the item fits none or several, has no such picture, or none is made of it.
        """
        scope = Scope(libraries=self.libraries, item=self.item, kinds=(self.kind,))
        walk = Walk.of(self.app, scope, unconfigured=False)
        if not walk.shelves and not walk.down:
            raise UsageError("no library is configured that a media server has", hint="Name yours under `libraries`.")
        found = [slot for page in walk.slots(scope, self._ledger) for slot in page]
        for error in walk.down.values():
            if not found:
                raise error
        if not found:
            raise UsageError(f"{self.item!r} has no {self.kind.words}")
        if len(found) > 1:
            lines = [f"  {slot.item}  key:{slot.item.key}" for slot in found[:MOST_LISTED]]
            lines += [f"  and {len(found) - MOST_LISTED} more"] if len(found) > MOST_LISTED else []
            raise UsageError(
                f"{self.item!r} has {len(found)} pictures of the kind {self.kind.words}:\n" + "\n".join(lines),
                hint="Name one of them by key:….",
            )
        return found[0]

    @cached_property
    def job(self) -> Job:
        """Return the slot as the chooser takes it; raises `UsageError` when no such picture is made."""
        slot = self.slot
        row = slot.row()
        task = PlannedTask(
            item=slot.item,
            kind=slot.kind,
            library=slot.shelf.name,
            server=slot.shelf.library.server,
            media_id=slot.media_id,
            target=row,
            decision=Decision(verdict=Verdict.DUE),
            choice="",
            facts=FrozenMap(),
        )
        return Job(task=task, settings=self._settings(), target=row)

    def candidates(self) -> list[Candidate]:
        """Return every candidate of every source, the best first, numbered from 1; the disqualified come last."""
        rows, silent = candidates_of(self.app.chooser(self._ledger), self.job)
        self.silent = dict(silent)
        return rows

    def pin_candidate(self, number: int) -> Target:
        """Pin the candidate with this number of the list; return the ledger's row.

        Raises:
            UsageError: there is no such number.
            PictureRefused: its bytes are no picture. ProviderError: they could not be had.
        """
        return self._pin_row(str(number), lambda row: row.number == number)

    def pin_offer(self, ident: str, source: str = "") -> Target:
        """Pin the candidate that its source (any, when empty) calls so; return and raises as `pin_candidate`."""
        return self._pin_row(repr(ident), lambda row: row.artwork.id == ident and source in ("", row.artwork.source))

    def _pin_row(self, called: str, wanted: Callable[[Candidate], bool]) -> Target:
        rows: Sequence[Candidate] = self.candidates()
        row = next((row for row in rows if row.number and wanted(row)), None)
        if row is None:
            down = f"; {', '.join(self.silent)} could not be asked" if self.silent else ""
            raise UsageError(
                f"there is no candidate {called}; {self.slot.item} has {sum(1 for row in rows if row.number)}{down}",
                hint="`posteract pick` without --candidate lists them.",
            )
        if self.dry_run:
            foreseen = self.slot.row()
            foreseen.pinned = pin_of(row.artwork, "", width_px=row.artwork.width_px, height_px=row.artwork.height_px)
            return foreseen
        _, path = self.app.chooser(self._ledger).read(self.job, row.artwork)
        return self._pin(row.artwork, path.read_bytes())

    def pin_file(self, path: Path) -> Target:
        """Pin the picture in a file, as finished (it gets badges only); raises `UsageError` when there is none in it."""
        try:
            if path.stat().st_size > MAX_BYTES:
                raise UsageError(f"{path} has more than the {MAX_BYTES >> 20} MiB that a picture may have")
            data = path.read_bytes()
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror}") from error
        try:
            return self.pin_data(data, path.name)
        except PictureRefused as error:
            raise UsageError(f"{path}: {error}") from error

    def pin_data(self, data: bytes, name: str) -> Target:
        """Pin a picture that somebody sent, as finished (it gets badges only); raises `PictureRefused` for what is none.

        Its name is for people, and no file is called so.
        """
        if len(data) > MAX_BYTES:
            raise PictureRefused(f"it has more than the {MAX_BYTES >> 20} MiB that a picture may have")
        return self._pin(Artwork(source="file", id=name, url="", finished=True), data)

    def pin_url(self, url: str, *, public: bool = False) -> Target:
        """Pin the picture at an http(s) address, as finished (it gets badges only).

        Args:
            url: where.
            public: only hosts of the internet are asked, unless `run.local_urls` allows those in the house.

        Raises:
            UsageError: no such address, or no picture there. ProviderUnavailable: could not be reached now.
        """
        from ..providers.fetch import fetch_picture

        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{redact(url)!r} is no address of a picture", hint="It begins with http:// or https://.")
        try:
            if public:
                data = self.app.outside.picture(url)
            else:
                data = fetch_picture(self.app.http.client_for(ASKER, cache=False), url, provider=ASKER)
            shown = redact(url)
            return self._pin(Artwork(source="url", id=shown, url=shown, page_url=shown, finished=True), data)
        except PictureRefused as error:
            raise UsageError(f"{redact(url)}: {error}") from error

    def unpin(self) -> Target:
        """Take the pin away: the next run chooses by the preferences again. Harmless where nothing is pinned."""
        return self._save("") if self.slot.target is not None and self.slot.target.pinned else self.slot.row()

    def _pin(self, artwork: Artwork, data: bytes) -> Target:
        width_px, height_px = whole_picture(data)
        digest = digest_of(data) if self.dry_run else self.app.pins.put(data)
        return self._save(pin_of(artwork, digest, width_px=width_px, height_px=height_px))

    def _save(self, pin: str) -> Target:
        row = self.slot.row()
        row.pinned = pin
        if row.status in BEGIN_ANEW:
            row.status = Status.PLANNED
            row.replaced = row.attempts = 0
            row.next_try_at, row.error = 0.0, ""
        self._ledger.save(row)
        return row

    def _settings(self) -> KindSettings:
        slot, shelf = self.slot, self.slot.shelf
        plans = library_plans(self.app.config, self.app.book, {shelf.library.server: [shelf.library]})
        settings = plans[0].settings_for(slot.item, slot.kind) if plans else None
        if settings is None:
            raise UsageError(
                f"no {slot.kind.words} is made in {shelf.name}",
                hint=f"Write `{slot.kind}: {{}}` under libraries.{shelf.name}.artwork.",
            )
        if is_excluded(slot.item, shelf.exclude_labels):
            raise UsageError(f"{slot.item} bears a label that says to leave it alone")
        return settings


def whole_picture(data: bytes) -> tuple[int, int]:
    """Return (width, height) in px of a picture that can be decoded to its end; raises `PictureRefused` for others."""
    width_px, height_px, _ = decode_check(data)
    decode(data, lambda size: Crop(box=(0, 0, *size), size=(max(1, size[0] // 8), max(1, size[1] // 8))))
    return width_px, height_px


def describe_pin(target: Target) -> str:
    """Return what is pinned, in words: `tmdb /abc.jpg, 2000 × 3000`; empty for nothing."""
    pin = pinned(target)
    if pin is None:
        return ""
    source, ident = origin_of(target)
    return f"{source or MANUAL_SOURCE} {ident}, {pin.width_px} × {pin.height_px}"
