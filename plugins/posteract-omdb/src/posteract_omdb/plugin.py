"""The hooks of posteract-omdb; everything heavy is imported inside them."""
