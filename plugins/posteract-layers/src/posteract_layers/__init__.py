"""The badges: resolution, HDR, audio, ratings and more."""
