"""The socket, opened before the server begins, so that a port that is taken is an error in words."""

from __future__ import annotations

import os
import socket

from posteract_core.errors import PosteractError


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises `PosteractError` when it cannot."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server((address[0], address[1]), family=family, backlog=256)
    except OSError as error:
        named = error.errno is not None and not isinstance(error, socket.gaierror)
        raise PosteractError(
            f"nobody can listen at {host}:{port}: {os.strerror(error.errno or 0) if named else error.strerror or error}",
            hint="Another program has it, perhaps: set `plugins.web.port` to another one.",
        ) from error


def address_of(listener: socket.socket) -> str:
    """Return where a browser finds it."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"
