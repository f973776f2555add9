"""Collections of what Sonarr manages."""
