"""Ratings of many services at once, from MDBList."""
