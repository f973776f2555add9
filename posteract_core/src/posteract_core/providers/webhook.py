"""Webhooks: what other programs tell us has happened."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..model import ItemType, MediaRef
from .base import Provider, SettingsT


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaEvent:
    """Something happened to a title.

    Attributes:
        ref: which title, by ids.
        what: `added`, `upgraded`, `renamed`, `removed`, `watched` or `test`.
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
