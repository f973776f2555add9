"""What may stand under `plugins.mal`."""

from __future__ import annotations

from pydantic import Field, HttpUrl, SecretStr

from ..settings import AnimeSettings


class MalSettings(AnimeSettings):
    """`plugins.mal`: MyAnimeList, version 2 of its API."""

    client_id: SecretStr = Field(min_length=1, description="Of the client you made at myanimelist.net/apiconfig.")
    access_token: SecretStr = Field(
        SecretStr(""), description="Of your account; for `mal_suggested` and lists of your own."
    )
    jikan_url: HttpUrl = Field(
        HttpUrl("https://api.jikan.moe"),
        description="Base address of Jikan, which knows genres and studios; a mirror or proxy, or a Jikan of your own.",
    )
    url: HttpUrl = Field(HttpUrl("https://api.myanimelist.net"), description="Base address; a mirror or proxy.")
