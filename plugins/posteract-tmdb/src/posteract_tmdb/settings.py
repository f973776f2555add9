"""What may stand under `plugins.tmdb`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl, SecretStr


class TmdbSettings(PluginSettings):
    """`plugins.tmdb`: The Movie Database."""

    token: SecretStr = Field(
        description="A v4 read access token or a v3 API key, told apart by their shape; from the API page of your account."
    )
    language: str = Field("en", pattern="^[a-z]{2}$", description="Of titles and overviews, ISO 639-1.")
    region: str = Field(
        "US", pattern="^[A-Z]{2}$", description="Whose releases and streaming services count, ISO 3166-1."
    )
    url: HttpUrl = Field(
        HttpUrl("https://api.themoviedb.org"), description="What stands before the service's paths; a mirror or proxy."
    )
    image_url: HttpUrl = Field(
        HttpUrl("https://image.tmdb.org"), description="What stands before the paths of pictures; a mirror or proxy."
    )
