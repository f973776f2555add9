"""Ratings from Trakt."""
