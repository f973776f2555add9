"""The whole server."""

from __future__ import annotations

from .artwork import Artwork
from .changing import Changing
from .playlists import Playlisted
from .reading import Reading


class FakePlex(Reading, Artwork, Changing, Playlisted):
    """A Plex Media Server about a world.

    Args:
        image_url: where TMDB's pictures are, which Plex lists as candidates; the fake TMDB's `url`.
        locks_on_upload: whether an upload locks its field by itself (servers differ).

    Its clock (`now`) moves by a second with each change, so that stamps differ; with `clock_stands = True` they do not, as on a
    server that is written to twice within a second.
    """
