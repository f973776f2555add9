"""What may stand under `plugins.radarr`."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl, SecretStr


class RadarrSettings(PluginSettings):
    """`plugins.radarr`: the films that Radarr manages, for collections."""

    http_cache: ClassVar[bool] = False

    url: HttpUrl = Field(description="Its address, with its URL base if it has one: http://localhost:7878.")
    api_key: SecretStr = Field(min_length=1, description="From Settings, General, Security in Radarr.")
    verify: bool | Path = Field(
        True,
        description="Whether the certificate of an https address is checked; a file = the authority to trust instead.",
    )
