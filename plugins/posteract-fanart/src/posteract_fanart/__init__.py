"""Artwork from Fanart.tv."""
