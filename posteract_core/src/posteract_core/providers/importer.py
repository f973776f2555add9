"""Importers: configurations of other tools, turned into ours."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from ..errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A configuration read from another tool.

    Attributes:
        config: ready to be written as config.yaml; secrets as `${NAME}` references.
        carried: what was taken over as it was, a line each.
        changed: what was taken over with a change, a line each.
        dropped: what has no counterpart, a line each.
        problems: what the old files have wrong.
    """

    config: Mapping[str, Any]
    carried: Sequence[str] = ()
    changed: Sequence[str] = ()
    dropped: Sequence[str] = ()
    problems: Sequence[Problem] = ()


class Importer(ABC):
    """Reads one tool's configuration. Needs no settings, no server and no network."""

    name: ClassVar[str]
    """What follows `posteract import`: `kometa`."""

    @abstractmethod
    def read(self, path: Path) -> Imported:
        """Return the configuration at `path` as ours, with a report of what became of every key.

        Raises:
            ConfigError: the file cannot be read at all.
        """
