"""News of runs, for people who are not there."""
