"""What is wrong, and what to do: every part says for itself, and the core for its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from loguru import logger

from ..errors import PosteractError
from ..model import Finding, Severity
from ..plan.facts import provides
from ..render.health import font_findings

if TYPE_CHECKING:
    from .opened import Opened


def examine(app: Opened) -> list[Finding]:
    """Return a finding for each part: configuration, ledger, folders, rendering, servers, plugins. May take seconds."""
    own = [*_configuration(app), *_ledger(app), *_folders(app), *font_findings()]
    servers, plugins = [*_servers(app), *_facts(app)], app.house.check()
    return [*own, *(each for each in servers if not _said_by(plugins, each)), *plugins]


def _said_by(plugins: Sequence[Finding], finding: Finding) -> bool:
    """Return whether a server says itself what our own look at it came to; it knows the remedy better."""
    return finding.severity is not Severity.OK and any(
        each.severity is Severity.ERROR and each.subject == finding.subject and each.message == finding.message
        for each in plugins
    )


def _configuration(app: Opened) -> Iterator[Finding]:
    where = str(app.loaded.path) if app.loaded.path else "none found; the defaults hold"
    yield Finding(
        subject="configuration",
        severity=Severity.OK if app.loaded.path else Severity.WARNING,
        message=where,
        remedy="" if app.loaded.path else "`posteract config init` writes one to begin with.",
    )
    for problem in app.loaded.warnings:
        yield Finding(subject="configuration", severity=Severity.WARNING, message=str(problem), remedy=problem.hint)
    try:
        _ = app.book
    except PosteractError as error:
        yield Finding(subject="styles", severity=Severity.ERROR, message=str(error), remedy=error.hint)


def _ledger(app: Opened) -> Iterator[Finding]:
    try:
        counts = app.reading.counts()
    except PosteractError as error:
        yield Finding(subject="ledger", severity=Severity.ERROR, message=str(error), remedy=error.hint)
        return
    yield Finding(subject="ledger", severity=Severity.OK, message=f"{sum(counts.values())} pictures known")


def _folders(app: Opened) -> Iterator[Finding]:
    storage = app.config.storage
    named = {
        "cache": (storage.cache, "storage.cache"),
        "originals": (app.originals.folder, "storage.database, beside which they lie"),
        "assets": (storage.assets, "storage.assets"),
    }
    for name, (folder, setting) in named.items():
        if folder is None:
            continue
        problem = _not_writable(folder)
        yield Finding(
            subject=name,
            severity=Severity.ERROR if problem else Severity.OK,
            message=problem or str(folder),
            remedy=f"Give this user write access to it, or name another folder in {setting}." if problem else "",
        )


def _not_writable(folder: Path) -> str:
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            return ""
    except OSError as error:
        return f"{folder} cannot be written: {error.strerror}"


def _servers(app: Opened) -> Iterator[Finding]:
    if not app.config.libraries:
        yield Finding(
            subject="libraries",
            severity=Severity.WARNING,
            message="none is configured, so a run does nothing",
            remedy="Name yours under `libraries`.",
        )
    for name, server in app.servers().items():
        try:
            libraries = server.libraries()
        except PosteractError as error:
            yield Finding(subject=name, severity=Severity.ERROR, message=str(error), remedy=error.hint)
            continue
        except Exception as error:  # noqa: BLE001 - a plugin's border: the other parts are tried all the same
            logger.opt(exception=error).debug("{} broke", name)
            yield Finding(
                subject=name, severity=Severity.ERROR, message=f"{name}: broke: {type(error).__name__}: {error}"
            )
            continue
        if not libraries:
            yield Finding(subject=name, severity=Severity.OK, message="has no libraries")
        for library in libraries:
            entry = app.config.library_for(name, library.name)
            yield Finding(
                subject=name,
                severity=Severity.WARNING if library.warning else Severity.OK,
                message=f"library {library.name!r} ({library.type})"
                + (f": {library.warning}" if library.warning else "" if entry else ": not configured, left alone"),
            )


TOLD_BY_SERVERS = frozenset({"rating.audience", "rating.critic", "rating.user"})
"""Facts that a server tells of its own titles, and nobody else."""


def _facts(app: Opened) -> Iterator[Finding]:
    """Say which facts the looks show that nobody looks up: badges that stay away without a word."""
    sources = app.house.fact_sources().values()
    for name in app.config.libraries:
        try:
            needed = _needed(app, name)
        except PosteractError:  # said of the configuration already
            continue
        unknown = sorted(
            fact for fact in needed - TOLD_BY_SERVERS if not any(provides(source, fact) for source in sources)
        )
        if unknown:
            yield Finding(
                subject="badges",
                severity=Severity.WARNING,
                message=f"{name}: nobody looks up {', '.join(unknown)}, so badges show that only where the server tells it",
                remedy="docs/facts.md says which plugin tells what, and what it needs: a key, a login, `charts: true`.",
            )


def _needed(app: Opened, library: str) -> frozenset[str]:
    """Return the facts that the looks of a library show, those of its rules included."""
    view = app.config.library_settings(library)
    needed = frozenset[str]()
    for kind in view.kinds:
        for matched in ((), *((position,) for position in range(len(view.rules)))):
            settings = app.config.artwork_settings(library, kind, matched)
            if settings is not None:
                needed |= app.book.look(settings.style, settings.overlays, settings.kind).needs()
    return needed
