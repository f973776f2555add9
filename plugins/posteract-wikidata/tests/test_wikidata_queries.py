"""The questions are SPARQL as an engine that is not ours understands it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from posteract_wikidata.queries import awards_query, labels_query
from rdflib import RDFS, Graph, Literal, URIRef

ENTITY, PROP = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/"
DIRECT, STATEMENT, QUALIFIER = f"{PROP}direct/", f"{PROP}statement/", f"{PROP}qualifier/"
WIKIBASE = "http://wikiba.se/ontology#"
OSCARS, BEST_PICTURE, WRITING = "Q19020", "Q102427", "Q900"


def item(number: str) -> URIRef:
    return URIRef(ENTITY + number)


class Wiki:
    """A little Wikidata, with the data model of the great one."""

    def __init__(self) -> None:
        self.graph = Graph()

    def direct(self, subject: str, prop: str, value: URIRef | Literal) -> None:
        self.graph.add((item(subject), URIRef(DIRECT + prop), value))

    def statement(self, subject: str, prop: str, award: str, *, film: str = "", rank: str = "Normal") -> None:
        node = URIRef(f"{ENTITY}statement/{len(self.graph)}")
        self.graph.add((item(subject), URIRef(PROP + prop), node))
        self.graph.add((node, URIRef(STATEMENT + prop), item(award)))
        self.graph.add((node, URIRef(f"{WIKIBASE}rank"), URIRef(f"{WIKIBASE}{rank}Rank")))
        if film:
            self.graph.add((node, URIRef(f"{QUALIFIER}P1686"), item(film)))

    def ask(self, query: str) -> set[tuple[str, ...]]:
        return {
            tuple(str(cell).removeprefix(ENTITY) if cell else "" for cell in row) for row in self.graph.query(query)
        }


@pytest.fixture
def wiki() -> Iterator[Wiki]:
    made = Wiki()
    for number in (1, 2, 3):
        made.direct(f"Q{number}", "P345", Literal(f"tt{number}"))
    made.direct(BEST_PICTURE, "P31", item(OSCARS))
    made.direct(WRITING, "P279", item("Q901"))
    made.direct("Q901", "P361", item(OSCARS))
    made.graph.add((item(OSCARS), RDFS.label, Literal("Academy Awards", lang="en")))
    made.graph.add((item(OSCARS), RDFS.label, Literal("Oscars", lang="de")))
    yield made
    made.graph.close()


def test_films_persons_nominations_and_none_are_found_and_what_was_withdrawn_is_not(wiki: Wiki) -> None:
    wiki.statement("Q1", "P166", BEST_PICTURE)
    wiki.statement("Qwriter", "P166", WRITING, film="Q1")
    wiki.statement("Qwriter", "P1411", WRITING, film="Q2")
    wiki.statement("Q2", "P166", BEST_PICTURE, rank="Deprecated")
    wiki.statement("Qwriter", "P166", WRITING, film="Qanother")
    wiki.statement("Q3", "P166", "Qvillage-prize")
    assert wiki.ask(awards_query(["tt1", "tt2", "tt3", "tt4"], [OSCARS, "Q1011547"])) == {
        ("tt1", "known", "", ""),
        ("tt2", "known", "", ""),
        ("tt3", "known", "", ""),
        ("tt1", "won", BEST_PICTURE, OSCARS),
        ("tt1", "won", WRITING, OSCARS),
        ("tt2", "nominated", WRITING, OSCARS),
    }


def test_a_prize_that_is_a_family_by_itself_is_found(wiki: Wiki) -> None:
    wiki.statement("Q1", "P166", "Q179808")
    assert ("tt1", "won", "Q179808", "Q179808") in wiki.ask(awards_query(["tt1"], ["Q179808"]))


def test_labels_are_the_english_ones(wiki: Wiki) -> None:
    assert wiki.ask(labels_query([OSCARS, "Q2"])) == {(OSCARS, "Academy Awards")}
