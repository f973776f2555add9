"""Ratings from OMDb."""
