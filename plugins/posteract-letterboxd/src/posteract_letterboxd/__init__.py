"""Lists of Letterboxd, from its own exports or by way of MDBList."""
