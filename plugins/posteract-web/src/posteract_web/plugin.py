"""The hooks of posteract-web; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import PluginSettings, Trigger


@hookimpl
def posteract_settings() -> type[PluginSettings]:
    """Return what may be set about the server."""
    from .settings import WebSettings

    return WebSettings


@hookimpl
def posteract_triggers() -> Sequence[type[Trigger[Any]]]:
    """Return the server: it listens while `posteract serve` runs."""
    from .trigger import WebServer

    return [WebServer]
