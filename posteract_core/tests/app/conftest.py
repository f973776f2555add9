"""The app on a configuration of its own: over a server in memory, or over real folders."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from posteract_core.app import App
from posteract_core.config import load_config
from posteract_core.model import RunRequest
from posteract_core.plugins.registry import Registry

from posteract_core import hookimpl


@dataclass
class Desk:
    """Opens the app as often as a test likes, each time as a new process would; servers and sources in memory live on.

    Attributes:
        folder: of the configuration.
        config: what it says.
        plugins: by name.
        server: the server in memory; None over folders.
    """

    folder: Path
    config: dict[str, Any]
    plugins: dict[str, Any]
    server: Any = None
    opened: list[App] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.folder / "config.yaml"

    def open(self, *, dry_run: bool = False) -> App:
        self.path.write_text(json.dumps(self.config))

        def registry(disabled: frozenset[str]) -> Registry:
            made = Registry(raise_errors=True)
            for name, plugin in self.plugins.items():
                assert made.register(plugin, name)
            return made

        app = App(load_config(self.path, registry_factory=registry, environ={}), dry_run=dry_run)
        self.opened.append(app)
        return app

    def run(self, **request: Any):
        with self.open() as app:
            return app.run(RunRequest(**({"all": True} | request))).summary

    def target(self, title: str, kind: str = "poster"):
        with self.open() as app:
            return next(each for each in app.reading.all_targets() if each.item.startswith(title) and each.kind == kind)


def config(**more: Any) -> dict[str, Any]:
    return {
        "poster_preferences": {"sources": ["tmdb"], "fallback": [], "languages": ["textless"]},
        "libraries": {"Films": {"artwork": {"poster": {"style": "minimal"}}}},
        "storage": {"assets": None},
        "log": {"file": None},
        **more,
    }


@pytest.fixture
def source_plugin(works):
    """Return a plugin that offers the artwork source of `works`, whose name is `tmdb`."""
    kept = works.sources["tmdb"]

    class Source(type(kept)):
        def __init__(self, settings, context):
            super().__init__(context, "tmdb")
            kept.own_name = "tmdb"
            self.__dict__ = kept.__dict__

    class Plugin:
        @hookimpl
        def posteract_artwork_sources(self):
            return [Source]

    return Plugin()


@pytest.fixture
def desk(works, source_plugin, tmp_path):
    """Return the app over the server in memory of `works`."""
    kept = works.server

    class Server(type(kept)):
        def __init__(self, settings, context):
            super().__init__(context)
            self.__dict__ = kept.__dict__

    class Plugin:
        @hookimpl
        def posteract_media_servers(self):
            return [Server]

    return Desk(tmp_path, config(), {"memory": Plugin(), "tmdb": source_plugin}, works.server)


@pytest.fixture
def folders(source_plugin, tmp_path):
    """Return the app over real folders of films: `Films` in the test's own folder."""
    from posteract_folder import plugin

    for name in ("Heat (1995)", "Ran (1985)", "Alien (1979)"):
        (tmp_path / "Films" / name).mkdir(parents=True)
        (tmp_path / "Films" / name / f"{name}.mkv").write_bytes(b"video")
    made = config(plugins={"folder": {"roots": {"Films": {"path": "Films", "type": "movie"}}, "probe": False}})
    return Desk(tmp_path, made, {"folder": plugin, "tmdb": source_plugin})


@pytest.fixture
def posteract(monkeypatch, capsys):
    """Return a function that runs a command line over a desk and returns (exit code, stdout, stderr)."""
    from posteract_core.cli.main import main

    def call(desk: Desk, *words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(App, "open", lambda opening: desk.open(dry_run=opening.dry_run))
        with pytest.raises(SystemExit) as ended:
            main(words)
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return call
