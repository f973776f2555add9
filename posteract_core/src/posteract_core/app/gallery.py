"""Before and after, in small, of what a run made; for its page."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from ..model import ArtworkKind
from ..render.preview import thumbnail
from ..run.job import Job

WIDTH_PX = {True: 640, False: 400}
"""Of wide kinds and of the others, twice what the page shows, for fine screens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One picture, before and after, as small JPEGs.

    Attributes:
        item: as a person names it.
        kind: the slot.
        library: the library's configured name.
        source: where the base came from.
        reason: why it was made.
        before: the base picture.
        after: the finished one.
    """

    item: str
    kind: ArtworkKind
    library: str
    source: str
    reason: str
    before: bytes
    after: bytes


class Gallery:
    """Collects exhibits up to a number, from many threads."""

    def __init__(self, most: int = 200) -> None:
        self._most = most
        self._lock = threading.Lock()
        self.exhibits: list[Exhibit] = []

    def show_job(self, job: Job, data: bytes) -> None:
        """Add a finished job's picture; the first of their base and of what came of it."""
        if job.base_path is not None:
            self.show(
                item=str(job.task.item),
                kind=job.task.kind,
                library=job.task.library,
                source=job.target.source_used,
                reason=job.task.reason,
                before=job.base_path,
                after=data,
            )

    def show(
        self, *, item: str, kind: ArtworkKind, library: str, source: str, reason: str, before: Path, after: bytes
    ) -> None:
        """Add a picture, while there is room; raises PictureRefused for one that cannot be read."""
        with self._lock:
            if len(self.exhibits) >= self._most:
                return
        width = WIDTH_PX[kind.is_wide]
        exhibit = Exhibit(
            item=item,
            kind=kind,
            library=library,
            source=source,
            reason=reason,
            before=thumbnail(before, width),
            after=thumbnail(after, width),
        )
        with self._lock:
            self.exhibits.append(exhibit)
