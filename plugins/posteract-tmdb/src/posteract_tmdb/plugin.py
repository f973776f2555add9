"""The hooks of posteract-tmdb; everything heavy is imported inside them."""
