"""Draws one target's picture into a scratch folder, unless what is shown is made of the same already."""

from __future__ import annotations

from pathlib import Path

from ..plan import Inputs, fingerprint
from ..render import Mark, OverlayService
from ..select import MANUAL_SOURCE
from ..store import Target
from .job import Job

NO_ORIGINAL = "-"
"""In a mark: there was no picture before ours."""


def is_shown_already(job: Job, *, force: bool) -> bool:
    """Work out what the picture is made of; return whether the server shows just that, made by us."""
    job.inputs = Inputs.of(job.settings, job.subject, job.base)
    job.fingerprint = fingerprint(job.inputs, job.target.base_hash)
    if force:
        return False
    if job.shown_mark is not None:
        return job.shown_mark.fingerprint == job.fingerprint
    looked = job.task.decision.look
    return not looked and _still_shown(job) and job.target.fingerprint == job.fingerprint


def draw(job: Job, service: OverlayService, folder: Path) -> None:
    """Draw the picture into `folder`.

    Raises:
        PictureRefused: the base cannot be used.
        PluginError: a layer failed.
        OSError: the disk is full, or may not be written.
    """
    assert job.base_path is not None
    job.drawn = folder / f"{job.target.media_id}-{job.target.kind}"
    job.rendering = service.draw(
        job.base_path,
        job.settings.look,
        job.subject,
        job.settings.canvas,
        base=job.base,
        mark=Mark(fingerprint=job.fingerprint, original_hash=job.target.original_hash or NO_ORIGINAL),
        out=job.drawn,
        format=job.settings.format,
        quality=job.settings.quality,
    )


def notes_for_review(job: Job) -> str:
    """Return what a person should look at, a note a line: the words of `status --review`."""
    target, preferences = job.target, job.settings.preferences
    notes = list(job.rendering.review) if job.rendering else []
    if target.source_used == MANUAL_SOURCE:
        return "\n".join(notes)  # somebody looked at it when it was picked
    if target.source_used == "drawn":
        notes.append("drawn, for want of artwork")
    elif target.source_used in preferences.fallback and target.source_used not in preferences.sources:
        notes.append("fallback")
    if target.poster_type == "unknown":
        notes.append("says no language: no title set")
    elif target.poster_type not in ("textless", "finished", preferences.languages[0]):
        notes.append(f"not the first language: {target.poster_type}")
    least = preferences.least_width_px(job.task.kind)
    if 0 < target.width_px < least:
        notes.append(f"too small: {target.width_px} px wide")
    return "\n".join(notes)


def _still_shown(job: Job) -> bool:
    target: Target | None = job.task.target
    return target is not None and job.task.item.shown.get(job.task.kind, "") == target.server_revision
