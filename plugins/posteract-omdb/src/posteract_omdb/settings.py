"""What may stand under `plugins.omdb`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl, SecretStr


class OmdbSettings(PluginSettings):
    """`plugins.omdb`: ratings, awards and US content ratings, one title a question."""

    api_key: SecretStr = Field(min_length=1, description="From the letter that OMDb sends you.")
    daily_limit: int = Field(
        1000, ge=1, description="Questions a day that your key allows: 1,000 for free ones, up to 100,000 for patrons'."
    )
    url: HttpUrl = Field(HttpUrl("https://www.omdbapi.com"), description="Base address; a mirror or proxy.")
