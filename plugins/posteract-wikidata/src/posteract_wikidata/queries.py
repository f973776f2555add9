"""The two questions, in SPARQL."""

from __future__ import annotations

from collections.abc import Iterable

_PREFIXES = """\
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX wikibase: <http://wikiba.se/ontology#>
"""

_AWARDS = """\
SELECT DISTINCT ?imdb ?how ?award ?family WHERE {
  VALUES ?imdb { %(ids)s }
  ?film wdt:P345 ?imdb .
  {
    ?film wdt:P345 ?itself .
    BIND("known" AS ?how)
  } UNION {
    {
      ?film p:P166 ?statement . ?statement ps:P166 ?award .
      BIND("won" AS ?how)
    } UNION {
      ?film p:P1411 ?statement . ?statement ps:P1411 ?award .
      BIND("nominated" AS ?how)
    } UNION {
      ?statement ps:P166 ?award ; pq:P1686 ?film .
      BIND("won" AS ?how)
    } UNION {
      ?statement ps:P1411 ?award ; pq:P1686 ?film .
      BIND("nominated" AS ?how)
    }
    FILTER NOT EXISTS { ?statement wikibase:rank wikibase:DeprecatedRank }
    VALUES ?family { %(families)s }
    ?award (wdt:P31|wdt:P279|wdt:P361)* ?family .
  }
}
"""

_LABELS = """\
SELECT ?item ?label WHERE {
  VALUES ?item { %(items)s }
  ?item rdfs:label ?label .
  FILTER(LANG(?label) = "en")
}
"""


def awards_query(ids: Iterable[str], families: Iterable[str]) -> str:
    """Return the question who of these titles has what.

    Its answer has a row with `how` = `known` for each title that has an item at all, and one for each award that it, or a
    person for it (P1686), won (P166) or was nominated for (P1411) and that leads to one of the families by what it is an
    instance (P31), a subclass (P279) or a part (P361) of.

    Args:
        ids: of IMDb, checked to be such.
        families: item numbers.
    """
    return _PREFIXES + _AWARDS % {
        "ids": " ".join(f'"{each}"' for each in ids),
        "families": " ".join(f"wd:{each}" for each in families),
    }


def labels_query(items: Iterable[str]) -> str:
    """Return the question what these items are called in English."""
    return _PREFIXES + _LABELS % {"items": " ".join(f"wd:{each}" for each in items)}
