"""Lists of anime, from AniList and MyAnimeList."""
