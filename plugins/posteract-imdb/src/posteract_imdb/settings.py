"""What may stand under `plugins.imdb`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl


class ImdbSettings(PluginSettings):
    """`plugins.imdb`: ratings from IMDb's daily dataset; no key is needed."""

    datasets_url: HttpUrl = Field(
        HttpUrl("https://datasets.imdbws.com"), description="Where the daily dataset files lie; a mirror or proxy."
    )
    charts: bool = Field(
        False,
        description="Ask IMDb's website for its Top 250. IMDb does not support that, and its terms may forbid it: off "
        "unless you decide otherwise.",
    )
    url: HttpUrl = Field(
        HttpUrl("https://api.graphql.imdb.com"),
        description="The website's interface, asked only for `charts`, and for collections.",
    )
    awards_url: HttpUrl = Field(
        HttpUrl("https://raw.githubusercontent.com/Kometa-Team/IMDb-Awards/master"),
        description="A folder with copies of IMDb's events, asked only for awards; a mirror or proxy.",
    )
