"""Those whom a server is shared with: who they are and the tokens they have there, as plex.tv tells its owner.

Written by PlexAPI's `MyPlexUser.get_token`: nobody's password or PIN is needed for this, only the owner's token.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.providers.answers import answering, raise_for_answer
from posteract_core.redaction import register_secret
from pydantic import SecretStr

from .connection import CLIENT_ID, Connection

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PROVIDER = "plex.tv"


@dataclass(frozen=True, slots=True)
class User:
    """Someone a server is shared with: every name they go by, the one they are shown as first, and their token there."""

    names: tuple[str, ...]
    token: SecretStr


class Users:
    """Asks plex.tv once about everybody."""

    def __init__(self, http: httpx.Client, address: str, token: SecretStr, connection: Connection) -> None:
        self._http = http
        self._address = address.rstrip("/")
        self._token = token
        self._connection = connection
        self._known: list[User] | None = None

    def known(self) -> list[User]:
        """Return all who have a token for this server.

        Raises:
            ProviderError: plex.tv could not be asked, or refuses.
        """
        if self._known is None:
            tokens: dict[str, SecretStr] = {}
            for share in self._entries(f"/api/servers/{self._connection.machine}/shared_servers"):
                if said := share.get("accessToken", ""):
                    register_secret(said)
                    tokens[share.get("userID", "")] = SecretStr(said)
            self._known = [
                User(names=names, token=token)
                for entry in self._entries("/api/users/")
                if (token := tokens.get(entry.get("id", ""))) is not None
                if (names := tuple(filter(None, map(entry.get, ("title", "username", "email")))))
            ]
        return self._known

    def connection_of(self, name: str) -> Connection:
        """Return what asks the server in somebody's place.

        Raises:
            ProviderError: nobody of this name has a token for the server.
        """
        for user in self.known():
            if name.casefold() in {each.casefold() for each in user.names}:
                return Connection(self._http, user.token, f"{self._connection.instance} for {user.names[0]}")
        raise ProviderError(PROVIDER, f"knows nobody called {name!r} with whom this server is shared")

    def _entries(self, path: str) -> Iterator[Element]:
        from xml.etree.ElementTree import ParseError

        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import fromstring

        headers = {"X-Plex-Token": self._token.get_secret_value(), "X-Plex-Client-Identifier": CLIENT_ID}
        with answering(PROVIDER):
            response = self._http.get(self._address + path, headers=headers)
            raise_for_answer(response, PROVIDER)
        try:
            root: Element = fromstring(response.content)
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise ProviderUnavailable(PROVIDER, "answered with something else than a list of users") from error
        yield from root
