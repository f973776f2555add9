"""What may stand under `plugins.plex`."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from posteract_core.providers import PluginSettings
from posteract_core.providers.texts import OneOrMore
from pydantic import Field, HttpUrl, SecretStr


class PlexSettings(PluginSettings):
    """`plugins.plex`: one Plex Media Server."""

    http_cache: ClassVar[bool] = False

    url: HttpUrl = Field(
        HttpUrl("http://localhost:32400"),
        description="The server's own address, best without a proxy before it: proxies often refuse pictures over 1 MB.",
    )
    token: SecretStr = Field(description="The owner's X-Plex-Token; see docs/plex.md for where it is found.")
    users: OneOrMore = Field(
        (),
        description="Other users whose watching is to be known, for `spoilers_users`: their names as Plex shows them. Costs a "
        "request for each thousand plays of theirs.",
    )
    discover_url: HttpUrl = Field(
        HttpUrl("https://discover.provider.plex.tv"), description="Where Plex keeps watchlists, for `plex_watchlist`."
    )
    account_url: HttpUrl = Field(
        HttpUrl("https://plex.tv"), description="Where Plex knows whom the server is shared with, for `sync_to_users`."
    )
    verify: bool | Path = Field(
        True,
        description="Whether the certificate of an https address is checked; a file = the authority to trust instead.",
    )
