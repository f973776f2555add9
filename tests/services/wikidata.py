"""Wikidata's query service: answers the SPARQL of awards from statements that a test makes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from .server import FakeService, Reply, Request, route
from .world import World

ENTITY = "http://www.wikidata.org/entity/"
LABELS = {
    "Q19020": "Academy Awards",
    "Q102427": "Academy Award for Best Picture",
    "Q103360": "Academy Award for Best Director",
    "Q103916": "Academy Award for Best Actor",
    "Q1011547": "Golden Globe Awards",
    "Q179808": "Palme d'Or",
    "Q209459": "Golden Lion",
    "Q154590": "Golden Bear",
    "Q732997": "British Academy Film Awards",
    "Q1044427": "Primetime Emmy Award",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """That a film, or a person for it, got (`P166`) or was nominated for (`P1411`) an award."""

    property: str
    film: str
    award: str
    person: str = ""


class FakeWikidata(FakeService):
    """query.wikidata.org. It answers what the query asks for and no more: a branch, a step of a path or a family that is not in
    the text finds nothing.

    Attributes:
        labels: English labels by item.
        parents: by item (property, item): `P31`, `P279`, `P361`.
        unknown: IMDb ids that no item has; the world's other titles have one.
        statements: who got what.
        most_ids: values in one query before it takes too long.
    """

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.labels = dict(LABELS)
        self.parents: dict[str, list[tuple[str, str]]] = {
            award: [("P31", "Q19020")] for award in ("Q102427", "Q103360", "Q103916")
        }
        self.unknown: set[str] = set()
        self.statements: list[Statement] = []
        self.most_ids = 500
        self.batches: list[int] = []

    def add_category(self, item: str, label: str, *, path: str, of: str) -> None:
        """Make an award item that belongs to another by `path` (P31, P279 or P361)."""
        self.labels[item] = label
        self.parents.setdefault(item, []).append((path, of))

    def wins(self, film: str, award: str, *, person: str = "") -> None:
        self.statements.append(Statement(property="P166", film=film, award=award, person=person))

    def is_nominated(self, film: str, award: str, *, person: str = "") -> None:
        self.statements.append(Statement(property="P1411", film=film, award=award, person=person))

    def refuse(self, request: Request) -> Reply | None:
        agent = request.headers.get("user-agent", "")
        if not re.search(r"\(.*(https?://|@).*\)", agent):
            return Reply(403, b"Please set a user-agent with contact information.", "text/plain")
        return None

    @route("POST", "/sparql")
    def sparql(self, request: Request) -> Reply:
        if "form-urlencoded" in request.headers.get("content-type", ""):
            query = parse_qs(request.body.decode()).get("query", [""])[0]
        else:
            query = request.body.decode()
        if "rdfs:label" in query:
            items = _values(query, "item")
            rows = [{"item": _uri(each), "label": _text(self.labels[each])} for each in items if each in self.labels]
            return _answer(["item", "label"], rows)
        ids = _values(query, "imdb")
        self.batches.append(len(ids))
        if len(ids) > self.most_ids:
            return Reply(500, b"java.util.concurrent.TimeoutException", "text/plain")
        return _answer(["imdb", "how", "award", "family"], list(self._awards(query, ids)))

    def _awards(self, query: str, ids: list[str]) -> Iterator[dict[str, Any]]:
        families = set(_values(query, "family"))
        steps = set(re.findall(r"wdt:(P31|P279|P361)\b", query))
        exist = {title.imdb for title in self.world.movies + self.world.shows} - self.unknown
        for film in ids:
            if film not in exist:
                continue
            yield {"imdb": _text(film), "how": _text("known")}
            for each in self.statements:
                if each.film != film or f"ps:{each.property}" not in query:
                    continue
                if each.person and not re.search(rf"ps:{each.property} \?award\s*;\s*pq:P1686 \?film", query):
                    continue
                how = "won" if each.property == "P166" else "nominated"
                for family in sorted(families & self._above(each.award, steps)):
                    yield {"imdb": _text(film), "how": _text(how), "award": _uri(each.award), "family": _uri(family)}

    def _above(self, item: str, steps: set[str]) -> set[str]:
        found, waiting = {item}, [item]
        while waiting:
            for path, parent in self.parents.get(waiting.pop(), []):
                if path in steps and parent not in found:
                    found.add(parent)
                    waiting.append(parent)
        return found


def _values(query: str, name: str) -> list[str]:
    block = re.search(rf"VALUES \?{name} \{{([^}}]*)\}}", query)
    return [text or item for text, item in re.findall(r'"([^"]+)"|wd:(Q\d+)', block[1])] if block else []


def _text(value: str) -> dict[str, str]:
    return {"type": "literal", "value": value}


def _uri(item: str) -> dict[str, str]:
    return {"type": "uri", "value": ENTITY + item}


def _answer(names: list[str], rows: list[dict[str, Any]]) -> Reply:
    body = json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()
    return Reply(200, body, "application/sparql-results+json;charset=utf-8")
