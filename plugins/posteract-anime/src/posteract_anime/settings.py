"""What may stand under both `plugins.anilist` and `plugins.mal`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl

IDS_URL = "https://raw.githubusercontent.com/Kometa-Team/Anime-IDs/master/anime_ids.json"


class AnimeSettings(PluginSettings):
    """The settings that both services have."""

    ids_url: HttpUrl = Field(
        HttpUrl(IDS_URL),
        description="The table that tells anime's ids at TheTVDB, TMDB and IMDb; made by volunteers, kept for a day.",
    )
