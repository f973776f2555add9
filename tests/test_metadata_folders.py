"""Words of items on folders: what files and operations say goes into NFO files, once, and comes out again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

NFO = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- by hand -->
<movie>
  <title>Heat</title>
  <plot>Cops and robbers.</plot>
  <genre>Crime</genre>
  <mood>tense</mood>
</movie>
"""


class Home:
    """A film in a folder, with words about it."""

    def __init__(self, folder: Path, posteract: Any) -> None:
        self.folder, self.posteract = folder, posteract
        self.nfo = folder / "films" / "Heat (1995)" / "movie.nfo"
        self.nfo.parent.mkdir(parents=True)
        (self.nfo.parent / "Heat (1995).mkv").write_bytes(b"")
        self.nfo.write_text(NFO, encoding="utf-8")

    def say(self, operations: Any = None, **words: Any) -> Home:
        (self.folder / "words.yml").write_text(yaml.safe_dump({"metadata": {"Heat": words}}), encoding="utf-8")
        library = {"artwork": {}, "metadata_files": ["words.yml"], "operations": operations or {}}
        config = {
            "plugins": {"folder": {"roots": {"Films": {"path": "films", "type": "movie"}}, "probe": False}},
            "libraries": {"Films": library},
        }
        (self.folder / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        return self

    def do(self, *words: str) -> dict[str, Any]:
        ended = self.posteract("--config", str(self.folder / "config.yaml"), *words, "--json", cwd=self.folder)
        assert ended.code == 0, ended.out + ended.err
        return json.loads(ended.out)

    def run(self, *more: str) -> dict[str, Any]:
        return self.do("run", "--all", "--only", "metadata", *more)


@pytest.fixture
def home(tmp_path: Path, posteract: Any) -> Home:
    return Home(tmp_path, posteract)


def test_words_go_into_the_file_and_the_rest_of_it_stays(home):
    home.say({"genre_mapper": {"Crime": "Thriller"}}, summary="Downtown.", label=["seen"])
    assert [each["status"] for each in home.run("--dry-run")["edits"]] == ["planned"]
    assert home.nfo.read_text(encoding="utf-8") == NFO
    assert [each["status"] for each in home.run()["edits"]] == ["changed"]
    text = home.nfo.read_text(encoding="utf-8")
    for line in ("<!-- by hand -->", "<mood>tense</mood>", "<plot>Downtown.</plot>", "<genre>Thriller</genre>"):
        assert line in text
    assert "<tag>seen</tag>" in text
    stamp = home.nfo.stat().st_mtime_ns
    assert "edits" not in home.run()
    assert home.nfo.stat().st_mtime_ns == stamp


def test_reset_makes_the_file_what_it_was(home):
    home.say({"genre_mapper": {"Crime": "Thriller"}}, summary="Downtown.", label=["seen"])
    home.run()
    assert home.do("reset", "--only", "metadata", "--yes")["counts"] == {"returned": 1}
    assert home.nfo.read_text(encoding="utf-8") == NFO


def test_what_no_file_has_is_named_and_the_other_words_are_written(home):
    home.say({"mass_added_at_update": "2020-02-02"}, summary="Downtown.", metadata_language="de", collection="Own")
    report = home.run()
    assert any(
        "cannot edit added_at, collection, metadata_language; that is left out" in each for each in report["warnings"]
    )
    assert "<plot>Downtown.</plot>" in home.nfo.read_text(encoding="utf-8")
