"""Triggers: what makes runs happen by themselves."""

from __future__ import annotations

from abc import abstractmethod
from threading import Event
from typing import Protocol

from ..model import RunRequest
from .base import Provider, SettingsT


class Submits(Protocol):
    """The part of the app a trigger sees."""

    def submit(self, request: RunRequest) -> str:
        """Queue a run and return its id at once."""
        ...


class Trigger(Provider[SettingsT]):
    """Watches something (a clock, a folder) and submits runs."""

    @abstractmethod
    def listen(self, app: Submits, stop: Event) -> None:
        """Run until `stop` is set, then return within a second; called in a thread of its own."""
