"""What may stand under `plugins.web`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from posteract_core.providers.texts import OneOrMore
from pydantic import Field, SecretStr, field_validator

SHORTEST_TOKEN = 16


class WebSettings(PluginSettings):
    """`plugins.web`: where the server listens, and who may come in."""

    host: str = Field(
        "127.0.0.1", min_length=1, description="The address it listens at; 0.0.0.0 = every one of this machine."
    )
    port: int = Field(8787, ge=0, le=65535, description="The port it listens at; 0 = any that is free.")
    token: SecretStr | None = Field(
        None,
        description="What programs send as `Authorization: Bearer …`. Left out, one is made on the first start and shown once.",
    )
    users: dict[str, SecretStr] = Field(
        default_factory=dict,
        description="Who may log in with a browser: the name, and the hash that `posteract web hash` makes of the password.",
    )
    session_hours: int = Field(24 * 7, ge=1, le=24 * 365, description="How long a login lasts.")
    proxies: OneOrMore = Field(
        (),
        description="Addresses of proxies in front of it that say truly who asks (`X-Forwarded-For`, `X-Forwarded-Proto`).",
    )

    @field_validator("token")
    @classmethod
    def _is_long(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not token.get_secret_value():
            return None
        if token is not None and len(token.get_secret_value()) < SHORTEST_TOKEN:
            raise ValueError(f"needs at least {SHORTEST_TOKEN} characters")
        return token

    @field_validator("users")
    @classmethod
    def _are_hashes(cls, users: dict[str, SecretStr]) -> dict[str, SecretStr]:
        for name, hashed in users.items():
            if not hashed.get_secret_value().startswith("$argon2id$"):
                raise ValueError(f"{name}: is no hash; `posteract web hash` makes one of a password")
        return users
