"""The hooks of posteract-wikidata; everything heavy is imported inside them."""
