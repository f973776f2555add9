"""What may stand under `plugins.fanart`."""

from __future__ import annotations

from typing import Literal

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl, SecretStr


class FanartSettings(PluginSettings):
    """`plugins.fanart`: Fanart.tv."""

    api_key: SecretStr = Field(description="A project's API key, from fanart.tv/get-an-api-key.")
    client_key: SecretStr | None = Field(
        None, description="Your personal key: new pictures are there after two days instead of seven, for VIPs at once."
    )
    version: Literal["v3", "v3.2"] = Field("v3.2", description="Of the service; v3 tells no sizes.")
    url: HttpUrl = Field(
        HttpUrl("https://webservice.fanart.tv"),
        description="What stands before the service's paths; a mirror or proxy.",
    )
