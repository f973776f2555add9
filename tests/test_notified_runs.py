"""Whole runs that are told of: what arrives, and that no token does where it should not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from services.mailbox import CHECK, PUSH, TOKEN, FakeMailbox

LOCAL = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
NOTIFY = """\
  notify:
    urls: {{mailbox: "{address}", attic: "{gone}"}}
    events: {{missing: true}}
    pings: {{healthchecks: "{url}/{check}", uptime_kuma: "{url}/api/push/{push}"}}
"""


@pytest.fixture
def told(one_film: Path, fake_mailbox: FakeMailbox) -> Path:
    """The one film, with news of its runs going to the mailbox, and to a service that is gone."""
    path = one_film / "config.yaml"
    gone = f"json://127.0.0.1:9/hook/{TOKEN}"
    settings = NOTIFY.format(address=fake_mailbox.address, gone=gone, url=fake_mailbox.url, check=CHECK, push=PUSH)
    path.write_text(path.read_text().replace("libraries:", settings + "libraries:", 1))
    return one_film


def test_a_run_is_told_of_and_a_service_that_is_gone_does_not_fail_it(
    told: Path, posteract: Any, fake_mailbox: FakeMailbox
) -> None:
    ended = posteract("--all", "--json", cwd=told, env=LOCAL)
    assert (ended.code, json.loads(ended.out)["done"]) == (0, 1)
    [message] = fake_mailbox.messages
    assert (message["title"], len(message["attachments"])) == ("Posteract: 1 new picture", 1)
    assert "- Heat (1995), poster" in message["message"]
    assert [path for path, _ in fake_mailbox.pings] == [f"/{CHECK}/start", f"/{CHECK}", f"/api/push/{PUSH}"]
    assert "`attic` did not take the message" in (told / "logs" / "posteract.log").read_text()
    assert posteract("--all", cwd=told, env=LOCAL).code == 0
    assert len(fake_mailbox.messages) == 1, "nothing changed, so nothing is told"
    assert posteract("--all", "--force", "--dry-run", cwd=told, env=LOCAL).code == 0
    assert (len(fake_mailbox.messages), len(fake_mailbox.pings)) == (1, 6)


def test_a_run_that_does_not_do_its_work_is_told_of(told: Path, posteract: Any, fake_mailbox: FakeMailbox) -> None:
    config = told / "config.yaml"
    config.write_text(config.read_text().replace("Films: Films", f"Films: {told / 'gone'}"))
    assert posteract("--all", cwd=told, env=LOCAL).code == 1
    [message] = fake_mailbox.messages
    assert (message["title"], message["type"]) == ("Posteract: a run did not do all its work", "failure")
    assert "gone is not there Is the disk or share mounted?" in message["message"]
    assert fake_mailbox.pings[-1][1]["status"] == "down"


def test_a_collection_and_words_that_cannot_be_written_are_told_of_once(
    told: Path, posteract: Any, fake_mailbox: FakeMailbox
) -> None:
    (told / "Films" / "Heat (1995)" / "movie.nfo").write_text("<movie><title>Heat</title><year>1995</year>")
    config = told / "config.yaml"
    text = config.read_text().replace("  Films: {artwork:", "  Films: {metadata_files: [words.yml], artwork:")
    config.write_text(text + "collections: {All: {plex_all: true}}\n")
    (told / "words.yml").write_text("metadata: {Heat: {summary: A heist.}}\n")
    for _ in range(2):
        assert posteract("--all", cwd=told, env=LOCAL).code == 1
    [message] = fake_mailbox.messages
    assert message["title"] == "Posteract: 1 new picture, 2 failed"
    assert "- All, collection: " in message["message"]
    assert "- Heat (1995), metadata: " in message["message"]
    assert message["message"].count("is cut short") == 2


def test_a_broken_plugin_is_told_of_once(told: Path, posteract: Any, fake_mailbox: FakeMailbox, installed: Any) -> None:
    where = {**LOCAL, **installed("torn", "raise RuntimeError('torn apart')\n")}
    for _ in range(2):
        posteract("--all", cwd=told, env=where)
    [message] = fake_mailbox.messages
    assert "Broken plugins:\n- plugin torn: import: RuntimeError: torn apart" in message["message"]


@pytest.mark.parametrize("off", [False, True])
def test_no_token_is_in_any_output(told: Path, posteract: Any, fake_mailbox: FakeMailbox, off: bool) -> None:
    if off:
        config = told / "config.yaml"
        config.write_text(config.read_text().replace("  notify:", "  notify:\n    enabled: false"))
    fake_mailbox.status = 500
    said = ""
    for words in (
        ("config", "show"),
        ("--all", "-v"),
        ("--all", "--force", "--debug"),
        ("doctor",),
        ("plugins", "list"),
    ):
        ended = posteract(*words, cwd=told, env=LOCAL)
        said += ended.out + ended.err
    said += (told / "logs" / "posteract.log").read_text()
    for secret in (TOKEN, CHECK, PUSH):
        assert secret not in said
    assert off or "did not take the message" in said


@pytest.mark.parametrize("wrong", [f"pings: {{healthchecks: {TOKEN}}}", f"urls: {TOKEN}", f"urls: {{a: [{TOKEN}]}}"])
def test_a_mistake_is_named_without_its_value(one_film: Path, posteract: Any, wrong: str) -> None:
    path = one_film / "config.yaml"
    path.write_text(path.read_text().replace("libraries:", f"  notify: {{{wrong}}}\nlibraries:", 1))
    ended = posteract("config", "check", cwd=one_film)
    assert (ended.code, "plugins.notify." in ended.out + ended.err) == (2, True)
    assert TOKEN not in ended.out + ended.err
