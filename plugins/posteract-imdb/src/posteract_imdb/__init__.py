"""Ratings and charts from IMDb's daily dataset files."""
