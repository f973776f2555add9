"""What may stand under `plugins.tautulli`."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl, SecretStr


class TautulliSettings(PluginSettings):
    """`plugins.tautulli`: what is watched on a Plex server, for collections."""

    http_cache: ClassVar[bool] = False

    url: HttpUrl = Field(description="Its address, with its HTTP root if it has one: http://localhost:8181.")
    api_key: SecretStr = Field(min_length=1, description="From Settings, Web Interface, API in Tautulli.")
    server: str = Field(
        "",
        description="The name, under `plugins`, of the Plex server that it watches; needed where there are several.",
    )
    verify: bool | Path = Field(
        True,
        description="Whether the certificate of an https address is checked; a file = the authority to trust instead.",
    )
