"""Our webhook among Radarr's connections."""

from __future__ import annotations

import json
from typing import Any

import pytest
from posteract_core.providers.arr.client import Arr, Refused
from posteract_core.providers.arr.connecting import connect, connection
from posteract_radarr.api import api
from posteract_radarr.builders import RadarrAll
from posteract_radarr.cli import EVENTS
from posteract_radarr.settings import RadarrSettings
from services import FakeRadarr
from services.arr import KEY

TOKEN = "a-token-that-is-long-enough"
ADDRESS = "http://posteract:8787/webhooks/radarr"


@pytest.fixture
def arr(make_provider: Any, fake_radarr: FakeRadarr) -> Arr:
    builder = make_provider(RadarrAll, RadarrSettings(url=fake_radarr.url, api_key=KEY))
    return api(builder.settings, builder.context)


def values(fake: FakeRadarr, number: int = 1) -> dict[str, Any]:
    return {field["name"]: field.get("value") for field in fake.notifications[number]["fields"]}


def test_it_is_added_with_what_we_understand_and_the_token_in_a_header(arr, fake_radarr):
    connect(arr, connection(arr, address=ADDRESS, token=TOKEN, events=EVENTS))
    (made,) = fake_radarr.notifications.values()
    assert (made["name"], made["implementation"]) == ("Posteract", "Webhook")
    assert {key for key in made if key.startswith("on") and made[key]} == set(EVENTS)
    assert values(fake_radarr) == {
        "url": ADDRESS, "method": 1, "username": "", "password": "",
        "headers": [{"key": "Authorization", "value": f"Bearer {TOKEN}"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["url", "method", "username", "password"], {"url": ADDRESS, "username": "posteract", "password": TOKEN}),
        (["url", "method"], {"url": f"{ADDRESS}?token={TOKEN}"}),
    ],
)
def test_without_headers_the_token_is_the_password_and_without_one_it_stands_in_the_address(
    arr, fake_radarr, fields, expected
):
    fake_radarr.fields = fields
    wanted = connection(arr, address=ADDRESS, token=TOKEN, events=EVENTS)
    connect(arr, wanted)
    assert values(fake_radarr) == {**expected, "method": 1}
    assert TOKEN not in json.dumps(wanted.shown())


def test_the_one_that_is_there_is_changed_and_keeps_what_its_owner_added(arr, fake_radarr):
    connect(arr, connection(arr, address="http://old/webhooks/radarr", token="old", events=("onDownload",)))
    standing = fake_radarr.notifications[1]
    standing["tags"], standing["onGrab"] = [3], True
    next(field for field in standing["fields"] if field["name"] == "headers")["value"].append(
        {"key": "X", "value": "y"}
    )
    connect(arr, connection(arr, address=ADDRESS, token=TOKEN, events=EVENTS))
    (made,) = fake_radarr.notifications.values()
    assert (made["id"], made["tags"], made["onGrab"], made["onRename"]) == (1, [3], True, True)
    assert values(fake_radarr)["headers"] == [
        {"key": "X", "value": "y"},
        {"key": "Authorization", "value": f"Bearer {TOKEN}"},
    ]


def test_a_refusal_is_told_in_its_own_words(arr, fake_radarr):
    fake_radarr.refusals = [{"propertyName": "Url", "errorMessage": "Unable to send", "severity": "error"}]
    with pytest.raises(Refused, match="Url Unable to send"):
        connect(arr, connection(arr, address=ADDRESS, token=TOKEN, events=EVENTS))
