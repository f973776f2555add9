"""What may stand under `plugins.mdblist`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl, SecretStr


class MdblistSettings(PluginSettings):
    """`plugins.mdblist`: ratings of many services at once."""

    api_key: SecretStr = Field(
        min_length=1, description="From the preferences of your MDBList account; a free one will do."
    )
    url: HttpUrl = Field(HttpUrl("https://api.mdblist.com"), description="Base address; a mirror or proxy.")
