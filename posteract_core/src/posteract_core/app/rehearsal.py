"""A dry run's pictures: a sample of what is due is chosen and drawn, on stores that are thrown away, and shown on its page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model import RunRequest, RunSummary
from ..plan import LibraryPlan, Plan
from ..plan.sample import sample
from ..providers import MediaServer
from ..render import OverlayService
from ..run import Progress, Runner
from ..store import BlobStore, Originals
from .gallery import Gallery

if TYPE_CHECKING:
    from .opened import Opened

SAMPLE = 100
"""Pictures: enough to judge a look by, few enough to wait for."""


def rehearse(
    app: Opened,
    plan: Plan,
    request: RunRequest,
    servers: Mapping[str, MediaServer[Any]],
    libraries: Mapping[tuple[str, str], LibraryPlan],
    gallery: Gallery,
    progress: Callable[[Progress], None],
) -> RunSummary:
    """Draw a sample of a plan into the gallery and return what became of it; nothing of it lasts, and nothing is uploaded.

    Raises:
        KeyboardInterrupt: cancelled.
    """
    run = app.config.run
    with tempfile.TemporaryDirectory(prefix="posteract-") as name, sample(plan, SAMPLE) as chosen:
        blobs = BlobStore(Path(name) / "pictures", beneath=app.blobs)
        originals = Originals(Path(name) / "originals", beneath=app.originals)
        runner = Runner(
            servers=servers,
            libraries=libraries,
            chooser=app.chooser(app.reading, blobs=blobs, originals=originals),
            service=OverlayService(),
            ledger=app.reading,
            blobs=blobs,
            originals=originals,
            network=run.network,
            workers=run.workers or 2,
            progress=progress,
            exhibit=gallery.show_job,
            rehearsal=True,
            cancel=app.cancel,
        )
        return runner.run(chosen, request)
