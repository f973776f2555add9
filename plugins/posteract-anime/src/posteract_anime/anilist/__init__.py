"""The provider `anilist`."""
