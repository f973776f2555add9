"""Fake services that speak real HTTP on loopback: Plex, TMDB, IMDb, Wikidata …, all about one world of titles.

    world = World()
    heat = world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277")
    heat.add_art("fanart", "poster", language=None, likes=7)

    with FakeTmdb(world) as tmdb, FakePlex(world) as plex:
        plex.add_library("Movies", world.movies)
        plex.add_fault(Fault(status=503, percent=10, seed=1))

Their answers have the shape of those the services' documentation and real servers give; all texts, ids beyond the well-known
ones and pictures are made up here. `fixtures` has them as pytest fixtures, for the tests of every distribution.
"""

from .anime import FakeAnilist, FakeMal
from .arr import FakeRadarr, FakeSonarr
from .fanart import FakeFanart
from .imdb import FakeImdb
from .lists import FakeLists
from .mailbox import FakeMailbox
from .mdblist import FakeMdblist
from .omdb import FakeOmdb
from .plex import FakePlex
from .server import FakeService, Fault
from .tautulli import FakeTautulli
from .tmdb import FakeTmdb
from .trakt import FakeTrakt
from .tvdb import FakeTvdb
from .wikidata import FakeWikidata
from .world import Art, File, Title, World

__all__ = [
    "Art",
    "FakeAnilist",
    "FakeFanart",
    "FakeImdb",
    "FakeLists",
    "FakeMailbox",
    "FakeMal",
    "FakeMdblist",
    "FakeOmdb",
    "FakePlex",
    "FakeRadarr",
    "FakeService",
    "FakeSonarr",
    "FakeTautulli",
    "FakeTmdb",
    "FakeTrakt",
    "FakeTvdb",
    "FakeWikidata",
    "Fault",
    "File",
    "Title",
    "World",
]
