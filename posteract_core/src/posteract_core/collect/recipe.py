"""What somebody wrote about a collection, a playlist or an item's words, once templates are expanded and every key understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..filters import Filter
from ..model import ItemType
from ..providers import Search
from ..schedule import Schedule
from .anniversaries import Anniversary


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands.

    Attributes:
        file: as it was named; empty = the configuration itself.
        line: from 1; 0 when unknown.
        path: dotted: `collections.Christopher Nolan.imdb_list`.
    """

    file: str = ""
    line: int = 0
    path: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.path}" if where else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class BuilderCall:
    """One builder of a recipe.

    Attributes:
        name: its key, in the spelling of today: `imdb_list`.
        value: as YAML read it; of `plex_search`, `plex_all` and the attributes of searches a `Search`.
        place: where it stands.
        describes: written as `…_details`: its words and pictures are the collection's.
    """

    name: str
    value: Any
    place: Place = Place()
    describes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRequest:
    """Where a picture of a collection comes from; the first that is given wins, in this order.

    Attributes:
        url: of a picture.
        file: its path.
        style: of the poster that is made here; None = the library's.
        off: no picture is made here.
    """

    url: str = ""
    file: str = ""
    style: str | None = None
    off: bool = False

    def __bool__(self) -> bool:
        return bool(self.url or self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Whether a collection is recommended somewhere: always, never, while a schedule is due; None = as it is."""

    always: bool | None = None
    schedule: Schedule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A collection to be kept in a library.

    Attributes:
        key: lasting: its name in the file; of a dynamic one `MAPPING:KEY`. Never its title.
        title: as people read it.
        libraries: configured names it is for; empty = all of a fitting type.
        builders: in the order of the file.
        smart: of `smart_filter` and `smart_url`: the server keeps it by itself.
        smart_label: members get its title as a label, and this search for the label is the collection; None = no such thing.
        filters: what items must pass; None = all do.
        sync: what is not found any more is taken out; else only added to.
        limit: most members.
        minimum_items: fewer are no collection.
        delete_below_minimum: then one of ours is deleted.
        delete_not_scheduled: one of ours is deleted while its schedule is not due.
        level: of its members; None = what the library holds.
        only_run_on_create: once made, it is left alone.
        ignore_blank_results: an empty result is no failure.
        cache_builders_days: results are taken from the cache for so long; 0 = as each service's cache says.
        ignore_imdb_ids, ignore_ids: titles that are passed over.
        order: `release`, `alpha` or `custom`; empty = as it is.
        sort: with `custom`, what members are sorted by: `release.desc` …, or `custom.desc` for the lists' own order from the
            end; empty = the lists' own order.
        mode: `default`, `hide`, `hide_items` or `show_items`; empty = as it is.
        sort_title, summary, content_rating: None = as they are.
        details: what services say of it, by key (`tmdb_summary`, `tvdb_poster` …).
        labels, gone_labels, only_labels: see `Wanted`.
        visible_library, visible_home, visible_shared: where it is recommended.
        hub_priority: its row comes before those that have none, the least first; None = its row is not moved.
        filtering: of a smart one, whose watching counts: `admin` or `user`; empty = as it is.
        region: country that charts are asked about; empty = as their plugins are set.
        asset_name: of its folder of pictures; empty = its title.
        poster, background, square_art: where its pictures come from.
        overlay: names of sets of badges on its own poster.
        item_overlay: on the posters of its members.
        item_edits: of its members, by key without `item_`: `label`, `genre.sync`, `edition` …; see `metadata.members`.
        arr: keys of `radarr_…` and `sonarr_…`, for the plugins that read them.
        anniversaries: of the person that it is about: it is built while one of them is due; none = always.
        schedule: when it is built; None = always.
        file_schedule: of the file it stands in.
        adopt: a hand-made collection of this title is taken over.
        place: where it stands.
    """

    key: str
    title: str
    libraries: tuple[str, ...] = ()
    builders: tuple[BuilderCall, ...] = ()
    smart: Search | None = None
    smart_label: Search | None = None
    filters: Filter | None = None
    sync: bool = False
    limit: int | None = None
    minimum_items: int = 1
    delete_below_minimum: bool = False
    delete_not_scheduled: bool = False
    level: ItemType | None = None
    only_run_on_create: bool = False
    ignore_blank_results: bool = False
    cache_builders_days: float = 0
    ignore_imdb_ids: tuple[str, ...] = ()
    ignore_ids: tuple[int, ...] = ()
    order: str = ""
    sort: tuple[str, ...] = ()
    mode: str = ""
    sort_title: str | None = None
    summary: str | None = None
    content_rating: str | None = None
    details: Mapping[str, BuilderCall] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    gone_labels: tuple[str, ...] = ()
    only_labels: bool = False
    visible_library: Shown = Shown()
    visible_home: Shown = Shown()
    visible_shared: Shown = Shown()
    hub_priority: int | None = None
    filtering: str = ""
    region: str = ""
    asset_name: str = ""
    poster: PictureRequest = PictureRequest()
    background: PictureRequest = PictureRequest()
    square_art: PictureRequest = PictureRequest()
    overlay: tuple[str, ...] = ()
    item_overlay: tuple[str, ...] = ()
    item_edits: Mapping[str, Any] = field(default_factory=dict)
    arr: Mapping[str, Any] = field(default_factory=dict)
    anniversaries: tuple[Anniversary, ...] = ()
    schedule: Schedule | None = None
    file_schedule: Schedule | None = None
    adopt: bool = False
    place: Place = Place()
