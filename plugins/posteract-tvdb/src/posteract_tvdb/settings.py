"""What may stand under `plugins.tvdb`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl, SecretStr


class TvdbSettings(PluginSettings):
    """`plugins.tvdb`: TheTVDB, version 4."""

    api_key: SecretStr = Field(description="A v4 API key, from thetvdb.com/api-information.")
    pin: SecretStr | None = Field(None, description="Your subscriber PIN; only for keys that ask for one.")
    language: str = Field("en", pattern="^[a-z]{2}$", description="Of descriptions of collections, ISO 639-1.")
    url: HttpUrl = Field(
        HttpUrl("https://api4.thetvdb.com"), description="What stands before the service's paths; a mirror or proxy."
    )
    image_url: HttpUrl = Field(
        HttpUrl("https://artworks.thetvdb.com"),
        description="What stands before the paths of pictures that come without an address of their own.",
    )
