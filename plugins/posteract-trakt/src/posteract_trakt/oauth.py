"""Trakt's side of a login: a code for a device, tokens for the code, new tokens for old ones, and the end of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx
from posteract_core.errors import ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.providers import ProviderContext
from posteract_core.providers.answers import answering, json_of
from posteract_core.redaction import register_secret

from .settings import TraktSettings
from .tokens import Tokens, tokens_in

PENDING, SLOWER = httpx.codes.BAD_REQUEST, httpx.codes.TOO_MANY_REQUESTS
AGAIN = "Begin again: `posteract trakt login`."
ENDED: Mapping[int, str] = {
    404: "does not know the code any more",
    409: "says that the code was used already",
    410: "says that the code is too old: nobody entered it in time",
    418: "says that you refused",
}
"""What Trakt answers when a code is of no use any more."""

NO_REDIRECT = "urn:ietf:wg:oauth:2.0:oob"
"""Stands for an address in an application that has none."""

Clock = Callable[[], float]
Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What the owner of the account is to enter.

    Attributes:
        device: ours, secret.
        user: theirs, to be entered at `address`.
        address: where.
        expires_at: UNIX seconds.
        interval_s: between two questions whether it was entered.
    """

    device: str = field(repr=False)
    user: str
    address: str
    expires_at: float
    interval_s: float


class OAuth:
    """Asks Trakt for codes and tokens."""

    def __init__(
        self, settings: TraktSettings, context: ProviderContext, *, clock: Clock = time.time, sleep: Sleep = time.sleep
    ) -> None:
        self._settings = settings
        self._me = context.instance
        self._http = context.http
        self._clock = clock
        self._sleep = sleep

    def code(self) -> Code:
        """Return a new code.

        Raises:
            ProviderError: Trakt gives none.
        """
        response = self._post("/oauth/device/code", {})
        if response.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise ProviderRejected(self._me, "refuses the client id", hint="Copy it again from the application's page.")
        answer = json_of(response, self._me)
        try:
            register_secret(str(answer["device_code"]))
            return Code(
                device=str(answer["device_code"]),
                user=str(answer["user_code"]),
                address=str(answer["verification_url"]),
                expires_at=self._clock() + float(answer["expires_in"]),
                interval_s=max(1.0, float(answer["interval"])),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ProviderUnavailable(self._me, "answered with something else than a code") from error

    def wait(self, code: Code) -> Tokens:
        """Wait until somebody has entered a code, and return the tokens for it.

        Raises:
            ProviderError: it was refused, or nobody entered it in time.
        """
        interval_s = code.interval_s
        while self._clock() + interval_s <= code.expires_at:
            self._sleep(interval_s)
            try:
                response = self._post("/oauth/device/token", {"code": code.device, **self._secret()})
            except ProviderUnavailable:
                continue
            if response.status_code == SLOWER:
                interval_s += 1
            elif (said := ENDED.get(response.status_code)) is not None:
                raise ProviderError(self._me, said, hint=AGAIN)
            elif response.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
                raise ProviderRejected(self._me, "refuses the client secret", hint="Is `client_secret` right?")
            elif response.status_code != PENDING and not response.is_server_error:
                return self._tokens(response)
        raise ProviderError(self._me, ENDED[410], hint=AGAIN)

    def renewed(self, old: Tokens) -> Tokens:
        """Return new tokens for old ones, which are of no use then.

        Raises:
            ProviderRejected: the login has ended: it was revoked, or is too old.
            ProviderUnavailable: Trakt cannot say.
        """
        asked = {"refresh_token": old.refresh, "grant_type": "refresh_token", "redirect_uri": NO_REDIRECT}
        response = self._post("/oauth/token", {**asked, **self._secret()})
        if response.status_code in (
            httpx.codes.BAD_REQUEST,
            httpx.codes.UNAUTHORIZED,
            httpx.codes.FORBIDDEN,
        ):
            raise ProviderRejected(
                self._me, f"does not take our login any more (HTTP {response.status_code})", hint=AGAIN
            )
        return self._tokens(response)

    def revoke(self, tokens: Tokens) -> None:
        """End a login; one whose access token is too old gets a new one first, else the other token would go on.

        Raises:
            ProviderError: Trakt did not take note of it.
        """
        if self._clock() >= tokens.expires_at:
            try:
                tokens = self.renewed(tokens)
            except ProviderRejected:
                return  # it has ended already
        response = self._post("/oauth/revoke", {"token": tokens.access, **self._secret()})
        if response.status_code not in (httpx.codes.UNAUTHORIZED, httpx.codes.NOT_FOUND):  # else it had ended already
            with answering(self._me):
                response.raise_for_status()

    def _tokens(self, response: httpx.Response) -> Tokens:
        try:
            return tokens_in(json_of(response, self._me), self._clock())
        except ValueError as error:
            raise ProviderUnavailable(self._me, "answered with something else than tokens") from error

    def _secret(self) -> dict[str, str]:
        return {"client_secret": self._settings.client_secret.get_secret_value()}

    def _post(self, path: str, asked: Mapping[str, str]) -> httpx.Response:
        body = {"client_id": self._settings.client_id.get_secret_value(), **asked}
        with answering(self._me):
            return self._http.post(path, json=body, headers=self._settings.headers())
