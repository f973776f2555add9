"""`reset`: gives back what was there before us, or what the server's own agent would show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from ..errors import PictureRefused, PosteractError
from ..model import Picture, ShownArtwork
from ..render import decode_check, read_mark
from ..run.look import sidecar_of
from ..store import Ledger, Status, Target
from ..store.blobs import digest_of
from ..store.originals import Sidecar
from .deeds import FAILED, Deed, DeedReport, each, workers_for
from .scope import Scope, Slot, Walk

if TYPE_CHECKING:
    from .opened import Opened

NO_ORIGINAL = "-"
"""In a mark: there was no picture before ours."""

SAID = "reset; `posteract run --force` makes it again"
"""What the ledger says of a target that was reset."""


BY_SIDECAR = "found by its sidecar"


class To(StrEnum):
    """What is shown after a reset."""

    ORIGINAL = "original"
    DEFAULT = "default"


class Act(StrEnum):
    """What a reset does with one slot; also the words of its report."""

    RETURN = "returned"
    CLEAR = "cleared"
    NOTE = "noted"
    LEAVE = "left alone"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is to be done about one slot, and why.

    Attributes:
        act: what.
        original: hash of the picture to give back, or of the one known to have been there; empty for none.
        why: for people.
    """

    act: Act
    original: str = ""
    why: str = ""


def judge_original(target: Target | None, shown: ShownArtwork | None, lost: Callable[[], str]) -> Verdict:
    """Return what giving back the original means for a slot: pure.

    Args:
        target: the ledger's row; None when it has none.
        shown: the picture shown now; None for an empty slot.
        lost: asked for the hash of an original whose sidecar names the slot, when the ledger knows nothing of it.
    """
    was_ours = target is not None and bool(target.fingerprint or target.status in (Status.RESET, Status.UPLOADING))
    original = target.original_hash if target is not None else ""
    if shown is None:
        if not was_ours:
            original = lost() if target is None else ""
            return Verdict(act=Act.RETURN, original=original, why=BY_SIDECAR) if original else Verdict(act=Act.NONE)
        if original:
            return Verdict(act=Act.RETURN, original=original, why="the slot is empty")
        return Verdict(act=Act.NONE if target and target.status == Status.RESET else Act.NOTE, why="the slot is empty")
    digest, mark = digest_of(shown.data), read_mark(shown.data)
    if mark is not None or (target is not None and digest == target.picture_hash):
        original = original or (mark.original_hash.strip(NO_ORIGINAL) if mark else "")
        if original:
            return Verdict(act=Act.RETURN, original=original)
        return Verdict(act=Act.CLEAR, why="there was no picture before ours")
    if not was_ours:
        agents = not (shown.chosen or shown.locked)
        found = lost() if target is None and agents else ""
        wanted = found not in ("", digest)
        return Verdict(act=Act.RETURN, original=found, why=BY_SIDECAR) if wanted else Verdict(act=Act.NONE)
    assert target is not None
    if digest == original:
        done = target.status == Status.RESET
        return Verdict(act=Act.NONE if done else Act.NOTE, original=original, why="the original is shown already")
    if target.status == Status.RESET and shown.revision == target.server_revision:
        return Verdict(act=Act.RETURN, original=original) if original else Verdict(act=Act.NONE)
    return Verdict(act=Act.LEAVE, why="the picture shown is not ours any more")


def judge_default(target: Target | None, shown: ShownArtwork | None, *, locked: bool) -> Verdict:
    """Return what showing the agent's own picture means for a slot: pure."""
    if shown is None:
        return Verdict(act=Act.CLEAR, why="its field is locked") if locked else Verdict(act=Act.NONE)
    if not (shown.chosen or shown.locked or locked):
        return Verdict(act=Act.NONE, why="the agent's picture is shown already")
    mark = read_mark(shown.data)
    if mark is not None or (target is not None and digest_of(shown.data) == target.picture_hash):
        known = target.original_hash if target is not None else ""
        return Verdict(act=Act.CLEAR, original=known or (mark.original_hash.strip(NO_ORIGINAL) if mark else ""))
    return Verdict(act=Act.CLEAR, original=digest_of(shown.data), why="kept first")


@dataclass(kw_only=True)
class Reset:
    """One reset: `plan` it, look at what it would do, then `carry_out`. Hold the ledger (`app.hold`) around both.

    Attributes:
        app: whose parts do it.
        scope: what it is about.
        to: what is to be shown.
        dry_run: look only.
    """

    app: Opened
    scope: Scope
    to: To = To.ORIGINAL
    dry_run: bool = False
    report: DeedReport = field(default_factory=DeedReport, init=False)
    _due: list[Slot] = field(default_factory=list, init=False)

    @cached_property
    def _ledger(self) -> Ledger:
        return self.app.reading if self.dry_run else self.app.ledger

    @cached_property
    def _kept(self) -> dict[tuple[str, str], list[tuple[str, Sidecar]]]:
        """Return the kept originals by (server, kind)."""
        found: dict[tuple[str, str], list[tuple[str, Sidecar]]] = {}
        for digest, sidecar in self.app.originals.owned():
            found.setdefault((sidecar.server, sidecar.kind), []).append((digest, sidecar))
        return found

    def plan(self) -> DeedReport:
        """Look at every slot in scope and return what would be done; nothing is changed.

        Raises:
            UsageError: no such library; the item fits none or several.
        """
        walk = Walk.of(self.app, self.scope, unconfigured=self.to is To.ORIGINAL)
        self.report = DeedReport(reached=walk.reached, dry_run=self.dry_run)
        self._workers = workers_for(walk.shelves, self.app.config.run.uploads)
        if walk.shelves:
            for page in walk.slots(self.scope, self._ledger, excluded=self.to is To.ORIGINAL):
                self._plan_page(page)
        self.report.down = walk.down
        return self.report

    def __len__(self) -> int:
        """Return how many slots are due."""
        return len(self._due)

    @property
    def question(self) -> str:
        """Return what the owner is asked before it is done."""
        count = len(self)
        pictures = "1 picture" if count == 1 else f"{count} pictures"
        if self.to is To.ORIGINAL:
            return f"Give back what was there before us, in place of {pictures} of ours?"
        return f"Show the server's own in place of up to {pictures}, whoever made them? They are kept first."

    def carry_out(self) -> DeedReport:
        """Do what was planned; each slot is looked at once more right before."""
        planned, self.report.deeds = self.report.deeds, []
        self.report.counts.clear()
        for deed in planned:
            if deed.status in (Act.LEAVE, FAILED):
                self.report.add(deed)
        for deed in each(self._due, self._do, lambda slot: slot, workers=self._workers):
            if deed.status != Act.NONE:
                self.report.add(deed, tell=deed.status == Act.LEAVE)
        self._ledger.flush()
        return self.report

    def _plan_page(self, page: Sequence[Slot]) -> None:
        for slot, deed in zip(page, each(page, self._judge, lambda slot: slot, workers=self._workers), strict=True):
            if deed.status == Act.NONE:
                continue
            self.report.add(deed)
            if deed.status not in (Act.LEAVE, FAILED):
                self._due.append(slot)

    def _judge(self, slot: Slot) -> Deed:
        """Return what would become of a slot; its picture is read only where the listing and the ledger leave it open."""
        target, token = slot.target, slot.item.shown.get(slot.kind, "")
        still = target is not None and token == target.server_revision
        if self.to is To.DEFAULT:
            if not token and slot.kind not in slot.item.locked:
                return Deed.of(slot, Act.NONE)
            if not self.dry_run:
                return Deed.of(slot, Act.CLEAR)
        elif target is not None and token and still:
            if target.status == Status.UPLOADED and target.fingerprint:
                return self._foreseen(
                    slot, Verdict(act=Act.RETURN if target.original_hash else Act.CLEAR, original=target.original_hash)
                )
            if target.status in (Status.KEPT, Status.CONTESTED) and not target.fingerprint:
                return Deed.of(slot, Act.NONE)
        return self._foreseen(slot, self._verdict(slot, self._shown(slot)))

    def _foreseen(self, slot: Slot, verdict: Verdict) -> Deed:
        if verdict.act is Act.RETURN and not self.app.originals.has(verdict.original):
            return Deed.of(slot, FAILED, error=self._lost(verdict.original))
        return Deed.of(slot, verdict.act, reason=verdict.why)

    def _shown(self, slot: Slot) -> ShownArtwork | None:
        return slot.shelf.server.artwork(slot.item, slot.kind) if slot.kind in slot.item.shown else None

    def _verdict(self, slot: Slot, shown: ShownArtwork | None) -> Verdict:
        if self.to is To.DEFAULT:
            return judge_default(slot.target, shown, locked=slot.kind in slot.item.locked)
        return judge_original(slot.target, shown, lambda: self._by_sidecar(slot))

    def _by_sidecar(self, slot: Slot) -> str:
        """Return the hash of the original that was last kept for a slot the ledger does not know; empty for none."""
        mine = sidecar_of(slot.item, slot.kind, server=slot.shelf.library.server, library=slot.shelf.name)
        found = ""
        for digest, other in self._kept.get((mine.server, mine.kind), ()):
            if other.key == mine.key or (other.item == mine.item and set(other.ids) & set(mine.ids)):
                found = digest
        return found

    def _do(self, slot: Slot) -> Deed:
        shown = slot.shelf.server.artwork(slot.item, slot.kind)
        verdict = self._verdict(slot, shown)
        if verdict.act in (Act.NONE, Act.LEAVE):
            return Deed.of(slot, verdict.act, reason=verdict.why)
        row, server = slot.row(), slot.shelf.server
        row.original_hash = verdict.original or row.original_hash
        if verdict.act is Act.RETURN:
            row.server_revision = server.restore(slot.item, slot.kind, self._original(verdict.original))
        elif verdict.act is Act.CLEAR:
            if shown is not None and digest_of(shown.data) == verdict.original:
                library = slot.shelf.library
                self.app.originals.keep(
                    shown.data, sidecar_of(slot.item, slot.kind, server=library.server, library=slot.shelf.name)
                )
                self._ledger.save(row)
            row.server_revision = server.reset(slot.item, slot.kind)
        else:
            row.server_revision = shown.revision if shown is not None else ""
        self._ledger.save(_forgotten(row))
        return Deed.of(slot, verdict.act, reason=verdict.why)

    def _original(self, digest: str) -> Picture:
        data = self.app.originals.get(digest)
        if data is None:
            raise PosteractError(self._lost(digest))
        try:
            width_px, height_px, picture_format = decode_check(data)
        except PictureRefused:  # it goes back as it was found, whatever it is
            width_px, height_px, picture_format = 0, 0, "jpeg"
        return Picture(data=data, format=picture_format, width_px=width_px, height_px=height_px)

    def _lost(self, digest: str) -> str:
        return (
            f"its original {digest[:12]}… is no longer in {self.app.originals.folder}; ours is left in place "
            "(`--to default` shows the server's own)"
        )


def _forgotten(row: Target) -> Target:
    """Return the row of a target that was reset: pin, original and base stay, what we uploaded is forgotten."""
    row.status, row.error = Status.RESET, SAID
    row.fingerprint = row.inputs = row.picture_hash = row.review = row.replaced_by = ""
    row.attempts = row.replaced = 0
    row.next_try_at = 0.0
    return row
