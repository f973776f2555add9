"""Webhooks: who may post, and what is kept of it before it is answered."""

from __future__ import annotations

import json

import pytest
from posteract_core.app import App
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.plugins.house import House
from posteract_core.providers import MediaEvent
from posteract_core.store.events import Events

TOKEN = "a-token-of-enough-length"


class Toy:
    """A webhook whose bodies are lists of TMDB ids."""

    heard: dict[str, str]

    def parse(self, headers, body):
        self.heard = dict(headers)
        found = json.loads(body)
        if not isinstance(found, list):
            raise ValueError("a list of numbers was expected")  # noqa: TRY004 - what the contract says
        if "break" in found:
            raise RuntimeError("token=abcdefgh12345")
        return [
            MediaEvent(ref=MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=number)), what="added")
            for number in found
        ]


@pytest.fixture
def toy(monkeypatch):
    toy = Toy()
    monkeypatch.setattr(House, "webhooks", lambda house: {"toy": toy})
    return toy


def waiting(opening):
    with App.again(opening) as app:
        return [(each.name, [event.ref.ids.tmdb for event in each.events]) for each in Events(app.ledger).next()]


@pytest.mark.parametrize(
    "credentials",
    [
        {"headers": {"authorization": f"Bearer {TOKEN}"}},
        {"params": {"token": TOKEN}},
        {"auth": ("anybody", TOKEN)},
    ],
)
def test_who_has_the_token_may_post(client, toy, opening, credentials):
    answer = client.post("/webhooks/toy", json=[949], **credentials)
    assert answer.status_code == 202
    assert answer.json() == {"id": 1, "events": 1, "fresh": True, "ignored": ""}
    assert waiting(opening) == [("toy", [949])]
    assert not {"authorization", "cookie"} & set(toy.heard)


@pytest.mark.parametrize(
    "credentials",
    [
        {},
        {"headers": {"authorization": "Bearer wrong-token-of-length"}},
        {"params": {"token": ""}},
        {"auth": (TOKEN, "wrong")},
        {"headers": {"authorization": "Basic !!!"}},
        {"headers": {"authorization": "Bearer wrong"}, "params": {"token": TOKEN}},
    ],
)
def test_others_may_not(shared, shared_home, credentials):
    answer = shared.post("/webhooks/toy", json=[949], **credentials)
    assert answer.status_code == 401
    assert "location" not in answer.headers


def test_a_sender_that_repeats_itself_is_heard_once(api, toy, opening):
    first = api.post("/webhooks/toy", json=[949]).json()
    again = api.post("/webhooks/toy", json=[949])
    assert (again.status_code, again.json()) == (202, {**first, "fresh": False})
    assert api.post("/webhooks/toy", json=[949, 603]).json()["fresh"]
    assert waiting(opening) == [("toy", [949]), ("toy", [949, 603])]
    assert "posteract_events_waiting 2.0" in api.get("/metrics").text


def test_what_is_of_no_interest_is_not_kept(api, toy, opening):
    answer = api.post("/webhooks/toy", json=[]).json()
    assert answer == {"id": None, "events": 0, "fresh": False, "ignored": "this is of no interest here"}
    assert waiting(opening) == []


@pytest.mark.parametrize("body", [b"", b"{}", b"not json", b'["break"]', b"\xff\xfe"])
def test_what_is_not_understood_is_refused(api, toy, opening, body):
    answer = api.post("/webhooks/toy", content=body)
    assert answer.status_code == 400
    assert "abcdefgh12345" not in answer.text
    assert waiting(opening) == []


def test_what_waits_and_what_is_let_go_is_listed(api, toy, opening):
    number = api.post("/webhooks/toy", json=[949]).json()["id"]
    [told] = api.get("/api/v1/arrivals").json()["items"]
    assert (told["id"], told["webhook"], told["titles"], told["state"]) == (number, "toy", ["tmdb:949"], "waiting")
    with App.again(opening) as app:
        Events(app.ledger).done([number], let_go="no configured library has it after a day")
    [told] = api.get("/api/v1/arrivals").json()["items"]
    assert (told["state"], told["error"]) == ("let go", "no configured library has it after a day")


def test_nobody_listens_under_another_name(api, toy):
    assert api.post("/webhooks/other", json=[949]).status_code == 404


def test_nothing_is_acknowledged_that_is_not_in_the_database(api, toy, monkeypatch):
    from posteract_core.errors import LedgerLost

    def lost(*_):
        raise LedgerLost("the disk is full")

    monkeypatch.setattr(Events, "accept", lost)
    answer = api.post("/webhooks/toy", json=[949])
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "ledger")
