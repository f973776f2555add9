"""Awards from Wikidata."""
