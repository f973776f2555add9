"""Asks Wikidata who won what: one question for a few hundred titles."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from threading import Lock
from typing import Any

import httpx
from loguru import logger
from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.http import USER_AGENT
from posteract_core.model import Facts, Finding, FrozenMap, ItemType, MediaItem, Severity
from posteract_core.providers import FactSource, ProviderContext
from posteract_core.providers.answers import answering, json_of
from posteract_core.unfinished import unfinished_name

from .families import Family, Item, families
from .queries import awards_query, labels_query
from .settings import WikidataSettings

TITLES = (ItemType.MOVIE, ItemType.SHOW)
LABELS_FILE = "labels.json"
LABELS_HOLD_S = 30 * 86_400.0
FEWEST_TITLES = 25
"""A question about so few is not split any further."""

PATIENCE = httpx.Timeout(75, connect=5)
"""Seconds. Wikidata works on a query for up to 60 without sending a byte."""

_TOO_SLOW = (httpx.codes.INTERNAL_SERVER_ERROR, httpx.codes.GATEWAY_TIMEOUT)
_IMDB_ID = re.compile(r"tt\d+", re.ASCII)

Found = dict[str, dict[str, dict[str, set[str]]]]
"""By IMDb id, by family, by `won` or `nominated`: the items of the awards. A title with an item has an entry, if empty."""


NOBODY = "https://posteract.example"
"""In place of a contact, for Wikidata refuses who names none; `doctor` asks for a real one."""


class WikidataAwards(FactSource[WikidataSettings]):
    """`award.oscars` and its like, of films and shows with an IMDb id."""

    provides = frozenset(f"award.{family.name}" for family in families())
    batch_size = 300
    max_concurrency = 2
    max_age_s = 30 * 86_400.0

    def __init__(self, settings: WikidataSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.clock: Callable[[], float] = time.time
        self._lock = Lock()
        self._trusted: tuple[Family, ...] | None = None

    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        """Return the awards of titles that Wikidata knows; one that got none has an `Award` of nothing, which is an answer."""
        asked = [item for item in items if item.type in TITLES and _IMDB_ID.fullmatch(item.ids.imdb or "")]
        if not asked or not names & self.provides:
            return {}
        wanted = [family for family in self._families() if f"award.{family.name}" in names and family.items]
        if not wanted:
            return {}
        found = self._ask(sorted({item.ids.imdb for item in asked if item.ids.imdb}), wanted)
        result: dict[MediaItem, Facts] = {}
        for item in asked:
            if (known := found.get(item.ids.imdb or "")) is None:
                continue
            got = ((family, known.get(family.name, {})) for family in wanted)
            result[item] = FrozenMap(
                {
                    f"award.{family.name}": family.award(each.get("won", set()), each.get("nominated", set()))
                    for family, each in got
                }
            )
        return result

    def check(self) -> Sequence[Finding]:
        """Return whether Wikidata answers, and which of our numbers are no longer what they were.

        No ERROR: where no look shows awards, nobody misses them.
        """
        try:
            labels = self._ask_labels(attempts=1)
        except ProviderError as error:
            remedy = error.hint or "Awards are missing, or old, until it answers."
            return [Finding(subject="wikidata", severity=Severity.WARNING, message=str(error), remedy=remedy)]
        if not self.settings.contact:
            return [
                Finding(
                    subject="wikidata",
                    severity=Severity.WARNING,
                    message="it answers, though it is not told whom it may turn to",
                    remedy="Write your e-mail address as plugins.wikidata.contact; it may refuse who gives none.",
                )
            ]
        odd = [item for item in _doubtful() if not item.is_called(labels.get(item.number, ""))]
        if not odd:
            return [
                Finding(
                    subject="wikidata", severity=Severity.OK, message="it answers, and its items are as we know them"
                )
            ]
        return [
            Finding(
                subject="wikidata",
                severity=Severity.WARNING,
                message=_said_of(item, labels.get(item.number, "")),
                remedy="Nothing to do; update posteract-wikidata when there is a new version.",
            )
            for item in odd
        ]

    def _families(self) -> tuple[Family, ...]:
        """Return the families with those items that may be trusted; asks for their labels once a month."""
        with self._lock:
            if self._trusted is None:
                labels = self._known_labels()
                if labels is None:
                    labels = self._ask_labels()
                    self._keep(labels)
                for item in _doubtful():
                    if not item.is_called(labels.get(item.number, "")):
                        logger.info("{}: {}", self.context.instance, _said_of(item, labels.get(item.number, "")))
                self._trusted = tuple(family.trusted(labels) for family in families())
            return self._trusted

    def _ask(self, ids: Sequence[str], wanted: Sequence[Family]) -> Found:
        family_of = {item.number: family.name for family in wanted for item in family.items}
        response = self._post(awards_query(ids, family_of))
        if response.status_code in _TOO_SLOW and len(ids) > FEWEST_TITLES:
            half = len(ids) // 2
            return self._ask(ids[:half], wanted) | self._ask(ids[half:], wanted)
        found: Found = {}
        for row in self._rows(response):
            of_title = found.setdefault(row.get("imdb", ""), {})
            family = family_of.get(_number(row.get("family", "")))
            if family is not None and row.get("how") in ("won", "nominated"):
                of_title.setdefault(family, {}).setdefault(row["how"], set()).add(_number(row.get("award", "")))
        return found

    def _ask_labels(self, *, attempts: int = 2) -> dict[str, str]:
        rows = self._rows(self._post(labels_query(item.number for item in _doubtful()), attempts=attempts))
        return {_number(row.get("item", "")): row.get("label", "") for row in rows}

    def _post(self, query: str, *, attempts: int = 2) -> httpx.Response:
        headers = {
            "accept": "application/sparql-results+json",
            "user-agent": f"{USER_AGENT} ({self.settings.contact or NOBODY})",
        }
        with answering(self.context.instance):
            return self.http.post(
                "sparql", data={"query": query}, headers=headers, timeout=PATIENCE, extensions={"attempts": attempts}
            )

    def _rows(self, response: httpx.Response) -> list[dict[str, str]]:
        answer: Any = json_of(response, self.context.instance)
        try:
            bindings = answer["results"]["bindings"]
            return [{name: str(cell["value"]) for name, cell in row.items()} for row in bindings]
        except (KeyError, TypeError, AttributeError) as error:
            raise ProviderUnavailable(self.context.instance, "answered with something else than a table") from error

    def _known_labels(self) -> dict[str, str] | None:
        """Return the labels as they were kept; None when they are old or not those of today's table."""
        try:
            kept = json.loads((self.context.cache_folder / LABELS_FILE).read_bytes())
            at, labels = float(kept["at"]), {str(item): str(label) for item, label in kept["labels"].items()}
            asked = set(kept["asked"])
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        fresh = 0 <= self.clock() - at < LABELS_HOLD_S
        return labels if fresh and asked == {item.number for item in _doubtful()} else None

    def _keep(self, labels: Mapping[str, str]) -> None:
        if self.context.dry_run:
            return
        folder = self.context.cache_folder
        text = json.dumps({"at": self.clock(), "asked": [item.number for item in _doubtful()], "labels": labels})
        unfinished = folder / unfinished_name()
        with suppress(OSError):  # what cannot be kept is asked again
            folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(folder / LABELS_FILE)


def _doubtful() -> list[Item]:
    return [item for family in families() for item in family.items if not item.sure]


def _said_of(item: Item, label: str) -> str:
    called = f"is called {label!r} now" if label else "is not there"
    return f"{item.number}, which should be {item.labels[0]!r}, {called}: it is not counted"


def _number(uri: str) -> str:
    return uri.rpartition("/")[2]
