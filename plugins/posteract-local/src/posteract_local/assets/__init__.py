"""The source `local`: pictures in folders that follow Kometa's naming."""
