"""The contract of importers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ...errors import ConfigError
from ...providers import Imported, Importer
from .parts import assert_jsonable


class ImporterContract:
    """What every importer promises.

    Fixtures to supply:
        importer: the importer under test.
        old_config: the path of a configuration of the other tool.
    """

    def test_it_has_a_name_for_the_command_line(self, importer: Importer) -> None:
        assert isinstance(importer, Importer)
        assert re.fullmatch("[a-z][a-z0-9-]*", importer.name)

    def test_it_reads_a_configuration_and_reports(self, importer: Importer, old_config: Path) -> None:
        imported = importer.read(old_config)
        assert isinstance(imported, Imported)
        assert imported.config
        assert_jsonable(imported.config)
        assert imported.carried or imported.changed or imported.dropped

    def test_reading_changes_nothing_and_gives_the_same_again(self, importer: Importer, old_config: Path) -> None:
        before = old_config.read_bytes() if old_config.is_file() else None
        assert importer.read(old_config) == importer.read(old_config)
        assert before is None or old_config.read_bytes() == before

    def test_a_missing_file_is_a_mistake_in_words(self, importer: Importer, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match=r"\S"):
            importer.read(tmp_path / "there-is-no-such-file.yml")
