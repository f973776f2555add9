"""What Plex posts itself (Plex Pass): forms with a JSON payload, sometimes with a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email import policy
from email.parser import BytesParser
from typing import Any

from posteract_core.model import ItemType, MediaRef
from posteract_core.providers import MediaEvent, Webhook
from posteract_core.providers.webhook import json_object, number_in, object_in, text_in

from .ids import ids_of
from .settings import PlexSettings

SENDER = "Plex"
HAPPENINGS: Mapping[str, str] = {"library.new": "added", "media.scrobble": "watched"}
"""Of Plex's events those that are of interest."""

TYPES = frozenset((ItemType.MOVIE, ItemType.SHOW, ItemType.SEASON, ItemType.EPISODE))


class PlexWebhook(Webhook[PlexSettings]):
    """`/webhooks/plex`."""

    name = "plex"

    def parse(self, headers: Mapping[str, str], body: bytes) -> Sequence[MediaEvent]:
        """Return what was added, or seen to its end by somebody.

        Raises:
            ValueError: the body is not what Plex sends.
        """
        said = json_object(_payload(headers, body), SENDER)
        event = text_in(said.get("event"))
        if not event:
            raise ValueError("the payload has no event, which Plex sends")
        if event not in HAPPENINGS:
            return ()
        entry = object_in(said.get("Metadata"), "Metadata", SENDER)
        if text_in(entry.get("type")) not in TYPES:
            return ()
        kind = ItemType(text_in(entry.get("type")))
        key = text_in(entry.get("ratingKey"))
        if not key.isdigit():
            raise ValueError("the payload has no ratingKey, which Plex sends")
        numbers = _numbers(entry, kind)
        ref = MediaRef(
            type=kind,
            ids=ids_of(_clean(entry)),
            title=text_in(entry.get("title")),
            year=number_in(entry.get("year")),
            season=numbers[0],
            episode=numbers[1],
            key=key,
        )
        return [MediaEvent(ref=ref, what=HAPPENINGS[event], type=kind)]


def _payload(headers: Mapping[str, str], body: bytes) -> bytes:
    """Return the field `payload` of a form; a body that is JSON itself is taken as it is."""
    kind = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    if not kind.lower().startswith("multipart/form-data"):
        return body
    try:
        head = f"Content-Type: {kind}\r\nMIME-Version: 1.0\r\n\r\n".encode("latin-1", "replace")
        form = BytesParser(policy=policy.HTTP).parsebytes(head + body)
        parts = form.iter_parts() if form.is_multipart() else ()
        for part in parts:
            if part.get_param("name", header="content-disposition") == "payload":
                data = part.get_payload(decode=True)
                if isinstance(data, bytes):
                    return data
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        raise ValueError(f"the form cannot be read: {error}") from None
    raise ValueError("the form has no field `payload`, which Plex sends")


def _numbers(entry: Mapping[str, Any], kind: ItemType) -> tuple[int | None, int | None]:
    """Return the numbers of season and episode, 0 for specials."""
    first, second = entry.get("parentIndex"), entry.get("index")
    if kind is ItemType.EPISODE:
        return _index(first), _index(second)
    return (_index(second), None) if kind is ItemType.SEASON else (None, None)


def _index(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000 else None


def _clean(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what tells ids, with anything else that stands in its place left out."""
    tags = entry.get("Guid")
    guids = [tag for tag in tags if isinstance(tag, Mapping)] if isinstance(tags, list) else []
    return {
        "guid": text_in(entry.get("guid")),
        "type": text_in(entry.get("type")),
        "Guid": [{"id": text_in(tag.get("id"))} for tag in guids],
    }
