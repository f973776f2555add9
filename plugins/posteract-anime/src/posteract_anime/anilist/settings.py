"""What may stand under `plugins.anilist`."""

from __future__ import annotations

from pydantic import Field, HttpUrl

from ..settings import AnimeSettings


class AnilistSettings(AnimeSettings):
    """`plugins.anilist`: needs no key."""

    url: HttpUrl = Field(HttpUrl("https://graphql.anilist.co"), description="Base address; a mirror or proxy.")
