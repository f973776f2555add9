"""The hooks of posteract-tvdb; everything heavy is imported inside them."""
