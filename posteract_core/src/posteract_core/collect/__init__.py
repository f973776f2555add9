"""Collections: what they shall hold, what they hold, and the difference."""
