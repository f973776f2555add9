"""A Plex server with its libraries, and the sources beside it, all fakes over real HTTP; what tests of whole libraries share."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from posteract_core.app import App, Opening, RunReport
from posteract_core.model import RunRequest
from services import FakeFanart, FakePlex, FakeService, FakeTmdb, FakeTvdb, World
from services.fanart import PROJECT_KEY
from services.plex.items import Item
from services.plex.state import TOKEN
from services.tmdb import V4_TOKEN
from services.tvdb import API_KEY
from services.world import Title


@dataclass(kw_only=True)
class PlexHome:
    """Someone's Plex, with two libraries, and a folder for Posteract.

    Attributes:
        folder: where configuration, ledger and cache are.
        more: top-level keys of the configuration, in place of what stands there.
    """

    folder: Path
    world: World
    plex: FakePlex
    tmdb: FakeTmdb
    fanart: FakeFanart
    tvdb: FakeTvdb
    style: str = "minimal"
    more: dict[str, Any] = field(default_factory=dict)
    last: RunReport | None = field(default=None, init=False)

    def populate(self, *, films: int, shows: int = 0) -> None:
        """Fill the world and let Plex know it."""
        self.world.populate(films=films, shows=shows)
        self.plex.add_library("Movies", self.world.movies)
        if shows:
            self.plex.add_library("TV Shows", self.world.shows)

    @property
    def config(self) -> Path:
        """Write the configuration and return its file."""
        look = {"style": self.style}
        libraries: dict[str, Any] = {"Movies": {"artwork": {"poster": look, "background": {}}}}
        if self.world.shows:
            kinds = {"poster": look, "background": {}, "season": look, "title_card": look}
            libraries["TV Shows"] = {"artwork": kinds}
        config = {
            "plugins": {
                "folder": {"enabled": False},
                "plex": {"url": self.plex.url, "token": TOKEN},
                "tmdb": {"url": self.tmdb.url, "image_url": self.tmdb.url, "token": V4_TOKEN},
                "fanart": {"url": self.fanart.url, "api_key": PROJECT_KEY},
                "tvdb": {"url": self.tvdb.url, "api_key": API_KEY},
            },
            "poster_preferences": {
                "sources": ["tmdb", "fanart", "tvdb"],
                "languages": ["textless", "en"],
                "fallback": [],
            },
            "libraries": libraries,
            "run": {"workers": 2, "retry": {"attempts": 6, "first": "50ms", "longest": "1s"}},
            "storage": {"assets": None},
            "log": {"file": None},
            **self.more,
        }
        path = self.folder / "config.yaml"
        path.write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
        return path

    def run(self, **changes: Any) -> RunReport:
        """Do a run within this process; raises what `App.run` raises."""
        with App.open(Opening(config=self.config)) as app:
            self.last = app.run(RunRequest(**{"all": True, **changes}))
        return self.last

    @property
    def services(self) -> dict[str, FakeService]:
        """Return the fakes by name."""
        return {"plex": self.plex, "tmdb": self.tmdb, "fanart": self.fanart, "tvdb": self.tvdb}

    def requests(self) -> dict[str, int]:
        """Return how many requests each service has had so far."""
        return {name: service.total for name, service in self.services.items()}

    def forget_requests(self) -> None:
        """Count requests and uploads from here."""
        for service in self.services.values():
            service.count.clear()
            service.asked.clear()
        self.plex.uploads.clear()

    def uploads_per_slot(self) -> Counter[tuple[int, str]]:
        """Return how often each slot was uploaded to."""
        return Counter((key, element) for key, element, _ in self.plex.uploads)

    def slots(self) -> list[tuple[Item, str]]:
        """Return every slot the configuration makes a picture for."""
        found = []
        for item in self.plex.items.values():
            found.append((item, "thumb"))
            if item.about.type in ("movie", "show"):
                found.append((item, "art"))
        return found

    def shown_bytes(self, about: Title | Item, element: str = "thumb") -> bytes:
        """Return the picture an item shows."""
        data = self.plex.shown(about, element)[1]
        assert data is not None
        return data
