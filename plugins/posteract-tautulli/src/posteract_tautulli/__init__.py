"""Collections of what is watched most, from Tautulli."""
