"""What may stand under `plugins.radarr`."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

from posteract_core.providers import PluginSettings
from posteract_core.providers.texts import OneOrMore
from pydantic import Field, HttpUrl, SecretStr


class RadarrSettings(PluginSettings):
    """`plugins.radarr`: the films that Radarr manages, for collections, and those it is to get."""

    http_cache: ClassVar[bool] = False

    url: HttpUrl = Field(description="Its address, with its URL base if it has one: http://localhost:7878.")
    api_key: SecretStr = Field(min_length=1, description="From Settings, General, Security in Radarr.")
    verify: bool | Path = Field(
        True,
        description="Whether the certificate of an https address is checked; a file = the authority to trust instead.",
    )
    add_missing: bool = Field(
        False, description="Whether films that the lists of collections name and the library has not are added."
    )
    add_existing: bool = Field(
        False,
        description="Whether films that collections have and Radarr does not are added, in the folders they lie in.",
    )
    paths: dict[str, str] = Field(
        {}, description="How Radarr sees the media server's folders, by how they begin: {/media/movies: /movies}."
    )
    root_folder: str = Field("", description="Where they are added, by its path; empty = the only one there is.")
    quality_profile: str = Field("", description="By its name; empty = the only one there is.")
    monitor: Literal["movie", "collection", "none"] = Field(
        "movie", description="What is monitored of a film that is added: it alone, its whole set, nothing."
    )
    availability: Literal["announced", "cinemas", "released"] = Field(
        "announced", description="From when on a film that is added counts as available."
    )
    search: bool = Field(False, description="Whether a film that is added is searched for at once.")
    tag: OneOrMore = Field((), description="Tags that a film gets when it is added; made where there are none.")
