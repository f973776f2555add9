"""What may stand under `plugins.wikidata`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl, field_validator


class WikidataSettings(PluginSettings):
    """`plugins.wikidata`: awards of films and shows; no key is needed."""

    contact: str = Field(
        "https://github.com/posteract/posteract",
        description="An e-mail or web address that Wikidata can turn to when we ask too much; it wants one of everybody.",
    )
    url: HttpUrl = Field(HttpUrl("https://query.wikidata.org"), description="Base address; a mirror or proxy.")

    @field_validator("contact")
    @classmethod
    def _reachable(cls, contact: str) -> str:
        contact = contact.strip()
        if (
            not contact.isascii()
            or not contact.isprintable()
            or not ("@" in contact or "://" in contact)
            or set(contact) & set("()")
        ):
            raise ValueError("an e-mail address, or a web address with https://")
        return contact
