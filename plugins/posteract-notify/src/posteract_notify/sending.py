"""Hands a message to services, through Apprise. A service that does not take it is named in the log, and nothing more."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from loguru import logger
from posteract_core.redaction import redact

from .news import Message

if TYPE_CHECKING:
    from apprise import AppriseAttachment

LARGEST_PX = (800, 1200)
"""Pictures that go along are made smaller than this: services have limits, and phones are small."""

QUALITY = 85

_alone = Lock()
"""Apprise has one log for all; with two at a time nobody could say whose words are whose."""


def send(
    instance: str, services: Mapping[str, str], message: Message, pictures: Sequence[tuple[str, bytes]] = ()
) -> None:
    """Send a message to each service, with pictures where it takes any; never raises.

    Args:
        instance: of the plugin, for the log.
        services: addresses by name.
        message: the words.
        pictures: (caption, encoded picture).
    """
    with _alone:
        small = [(caption, data) for caption, data in map(_small, pictures) if data]
        for name, url in services.items():
            try:
                why = _send(url, message, small)
            except Exception as error:  # noqa: BLE001 - a service's border
                why = f"{type(error).__name__}: {error}"
            if why:
                logger.warning("{}: `{}` did not take the message: {}", instance, name, redact(why))


def _send(url: str, message: Message, pictures: Sequence[tuple[str, bytes]]) -> str:
    """Return why a service did not take the message; empty when it did."""
    with _listening() as heard:
        service = service_of(url)
        if service is None:
            return "Apprise does not know such an address"
        words: dict[str, Any] = {
            "title": message.title,
            "body": redact(message.body),
            "notify_type": message.tone.value,
        }
        if pictures and service.attachment_support and service.notify(**words, attach=_attached(pictures)):
            return ""
        heard.clear()
        return "" if service.notify(**words) else heard[-1] if heard else "it gave no reason"


def service_of(url: str) -> Any:
    """Return Apprise's service for an address; None when it knows none."""
    import apprise

    with _quiet():
        return apprise.Apprise.instantiate(url)


def _attached(pictures: Sequence[tuple[str, bytes]]) -> AppriseAttachment:
    from apprise import AppriseAttachment
    from apprise.attachment.memory import AttachMemory

    attached = AppriseAttachment()
    for number, (_, data) in enumerate(pictures, 1):
        name = f"poster-{number}.jpg"
        attached.add(AttachMemory(content=data, name=name, mimetype="image/jpeg"))  # type: ignore[no-untyped-call]
    return attached


def _small(picture: tuple[str, bytes]) -> tuple[str, bytes]:
    """Return a picture as a small JPEG; without bytes when it cannot be read."""
    from PIL import Image

    caption, data = picture
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.draft("RGB", LARGEST_PX)
            image.thumbnail(LARGEST_PX)
            image.convert("RGB").save(out, "JPEG", quality=QUALITY)
    except (OSError, ValueError):
        return caption, b""
    return caption, out.getvalue()


@contextmanager
def _quiet() -> Iterator[logging.Logger]:
    """Keep Apprise's own words, which hold whole addresses, from every log."""
    apprise = logging.getLogger("apprise")
    before = apprise.propagate
    apprise.propagate = False
    try:
        yield apprise
    finally:
        apprise.propagate = before


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Hear what Apprise warns of."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    ear = Ear(logging.WARNING)
    with _quiet() as apprise:
        apprise.addHandler(ear)
        try:
            yield heard
        finally:
            apprise.removeHandler(ear)
