"""What may stand under `plugins.trakt`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl, SecretStr


class TraktSettings(PluginSettings):
    """`plugins.trakt`: ratings by Trakt's users, lists and charts. They need the client id only, but for what is private."""

    client_id: SecretStr = Field(min_length=1, description="Of the application you made in Trakt's settings.")
    client_secret: SecretStr = Field(SecretStr(""), description="Of the same application; for `posteract trakt login`.")
    access_token: SecretStr = Field(
        SecretStr(""), description="Of your account, in place of a login; lasts a day. Rather `posteract trakt login`."
    )
    url: HttpUrl = Field(HttpUrl("https://api.trakt.tv"), description="Base address; a mirror or proxy.")

    def headers(self) -> dict[str, str]:
        """Return what Trakt wants with every request."""
        return {
            "content-type": "application/json",
            "trakt-api-version": "2",
            "trakt-api-key": self.client_id.get_secret_value(),
        }
