"""The commands of the plugins of Radarr and Sonarr."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..base import PluginSettings
    from .client import Arr
    from .connecting import Connection

TOKEN_VARIABLE = "POSTERACT_TOKEN"  # noqa: S105 - the name of a variable
EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not listened at


def our_address(web: PluginSettings | None) -> str:
    """Return where our web server is reached, as far as its settings tell.

    Raises:
        UsageError: it is not installed, or takes any port that is free.
    """
    from ...errors import UsageError

    port = getattr(web, "port", 0)
    if not port:
        raise UsageError(
            "the address of Posteract is not known",
            hint="Say it as the other side sees it: --url http://posteract:8787.",
        )
    host = str(getattr(web, "host", "")).strip("[]")
    host = socket.gethostname() if host in EVERY_ADDRESS else host
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def our_token(web: PluginSettings | None, *, from_stdin: bool) -> str:
    """Return the token that lets webhooks in: from standard input, the environment, or the settings of the web server.

    Raises:
        UsageError: it stands nowhere.
    """
    from ...errors import UsageError
    from ...redaction import register_secret

    configured = getattr(web, "token", None)
    if from_stdin:
        token = sys.stdin.readline().strip()
    else:
        token = os.environ.get(TOKEN_VARIABLE, "") or (configured.get_secret_value() if configured else "")
    if not token:
        raise UsageError(
            "the token of the web server is not known: of one that it made itself only a hash is kept",
            hint=f"Write `plugins.web.token`, set {TOKEN_VARIABLE}, or send it to the command with --token-stdin.",
        )
    register_secret(token)
    return token


def connected(arr: Arr, name: str, *, url: str, token: str, events: Sequence[str], dry_run: bool) -> list[str]:
    """Put our webhook among the connections, or only look; return what to print.

    Raises:
        UsageError: `url` is no address.
        ProviderError: it is not taken.
    """
    from ...errors import ProviderError, UsageError
    from .client import Refused
    from .connecting import connect, connection, veiled

    if not url.startswith(("http://", "https://")):
        raise UsageError(f"{url} is no address", hint="Write it as the other side sees it: http://posteract:8787.")
    address = f"{url.rstrip('/')}/webhooks/{name}"
    wanted = connection(arr, address=address, token=token, events=events)
    if dry_run:
        verb = "add" if wanted.number is None else "change"
        return [f"Would {verb} in {arr.title}:", json.dumps(wanted.shown(), indent=2, ensure_ascii=False)]
    try:
        connect(arr, wanted)
    except Refused as error:
        hint = f"{arr.title} has to reach {address}: is `posteract serve` running, and is that its address from there?"
        message = veiled(str(error).removeprefix(f"{arr.instance}: "), token)
        raise ProviderError(arr.instance, message, hint=hint) from None
    return [_told(wanted, arr, address)]


def _told(wanted: Connection, arr: Arr, address: str) -> str:
    verb = "Added to" if wanted.number is None else "Changed in"
    return f"{verb} {arr.title}: {', '.join(wanted.events)} go to {address}"
