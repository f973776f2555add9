"""The hooks of posteract-mdblist; everything heavy is imported inside them."""
