"""Goes through listings page by page and finds what is out of date."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, MutableSet, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from loguru import logger

from ..errors import PluginError, ProviderError
from ..model import ArtworkKind, Facts, FrozenMap, ItemType, MediaItem, RunRequest
from ..providers import ArtworkSource, ListsOutlines, MediaServer
from ..store import BlobStore, Ledger, Target
from ..store.numbers import Numbers
from .census import Census
from .decide import ANOTHER_SHOWN, LOOKED_FOR_BETTER, Circumstances, Verdict, base_of, decide, undecidable
from .facts import NOTHING, FactDesk, LookedUp
from .fingerprint import Inputs
from .gather import PARENTS, Gathered
from .glance import Attentive, Glance
from .identity import aliases
from .limits import PlanTooLarge, check_emptied, check_redraws
from .logos import KnownLogos
from .plan import LeftAlone, Plan, PlannedTask
from .settings import KindSettings, LibraryPlan
from .wanted import Branches, fits, is_excluded, the_one
from .whose import Shown, whose

STATUS_OF_VERDICT = {
    Verdict.KEPT: "kept",
    Verdict.CONTESTED: "contested",
    Verdict.MISSING: "missing",
    Verdict.WAITS: "failed",
}


@dataclass(slots=True, kw_only=True)
class Planner:
    """Makes plans. Asks servers for listings, fact sources for facts, and nobody for pictures.

    Attributes:
        ledger: what stands where.
        blobs: the cache; a base that is no longer in it must be fetched again before it can be redrawn.
        sources: artwork sources by name, asked for their local revisions only.
        facts: who looks facts up.
        facts_every_s: changed facts alone redraw at most this often.
        redraw_share: `run.limits.redraw` as a share, 0 to 1; None = no limit.
        redraw_most: the same as a number of targets; None = no limit.
        clock: UNIX seconds.
        progress: told how many targets were looked at so far.
        census: listings that were read in this run already.
        setting: a token of the configuration and of what is installed: while it stays, what has not changed is passed over;
            None = everything is looked at.
    """

    ledger: Ledger
    blobs: BlobStore
    sources: Mapping[str, ArtworkSource[Any]]
    facts: FactDesk
    facts_every_s: float = 7 * 86_400
    redraw_share: float | None = 0.25
    redraw_most: int | None = None
    clock: Callable[[], float] = time.time
    progress: Callable[[int], None] = lambda _: None
    census: Census = field(default_factory=Census)
    setting: str | None = None
    _looked_at: int = field(default=0, init=False)
    _logos: KnownLogos = field(init=False)
    _lasting: dict[int, tuple[KindSettings, bool]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._logos = KnownLogos(ledger=self.ledger, blobs=self.blobs)

    def plan(self, request: RunRequest, libraries: Sequence[tuple[MediaServer[Any], LibraryPlan]]) -> Plan:
        """Return what is out of date. A library that cannot be listed is named in the plan; the others are planned.

        Raises:
            UsageError: an `--item` fits none or several; `PlanTooLarge`: the plan is beyond `run.limits`.
            ProviderError: an `--item` was not found, and a library could not be listed.
        """
        chosen = self._chosen(request, libraries)
        plan = Plan()
        try:
            for server, library in libraries:
                try:
                    self._plan_library(plan, request, server, library, chosen)
                except ProviderError as error:
                    plan.unlisted[library.name] = error
                else:
                    if library.library.warning:
                        plan.warnings.append(f"{library.name}: {library.library.warning}")
            if not request.yes and not request.force:
                self._check_size(plan, libraries)
        except BaseException:
            plan.close()
            raise
        plan.warnings += self.facts.failures
        return plan

    def _check_size(self, plan: Plan, libraries: Sequence[tuple[MediaServer[Any], LibraryPlan]]) -> None:
        """Raise `PlanTooLarge` when too much would be redrawn; what turns out to be the owner's will not be."""
        planned = [library for _, library in libraries]

        def check() -> None:
            check_redraws(plan, planned, self.ledger, share=self.redraw_share, most=self.redraw_most)

        try:
            check()
        except PlanTooLarge:
            self._leave_out_what_stays(plan, libraries)
            check()

    def _leave_out_what_stays(self, plan: Plan, libraries: Sequence[tuple[MediaServer[Any], LibraryPlan]]) -> None:
        """Look at the pictures that seem to have taken the place of ours, and count those no more that the run would leave alone.

        These are the owner's, and ours where the server only gave them another token, as Plex does when it refreshes metadata.
        """
        known = {(library.library.server, library.name): (server, library) for server, library in libraries}
        for task in plan:
            if task.target is None or not task.target.fingerprint or not task.decision.look:
                continue
            server, library = known[task.server, task.library]
            settings = library.settings_for(task.item, task.kind)
            if settings is None:
                continue
            try:
                owner = whose(server.artwork(task.item, task.kind), task.target.picture_hash)
            except ProviderError as error:
                logger.debug("{} {}: {}", task.item, task.kind.words, error)
                continue
            kept = owner is Shown.OWNERS and settings.owner_pictures == "keep"
            if kept or (owner is Shown.OURS and set(task.decision.reasons) <= {ANOTHER_SHOWN, LOOKED_FOR_BETTER}):
                plan.redrawn[task.server, task.library] -= 1

    def _chosen(
        self, request: RunRequest, libraries: Sequence[tuple[MediaServer[Any], LibraryPlan]]
    ) -> frozenset[tuple[str, str, str]] | None:
        """Return (server, library, key) of the items asked for; None when all are."""
        if not request.items:
            return None
        found: dict[str, list[tuple[str, MediaItem]]] = {text: [] for text in request.items}
        where: dict[int, tuple[str, str, str]] = {}
        silent: list[ProviderError] = []
        titles: set[str] = set()
        for server, library in libraries:
            for page in self._pages(server, library, silent):
                for item in page:
                    if not item.show_title:
                        titles |= {item.title, str(item)}
                    for text in request.items:
                        if fits(item, text):
                            found[text].append((library.name, item))
                            where[id(item)] = (library.library.server, library.name, item.key)
        if silent and not all(found.values()):
            raise silent[0]  # what was asked for may be where nobody could look
        return frozenset(where[id(the_one(text, fitting, titles))] for text, fitting in found.items())

    def _pages(
        self, server: MediaServer[Any], library: LibraryPlan, silent: list[ProviderError]
    ) -> Iterator[Sequence[MediaItem]]:
        """Yield a listing as far as it goes; why it broke off is put into `silent`."""
        try:
            yield from self.census.pages(server, library.library)
        except ProviderError as error:
            logger.debug("{}: {}", library.name, error)
            silent.append(error)

    def _plan_library(
        self,
        plan: Plan,
        request: RunRequest,
        server: MediaServer[Any],
        library: LibraryPlan,
        chosen: frozenset[tuple[str, str, str]] | None,
    ) -> None:
        wanted, unwanted = Branches(), Branches()
        gathered = Gathered()
        claimed = Numbers()
        listed = 0
        where = library.library.server, library.name
        glance = self._glance(request, server, library)
        for page in self.census.pages(server, library.library) if glance is None else glance.pages(unwanted, claimed):
            listed += len(page)
            gathered.take(page)
            items: list[MediaItem] = []
            for item in map(library.placed, page):
                if is_excluded(item, library.exclude_labels):
                    unwanted.choose(item)
                if chosen is not None and (*where, item.key) in chosen:
                    wanted.choose(item)
                if unwanted.has(item) or not (chosen is None or wanted.has(item)):
                    continue
                if item.type in PARENTS and any(each.look.reads_episodes for _, each in library.slots(item)):
                    gathered.hold(item)
                    if glance is not None:
                        glance.stop()  # its episodes come after it
                else:
                    items.append(item)
            if not self._add_page(plan, request, library, items, claimed, glance):
                return
        for items in gathered.held():
            if not self._add_page(plan, request, library, items, claimed):
                return
        if glance is not None:
            listed += glance.items
            plan.counts[Verdict.UNCHANGED] += glance.pictures
            self._looked_at += glance.pictures
            self.progress(self._looked_at)
        if not request.yes:
            check_emptied(library, listed, self.ledger)

    def _glance(self, request: RunRequest, server: MediaServer[Any], library: LibraryPlan) -> Glance | None:
        """Return what passes over that which did not change; None where all is to be looked at, or nobody can tell."""
        parted = request.items or request.kinds or request.only or request.force or request.recheck
        if parted or self.setting is None or not isinstance(server, ListsOutlines):
            return None
        revisions = {name: source.revisions() for name, source in self.sources.items()}
        if self.census.has(library.library) or None in revisions.values():
            return None
        setting = "\n".join((self.setting, *(f"{name}={revision}" for name, revision in sorted(revisions.items()))))
        return Glance(self.ledger, server, library, setting, today=self._today())

    def _add_page(
        self,
        plan: Plan,
        request: RunRequest,
        library: LibraryPlan,
        items: Sequence[MediaItem],
        claimed: MutableSet[int],
        glance: Glance | None = None,
    ) -> bool:
        """Put what is due of a page into the plan; False once it holds as much as was asked for."""
        for task in self._page(plan, request, library, items, claimed, glance):
            if request.limit is not None and len(plan) >= request.limit:
                return False
            plan.add(task)
        return True

    def _page(
        self,
        plan: Plan,
        request: RunRequest,
        library: LibraryPlan,
        items: Sequence[MediaItem],
        claimed: MutableSet[int],
        glance: Glance | None,
    ) -> Iterator[PlannedTask]:
        every = [
            (item, [(kind, settings) for kind, settings in library.slots(item) if _asked(request, kind)])
            for item in items
        ]
        slots = [(item, kinds) for item, kinds in every if kinds]
        # What becomes of a collection hangs on what was built, which its entry does not tell.
        settled = [(item, 0, 0) for item, kinds in every if not kinds and item.type is not ItemType.COLLECTION]
        if not slots:
            if glance is not None:
                glance.remember(settled)
            return
        server = library.library.server
        media = self.ledger.media(
            server, library.name, [(item.type.value, aliases(item)) for item, _ in slots], claimed
        )
        rows = self.ledger.targets([each.id for each in media])
        looked_up = self._facts(slots)
        for (item, kinds), each in zip(slots, media, strict=True):
            lasting = item.type is not ItemType.COLLECTION
            for kind, settings in kinds:
                self._looked_at += 1
                target = rows.get((each.id, kind.value))
                known = looked_up.facts.get(item, FrozenMap())
                choice = self._choice(settings, item, kind, target)
                try:
                    about = self._circumstances(request, settings, item, kind, target, known, choice)
                    decision = decide(target, about)
                except PluginError as error:
                    decision, lasting = undecidable(target, error, now=self.clock()), False
                else:
                    lasting = lasting and about.lasting and decision.settled
                if decision.verdict is Verdict.DUE:
                    yield PlannedTask(
                        item=item,
                        kind=kind,
                        library=library.name,
                        server=server,
                        media_id=each.id,
                        target=target,
                        decision=decision,
                        choice=choice,
                        facts=known,
                        today=self._today(),
                        facts_lacking=item in looked_up.lacking,
                    )
                    continue
                plan.counts[decision.verdict] += 1
                if (status := STATUS_OF_VERDICT.get(decision.verdict)) is not None:
                    plan.left_alone.append(
                        LeftAlone(
                            item=str(item),
                            kind=kind,
                            library=library.name,
                            server=server,
                            status=status,
                            reason=", ".join(decision.reasons),
                        )
                    )
            if lasting:
                settled.append((item, each.id, len(kinds)))
        if glance is not None:
            glance.remember(settled)
        self.progress(self._looked_at)

    def _facts(self, slots: Sequence[tuple[MediaItem, Sequence[tuple[ArtworkKind, KindSettings]]]]) -> LookedUp:
        needs: dict[int, frozenset[str]] = {}
        for _, kinds in slots:
            for _, settings in kinds:
                if id(settings) not in needs:
                    needs[id(settings)] = frozenset(settings.look.needs())
        if not any(needs.values()):
            return NOTHING
        return self.facts.look_up(
            (item, frozenset[str]().union(*(needs[id(settings)] for _, settings in kinds))) for item, kinds in slots
        )

    def _circumstances(
        self,
        request: RunRequest,
        settings: KindSettings,
        item: MediaItem,
        kind: ArtworkKind,
        target: Target | None,
        facts: Facts,
        choice: str,
    ) -> Circumstances:
        base = base_of(target)
        subject = Attentive(item=item, kind=kind, title=item.title, facts=facts, today=self._today())
        brands = settings.look.pictures(subject, base=base)
        asked = subject.asked
        if brands or settings.look.wants_logo:
            subject = replace(subject, logo=self._logos.of_title(target), logos=self._logos.of_brands(brands))
        inputs = Inputs.of(settings, subject, base)
        return Circumstances(
            inputs=inputs,
            choice=choice,
            shown=item.shown.get(kind, ""),
            now=self.clock(),
            adopts=settings.owner_pictures == "adopt",
            force=request.force,
            recheck=request.recheck and self._is_old(target, request.recheck_after_s),
            may_choose=not request.only or "artwork" in request.only,
            facts_every_s=self.facts_every_s,
            lasting=not (asked or subject.asked or brands) and self._lasts(settings),
        )

    def _is_old(self, target: Target | None, after_s: float) -> bool:
        """Return whether a target's sources were last asked so long ago, give or take a quarter: not all come at once."""
        if target is None or after_s <= 0:
            return True
        spread = 0.75 + (target.media_id * 2654435761 % 1000) / 2000
        return self.clock() - target.checked_at >= after_s * spread

    def _lasts(self, settings: KindSettings) -> bool:
        """Return whether what a look shows of an item hangs on nothing but the item."""
        if id(settings) not in self._lasting:  # kept with the settings, so that nothing else gets their id
            look = settings.look
            moves = look.needs() or look.wants_logo or look.reads_episodes
            lasts = not moves and not any(placed.when.reads_dates for placed in look.layers)
            self._lasting[id(settings)] = settings, lasts
        return self._lasting[id(settings)][1]

    def _today(self) -> date:
        return datetime.fromtimestamp(self.clock()).astimezone().date()

    def _choice(self, settings: KindSettings, item: MediaItem, kind: ArtworkKind, target: Target | None) -> str:
        parts = [settings.preferences.digest(), target.pinned if target else ""]
        asked = dict.fromkeys((*settings.preferences.sources, *settings.preferences.fallback))
        for name, source in self.sources.items():
            if name in asked or source.offers_manual:
                parts.append(f"{name}={source.revision(item, kind)}")
        return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()[:16]


def _asked(request: RunRequest, kind: ArtworkKind) -> bool:
    return not request.kinds or kind in request.kinds
