"""The configuration over a wire: read with its secrets hidden, checked, written with a backup."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from ..config.document import read_document
from ..config.examine import Examination, examine
from ..config.files import read_text, shown_path
from ..config.fix import write_fixed
from ..config.instances import entries_of
from ..config.load import Loaded, registry_maker
from ..config.reading import read_config_text
from ..config.search import find_config
from ..config.shape import Shapes
from ..config.show import effective
from ..config.veil import hidden, restored
from ..errors import ConfigError, PosteractError, Problem, UsageError
from .checking import plain, with_looks
from .opened import Opening

_writing = Lock()


class ConfigChanged(PosteractError):
    """Somebody else changed the file in the meantime."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuring:
    """One configuration file.

    Attributes:
        opening: names it.
    """

    opening: Opening

    def read(self, loaded: Loaded) -> dict[str, Any]:
        """Return the file's text and what is in effect, both without secrets; and the text's revision, to write it again."""
        path = find_config(self.opening.config)
        text = "" if path is None else read_text(path)
        document = read_document(text, _where(path))
        return {
            "file": None if path is None else str(path),
            "revision": revision_of(text),
            "text": hidden(document, self._shapes(path, text)),
            "effective": effective(loaded),
        }

    def check(self, text: str) -> dict[str, Any]:
        """Return all problems and warnings of a text that might be written."""
        return self._checked(text)[1]

    def write(self, text: str, *, revision: str = "") -> dict[str, Any]:
        """Write a text without problems over the file, keeping a copy of the old one; one with problems is not written.

        Args:
            text: what `read` returned, changed; what is hidden in it is put back.
            revision: of the text that was changed; empty = whatever is there now.

        Returns:
            As `check`, with the `backup` (None when nothing was written) and the new `revision`.

        Raises:
            UsageError: there is no file.
            ConfigChanged: it is not at that revision any more.
            ConfigError: it cannot be written.
        """
        with _writing:
            path = find_config(self.opening.config)
            if path is None:
                raise UsageError("there is no configuration to write to", hint="`posteract config init` makes one.")
            before = revision_of(read_text(path))
            if revision and revision != before:
                raise ConfigChanged("the configuration was changed in the meantime", hint="Read it again.")
            whole, report = self._checked(text)
            backup = None if whole is None or report["problems"] else write_fixed(path, whole)
            now = before if backup is None or whole is None else revision_of(whole)
            return {**report, "backup": None if backup is None else backup.name, "revision": now}

    def _checked(self, text: str) -> tuple[str | None, dict[str, Any]]:
        path = find_config(self.opening.config)
        problems: Sequence[Problem]
        warnings: Sequence[Problem] = ()
        whole: str | None = None
        try:
            before = "" if path is None else read_text(path)
            document = read_document(text, _where(path))
            shapes = self._shapes(path, before)
            whole = restored(document, read_document(before, _where(path)), shapes)
            problems, warnings = with_looks(self._examined(path, whole))
        except ConfigError as error:
            problems = error.problems
        return whole, {"problems": [plain(each) for each in problems], "warnings": [plain(each) for each in warnings]}

    def _examined(self, path: Path | None, text: str) -> Examination:
        reading = read_config_text(text, path=path)
        return examine(reading, registry_maker(self.opening.no_plugins, self.opening.raise_plugin_errors))

    def _shapes(self, path: Path | None, text: str) -> Shapes:
        """Return what the plugins of a text say of their settings, switched off or not."""
        shapes = Shapes()
        reading = read_config_text(text, path=path)
        registry = registry_maker(self.opening.no_plugins, self.opening.raise_plugin_errors)(frozenset())
        for entry in entries_of(reading.data):
            if (model := registry.settings_class(entry.plugin)) is not None:
                shapes.add(entry.name, model)
        return shapes


def revision_of(text: str) -> str:
    """Return a name for exactly this text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _where(path: Path | None) -> str:
    return "config.yaml" if path is None else shown_path(path)
