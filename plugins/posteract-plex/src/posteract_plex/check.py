"""What `posteract doctor` says of a Plex server."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from posteract_core.errors import ProviderError, ProviderRejected
from posteract_core.model import Finding, Library, Severity

from .connection import Connection

TOKEN_HINT = "Use the X-Plex-Token of the server's owner (docs/plex.md says where it is found)."  # noqa: S105 - words


def findings(connection: Connection, libraries: Callable[[], Sequence[Library]]) -> list[Finding]:
    """Return one finding for the connection and one for what the token may do; asks three things of the server."""
    name = connection.instance
    try:
        about = connection.get("/")
        found = libraries()
    except ProviderError as error:
        remedy = error.hint or (
            TOKEN_HINT if isinstance(error, ProviderRejected) else "Is it running, and is `url` right?"
        )
        return [Finding(subject=name, severity=Severity.ERROR, message=str(error), remedy=remedy)]
    listed = ", ".join(f"{library.name} ({library.type}s)" for library in found) or "no library of films or shows"
    words = (
        f"{about.get('friendlyName', 'a server without a name')}, version {about.get('version', 'unknown')}: {listed}"
    )
    severity = Severity.OK if found else Severity.WARNING
    remedy = "" if found else "Add a library in Plex, or share one with this account."
    return [Finding(subject=name, severity=severity, message=words, remedy=remedy), _rights(connection)]


def _rights(connection: Connection) -> Finding:
    """Return whether the token is the owner's: only the owner may read the server's settings, and change pictures."""
    subject = f"{connection.instance}: rights"
    try:
        connection.get("/:/prefs")
    except ProviderRejected:
        message = "the token is not the owner's, so pictures cannot be changed with it"
        return Finding(subject=subject, severity=Severity.ERROR, message=message, remedy=TOKEN_HINT)
    except ProviderError as error:
        return Finding(
            subject=subject,
            severity=Severity.WARNING,
            message=f"could not find out what the token may do: {error}",
            remedy="If uploads fail, use the token of the server's owner.",
        )
    return Finding(subject=subject, severity=Severity.OK, message="the token is the owner's and may change pictures")
