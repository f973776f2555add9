"""Toy plugins with settings, and a way to read a configuration from a text."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace

import pytest
from posteract_core.config.examine import examine
from posteract_core.config.reading import read_config_text
from posteract_core.plugins.installed import InstalledPlugin
from posteract_core.plugins.registry import Registry
from posteract_core.providers import PluginSettings
from posteract_core.redaction import forget_secrets
from pydantic import Field, HttpUrl, SecretStr, field_validator

from posteract_core import hookimpl


class TmdbSettings(PluginSettings):
    token: SecretStr = Field(description="Key.")
    language: str = Field(default="en", description="Language.")
    region: str | None = Field(default=None, description="Region.")
    pages: int = Field(default=1, ge=1, le=9, description="Pages.")
    url: HttpUrl = Field(default=HttpUrl("https://api.themoviedb.org"), description="Address.")

    @field_validator("token")
    @classmethod
    def _has_a_shape(cls, token):
        if " " in token.get_secret_value():
            raise ValueError(f"{token.get_secret_value()} is no key")
        return token


class Root(PluginSettings):
    path: Path = Field(description="Folder.")
    type: str | None = Field(default=None, description="Type.")


class FolderSettings(PluginSettings):
    roots: dict[str, Path | Root] = Field(default_factory=dict, description="Folders.")


def plugin(settings):
    @hookimpl
    def posteract_settings():
        return settings

    return SimpleNamespace(posteract_settings=posteract_settings)


TOYS = {"tmdb": plugin(TmdbSettings), "folder": plugin(FolderSettings)}


@pytest.fixture
def make_registry():
    """Return a registry of the toy plugins `tmdb` and `folder`, without those that are switched off."""

    def make(disabled=frozenset()):
        registry = Registry()
        for name, toy in TOYS.items():
            point = EntryPoint(name, f"toy_{name}", "posteract.plugins")
            registry.installed[name] = InstalledPlugin(name=name, point=point, distribution=f"posteract-{name}")
            if name in disabled:
                registry.off[name] = "disabled in the configuration"
            else:
                registry.register(toy, name)
        return registry

    return make


@pytest.fixture
def look(make_registry, tmp_path):
    """Return what examines a text as if it were config.yaml, with the given variables only."""

    def look(text, **environ):
        reading = read_config_text(text, path=tmp_path / "config.yaml", environ=environ)
        return examine(reading, make_registry)

    return look


@pytest.fixture
def mistakes(look, tmp_path):
    """Return what gives the mistakes of a text as `line:column path message`."""

    def mistakes(text, **environ):
        return [told(problem, tmp_path) for problem in look(text, **environ).problems]

    return mistakes


@pytest.fixture
def warnings(look, tmp_path):
    """Return what gives the warnings of a text as `line:column path message`."""

    def warnings(text, **environ):
        return [told(problem, tmp_path) for problem in look(text, **environ).warnings]

    return warnings


def told(problem, folder):
    assert problem.where in (str(folder / "config.yaml"), "config.yaml") or problem.where.startswith(
        "environment variable "
    )
    place = f"{problem.line}:{problem.column}" if problem.line else problem.where
    return f"{place} {problem.path} {problem.message}".replace("  ", " ")


@pytest.fixture(autouse=True)
def _no_secret_is_remembered():
    yield
    forget_secrets()
