"""The titles that all the fakes know about, each in its own way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from .pictures import picture

SIZES: dict[str, tuple[int, int]] = {
    "poster": (2000, 3000),
    "background": (3840, 2160),
    "season": (1000, 1500),
    "season_background": (1920, 1080),
    "title_card": (1920, 1080),
    "collection": (2000, 3000),
    "logo": (800, 310),
    "square": (1000, 1000),
}
"""What each kind of picture usually measures: (width, height) in px."""

SOURCES = ("tmdb", "fanart", "tvdb")


@dataclass(slots=True, kw_only=True)
class Art:
    """A picture at a source. `language` None = no words on it; `id` is unique in the world."""

    id: str
    source: str
    kind: str
    language: str | None
    width_px: int
    height_px: int
    votes: int = 5
    rating: float = 5.3
    added: str = "2024-03-01 12:00:00"

    @property
    def format(self) -> str:
        return "png" if self.kind == "logo" else "jpeg"

    @property
    def suffix(self) -> str:
        return "png" if self.kind == "logo" else "jpg"


@dataclass(slots=True, kw_only=True)
class File:
    """A file behind a film or episode.

    `audio`: (codec, channels, ISO 639-1 language, Atmos); `hdr`: empty, `hdr10`, `hlg` or `dolby_vision`; `subtitle_titles`:
    of some `subtitles`, by their language.
    """

    path: str = ""
    height_px: int = 1080
    video: str = "h264"
    hdr: str = ""
    audio: Sequence[tuple[str, int, str, bool]] = (("eac3", 6, "en", False),)
    subtitles: Sequence[str] = ("en",)
    subtitle_titles: Mapping[str, str] = field(default_factory=dict)
    size_bytes: int = 4_000_000_000

    @property
    def width_px(self) -> int:
        return {2160: 3840, 1080: 1920, 720: 1280, 576: 720, 480: 640}[self.height_px]


@dataclass(eq=False, slots=True, kw_only=True)
class Title:
    """A film, show, season, episode or collection; `tvdb` of a season is TheTVDB's own id for it."""

    world: World = field(repr=False)
    type: str
    title: str
    year: int | None = None
    tmdb: int | None = None
    imdb: str | None = None
    tvdb: int | None = None
    season: int | None = None
    episode: int | None = None
    parent: Title | None = field(default=None, repr=False)
    children: list[Title] = field(default_factory=list, repr=False)
    art: list[Art] = field(default_factory=list, repr=False)
    files: list[File] = field(default_factory=list, repr=False)
    original_title: str = ""
    original_language: str = "en"
    genres: tuple[str, ...] = ("Action", "Crime", "Drama")
    studio: str = "Regency Enterprises"
    country: str = "US"
    content_rating: str = "R"
    edition: str = ""
    rating: float = 7.9
    summary: str = ""
    streaming: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By region, the services that have it."""

    @property
    def show(self) -> Title:
        """The show a season or episode is of; any other title itself."""
        return self.parent.show if self.parent is not None else self

    @property
    def folder(self) -> str:
        top = self.show
        return f"/media/{'tv' if top.type == 'show' else 'movies'}/{top.title} ({top.year})"

    def add_art(
        self,
        source: str,
        kind: str,
        *,
        language: str | None = None,
        size: tuple[int, int] | None = None,
        votes: int = 5,
        rating: float = 5.3,
    ) -> Art:
        """Give `source` (tmdb, fanart, tvdb) one more picture of this title."""
        number = next(self.world.numbers)
        width_px, height_px = size or SIZES[kind]
        token = hashlib.sha256(f"{self.type}{self.title}{self.tmdb}{source}{kind}{number}".encode()).hexdigest()[:20]
        art = Art(
            id=token,
            source=source,
            kind=kind,
            language=language,
            width_px=width_px,
            height_px=height_px,
            votes=votes,
            rating=rating,
        )
        self.art.append(art)
        self.world.art[token] = art
        return art

    def art_at(self, source: str, *kinds: str) -> list[Art]:
        """Return what `source` has, in the order in which it came."""
        return [art for art in self.art if art.source == source and art.kind in kinds]


class World:
    """Films, shows and collections, and every picture of them.

    Args:
        real_width_px: what the bytes of pictures truly measure across, however large their listing says they are: small ones
            are quick to read. None = as listed.
    """

    def __init__(self, *, real_width_px: int | None = 400) -> None:
        self.movies: list[Title] = []
        self.shows: list[Title] = []
        self.collections: list[Title] = []
        self.art: dict[str, Art] = {}
        self.numbers = count(1)
        self.real_width_px = real_width_px
        self._ids = count(900_001)
        self._indices: dict[str, dict[tuple[str, str], Title]] = {}

    def add_movie(
        self,
        title: str,
        year: int,
        *,
        tmdb: int | None = None,
        imdb: str | None = None,
        tvdb: int | None = None,
        files: Sequence[File] = (),
        **details: object,
    ) -> Title:
        """Add a film; ids that are not given are made up (`imdb=""` or `tmdb=0`: the world knows none)."""
        number = next(self._ids)
        movie = Title(
            world=self,
            type="movie",
            title=title,
            year=year,
            tmdb=number if tmdb is None else tmdb or None,
            imdb=f"tt{number:07d}" if imdb is None else imdb or None,
            tvdb=number if tvdb is None else tvdb or None,
            files=list(files) or [File()],
            **details,  # type: ignore[arg-type]
        )
        for file in movie.files:
            file.path = file.path or f"{movie.folder}/{title} ({year}) {file.height_px}p.mkv"
        self.movies.append(movie)
        self._indices.clear()
        return movie

    def add_show(
        self,
        title: str,
        year: int,
        *,
        tmdb: int | None = None,
        imdb: str | None = None,
        tvdb: int | None = None,
        seasons: int = 1,
        episodes: int = 2,
        specials: int = 0,
        **details: object,
    ) -> Title:
        """Add a show with so many seasons of so many episodes each, and specials as season 0."""
        number = next(self._ids)
        show = Title(
            world=self,
            type="show",
            title=title,
            year=year,
            tmdb=number if tmdb is None else tmdb or None,
            imdb=f"tt{number:07d}" if imdb is None else imdb or None,
            tvdb=number if tvdb is None else tvdb or None,
            **details,  # type: ignore[arg-type]
        )
        for season_number in range(0 if specials else 1, seasons + 1):
            self._add_season(show, season_number, episodes if season_number else specials)
        self.shows.append(show)
        self._indices.clear()
        return show

    def add_collection(self, title: str, members: Sequence[Title], *, tmdb: int | None = None) -> Title:
        """Add a collection; TMDB knows it, and its films say that they belong to it."""
        collection = Title(
            world=self, type="collection", title=title, tmdb=tmdb or next(self._ids), children=list(members)
        )
        self.collections.append(collection)
        self._indices.clear()
        return collection

    def populate(self, *, films: int = 0, shows: int = 0, seasons: int = 2, episodes: int = 8) -> None:
        """Add many titles, each with pictures at its sources; which source has the textless one goes by turns.

        Of each four titles the first has textless art at TMDB, the second English art at TMDB and textless at Fanart.tv, the
        third textless at TVDB alone, the fourth English art at TMDB alone. Season posters and stills are at TMDB.
        """
        for number in range(films):
            year = 1950 + number % 75
            height_px = (1080, 2160, 720, 1080)[number % 4]
            file = File(
                height_px=height_px,
                video="hevc" if height_px == 2160 else "h264",
                hdr="hdr10" if height_px == 2160 else "",
            )
            self._give_art(self.add_movie(f"Film {number:05d}", year, files=[file]), number)
        for number in range(shows):
            show = self.add_show(f"Show {number:05d}", 1990 + number % 35, seasons=seasons, episodes=episodes)
            self._give_art(show, number)
            for season in show.children:
                season.add_art("tmdb", "season", language=None if number % 2 else "en")
                for episode in season.children:
                    episode.add_art("tmdb", "title_card")

    def find(self, kind: str, **ids: object) -> Title | None:
        """Return the title with this id: `find("movie", tmdb=603)`. An id changed by hand is seen after the next `add_…`."""
        ((name, value),) = ids.items()
        if name not in self._indices:
            known = ((title, getattr(title, name)) for title in self.titles())
            self._indices[name] = {(title.type, str(value)): title for title, value in known if value}
        return self._indices[name].get((kind, str(value)))

    def titles(self) -> Iterator[Title]:
        """Return everything, parents before children."""
        for top in (*self.movies, *self.shows, *self.collections):
            yield top
            if top.type == "show":
                for season in top.children:
                    yield season
                    yield from season.children

    def bytes_of(self, art: Art) -> bytes:
        """Return the picture, the same bytes each time."""
        width_px, height_px = art.width_px, art.height_px
        if self.real_width_px is not None and width_px > self.real_width_px:
            width_px, height_px = self.real_width_px, round(height_px * self.real_width_px / width_px)
        return picture(art.id, width_px, height_px, form=art.format)

    def _add_season(self, show: Title, number: int, episodes: int) -> None:
        season = Title(
            world=self,
            type="season",
            title=f"Season {number}" if number else "Specials",
            year=show.year,
            season=number,
            parent=show,
            tmdb=next(self._ids),
            tvdb=next(self._ids),
        )
        show.children.append(season)
        for episode_number in range(1, episodes + 1):
            id_number = next(self._ids)
            name = f"{show.title} - S{number:02d}E{episode_number:02d}.mkv"
            episode = Title(
                world=self,
                type="episode",
                title=f"Episode {episode_number}",
                year=show.year,
                season=number,
                episode=episode_number,
                parent=season,
                tmdb=id_number,
                imdb=f"tt{id_number:07d}",
                tvdb=id_number,
                files=[File(path=f"{show.folder}/Season {number:02d}/{name}")],
                original_language=show.original_language,
            )
            season.children.append(episode)

    @staticmethod
    def _give_art(title: Title, number: int) -> None:
        turn = number % 4
        if turn != 2:
            title.add_art("tmdb", "poster", language=None if turn == 0 else "en", votes=20)
            title.add_art("tmdb", "poster", language="de", votes=3)
        if turn == 1:
            title.add_art("fanart", "poster", votes=9)
        if turn == 2:
            title.add_art("tvdb", "poster")
        title.add_art("tvdb" if turn == 2 else "tmdb", "background")
        title.add_art("fanart", "logo", language="en")
