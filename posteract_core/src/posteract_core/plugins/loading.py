"""The import of one plugin, by stevedore."""

from __future__ import annotations

from importlib.metadata import EntryPoint

from stevedore.driver import DriverManager


class _One(DriverManager[object]):
    """A manager that knows a single entry point, so that neither a cache on disk nor a namesake can step in between."""

    def __init__(self, point: EntryPoint) -> None:
        self._point = point
        super().__init__(point.group, point.name)

    def list_entry_points(self) -> list[EntryPoint]:
        return [self._point]


def import_plugin(point: EntryPoint) -> object:
    """Return what `point` names, imported; whatever its import raises comes out, SystemExit and AssertionError too."""
    return _One(point).driver
