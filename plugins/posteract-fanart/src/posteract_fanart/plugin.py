"""The hooks of posteract-fanart; everything heavy is imported inside them."""
