"""What every provider is given, and what it may tell about itself."""

from __future__ import annotations

from abc import ABC
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from ..model import Finding

if TYPE_CHECKING:
    import httpx


class PluginSettings(BaseModel):
    """Base of what stands under `plugins.NAME`: unknown keys are mistakes, values do not change.

    Give every field a `description` (the settings reference is made of them) and make secrets `SecretStr`.
    A field `url`, where there is one, is the base address of the provider's HTTP client, and a field `verify` says whether
    its certificate is checked: true, false, or a file of authorities to trust.
    """

    # Built when first read, as the options of layers are: a process that only draws reads no settings.
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, defer_build=True)

    http_cache: ClassVar[bool] = True
    """Whether JSON answers may be kept between runs. False for servers in the house, where asking is cheap."""


class NoSettings(PluginSettings):
    """Of a plugin that has nothing to set."""


SettingsT = TypeVar("SettingsT", bound=PluginSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderContext:
    """What the core lends to every provider of one plugin instance.

    Attributes:
        instance: the instance's name in the configuration; the plugin's own name unless the user chose another.
        http: a client for this instance with timeouts, retries, limits and redaction, on its `url` where the settings have one.
            Safe to use from many threads. Never make another.
        cache_folder: a folder of the instance's own for what can be found out again; may not exist yet.
        config_folder: what relative paths in settings are taken from.
        config_file: the configuration; None when there is none.
        manual_assets: `storage.manual_assets`.
        dry_run: nothing may be changed anywhere, caches excepted.
    """

    instance: str
    http: httpx.Client
    cache_folder: Path
    config_folder: Path
    manual_assets: Path
    dry_run: bool = False
    config_file: Path | None = None


class Provider(ABC, Generic[SettingsT]):
    """Base of all providers. Built by the core, once per plugin instance, with validated settings.

    Methods are plain synchronous functions, called from several threads at once: keep no mutable state on `self`
    without a lock, give every network call a timeout (the lent client has one), return lists rather than lazy generators.
    "Nothing found" is an empty answer; "could not look" is `ProviderUnavailable` or `ProviderRejected`.
    """

    name: ClassVar[str] = ""
    """The name people write; empty = the plugin instance's."""

    max_concurrency: ClassVar[int] = 4
    """How many calls the core may have under way at once."""

    def __init__(self, settings: SettingsT, context: ProviderContext) -> None:
        self.settings = settings
        self.context = context
        self.http = context.http

    def check(self) -> Sequence[Finding]:
        """Return what `posteract doctor` should say: try the connection, the key, the rights. May take seconds."""
        return ()

    def close(self) -> None:
        """Give back files and connections. Called once, when the program is done with the provider."""
        return
