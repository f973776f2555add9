"""What may stand under `plugins.wikidata`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings
from pydantic import Field, HttpUrl, field_validator


class WikidataSettings(PluginSettings):
    """`plugins.wikidata`: awards of films and shows; no key is needed."""

    contact: str = Field(
        "",
        description="Your e-mail or web address, which Wikidata can turn to when it is asked too much; it wants one of "
        "everybody, and may refuse who gives none.",
    )
    url: HttpUrl = Field(HttpUrl("https://query.wikidata.org"), description="Base address; a mirror or proxy.")

    @field_validator("contact")
    @classmethod
    def _reachable(cls, contact: str) -> str:
        contact = contact.strip()
        if not contact:
            return contact
        if (
            not contact.isascii()
            or not contact.isprintable()
            or not ("@" in contact or "://" in contact)
            or set(contact) & set("()")
        ):
            raise ValueError("an e-mail address, or a web address with https://")
        return contact
