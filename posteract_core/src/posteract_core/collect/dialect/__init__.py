"""Kometa's collection dialect: read as people have it, with every mistake in its place."""
