"""Dynamic collections of Letterboxd: one for each list of an unpacked export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from posteract_core.errors import ConfigError, ProviderUnavailable
from posteract_core.model import ItemType
from posteract_core.providers import DynamicKeys, KeysContext

from .export import name_of
from .settings import LetterboxdSettings
from .users import WAYS_OUT


class UserLists(DynamicKeys[LetterboxdSettings]):
    """`type: letterboxd_user_lists`, with `{username: folder of the export, limit: 0}` or the folder alone under `data`."""

    name = "letterboxd_user_lists"
    types = frozenset({ItemType.MOVIE})

    @classmethod
    def check_data(cls, data: Any) -> None:
        """Return if `data` names a folder."""
        _folder(data)

    @classmethod
    def definition(cls, value: Sequence[str], data: Any) -> Mapping[str, Any]:
        """Return a collection of the lists in these files."""
        return {"letterboxd_list": list(value), "sync_mode": "sync"}

    def keys(self, data: Any, context: KeysContext) -> Mapping[str, str]:
        """Return the lists, name by path from the configuration's folder, in the order of their files."""
        try:
            folder, limit = _folder(data)
        except ValueError as error:
            raise ConfigError(f"{self.name}: data {error}", hint=WAYS_OUT) from error
        home, place = self.context.config_folder, PurePath(folder)
        if (home / place / "lists").is_dir():
            place /= "lists"
        lists = home / place
        if not lists.is_dir():
            raise ConfigError(f"{self.name}: there is no folder {lists}", hint=WAYS_OUT)
        try:
            return {str(place / path.name): name_of(path) for path in sorted(lists.glob("*.csv"))[: limit or None]}
        except OSError as error:
            raise ProviderUnavailable(self.context.instance, f"{lists} cannot be read: {error}") from error


def _folder(data: Any) -> tuple[str, int]:
    """Return (folder, most lists; 0 = all); raises ValueError in words for the user."""
    written = data if isinstance(data, Mapping) else {"username": data}
    if unknown := set(map(str, written)) - {"username", "limit"}:
        raise ValueError(f"has `{min(unknown)}`, which is not understood; there are username, limit")
    folder, limit = written.get("username"), written.get("limit") or 0
    if not folder or isinstance(folder, Mapping | list | bool):
        raise ValueError("must be the path of an export that was unpacked: Letterboxd lets no program read its pages")
    if isinstance(limit, bool) or not str(limit).isdigit():
        raise ValueError(f"has a limit that is no number: {limit!r}")
    return str(folder), int(limit)
