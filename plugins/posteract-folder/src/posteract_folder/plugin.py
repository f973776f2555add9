"""The hooks of posteract-folder; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from posteract_core import hookimpl

if TYPE_CHECKING:
    from .server import FolderServer
    from .settings import FolderSettings


@hookimpl
def posteract_settings() -> type[FolderSettings]:
    """Return what may stand under `plugins.folder`."""
    from .settings import FolderSettings

    return FolderSettings


@hookimpl
def posteract_media_servers() -> Sequence[type[FolderServer]]:
    """Return the one server: folders of films and shows."""
    from .server import FolderServer

    return [FolderServer]
