"""What may stand under `plugins.sonarr`."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

from posteract_core.providers import PluginSettings
from posteract_core.providers.texts import OneOrMore
from pydantic import Field, HttpUrl, SecretStr


class SonarrSettings(PluginSettings):
    """`plugins.sonarr`: the shows that Sonarr manages, for collections, and those it is to get."""

    http_cache: ClassVar[bool] = False

    url: HttpUrl = Field(description="Its address, with its URL base if it has one: http://localhost:8989.")
    api_key: SecretStr = Field(min_length=1, description="From Settings, General, Security in Sonarr.")
    verify: bool | Path = Field(
        True,
        description="Whether the certificate of an https address is checked; a file = the authority to trust instead.",
    )
    add_missing: bool = Field(
        False, description="Whether shows that the lists of collections name and the library has not are added."
    )
    add_existing: bool = Field(
        False,
        description="Whether shows that collections have and Sonarr does not are added, in the folders they lie in.",
    )
    paths: dict[str, str] = Field(
        {}, description="How Sonarr sees the media server's folders, by how they begin: {/media/tv: /tv}."
    )
    root_folder: str = Field("", description="Where they are added, by its path; empty = the only one there is.")
    quality_profile: str = Field("", description="By its name; empty = the only one there is.")
    monitor: Literal["all", "future", "missing", "existing", "pilot", "first", "latest", "none"] = Field(
        "all", description="Which episodes of a show that is added are monitored."
    )
    series: Literal["standard", "daily", "anime"] = Field("standard", description="How its episodes are numbered.")
    season: bool = Field(True, description="Whether a show that is added gets a folder for each season.")
    language: str = Field("", description="The name of a language profile; Sonarr 3 only.")
    cutoff_search: bool = Field(
        False, description="Whether better files of a show that is added are searched for at once."
    )
    search: bool = Field(False, description="Whether a show that is added is searched for at once.")
    tag: OneOrMore = Field((), description="Tags that a show gets when it is added; made where there are none.")
