"""What REST and the page are told: lists, the log, the configuration without its secrets."""

from __future__ import annotations

import pytest
from posteract_core.app import App, Opening, listings
from posteract_core.app.configuring import ConfigChanged, Configuring
from posteract_core.app.log_lines import log_lines
from posteract_core.errors import UsageError

CONFIG = """\
plugins:
  folder: {enabled: false}
  fanart: {api_key: deepest-secret}   # mine
libraries: {}
log: {file: null}
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG)
    return path


@pytest.fixture
def configuring(file):
    return Configuring(opening=Opening(config=file))


def read(configuring):
    with App.again(configuring.opening) as app:
        return configuring.read(app.loaded)


def test_the_configuration_is_read_without_its_secrets(configuring):
    told = read(configuring)
    assert "deepest-secret" not in str(told)
    assert told["text"].endswith("log: {file: null}\n")
    assert told["effective"]["plugins"]["fanart"]["api_key"] == "****"


def test_it_is_written_with_its_secrets_and_a_copy_of_the_old_one_is_kept(configuring, file):
    told = read(configuring)
    done = configuring.write(told["text"].replace("libraries: {}", "run: {limit: 1}"), revision=told["revision"])
    assert [problem["path"] for problem in done["problems"]] == ["run.limit"]
    assert (done["backup"], file.read_text()) == (None, CONFIG)
    done = configuring.write(told["text"].replace("libraries: {}", "run: {workers: 2}"), revision=told["revision"])
    assert (done["problems"], done["backup"]) == ([], "config.yaml.bak")
    assert file.read_text() == CONFIG.replace("libraries: {}", "run: {workers: 2}")
    assert file.with_name("config.yaml.bak").read_text() == CONFIG
    with pytest.raises(ConfigChanged):
        configuring.write(told["text"], revision=told["revision"])


def test_a_check_writes_nothing(configuring, file):
    assert configuring.check("libraries: {}")["problems"] == []
    assert configuring.check("libraries: [")["problems"]
    assert [each["path"] for each in configuring.check("colections_: {}")["problems"]] == ["colections_"]
    assert list(file.parent.iterdir()) == [file]


def test_without_a_file_there_is_nothing_to_write_to(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POSTERACT_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="no configuration"):
        Configuring(opening=Opening()).write("libraries: {}")
    configuring = Configuring(opening=Opening())
    assert (read(configuring)["file"], read(configuring)["text"]) == (None, "")
    assert configuring.check("libraries: {}")["problems"] == []


def test_a_provider_knows_the_configurations_file(folders):
    with folders.open() as app:
        [server] = app.servers().values()
        assert server.context.config_file == folders.path


def test_libraries_are_told_with_their_pictures_by_status(desk):
    desk.server.add("Heat", tmdb=949)
    desk.run()
    with desk.open() as app:
        [library] = listings.libraries(app.config, app.reading)
        assert (library["name"], library["configured"], library["pictures"]) == ("Films", True, 1)
        [item] = listings.items(app.reading, listings.Filter(), page=1, size=10)["items"]
        [picture] = item["pictures"]
        told = listings.target(app.reading, picture["id"])
    assert told is not None
    assert (told["kind"], told["item"], told["history"][-1]["what"]) == ("poster", item["item"], "first seen")
    assert told["history"][-1]["at"] is not None


def test_the_log_is_told_from_its_end_and_without_secrets(tmp_path):
    file = tmp_path / "posteract.log"
    file.write_text(
        "2026-11-27 01:02:03.004 | INFO     | posteract:1 | begins\n"
        "2026-11-27 01:02:04.004 | ERROR    | posteract:1 | http://me:hunter22@nas refuses\n"
        "Traceback: of it\n"
        "2026-11-27 01:02:05.004 | WARNING  | posteract:1 | ends\n"
    )
    assert [entry["level"] for entry in log_lines(file, most=2)] == ["ERROR", "WARNING"]
    [error] = log_lines(file, most=9, level="ERROR")
    assert error["message"].endswith("Traceback: of it")
    assert "hunter22" not in error["message"]
    assert [entry["level"] for entry in log_lines(file, most=9, text="BEGINS")] == ["INFO"]
    assert log_lines(tmp_path / "none.log", most=9) == log_lines(None, most=9) == []
