"""Asset folders made for a test, and sources that look into them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from posteract_core.providers import ProviderContext
from posteract_local.assets.source import LocalSource
from posteract_local.drawn.source import DrawnSource
from posteract_local.settings import LocalSettings

FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".bmp": "BMP", ".webp": "WEBP"}


def picture(suffix: str = ".jpg", size: tuple[int, int] = (20, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (40, 80, 120)).save(out, FORMATS.get(suffix.lower(), "JPEG"), **options)
    return out.getvalue()


@pytest.fixture
def make_picture() -> Callable[..., bytes]:
    """Return a function that makes a small picture in the format of a suffix."""
    return picture


@pytest.fixture
def fill() -> Callable[..., Path]:
    """Return a function that puts pictures into a folder: names, or a mapping of names to bytes."""

    def fill(folder: Path, *names: str, **contents: Mapping[str, bytes]) -> Path:
        files = {name: picture(Path(name).suffix) for name in names} | dict(contents.get("files", {}))
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder

    return fill


@pytest.fixture
def make_local(provider_context: ProviderContext) -> Callable[..., LocalSource]:
    """Return a function that makes the source `local` on asset folders; manual assets lie in `tmp_path / "manual"`."""

    def make(*folders: str | Path, manual: Path | None = None) -> LocalSource:
        settings = LocalSettings.model_validate({"folders": [str(folder) for folder in folders]})
        context = replace(provider_context, manual_assets=manual) if manual else provider_context
        return LocalSource(settings, context)

    return make


@pytest.fixture
def make_drawn(provider_context: ProviderContext) -> Callable[..., DrawnSource]:
    """Return a function that makes the source `drawn` with settings of `plugins.local.drawn`."""

    def make(**drawn: object) -> DrawnSource:
        return DrawnSource(LocalSettings.model_validate({"drawn": drawn}), provider_context)

    return make
