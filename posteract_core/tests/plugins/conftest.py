"""Toy plugins: objects to register, and distributions as pip would leave them in a site folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from posteract_core.plugins.house import House
from posteract_core.plugins.instances import InstanceSpec
from posteract_core.plugins.registry import Registry
from posteract_core.providers import ProviderContext

from posteract_core import hookimpl


@pytest.fixture
def plugin() -> Callable[..., Any]:
    """Return a maker of plugins: `plugin(posteract_styles=lambda: [])`."""

    def make(**hooks: Callable[..., Any]) -> Any:
        return SimpleNamespace(**{name: hookimpl(function) for name, function in hooks.items()})

    return make


@pytest.fixture
def open_house(registry: Registry, provider_context: ProviderContext) -> Callable[..., House]:
    """Return a maker of houses on `registry`; every instance is lent `provider_context` under its own name."""
    from dataclasses import replace

    def make(*specs: InstanceSpec, **options: Any) -> House:
        options.setdefault("make_context", lambda spec, settings: replace(provider_context, instance=spec.name))
        return House(registry, specs, **options)

    return make


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Path]:
    """Return a maker of installed distributions in one site folder: code of `plugin.py` and an entry point."""
    folder = tmp_path / "site"

    def install(name: str, code: str, *, distribution: str = "", version: str = "1.0") -> Path:
        distribution = distribution or f"posteract-{name}"
        package = distribution.replace("-", "_")
        (folder / package).mkdir(parents=True)
        (folder / package / "__init__.py").touch()
        (folder / package / "plugin.py").write_text(textwrap.dedent(code), encoding="utf-8")
        info = folder / f"{package}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[posteract.plugins]\n{name} = {package}.plugin\n")
        return folder

    return install


@pytest.fixture
def fresh_python(tmp_path: Path) -> Callable[..., Any]:
    """Return a runner of code in a fresh interpreter that sees the site folder; the code's last line prints JSON."""

    def run(code: str, *, environ: Mapping[str, str] | None = None) -> Any:
        env = {
            name: value for name, value in os.environ.items() if not name.startswith(("POSTERACT", "PYTEST", "COV_"))
        }
        env |= {
            "PYTHONPATH": str(tmp_path / "site"),
            "XDG_CACHE_HOME": str(tmp_path / "xdg-cache"),
            "PYTHONDONTWRITEBYTECODE": "1",
            **(environ or {}),
        }
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)], env=env, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run
