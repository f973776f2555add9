"""Artwork sources: your own asset folders (local), and artwork drawn for titles that have none (drawn)."""
