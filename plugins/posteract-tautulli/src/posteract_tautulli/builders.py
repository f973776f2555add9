"""Builders: `tautulli_popular` and `tautulli_watched`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import httpx
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ExternalIds, Finding, ItemType, MediaRef, Severity
from posteract_core.providers import BuildContext, CollectionBuilder
from posteract_core.providers.answers import answering, json_of
from posteract_core.redaction import redact

from .settings import TautulliSettings

OPTIONS = ("list_days", "list_size", "list_minimum", "list_buffer")
DEFAULT_DAYS, DEFAULT_SIZE = 30, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a value asks for.

    Attributes:
        days: of history, up to today.
        size: how many titles.
        minimum: viewers or plays below which a title does not count.
        buffer: how many more titles Tautulli is asked for, to make up for those that do not count.
    """

    days: int
    size: int
    minimum: int
    buffer: int


class TautulliChart(CollectionBuilder[TautulliSettings]):
    """A chart of Plex's titles by what Tautulli saw of them; a mapping says how much of it."""

    ordered: ClassVar[bool] = True
    stat: ClassVar[str]
    counted: ClassVar[str]
    """The field of a row that the chart goes by."""

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the titles of the library, in the chart's order."""
        chart = self._understood(value)
        library = context.library
        if self.settings.server and library.server != self.settings.server:
            raise ConfigError(f"{self.name}: Tautulli watches {self.settings.server}, and not {library.server}")
        if not library.key.isdigit():
            raise ConfigError(f"{self.name} goes with libraries of Plex only")
        kind = "movies" if library.type is ItemType.MOVIE else "tv"
        found: dict[str, MediaRef] = {}
        for row in self._rows(f"{self.stat}_{kind}", chart, library.key):
            if str(row.get("section_id") or library.key) != library.key:
                continue
            ref = _ref(row, library.type)
            if ref.key and _number(row.get(self.counted)) >= chart.minimum:
                found.setdefault(ref.key, ref)
        return list(found.values())[: chart.size]

    def _understood(self, value: Any) -> Chart:
        """Return what a value asks for; raises ConfigError."""
        if value is not None and not isinstance(value, Mapping):
            raise ConfigError(f"{self.name} takes a mapping of {', '.join(OPTIONS)}, not {value!r}")
        written = {str(key): each for key, each in (value or {}).items() if each is not None}
        if unknown := set(written) - set(OPTIONS):
            raise ConfigError(f"{self.name}: `{min(unknown)}` is not understood; there are {', '.join(OPTIONS)}")
        numbers: dict[str, int] = {}
        for key, each in written.items():
            least = 1 if key in ("list_days", "list_size") else 0
            if isinstance(each, bool) or not re.fullmatch(r"[0-9]{1,6}", str(each).strip()) or int(each) < least:
                raise ConfigError(f"{self.name}: {key} is a number from {least}, not {each!r}")
            numbers[key] = int(each)
        size = numbers.get("list_size", DEFAULT_SIZE)
        return Chart(
            days=numbers.get("list_days", DEFAULT_DAYS),
            size=size,
            minimum=numbers.get("list_minimum", 0),
            buffer=numbers.get("list_buffer", 3 * size),
        )

    def _rows(self, stat: str, chart: Chart, section: str) -> list[Mapping[str, Any]]:
        data = self.ask(
            "get_home_stats",
            stat_id=stat,
            stats_type="plays",
            time_range=str(chart.days),
            stats_count=str(chart.size + chart.buffer),
            section_id=section,
        )
        charts = data if isinstance(data, list) else [data]
        rows = next(
            (each.get("rows") for each in charts if isinstance(each, Mapping) and each.get("stat_id") == stat), None
        )
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise ProviderUnavailable(self.context.instance, f"answered with something else than {stat}")
        return rows

    def ask(self, command: str, *, attempts: int | None = None, **params: str) -> Any:
        """Return the data of Tautulli's answer to a command.

        Raises:
            ProviderError: it refuses the key, or says that the command failed.
        """
        me = self.context.instance
        query = {"apikey": self.settings.api_key.get_secret_value(), "cmd": command, **params}
        with answering(me):
            extensions = {} if attempts is None else {"attempts": attempts}
            response = self.http.get("/api/v2", params=query, extensions=extensions)
        said = _said(response)
        if said is None:
            if response.status_code == httpx.codes.NOT_FOUND:
                raise ProviderError(
                    me,
                    "answers, and has no Tautulli API there (HTTP 404)",
                    hint="Write `url` with Tautulli's HTTP root, if it has one.",
                )
            json_of(response, me)
            raise ProviderUnavailable(me, "answered with something else than Tautulli does")
        if said.get("result") == "success":
            return said.get("data")
        message = redact(str(said.get("message") or "it says no reason"))
        if "apikey" in message.casefold() or response.status_code in (
            httpx.codes.UNAUTHORIZED,
            httpx.codes.FORBIDDEN,
        ):
            raise ProviderRejected(
                me, "refused the API key", hint="Copy `api_key` again from Settings, Web Interface, API in Tautulli."
            )
        if response.is_server_error:
            raise ProviderUnavailable(me, f"could not carry out {command}: {message}")
        raise ProviderError(me, f"did not carry out {command}: {message}")


class TautulliPopular(TautulliChart):
    """`tautulli_popular`: what most people watched; `list_minimum` counts them."""

    name = "tautulli_popular"
    stat = "popular"
    counted = "users_watched"

    def check(self) -> Sequence[Finding]:
        """Return whether the key is taken."""
        try:
            info = self.ask("get_tautulli_info", attempts=1)
        except ProviderError as error:
            return [Finding(subject="tautulli", severity=Severity.ERROR, message=str(error), remedy=error.hint)]
        version = info.get("tautulli_version") if isinstance(info, Mapping) else None
        return [
            Finding(subject="tautulli", severity=Severity.OK, message=f"Tautulli {version or 'of unknown version'}")
        ]


class TautulliWatched(TautulliChart):
    """`tautulli_watched`: what was played most; `list_minimum` counts plays."""

    name = "tautulli_watched"
    stat = "top"
    counted = "total_plays"


def _said(response: httpx.Response) -> Mapping[str, Any] | None:
    """Return Tautulli's own envelope, which also comes with an HTTP error; None when the answer has none."""
    try:
        said = json.loads(response.content)["response"]
    except (ValueError, KeyError, TypeError):
        return None
    return said if isinstance(said, Mapping) and "result" in said else None


def _number(value: Any) -> int:
    """Return a count; Tautulli writes "" where it has none."""
    return int(value) if str(value).isdigit() else 0


def _ref(row: Mapping[str, Any], kind: ItemType) -> MediaRef:
    """Return the item by Plex's key, and a film by Plex's lasting name too: keys change when a file is added again."""
    guid = str(row.get("guid") or "")
    return MediaRef(
        type=kind,
        ids=ExternalIds(guid=guid if guid.startswith(f"plex://{kind.value}/") else None),
        title=str(row.get("title") or ""),
        year=_number(row.get("year")) or None,
        key=str(row.get("rating_key") or ""),
    )


BUILDERS: tuple[type[TautulliChart], ...] = (TautulliPopular, TautulliWatched)
"""Every builder of Tautulli's."""
