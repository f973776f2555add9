"""What Radarr and Sonarr have in common, for the plugins of the two: their API of version 3."""
