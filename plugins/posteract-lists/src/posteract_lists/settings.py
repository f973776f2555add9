"""What may stand under `plugins.lists`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl


class ListsSettings(PluginSettings):
    """`plugins.lists`: lists in files and on the web; needs no entry."""

    url: HttpUrl = Field(
        HttpUrl("https://s3.amazonaws.com/popular-movies"),
        description="Where StevenLu's list is: what stands before `/movies.json`.",
    )
