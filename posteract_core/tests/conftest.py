"""A media server and a source that live in memory, and the whole way from plan to upload around them."""

from __future__ import annotations

import hashlib
import io
import random
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from posteract_core.errors import ProviderUnavailable
from posteract_core.model import (
    TEXTLESS,
    Artwork,
    ArtworkKind,
    ExternalIds,
    FrozenMap,
    ItemType,
    Library,
    MediaItem,
    RunRequest,
    ShownArtwork,
)
from posteract_core.plan import KindSettings, LibraryPlan, Planner
from posteract_core.plan.facts import FactDesk
from posteract_core.providers import ArtworkSource, MediaServer, NoSettings, ProviderContext
from posteract_core.render import Canvas, LookBook, OverlayService
from posteract_core.run import Backoff, Runner
from posteract_core.run.choose import Chooser
from posteract_core.select import Preferences
from posteract_core.store import BlobStore, Ledger, Originals

POSTER = ArtworkKind.POSTER


def picture(colour=(40, 60, 90), size=(200, 300), exif=None, comment=None) -> bytes:
    out = io.BytesIO()
    extra: dict[str, Any] = {"exif": exif} if exif else {}
    if comment:
        extra["comment"] = comment
    Image.new("RGB", size, colour).save(out, "JPEG", **extra)
    return out.getvalue()


class MemoryServer(MediaServer[NoSettings]):
    """Shows pictures in memory; can be told to fail."""

    def __init__(self, context: ProviderContext) -> None:
        super().__init__(NoSettings(), context)
        self.films: dict[str, MediaItem] = {}
        self.pictures: dict[tuple[str, str], tuple[bytes, bool]] = {}
        self.locked: set[str] = set()
        self.uploads: list[tuple[str, str]] = []
        self.failing = 0
        self.fail_with: Exception | None = None
        self.warning = ""
        self.after_upload: Any = None

    def add(self, title: str, year: int = 1995, tmdb: int | None = None, **more: Any) -> MediaItem:
        key = more.pop("key", title)
        item = MediaItem(title=title, year=year, key=key, ids=ExternalIds(tmdb=tmdb), **more)
        self.films[key] = item
        return item

    def show(self, key: str, data: bytes, *, chosen: bool = True, kind: ArtworkKind = POSTER) -> None:
        self.pictures[key, kind] = (data, chosen)

    def libraries(self):
        return [Library(key="1", name="Films", type=ItemType.MOVIE, server="memory", warning=self.warning)]

    def items(self, library):
        films = [self._item(film) for film in self.films.values()]
        for start in range(0, len(films), 50):
            yield films[start : start + 50]

    def _item(self, film: MediaItem) -> MediaItem:
        shown = {ArtworkKind(kind): _token(data) for (key, kind), (data, _) in self.pictures.items() if key == film.key}
        return replace(film, server="memory", library="Films", shown=FrozenMap(shown))

    def artwork(self, item, kind):
        if (found := self.pictures.get((item.key, kind))) is None:
            return None
        data, chosen = found
        return ShownArtwork(revision=_token(data), data=data, chosen=chosen, locked=item.key in self.locked)

    def upload(self, item, kind, picture):
        if self.failing:
            self.failing -= 1
            raise self.fail_with or ProviderUnavailable("memory", "timed out")
        self.pictures[item.key, kind] = (picture.data, True)
        self.uploads.append((item.key, kind.value))
        if self.after_upload:
            self.after_upload()
        return _token(picture.data)

    def reset(self, item, kind):
        self.pictures.pop((item.key, kind), None)
        return ""


def _token(data: bytes) -> str:
    return hashlib.sha1(data).hexdigest()


class MemorySource(ArtworkSource[NoSettings]):
    """Offers what it was given; can be told to fail."""

    def __init__(self, context: ProviderContext, name: str) -> None:
        super().__init__(NoSettings(), context)
        self.own_name = name
        self.offers: dict[str, list[Artwork]] = {}
        self.logos: dict[str, list[Artwork]] = {}
        self.bytes: dict[str, bytes] = {}
        self.everything = True
        self.error: Exception | None = None
        self.found = 0
        self.reads = 0
        self.token = ""
        self.tells = True

    def find(self, item, kind):
        self.found += 1
        if self.error:
            raise self.error
        if kind is ArtworkKind.LOGO:
            return self.logos.get(item.title, [])
        if item.title in self.offers:
            return self.offers[item.title]
        return [self.offer(item.title)] if self.everything else []

    def offer(self, ident: str, **more: Any) -> Artwork:
        return Artwork(**{"id": ident, "url": ident, "language": TEXTLESS, "width_px": 2000, "height_px": 3000, **more})

    def read(self, artwork):
        self.reads += 1
        colour = tuple(hashlib.sha256(artwork.id.encode()).digest()[:3])
        return self.bytes.get(artwork.id) or picture(colour)

    def revision(self, item, kind):
        return self.token

    def revisions(self):
        return self.token if self.tells else None


@dataclass
class Works:
    """Everything a run needs, on a folder of its own."""

    folder: Path
    server: MemoryServer
    sources: dict[str, MemorySource]
    styles: dict[str, Any] = field(default_factory=dict)
    style: str = "minimal"
    overlays: tuple[str, ...] = ()
    preferences: Preferences = field(default_factory=lambda: Preferences(sources=("tmdb", "fanart"), fallback=()))
    owner_pictures: Any = "keep"
    now: float = 1_700_000_000.0
    redraw_share: float | None = 0.25
    setting: str | None = None
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    badges: dict[str, Any] = field(default_factory=dict)

    def plan_of(self) -> LibraryPlan:
        overlays = {"year": [{"type": "text", "text": "{year}", "place": "top-left"}]}
        book = LookBook(self.badges, [], self.styles, {**overlays, **{name: [name] for name in self.badges}})
        settings = KindSettings(
            look=book.look(self.style, self.overlays, POSTER),
            canvas=Canvas.for_kind(POSTER, 200),
            preferences=self.preferences,
            owner_pictures=self.owner_pictures,
        )
        library = self.server.libraries()[0]
        return LibraryPlan(
            name="Films", library=library, kinds=(POSTER,), resolve=lambda kind, matched: settings,
            exclude_labels=frozenset({"skip_posteract"}),
        )  # fmt: skip

    def ledger(self) -> Ledger:
        return Ledger.open("sqlite:///posteract.db", base=self.folder)

    def run(self, request: RunRequest | None = None, **changes: Any):
        """Plan and run; return the summary."""
        from posteract_core.plan.limits import config_note

        request = request or RunRequest(all=True, **changes)
        ledger, blobs, originals = self.ledger(), BlobStore(self.folder / "cache"), Originals(self.folder / "originals")
        library = self.plan_of()
        try:
            planner = Planner(
                ledger=ledger, blobs=blobs, sources=self.sources, facts=FactDesk({}, ledger), clock=lambda: self.now,
                redraw_share=self.redraw_share, setting=self.setting,
            )  # fmt: skip
            plan = planner.plan(request, [(self.server, library)])
            runner = Runner(
                servers={"memory": self.server},
                libraries={("memory", "Films"): library},
                chooser=Chooser(
                    sources=self.sources,
                    servers={"memory": self.server},
                    blobs=blobs,
                    originals=originals,
                    ledger=ledger,
                ),
                service=OverlayService(system_fonts=False),
                ledger=ledger,
                blobs=blobs,
                originals=originals,
                backoff=Backoff(chance=random.Random(1)),
                network=4,
                notify=lambda event, **details: self.events.append((event, details)),
                clock=lambda: self.now,
            )
            summary = runner.run(plan, request)
            ledger.set_note(config_note(library), library.digest())
            self.lost = runner.lost
            plan.close()
            return summary
        finally:
            ledger.close()

    def target(self, title: str):
        ledger = self.ledger()
        try:
            return next(each for each in ledger.all_targets() if each.item.startswith(title))
        finally:
            ledger.close()


@pytest.fixture
def works(tmp_path) -> Works:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("offline")

    http = httpx.Client(transport=httpx.MockTransport(refuse))

    def context(name: str) -> ProviderContext:
        return ProviderContext(
            instance=name, http=http, cache_folder=tmp_path, config_folder=tmp_path, manual_assets=tmp_path
        )

    return Works(
        folder=tmp_path,
        server=MemoryServer(context("memory")),
        sources={name: MemorySource(context(name), name) for name in ("tmdb", "fanart")},
    )


@pytest.fixture
def draw_picture():
    return picture
