"""Webhooks: what other programs tell us has happened."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..model import ExternalIds, ItemType, MediaRef
from .base import Provider, SettingsT


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaEvent:
    """Something happened to a title.

    Attributes:
        ref: which title, by ids.
        what: `announced` (wanted, with no file yet), `added`, `upgraded`, `renamed`, `removed`, `watched` or `test`.
        path: of the file or folder concerned, as the sender sees it; empty when unknown.
        type: what the event is about.
    """

    ref: MediaRef
    what: str
    path: str = ""
    type: ItemType = ItemType.MOVIE


class Webhook(Provider[SettingsT]):
    """Understands the bodies that one program posts. Mounted by whatever listens, at `/webhooks/NAME`."""

    name: ClassVar[str]
    """The last part of its path: `radarr`."""

    @abstractmethod
    def parse(self, headers: Mapping[str, str], body: bytes) -> Sequence[MediaEvent]:
        """Return what the body reports; empty when it is nothing of interest.

        Raises:
            ValueError: the body is not what this program sends; the message says what was expected.
        """


def json_object(body: bytes, sender: str) -> Mapping[str, Any]:
    """Return a body that has to be a JSON object.

    Raises:
        ValueError: it is none; in words, with the sender's name.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the body is no JSON, which {sender} sends: {str(error)[:80]}") from None
    if not isinstance(found, dict):
        raise ValueError(f"the body is JSON, but no object, which {sender} sends")  # noqa: TRY004 - one error for all bodies
    return found


def object_in(value: Any, name: str, sender: str) -> Mapping[str, Any]:
    """Return a part of a body that has to be an object; raises ValueError, in words."""
    if not isinstance(value, Mapping):
        raise ValueError(f"the body has no {name}, which {sender} sends")  # noqa: TRY004 - one error for all bodies
    return value


def text_in(value: Any) -> str:
    """Return a text; empty for anything else."""
    return value.strip() if isinstance(value, str) else ""


def number_in(value: Any) -> int | None:
    """Return a whole number above zero, written as a number or as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 12 and int(text) > 0 else None


def ids_in(imdb: Any = None, tmdb: Any = None, tvdb: Any = None, guid: Any = None) -> ExternalIds:
    """Return what is an id of these, whatever a body put there."""
    name = text_in(imdb)
    lasting = text_in(guid)
    return ExternalIds(
        imdb=name if name.startswith("tt") and name[2:].isascii() and name[2:].isdigit() else None,
        tmdb=number_in(tmdb),
        tvdb=number_in(tvdb),
        guid=lasting if lasting.startswith("plex://") else None,
    )
