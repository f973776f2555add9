"""Plex Media Server: libraries in bulk, artwork up and back."""
