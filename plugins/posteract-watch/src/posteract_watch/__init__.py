"""Runs when files change."""
