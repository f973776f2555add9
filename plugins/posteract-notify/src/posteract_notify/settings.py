"""What may stand under `plugins.notify`."""

from __future__ import annotations

from typing import ClassVar

from posteract_core.providers import PluginSettings
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator


class Events(BaseModel):
    """`plugins.notify.events`: what is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    finished: bool = Field(default=True, description="What a run changed: pictures and collections.")
    failed: bool = Field(
        default=True,
        description="A run that did not do its work, and pictures, collections and metadata that could not be written.",
    )
    missing: bool = Field(default=False, description="Pictures for which no source has artwork.")
    contested: bool = Field(default=True, description="Pictures that another tool replaces again and again.")
    broken: bool = Field(default=True, description="Plugins that are broken.")


class Pings(BaseModel):
    """`plugins.notify.pings`: services that raise an alarm when nothing is heard. Their addresses are secrets as well."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    healthchecks: SecretStr | None = Field(
        default=None, description="A check's ping address: told when a run starts, succeeds, fails."
    )
    uptime_kuma: SecretStr | None = Field(
        default=None, description="A push monitor's address: told whether a run went well, and how long it took."
    )

    @field_validator("healthchecks", "uptime_kuma")
    @classmethod
    def _is_an_address(cls, written: SecretStr | None) -> SecretStr | None:
        text = written.get_secret_value().strip() if written is not None else ""
        if text and not text.startswith(("http://", "https://")):
            raise ValueError("must be an address that begins with https:// or http://")
        return SecretStr(text) if text else None


class NotifySettings(PluginSettings):
    """`plugins.notify`: whom to tell, and of what."""

    http_cache: ClassVar[bool] = False
    """A ping that is answered from a cache is none."""

    urls: dict[str, SecretStr] = Field(
        default_factory=dict,
        description="Apprise's addresses, each under a name of your own: `phone: ntfys://ntfy.sh/our-topic`. They hold tokens, "
        "so they are never shown; an empty one is left out.",
    )
    events: Events = Field(default_factory=Events, description="What is told, each on or off.")
    unchanged: bool = Field(default=False, description="Tell also of runs that changed nothing.")
    pictures: int = Field(
        3, ge=0, le=10, description="So many of the new pictures go along, where a service takes any."
    )
    batch_s: int = Field(
        300,
        ge=0,
        le=86_400,
        description="Seconds between two messages; the news of all runs meanwhile are one message.",
    )
    remind_days: int = Field(
        default=30, ge=0, le=3650, description="What was told and is still so is told again after so many days only."
    )
    pings: Pings = Field(default_factory=Pings, description="Services that raise an alarm when nothing is heard.")
    heartbeat_s: int | None = Field(
        default=None,
        ge=10,
        le=86_400,
        description="Tell Uptime Kuma every so many seconds that `posteract serve` is running.",
    )

    @property
    def services(self) -> dict[str, str]:
        """Return Apprise's addresses by name, in the clear: never print or log them."""
        texts = {name: url.get_secret_value().strip() for name, url in self.urls.items()}
        return {name: text for name, text in texts.items() if text}

    @property
    def ping_urls(self) -> tuple[str, ...]:
        """Return the addresses that are pinged, in the clear: never print or log them."""
        both = (self.pings.healthchecks, self.pings.uptime_kuma)
        return tuple(each.get_secret_value() for each in both if each is not None)
