"""The hooks of posteract-trakt; everything heavy is imported inside them."""
