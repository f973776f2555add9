"""NFO files as Kodi, Jellyfin, Emby, Radarr, Sonarr and tinyMediaManager write them."""

from .fields import Nfo, entry_of
from .read import NfoFile, read_nfo

__all__ = ["Nfo", "NfoFile", "entry_of", "read_nfo"]
