"""The hooks of posteract-plex; everything heavy is imported inside them."""
