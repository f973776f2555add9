"""`posteract radarr connect`, `posteract sonarr connect`: our webhook among their connections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

from ...errors import ProviderError
from .client import Arr

NAME = "Posteract"
"""What the connection is called; one of this name is ours."""

IMPLEMENTATION = "Webhook"
USER = "posteract"
HIDDEN = "(the token)"


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection as it would be sent.

    Attributes:
        body: with the token in it.
        number: of the one that is there already; None = there is none.
        token: not to be shown.
    """

    body: Mapping[str, Any] = field(repr=False)
    number: int | None
    token: str = field(repr=False)

    @property
    def events(self) -> tuple[str, ...]:
        """Return what it tells us of: `onDownload` …"""
        return tuple(key for key, value in self.body.items() if key.startswith("on") and value is True)

    def shown(self) -> dict[str, Any]:
        """Return what would be sent, without secrets and without what is off."""
        fields = {field["name"]: field.get("value") for field in self.body["fields"] if field.get("value")}
        shown: dict[str, Any] = _veiled(
            {"name": self.body["name"], "implementation": IMPLEMENTATION, "fields": fields, "events": [*self.events]},
            self.token,
        )
        return shown


def connection(arr: Arr, *, address: str, token: str, events: Sequence[str]) -> Connection:
    """Return the connection that is to be made, or the one that is there, as it shall be.

    Args:
        arr: asked for its form and for the connections there are.
        address: our webhook's, as the other side sees it.
        token: that lets it in.
        events: what it shall tell us of, where it can: `onDownload` …

    Raises:
        ProviderError: it has no webhooks, or their form has no field for an address.
    """
    forms = arr.ask_list("notification/schema")
    form = next((form for form in forms if form.get("implementation") == IMPLEMENTATION), None)
    if form is None:
        raise ProviderError(arr.instance, "has no connection called Webhook", hint=f"Is this {arr.title} very old?")
    there = next(
        (
            each
            for each in arr.ask_list("notification")
            if each.get("name") == NAME and each.get("implementation") == IMPLEMENTATION
        ),
        None,
    )
    body = deepcopy({**form, **(there or {}), "name": NAME})
    body.pop("presets", None)
    body["fields"] = _filled(arr, form, there, address, token)
    for event in events:
        if form.get(f"supportsO{event[1:]}"):
            body[event] = True
    if there is None:
        body.pop("id", None)
    return Connection(body, there.get("id") if there else None, token)


def connect(arr: Arr, wanted: Connection) -> None:
    """Make the connection, or change the one that is there. The other side tries our address first.

    Raises:
        Refused: it cannot reach us, or is not let in.
    """
    if wanted.number is None:
        arr.post("notification", wanted.body)
    else:
        arr.put(f"notification/{wanted.number}", wanted.body)


def veiled(text: str, token: str) -> str:
    """Return a text without the token, as it is and as it stands in an address."""
    for form in (token, quote_plus(token)):
        text = text.replace(form, HIDDEN)
    return text


def _filled(
    arr: Arr, form: Mapping[str, Any], there: Mapping[str, Any] | None, address: str, token: str
) -> list[dict[str, Any]]:
    """Return the form's fields with what is to stand in them; others are as they were."""
    standing = {field.get("name"): field.get("value") for field in (there or {}).get("fields") or ()}
    fields = [dict(field) for field in form.get("fields") or ()]
    by_name = {field.get("name"): field for field in fields}
    for name, value in standing.items():
        if name in by_name and value is not None:
            by_name[name]["value"] = value
    if "url" not in by_name:
        raise ProviderError(arr.instance, "asks for no address of a webhook", hint=f"Is this {arr.title} very old?")
    if "headers" in by_name:
        kept = [each for each in standing.get("headers") or () if str(each.get("key", "")).lower() != "authorization"]
        by_name["headers"]["value"] = [*kept, {"key": "Authorization", "value": f"Bearer {token}"}]
        basic = {"username": "", "password": ""}
    elif "password" in by_name:
        basic = {"username": USER, "password": token}
    else:
        basic = {}
        address = f"{address}?{urlencode({'token': token})}"
    for name, value in basic.items():
        if name in by_name:
            by_name[name]["value"] = value
    by_name["url"]["value"] = address
    if "method" in by_name:
        by_name["method"]["value"] = _post(by_name["method"])
    return fields


def _post(field: Mapping[str, Any]) -> Any:
    """Return what stands for POST among a field's choices: a number."""
    for choice in field.get("selectOptions") or ():
        if str(choice.get("name", "")).upper() == "POST":
            return choice.get("value")
    return 1


def _veiled(value: Any, token: str) -> Any:
    if isinstance(value, Mapping):
        hidden = {"value"} if "key" in value else {"password"}
        return {key: HIDDEN if key in hidden else _veiled(each, token) for key, each in value.items()}
    if isinstance(value, list):
        return [_veiled(each, token) for each in value]
    return veiled(value, token) if isinstance(value, str) else value
