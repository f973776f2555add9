"""The hooks of posteract-imdb; everything heavy is imported inside them."""
