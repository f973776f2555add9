"""Artwork and facts from The Movie Database."""
