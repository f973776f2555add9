"""Collections of what Radarr manages."""
