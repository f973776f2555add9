"""What the renderer's tests share: real pictures, real films, a service that sees font packages only."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from posteract_core.model import ArtworkKind, Facts, MediaItem
from posteract_core.providers import Subject
from posteract_core.render import Canvas, LookBook, Mark, OverlayService, Rendering
from posteract_core.render.samples import SAMPLES

Draw = Callable[..., tuple[Rendering, Image.Image]]


@pytest.fixture(scope="session")
def service() -> OverlayService:
    return OverlayService(system_fonts=False)


@pytest.fixture(scope="session")
def dusk() -> bytes:
    """A poster-shaped JPEG of 1200 × 1800."""
    return as_bytes(SAMPLES["dusk"]((1200, 1800)))


@pytest.fixture(scope="session")
def snow() -> bytes:
    """A bright poster-shaped JPEG of 1000 × 1500."""
    return as_bytes(SAMPLES["snow"]((1000, 1500)))


def as_bytes(image: Image.Image, format: str = "JPEG", **settings: Any) -> bytes:  # noqa: A002
    stream = io.BytesIO()
    image.save(stream, format, **settings)
    return stream.getvalue()


@pytest.fixture(scope="session")
def encoded() -> Callable[..., bytes]:
    return as_bytes


@pytest.fixture
def film() -> Callable[..., Subject]:
    """Makes the subject of a film's picture."""

    def make(title: str = "Heat", kind: ArtworkKind = ArtworkKind.POSTER, **more: Any) -> Subject:
        item = MediaItem(title=title, **{"year": 1995, **more})
        return Subject(item=item, kind=kind, title=title, facts=Facts())

    return make


@pytest.fixture
def book_of() -> Callable[..., LookBook]:
    """Makes a book of styles and overlays as the configuration would have them."""

    def make(styles: Any = None, overlays: Any = None, **more: Any) -> LookBook:
        return LookBook(
            more.pop("layer_types", {}), more.pop("style_folders", []), styles or {}, overlays or {}, **more
        )

    return make


@pytest.fixture
def draw(service: OverlayService, tmp_path: Path, book_of: Callable[..., LookBook]) -> Draw:
    """Draws a style (its name, or its layers) over a base and returns what came of it with the picture."""

    def make(base_picture: bytes, style: Any, subject: Subject, **more: Any) -> tuple[Rendering, Image.Image]:
        styles = {} if isinstance(style, str) else {"tried": {"layers": style}}
        book = book_of(styles, more.pop("overlays", None), layer_types=more.pop("layer_types", {}))
        assert book.problems == ()
        look = book.look(style if isinstance(style, str) else "tried", list(book.overlay_names), subject.kind)
        canvas = more.pop("canvas", Canvas.for_kind(subject.kind))
        out = tmp_path / "out.picture"
        settings = {"base": "textless", "mark": Mark(fingerprint="f" * 8, original_hash="0" * 8), **more}
        done = more.pop("service", service).draw(base_picture, look, subject, canvas, out=out, **{
            key: value for key, value in settings.items() if key != "service"
        })  # fmt: skip
        with Image.open(out) as image:
            image.load()
        return done, image

    return make
