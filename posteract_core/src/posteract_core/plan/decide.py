"""Whether one target is up to date, and if not, why: pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..errors import PluginError
from ..render.placed import Base
from ..store import Status, Target
from .fingerprint import Inputs, fingerprint


class Verdict(StrEnum):
    """What is to be done about a target."""

    UNCHANGED = "unchanged"
    DUE = "due"
    KEPT = "kept"
    CONTESTED = "contested"
    MISSING = "missing"
    WAITS = "waits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to be done about a target, and why.

    Attributes:
        verdict: what.
        reasons: for a due target, what changed, for people.
        choose: the base is to be chosen anew; otherwise the one in the ledger serves.
        recheck: the sources are only asked whether they have something better than the base in use.
        look: the server shows another picture than we know of: see what it is before anything else.
        broken: a layer cannot say what it would show; the run records it as this target's failure.
        awaited: a fact source that did not answer when the picture was made does now, and that is all: no surprise.
        settled: it is up to date in everything; not one whose new facts merely wait.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    choose: bool = False
    recheck: bool = False
    look: bool = False
    broken: bool = False
    awaited: bool = False
    settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a decision depends on besides the target's row.

    Attributes:
        inputs: what the picture would be made of, given the base's nature in the row.
        choice: what the choice of the base depends on now.
        shown: the token of the picture the server shows; empty when it shows none.
        adopts: a picture the owner chose becomes the base instead of being left alone.
        force: redraw and upload even what is up to date.
        recheck: ask the sources again.
        may_choose: `--only overlays` keeps the base.
        base_at_hand: the base's bytes are in the cache.
        now: UNIX seconds.
        facts_every_s: changed facts alone redraw at most this often.
        lasting: the inputs follow from the item and the configuration alone, not from the day, from facts or from logos.
    """

    inputs: Inputs
    choice: str
    shown: str
    now: float
    adopts: bool = False
    force: bool = False
    recheck: bool = False
    may_choose: bool = True
    facts_every_s: float = 0.0
    lasting: bool = False


NEW = ("new",)
ANOTHER_SHOWN = "the server shows another picture"
LOOKED_FOR_BETTER = "looked for something better"


def decide(target: Target | None, about: Circumstances) -> Decision:
    """Return what is to be done about a target (None: never seen)."""
    if target is None or target.status == Status.PLANNED:
        return Decision(verdict=Verdict.DUE, reasons=NEW, choose=True, look=bool(about.shown))
    if target.status == Status.UPLOADING:
        return Decision(verdict=Verdict.DUE, reasons=("interrupted while uploading",), choose=True, look=True)
    moved = about.shown != target.server_revision
    if target.status == Status.RESET:
        return _given_back(target, about, moved)
    if target.status in (Status.KEPT, Status.CONTESTED):
        return _left_alone(target, about, moved)
    if about.force:
        return Decision(verdict=Verdict.DUE, reasons=("asked for",), choose=about.may_choose, look=moved)
    if target.status in (Status.FAILED, Status.WAITING):
        if target.next_try_at > about.now:
            return Decision(verdict=Verdict.WAITS, reasons=(target.error,))
        return Decision(verdict=Verdict.DUE, reasons=("tried again",), choose=True, look=moved)
    if target.status == Status.MISSING:
        if about.recheck or target.choice != about.choice or moved:
            return Decision(verdict=Verdict.DUE, reasons=("looked for again",), choose=True, look=moved)
        return Decision(verdict=Verdict.MISSING, reasons=(target.error,))
    return _uploaded(target, about, moved)


def undecidable(target: Target | None, error: PluginError, *, now: float) -> Decision:
    """Return what is to be done about a target when a layer cannot say what it would show there."""
    if target is not None and target.status in (Status.KEPT, Status.CONTESTED, Status.RESET):
        return Decision(
            verdict=Verdict.CONTESTED if target.status == Status.CONTESTED else Verdict.KEPT, reasons=(target.error,)
        )
    if target is not None and target.status == Status.FAILED and target.next_try_at > now:
        return Decision(verdict=Verdict.WAITS, reasons=(target.error,))
    return Decision(verdict=Verdict.DUE, reasons=(str(error),), broken=True)


def base_of(target: Target | None) -> Base:
    """Return the nature of a target's base as the renderer names it; of one without a base, what is hoped for."""
    if target is None or target.poster_type in ("", "textless"):
        return "textless"
    return "finished" if target.poster_type == "finished" else "has_text"


def _left_alone(target: Target, about: Circumstances, moved: bool) -> Decision:
    if about.force or about.adopts:
        reason = "asked for" if about.force else "owner_pictures is adopt now"
        return Decision(verdict=Verdict.DUE, reasons=(reason,), choose=True, look=bool(about.shown))
    if not about.shown:
        return Decision(verdict=Verdict.DUE, reasons=("the picture left alone is gone",), choose=True)
    if moved:
        return Decision(verdict=Verdict.DUE, reasons=("another picture was put there",), choose=True, look=True)
    verdict = Verdict.KEPT if target.status == Status.KEPT else Verdict.CONTESTED
    return Decision(verdict=verdict, reasons=(target.error,))


def _given_back(target: Target, about: Circumstances, moved: bool) -> Decision:
    """A reset holds until it is taken back by `--force`; the base is the same as before where it was the owner's picture."""
    if not about.force:
        return Decision(verdict=Verdict.KEPT, reasons=(target.error,))
    adopted = bool(target.base_hash) and target.base_hash == target.original_hash
    return Decision(
        verdict=Verdict.DUE,
        reasons=("asked for",),
        choose=about.may_choose and not adopted,
        look=moved and bool(about.shown),
    )


def _uploaded(target: Target, about: Circumstances, moved: bool) -> Decision:
    reasons: list[str] = []
    choose = recheck = awaited = False
    if moved:
        reasons.append(ANOTHER_SHOWN if about.shown else "the server shows no picture")
    if about.may_choose and target.choice != about.choice:
        reasons.append("preferences or local pictures changed")
        choose = True
    if about.may_choose and about.recheck:
        reasons.append(LOOKED_FOR_BETTER)
        recheck = not choose
    differs = fingerprint(about.inputs, target.base_hash) != target.fingerprint
    if differs:
        young = about.now - target.facts_at < about.facts_every_s
        if not (young and about.inputs.differs_in_facts_only(target.inputs)):
            awaited = (
                not reasons and not target.facts_at and about.inputs.differs_in_facts_only(target.inputs, found=True)
            )
            reasons += about.inputs.differences(target.inputs) or ("the base changed",)
    if not reasons:
        return Decision(verdict=Verdict.UNCHANGED, settled=not differs)
    return Decision(
        verdict=Verdict.DUE,
        reasons=tuple(reasons),
        choose=choose,
        recheck=recheck,
        look=moved and bool(about.shown),
        awaited=awaited,
    )
