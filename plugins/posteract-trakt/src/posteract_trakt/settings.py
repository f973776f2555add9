"""What may stand under `plugins.trakt`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl, SecretStr


class TraktSettings(PluginSettings):
    """`plugins.trakt`: ratings by Trakt's users. They need the client id only."""

    client_id: SecretStr = Field(min_length=1, description="Of the application you made in Trakt's settings.")
    client_secret: SecretStr = Field(SecretStr(""), description="Of the same application; for lists of your own.")
    access_token: SecretStr = Field(SecretStr(""), description="Of your account; for lists of your own, and for `me`.")
    url: HttpUrl = Field(HttpUrl("https://api.trakt.tv"), description="Base address; a mirror or proxy.")
