"""Artwork from TheTVDB."""
