"""Libraries, items and the files behind them, as every media server can tell them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from .artwork import ArtworkKind
from .facts import Facts
from .frozen import FrozenMap
from .ids import ExternalIds


class ItemType(StrEnum):
    """What an item is."""

    MOVIE = "movie"
    SHOW = "show"
    SEASON = "season"
    EPISODE = "episode"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """One library of a media server.

    Attributes:
        key: the server's own key for it.
        name: as its owner reads it.
        type: MOVIE or SHOW, what its items are.
        server: the name of the plugin instance that serves it.
        locations: root folders as the server sees them.
        warning: what is wrong with the listing as a whole ("the folder is empty or not mounted"); empty when all is well.
    """

    key: str
    name: str
    type: ItemType
    server: str = ""
    locations: tuple[str, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioTrack:
    """One sound track.

    Attributes:
        codec: lower case, one of: aac, ac3, eac3, truehd, dts, dts-hd-hra, dts-hd-ma, dtsx, flac, pcm, mp3, opus, vorbis, alac;
            what else the file says is passed on in lower case.
        channels: 1, 2, 6, 8 …; 0 when unknown.
        language: ISO 639-1 where there is one, else ISO 639-2/T; empty when unknown.
        atmos: whether it carries Dolby Atmos (with truehd or eac3).
        title: as the file names the track.
        profile: of the codec, lower case, as the server says it: `lc`, `ma`, `dts`; empty when it says none.
        default: whether players choose it by themselves.
    """

    codec: str
    channels: int = 0
    language: str = ""
    atmos: bool = False
    title: str = ""
    profile: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaVersion:
    """One version of a film or episode: a file, or several parts of one.

    Attributes:
        path: of its first file, as the server sees it.
        width_px: of the video; 0 when unknown.
        height_px: likewise.
        video_codec: lower case: h264, hevc, av1, vp9, mpeg2, vc1, mpeg4 …
        video_profile: of the codec, lower case, as the server says it: `high`, `main 10`; empty when it says none.
        hdr: of `hdr10`, `hdr10+`, `hlg`, `dolby_vision`, all that apply, in this order; empty for SDR.
        dolby_vision_profile: 5, 7, 8 …; None without Dolby Vision.
        audio: tracks in the file's order.
        subtitles: languages, as in `AudioTrack.language`, in the file's order.
        subtitle_titles: what the file or the server calls those that have a title.
        duration_s: seconds; 0 when unknown.
        size_bytes: of all its parts; 0 when unknown.
        bitrate_kbps: whole file; 0 when unknown.
        container: `mkv`, `mp4` …
        source: `remux`, `hddvd`, `bluray`, `web`, `hdtv`, `dvd`, `tv`, `vhs`, `telesync`, `cam`, from the file's name; empty when
            unknown.
        edition: "Director's Cut"; empty for the ordinary one.
        aspect: width to height as shown, 2.39; 0 when unknown.
    """

    path: str
    width_px: int = 0
    height_px: int = 0
    video_codec: str = ""
    video_profile: str = ""
    hdr: tuple[str, ...] = ()
    dolby_vision_profile: int | None = None
    audio: tuple[AudioTrack, ...] = ()
    subtitles: tuple[str, ...] = ()
    subtitle_titles: tuple[str, ...] = ()
    duration_s: float = 0
    size_bytes: int = 0
    bitrate_kbps: int = 0
    container: str = ""
    source: str = ""
    edition: str = ""
    aspect: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who worked on a title; `job` is actor, director, writer, producer …"""

    name: str
    job: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaItem:
    """A film, show, season, episode or collection of a server.

    Attributes:
        title: of the item itself; a season's is "Season 1" or its own name, an episode's is the episode's.
        year: of first release; None when unknown.
        type: what it is.
        key: the server's key; may change when a server is rebuilt.
        parent_key: of a season its show's key, of an episode its season's.
        server: the plugin instance that serves it.
        library: the library's name.
        ids: outside ids of this very item (an episode's are the episode's).
        show_title: of seasons and episodes; empty otherwise.
        season_title: of episodes, where the server tells it; empty otherwise.
        show_year: likewise; None when unknown.
        show_ids: likewise: what sources look the show up by.
        season: number; 0 for specials; None for films and shows.
        episode: number of an episode, the first of a double one; None otherwise.
        last_episode: the last number of a multi-episode file; None otherwise.
        folder: of a film or show, its media folder as the server sees it (what asset folders are named after); of seasons and
            episodes their show's; empty when unknown.
        revision: changes when the server knows something new about the item; empty when the server has no such thing.
        shown: per kind, a token of the picture the server shows now, from the listing alone; a kind that is absent shows none.
        locked: kinds whose field is locked against the server's agents.
        locked_words: names of fields and lists (`title`, `genre` …) that are locked likewise; None when the server does not tell.
        episodes: of a show or season, the version of each of its episodes that stands for it, where a look asks for them: of what
            is shown alone, with no path, and its length in whole minutes.
        preferences: how its server shows, plays and keeps it, where somebody chose: `season_display` = `hide`, by the names and
            words of `FieldEdit.fields`.
        facts: what the server itself knows (`rating.imdb` …), by the names of `Facts`.
        original_language: ISO 639-1; empty when unknown.
        watched: by the server's owner; None when unknown.
        progress: how much of it the server's owner has seen, 0 to 1; None when unknown.
        plays: how often the server's owner has played it; None when unknown.
        last_played: when, the last time; None when unknown, or never.
        watched_by: whether other users of the server have, by their names; those it does not tell of are absent.
    """

    title: str
    year: int | None = None
    type: ItemType = ItemType.MOVIE
    key: str = ""
    parent_key: str = ""
    server: str = ""
    library: str = ""
    ids: ExternalIds = ExternalIds()
    show_title: str = ""
    season_title: str = ""
    show_year: int | None = None
    show_ids: ExternalIds = ExternalIds()
    season: int | None = None
    episode: int | None = None
    last_episode: int | None = None
    folder: str = ""
    revision: str = ""
    shown: FrozenMap[ArtworkKind, str] = field(default_factory=FrozenMap)
    locked: frozenset[ArtworkKind] = frozenset()
    locked_words: frozenset[str] | None = None
    versions: tuple[MediaVersion, ...] = ()
    episodes: tuple[MediaVersion, ...] = ()
    preferences: FrozenMap[str, str] = field(default_factory=FrozenMap)
    facts: Facts = field(default_factory=FrozenMap)
    original_title: str = ""
    original_language: str = ""
    sort_title: str = ""
    edition: str = ""
    summary: str = ""
    tagline: str = ""
    genres: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    studios: tuple[str, ...] = ()
    network: str = ""
    countries: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    content_rating: str = ""
    status: str = ""
    released: date | None = None
    added: datetime | None = None
    watched: bool | None = None
    progress: float | None = None
    plays: int | None = None
    last_played: datetime | None = None
    watched_by: FrozenMap[str, bool] = field(default_factory=FrozenMap)

    @property
    def minutes(self) -> int:
        """Return how long its longest version is; of a show or season the median of its `episodes`; 0 = unknown."""
        if self.type in (ItemType.SHOW, ItemType.SEASON):
            lengths = sorted(each.duration_s for each in self.episodes if each.duration_s) or [0]
            return round(lengths[len(lengths) // 2] / 60)
        return round(max((each.duration_s for each in self.versions), default=0) / 60)

    @property
    def total_minutes(self) -> int:
        """Return how long all episodes of a show or season are together, where `episodes` are known; of others `minutes`."""
        if self.type in (ItemType.SHOW, ItemType.SEASON):
            return round(sum(each.duration_s for each in self.episodes) / 60)
        return self.minutes

    @property
    def kinds(self) -> tuple[ArtworkKind, ...]:
        """Return the picture slots an item of this type has, most looked-at first."""
        return KINDS_OF_TYPE[self.type]

    def __str__(self) -> str:
        """Return the item as a person would name it: `Heat (1995)`, `Dark (2017) S01E02 Lügen`, `Dark (2017) Season 1`."""
        name = self.show_title or self.title
        year = self.show_year if self.show_title else self.year
        whole = f"{name} ({year})" if year else name
        if self.type is ItemType.SEASON:
            return f"{whole} {'Specials' if self.season == 0 else f'Season {self.season}'}"
        if self.type is ItemType.EPISODE:
            last = f"-E{self.last_episode:02d}" if self.last_episode is not None else ""
            return f"{whole} S{self.season or 0:02d}E{self.episode or 0:02d}{last} {self.title}".rstrip()
        return f"{whole} {{{self.edition}}}" if self.edition else whole


KINDS_OF_TYPE: dict[ItemType, tuple[ArtworkKind, ...]] = {
    ItemType.MOVIE: (ArtworkKind.POSTER, ArtworkKind.BACKGROUND, ArtworkKind.LOGO, ArtworkKind.SQUARE),
    ItemType.SHOW: (ArtworkKind.POSTER, ArtworkKind.BACKGROUND, ArtworkKind.LOGO, ArtworkKind.SQUARE),
    ItemType.SEASON: (ArtworkKind.SEASON, ArtworkKind.SEASON_BACKGROUND),
    ItemType.EPISODE: (ArtworkKind.TITLE_CARD,),
    ItemType.COLLECTION: (ArtworkKind.COLLECTION, ArtworkKind.BACKGROUND, ArtworkKind.LOGO, ArtworkKind.SQUARE),
}
"""Which kinds of picture each type of item has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRef:
    """A title as a list or chart names it, to be matched by ids; title and year count only where there is no id at all.

    Attributes:
        type: what it is.
        ids: of a season or episode without ids of its own its show's, with the numbers.
        title: empty when the list does not say.
        year: likewise; None when unknown.
        season: of seasons and episodes.
        episode: of episodes.
        key: of an item of the media server itself, where the list comes from there; decides while the library has it,
            then the ids do.
    """

    type: ItemType
    ids: ExternalIds = ExternalIds()
    title: str = ""
    year: int | None = None
    season: int | None = None
    episode: int | None = None
    key: str = ""
