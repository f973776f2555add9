"""One target on its way through the stages."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..model import Artwork, Brand, FrozenMap
from ..plan import Inputs, KindSettings, PlannedTask
from ..providers import LogoFile, Subject
from ..render import Mark, Rendering
from ..render.placed import Base
from ..store import Target


@dataclass(slots=True, kw_only=True)
class Job:
    """A task with what the stages found out so far.

    Attributes:
        task: what was planned.
        settings: how the picture is made.
        target: its row, changed as the job goes on.
        shown_mark: the mark of the picture shown, when that is ours.
        adopted: hash of the owner's picture that becomes the base.
        base_path: the base picture's file.
        logo: the title's own lettering, where the look shows it and there is one.
        logos: of the brands the look shows, those that could be had.
        inputs: what the picture is made of.
        fingerprint: the hash over that and the base.
        drawn: the finished picture's file, in a scratch folder.
        rendering: what the renderer says of it.
        why: what was found out on the way, in place of the plan's reason.
    """

    task: PlannedTask
    settings: KindSettings
    target: Target
    shown_mark: Mark | None = None
    adopted: str = ""
    base_path: Path | None = None
    logo: LogoFile | None = None
    logos: FrozenMap[Brand, LogoFile] = field(default_factory=FrozenMap)
    inputs: Inputs | None = None
    fingerprint: str = ""
    drawn: Path | None = None
    rendering: Rendering | None = None
    why: str = ""

    @property
    def subject(self) -> Subject:
        """Return what the picture is about."""
        item = self.task.item
        return Subject(
            item=item,
            kind=self.task.kind,
            title=item.title,
            facts=self.task.facts,
            logo=self.logo,
            logos=self.logos,
            today=self.task.today,
        )

    @property
    def base(self) -> Base:
        """Return the nature of the base as the renderer names it."""
        match self.target.poster_type:
            case "textless":
                return "textless"
            case "finished":
                return "finished"
            case _:
                return "has_text"

    def use(self, artwork: Artwork, digest: str, path: Path, *, textless: bool) -> None:
        """Take a candidate as the base.

        Args:
            artwork: the winner.
            digest: of its bytes.
            path: where they are.
            textless: it carries no words.
        """
        self.base_path = path
        self.target.base_hash = digest
        self.target.source_used = artwork.source
        self.target.candidate = f"{artwork.id}@{artwork.revision}" if artwork.revision else artwork.id
        self.target.width_px, self.target.height_px = artwork.width_px, artwork.height_px
        self.target.votes = artwork.votes
        self.target.page_url = artwork.page_url
        if artwork.finished:
            self.target.poster_type = "finished"
        else:
            self.target.poster_type = "textless" if textless else artwork.language or "unknown"
