"""Both sources keep the contract of artwork sources."""

from __future__ import annotations

import subprocess
import sys

import pytest
from posteract_core.model import ArtworkKind
from posteract_core.testing.contracts import ArtworkSourceContract


class TestLocalKeepsTheContract(ArtworkSourceContract):
    @pytest.fixture
    def source(self, make_local, fill, tmp_path):
        fill(tmp_path / "manual", "Movies/Heat (1995)/poster.jpg", "textless/Movies/Heat (1995)/poster.png")
        return make_local(fill(tmp_path / "assets", "Heat (1995)/poster.jpg", "Heat (1995).webp"))


class TestDrawnKeepsTheContract(ArtworkSourceContract):
    @pytest.fixture
    def source(self, make_drawn):
        return make_drawn()

    def test_an_unknown_title_gives_none_of_any_kind(self, source, heat):
        """It knows every title, that is what it is for; what it has nothing of is logos and slots an item does not have."""
        assert source.find(heat, ArtworkKind.LOGO) == []
        assert source.find(heat, ArtworkKind.SEASON) == []


def test_the_plugin_gives_its_settings_and_both_sources():
    import posteract_local.plugin as plugin

    assert plugin.posteract_settings().__name__ == "LocalSettings"
    assert [source.name for source in plugin.posteract_artwork_sources()] == ["local", "drawn"]


def test_importing_the_plugin_module_stays_cheap():
    heavy = {"pydantic", "numpy", "PIL", "loguru", "httpx"}
    script = f"import sys, posteract_local.plugin; print(sorted({heavy!r} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"
