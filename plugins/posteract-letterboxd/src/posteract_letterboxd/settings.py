"""What may stand under `plugins.letterboxd`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl, SecretStr


class LetterboxdSettings(PluginSettings):
    """`plugins.letterboxd`: nothing need be set for files exported from Letterboxd."""

    mdblist_api_key: SecretStr = Field(
        SecretStr(""),
        description="Of the MDBList account that has imported the lists; only for lists given by address.",
    )
    url: HttpUrl = Field(HttpUrl("https://api.mdblist.com"), description="Base address of MDBList; a mirror or proxy.")
