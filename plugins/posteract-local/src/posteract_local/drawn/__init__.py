"""Artwork drawn for titles that have none."""
