"""Every hook a plugin may implement, on one page.

Registration hooks return classes and do no work: import the class inside the function, so that listing plugins and
`--help` stay fast. Behaviour lives in the typed methods of the classes (`posteract_core.providers`). Event hooks are for
observers; what they return is ignored. Whatever a hook raises switches off what it would have given, is reported with
the plugin's name, and leaves the other plugins as they are.

The examples are whole plugins (in one module, for shortness; a real one keeps its classes in modules of their own), and
the tests run them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._markers import hookspec

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import Any

    from .model import (
        ArtworkKind,
        CollectionChange,
        Finding,
        Library,
        MediaItem,
        MediaRef,
        Picture,
        RunRequest,
        RunSummary,
        TaskOutcome,
    )
    from .providers import (
        ArtworkSource,
        CollectionBuilder,
        CollectionDetail,
        DynamicKeys,
        FactSource,
        Importer,
        MediaServer,
        OverlayLayer,
        PluginSettings,
        ProviderContext,
        TakesMissing,
        Trigger,
        Webhook,
    )


@hookspec(firstresult=True)
def posteract_settings() -> type[PluginSettings] | None:
    """Return the one settings class of this plugin: what may stand under `plugins.NAME`.

    Called when the configuration is read, of every plugin that is not disabled. All providers of the plugin are handed
    the validated settings. A plugin without this hook has nothing to set. A plugin whose settings need no input runs
    without an entry in the configuration.

    Raising here switches off the whole plugin; its settings cannot be checked then.

    Example:
        from pydantic import Field, SecretStr

        from posteract_core import hookimpl
        from posteract_core.providers import PluginSettings


        class OmdbSettings(PluginSettings):
            api_key: SecretStr = Field(description="From the letter that OMDb sends you.")
            language: str = Field("en", description="ISO 639-1 code of titles and overviews.")


        @hookimpl
        def posteract_settings():
            return OmdbSettings

    .. versionadded:: 0.1
    """
    return None


@hookspec
def posteract_media_servers() -> Sequence[type[MediaServer[Any]]]:
    """Return the media server classes this plugin provides.

    Called at most once per process, and only by commands that need a server. A server is called by its instance's name
    in the configuration, so leave `name` empty.

    Raising here switches off this plugin's servers; other plugins are not affected.

    Example:
        from hashlib import sha1

        from posteract_core import hookimpl
        from posteract_core.model import FrozenMap, ItemType, Library, MediaItem, ShownArtwork
        from posteract_core.providers import MediaServer

        FILMS = (("10", "Heat", 1995), ("11", "The Matrix", 1999))


        def token(data):
            return sha1(data).hexdigest()


        class ShoeBox(MediaServer):
            \"\"\"Two films in a box; pictures stay in memory.\"\"\"

            def __init__(self, settings, context):
                super().__init__(settings, context)
                self.pictures = {}

            def libraries(self):
                return [Library(key="1", name="Films", type=ItemType.MOVIE, server=self.context.instance)]

            def items(self, library):
                yield [self.item(library, *film) for film in FILMS]

            def item(self, library, key, title, year):
                shown = FrozenMap({kind: token(data) for (of, kind), data in self.pictures.items() if of == key})
                where = {"server": library.server, "library": library.name}
                return MediaItem(key=key, title=title, year=year, shown=shown, **where)

            def artwork(self, item, kind):
                data = self.pictures.get((item.key, kind))
                return data and ShownArtwork(revision=token(data), data=data, chosen=True)

            def upload(self, item, kind, picture):
                self.pictures[item.key, kind] = picture.data
                return token(picture.data)

            def reset(self, item, kind):
                self.pictures.pop((item.key, kind), None)
                return ""


        @hookimpl
        def posteract_media_servers():
            return [ShoeBox]

    .. versionadded:: 0.1
    """
    return ()


@hookspec
def posteract_artwork_sources() -> Sequence[type[ArtworkSource[Any]]]:
    """Return the artwork source classes this plugin provides.

    Called at most once per process, and only by commands that need artwork. A source's `name` is what people write in
    `poster_preferences.sources`; left empty it is the plugin instance's.

    Raising here switches off this plugin's sources; other plugins are not affected.

    Example:
        from posteract_core import hookimpl
        from posteract_core.model import TEXTLESS, Artwork, ArtworkKind
        from posteract_core.providers import ArtworkSource

        PAINTED = {949: "https://paintings.example/heat.jpg"}


        class Paintings(ArtworkSource):
            \"\"\"Painted posters, by TMDB id.\"\"\"

            def find(self, item, kind):
                url = PAINTED.get(item.ids.tmdb)
                if url is None or kind is not ArtworkKind.POSTER:
                    return []
                return [Artwork(id=url, url=url, language=TEXTLESS, width_px=2000, height_px=3000)]


        @hookimpl
        def posteract_artwork_sources():
            return [Paintings]

    .. versionadded:: 0.1
    """
    return ()


@hookspec
def posteract_fact_sources() -> Sequence[type[FactSource[Any]]]:
    """Return the fact source classes this plugin provides.

    Called at most once per process, and only when a look needs facts that the media server does not tell.

    Raising here switches off this plugin's facts; other plugins are not affected.

    Example:
        from posteract_core import hookimpl
        from posteract_core.model import Facts, Rating
        from posteract_core.providers import FactSource

        STARS = {"tt0113277": 4.5}


        class OurFilmClub(FactSource):
            \"\"\"What the members of our film club think.\"\"\"

            provides = frozenset({"rating.club"})

            def facts(self, items, names):
                known = [item for item in items if item.ids.imdb in STARS and "rating.club" in names]
                return {item: Facts({"rating.club": Rating(value=STARS[item.ids.imdb], scale=5)}) for item in known}


        @hookimpl
        def posteract_fact_sources():
            return [OurFilmClub]

    .. versionadded:: 0.1
    """
    return ()


@hookspec
def posteract_overlay_layers() -> Sequence[type[OverlayLayer[Any]]]:
    """Return the overlay layer classes this plugin provides.

    Called at most once per process, and only by commands that draw or check the configuration. A layer's `type` is what
    people write in styles and overlays. Two plugins cannot have a layer of one type: the first by plugin name keeps it.

    Raising here switches off this plugin's layers; other plugins are not affected.

    Example:
        from PIL import Image
        from pydantic import Field

        from posteract_core import hookimpl
        from posteract_core.providers import LayerOptions, OverlayLayer, Raster


        class DecadeOptions(LayerOptions):
            color: str = Field("#c9a227", description="Of the block, as #rrggbb.")


        class Decade(OverlayLayer):
            \"\"\"A block as wide as the film's decade is far from 1900.\"\"\"

            type = "decade"
            version = 1
            Options = DecadeOptions

            def value(self, subject):
                return None if subject.item.year is None else subject.item.year // 10 * 10

            def draw(self, context):
                size = (round((context.value - 1890) * context.scale), round(24 * context.scale))
                rgb = tuple(bytes.fromhex(self.options.color.removeprefix("#")))
                return Raster(fill=rgb, mask=Image.new("L", size, 255))


        @hookimpl
        def posteract_overlay_layers():
            return [Decade]

    .. versionadded:: 0.1
    """
    return ()


@hookspec
def posteract_styles() -> Sequence[Path]:
    """Return the folders of style files (YAML with the pictures they name) this plugin ships.

    Called at most once per process, and only by commands that draw or check the configuration. A style file runs no code
    and reads nothing outside its folder. A style is called like its file.

    Raising here, or a folder that does not exist, switches off this plugin's styles; other plugins are not affected.

    Example:
        from pathlib import Path

        from posteract_core import hookimpl


        @hookimpl
        def posteract_styles():
            return [Path(__file__).parent / "styles"]

    .. versionadded:: 0.1
    """
    return ()


@hookspec
def posteract_collection_builders() -> Sequence[type[CollectionBuilder[Any]]]:
    """Return the collection builder classes this plugin provides.

    Called at most once per process, and only by commands that build or check collections. A builder's `name` is its key
    in the recipe.

    Raising here switches off this plugin's builders: collections that use them are left as they are.

    Example:
        from posteract_core import hookimpl
        from posteract_core.errors import ConfigError
        from posteract_core.model import ExternalIds, ItemType, MediaRef
        from posteract_core.providers import CollectionBuilder

        NIGHTS = {"heist": ("tt0113277", "tt0240772")}


        class FilmNight(CollectionBuilder):
            \"\"\"`film_night: heist` in a recipe.\"\"\"

            name = "film_night"

            def build(self, value, context):
                if value not in NIGHTS:
                    raise ConfigError(f"film_night: there is no night {value!r}", hint=f"There are: {', '.join(NIGHTS)}.")
                return [MediaRef(type=ItemType.MOVIE, ids=ExternalIds(imdb=imdb)) for imdb in NIGHTS[value]]


        @hookimpl
        def posteract_collection_builders():
            return [FilmNight]

    .. versionadded:: 0.1
    """
    return ()


@hookspec
def posteract_collection_details() -> Sequence[type[CollectionDetail[Any]]]:
    """Return the classes of this plugin that describe collections: their words and their pictures.

    Called at most once per process, and only by commands that build or check collections. A detail's `name` is its key in
    the recipe; one called `X_details` also answers for the builder `X` where the recipe writes `X_details: …`.

    Raising here switches off this plugin's details: words and pictures of collections that use them stay as they are.

    Example:
        from posteract_core import hookimpl
        from posteract_core.errors import ConfigError
        from posteract_core.providers import CollectionDetail, Described

        NIGHTS = {"heist": "Plans that cannot fail, and then one thing does."}


        class NightSummary(CollectionDetail):
            \"\"\"`night_summary: heist` in a recipe.\"\"\"

            name = "night_summary"
            part = "summary"

            def describe(self, value, context):
                if value not in NIGHTS:
                    raise ConfigError(f"night_summary: there is no night {value!r}", hint=f"There are: {', '.join(NIGHTS)}.")
                return Described(summary=NIGHTS[value])


        @hookimpl
        def posteract_collection_details():
            return [NightSummary]

    .. versionadded:: 0.1
    """
    return ()


@hookspec
def posteract_takes_missing() -> Sequence[type[TakesMissing[Any]]]:
    """Return the classes of this plugin that take the missing titles of collections, to get them somewhere.

    Called at most once per process, and only by commands that build or check collections. Its `name` begins its keys in the
    recipe, which stand in `keys` with what understands their values. A dry run plans, and adds nothing. One that is a
    `RemovesTagged`, too, lets go of titles by the tags that they have there: `radarr_remove_by_tag`.

    Raising here switches off this plugin's takers; the collections are built all the same.

    Example:
        from posteract_core import hookimpl
        from posteract_core.model import ItemType
        from posteract_core.providers import Handover, TakesMissing


        class Wishes(TakesMissing):
            \"\"\"`wishes_add: true` in a recipe: the titles go on a list on the fridge.\"\"\"

            name = "wishes"
            title = "the fridge"
            takes = ItemType.MOVIE
            keys = {"wishes_add": bool}
            fridge = set()

            def wants(self, options):
                return bool(options.get("wishes_add"))

            def plan(self, offer):
                return Handover(added=tuple(ref for ref in offer.missing if ref.ids.tmdb not in self.fridge))

            def add(self, handover):
                self.fridge.update(ref.ids.tmdb for ref in handover.added)
                return handover


        @hookimpl
        def posteract_takes_missing():
            return [Wishes]

    .. versionadded:: 0.1
    """
    return ()


@hookspec
def posteract_dynamic_keys() -> Sequence[type[DynamicKeys[Any]]]:
    """Return the classes of this plugin that know keys of `dynamic_collections`: one collection is made for each key.

    Called at most once per process, and only by commands that build or check collections. A class's `name` is the `type` in
    the entry; types of the core's own cannot be taken.

    Raising here switches off this plugin's types: collections that they made stay as they are.

    Example:
        from posteract_core import hookimpl
        from posteract_core.providers import DynamicKeys

        NIGHTS = {"heist": "Heists", "space": "Lost in space"}


        class FilmNights(DynamicKeys):
            \"\"\"`type: film_nights`: a collection for each of our nights.\"\"\"

            name = "film_nights"
            title_format = "Film night: <<key_name>>"

            @classmethod
            def definition(cls, value, data):
                return {"film_night": value[0], "sync_mode": "sync"}

            def keys(self, data, context):
                return NIGHTS


        @hookimpl
        def posteract_dynamic_keys():
            return [FilmNights]

    .. versionadded:: 0.1
    """
    return ()


@hookspec
def posteract_triggers() -> Sequence[type[Trigger[Any]]]:
    """Return the trigger classes this plugin provides.

    Called at most once per process, by `posteract serve` only; each trigger then listens in a thread of its own. It submits
    runs (`app.submit`), or tells what has happened to titles (`app.tell`), which are then looked for and finished.

    Raising here switches off this plugin's triggers; other plugins are not affected.

    Example:
        from posteract_core import hookimpl
        from posteract_core.model import ExternalIds, ItemType, MediaRef, RunRequest
        from posteract_core.providers import MediaEvent, Trigger


        class EveryHour(Trigger):
            \"\"\"Runs everything once an hour, and has Heat looked at.\"\"\"

            def listen(self, app, stop):
                while not stop.wait(timeout=3600):
                    app.submit(RunRequest(all=True))
                    heat = MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=949))
                    app.tell("every_hour", [MediaEvent(ref=heat, what="added")])


        @hookimpl
        def posteract_triggers():
            return [EveryHour]

    .. versionadded:: 0.1
    """
    return ()


@hookspec
def posteract_webhooks() -> Sequence[type[Webhook[Any]]]:
    """Return the webhook classes this plugin provides.

    Called at most once per process, by whatever listens (`posteract serve` with posteract-web). A webhook's `name` is the
    last part of its address: `/webhooks/NAME`. What it parses stands in the database before the sender gets its answer.

    Raising here switches off this plugin's webhooks; other plugins are not affected.

    Example:
        import json

        from posteract_core import hookimpl
        from posteract_core.model import ExternalIds, ItemType, MediaRef
        from posteract_core.providers import MediaEvent, Webhook


        class Ripper(Webhook):
            \"\"\"What our disc ripper posts when a film is done: {"imdb": "tt0113277"}.\"\"\"

            name = "ripper"

            def parse(self, headers, body):
                try:
                    imdb = json.loads(body)["imdb"]
                except (ValueError, TypeError, KeyError) as error:
                    raise ValueError('expected {"imdb": "tt…"}') from error
                return [MediaEvent(ref=MediaRef(type=ItemType.MOVIE, ids=ExternalIds(imdb=imdb)), what="added")]


        @hookimpl
        def posteract_webhooks():
            return [Ripper]

    .. versionadded:: 0.1
    """
    return ()


@hookspec
def posteract_importers() -> Sequence[type[Importer]]:
    """Return the importer classes this plugin provides.

    Called at most once per process, by `posteract import` only. An importer's `name` is what follows that command.

    Raising here switches off this plugin's importers; other plugins are not affected.

    Example:
        from posteract_core import hookimpl
        from posteract_core.errors import ConfigError
        from posteract_core.providers import Imported, Importer


        class FolderList(Importer):
            \"\"\"Reads a text file with one media folder per line.\"\"\"

            name = "folder-list"

            def read(self, path):
                try:
                    folders = path.read_text(encoding="utf-8").split()
                except (OSError, UnicodeDecodeError) as error:
                    raise ConfigError(f"{path} cannot be read") from error
                roots = {folder.rstrip("/").rsplit("/")[-1]: folder for folder in folders}
                return Imported(config={"plugins": {"folder": {"roots": roots}}}, carried=folders)


        @hookimpl
        def posteract_importers():
            return [FolderList]

    .. versionadded:: 0.1
    """
    return ()


@hookspec
def posteract_run_started(request: RunRequest, settings: PluginSettings, context: ProviderContext) -> None:
    """Hear that a run has begun, before anything is asked of a server or source.

    Like every event hook it is called once for each enabled instance of the plugin, one observer after the other, so that
    a slow one holds the run up: hand long work to a thread of your own. Take only the arguments you use. What an observer
    raises is reported and changes nothing else. Also sent for a dry run (`request.dry_run`).

    Args:
        request: what the run was asked to do.
        settings: of this plugin instance.
        context: what the core lends to this plugin instance: its name, an HTTP client, folders.

    Example:
        from posteract_core import hookimpl

        started = []


        @hookimpl
        def posteract_run_started(request, context):
            started.append((context.instance, request.libraries or "everything"))

    .. versionadded:: 0.1
    """


@hookspec
def posteract_run_finished(
    summary: RunSummary,
    broken: Sequence[Finding],
    troubles: Sequence[Finding],
    settings: PluginSettings,
    context: ProviderContext,
) -> None:
    """Hear what a run came to, after its last upload; also of one in which much failed.

    Args:
        summary: counts and tasks, as `run --json` prints them.
        broken: what is wrong with plugins, as `doctor` says it.
        troubles: collections, playlists and words about items that could not be written; pictures are in the summary.
        settings: of this plugin instance.
        context: what the core lends to this plugin instance.

    Example:
        from posteract_core import hookimpl

        lines = []


        @hookimpl
        def posteract_run_finished(summary):
            seconds = (summary.finished - summary.started).total_seconds()
            lines.append(f"{summary.done} pictures in {seconds:.0f} s, {summary.failed} failed")

    .. versionadded:: 0.1
    """


@hookspec
def posteract_run_failed(
    request: RunRequest,
    reason: str,
    hint: str,
    broken: Sequence[Finding],
    settings: PluginSettings,
    context: ProviderContext,
) -> None:
    """Hear that a run did not do all its work: a server or library cannot be reached, a plan is beyond `run.limits`.

    Never of a dry run, of a run of single items, or of one that was cancelled. `posteract_run_started` need not have come
    before it, and `posteract_run_finished` may have.

    Args:
        request: what the run was asked to do.
        reason: what happened, without secrets.
        hint: what the user can do; may be empty.
        broken: what is wrong with plugins, as `doctor` says it.
        settings: of this plugin instance.
        context: what the core lends to this plugin instance.

    Example:
        from posteract_core import hookimpl

        alarms = []


        @hookimpl
        def posteract_run_failed(reason, hint):
            alarms.append(f"{reason} {hint}")

    .. versionadded:: 0.1
    """


@hookspec
def posteract_artwork_uploaded(
    item: MediaItem,
    kind: ArtworkKind,
    picture: Picture,
    source: str,
    settings: PluginSettings,
    context: ProviderContext,
) -> None:
    """Hear that a server shows a new picture of ours; never in a dry run.

    Args:
        item: whose picture it is, as listed before the upload.
        kind: its slot.
        picture: the finished bytes.
        source: the artwork source of its base.
        settings: of this plugin instance.
        context: what the core lends to this plugin instance.

    Example:
        from posteract_core import hookimpl

        seen = []


        @hookimpl
        def posteract_artwork_uploaded(item, kind, picture, source):
            seen.append(f"{item}: {kind.words} from {source}, {len(picture.data) // 1024} KiB")

    .. versionadded:: 0.1
    """


@hookspec
def posteract_collection_changed(change: CollectionChange, settings: PluginSettings, context: ProviderContext) -> None:
    """Hear that a run made, deleted or changed the members of a collection; never in a dry run.

    Args:
        change: what is different now.
        settings: of this plugin instance.
        context: what the core lends to this plugin instance.

    Example:
        from posteract_core import hookimpl

        lines = []


        @hookimpl
        def posteract_collection_changed(change):
            verb = "made" if change.created else "deleted" if change.deleted else "changed"
            lines.append(f"{verb} {change.title}: +{len(change.added)} -{len(change.removed)}")

    .. versionadded:: 0.1
    """


@hookspec
def posteract_titles_missing(
    collection: str,
    library: Library,
    titles: Sequence[MediaRef],
    settings: PluginSettings,
    context: ProviderContext,
) -> None:
    """Hear which titles of a collection the library does not have, so that they can be asked for; never in a dry run.

    Args:
        collection: its title.
        library: where they are missing; its type says whether they are films or shows.
        titles: never empty.
        settings: of this plugin instance.
        context: what the core lends to this plugin instance.

    Example:
        from posteract_core import hookimpl

        wanted = set()


        @hookimpl
        def posteract_titles_missing(titles):
            wanted.update(title.ids.tmdb for title in titles if title.ids.tmdb)

    .. versionadded:: 0.1
    """


@hookspec
def posteract_task_failed(
    outcome: TaskOutcome, next_try_at: datetime | None, settings: PluginSettings, context: ProviderContext
) -> None:
    """Hear that one target could not be finished, or waits because a source could not be asked.

    Args:
        outcome: which target, and why (`error`, `reason`).
        next_try_at: when a run will try again, with time zone; None when none will by itself.
        settings: of this plugin instance.
        context: what the core lends to this plugin instance.

    Example:
        from posteract_core import hookimpl

        given_up = []


        @hookimpl
        def posteract_task_failed(outcome, next_try_at):
            if next_try_at is None:
                given_up.append(f"{outcome.item}, {outcome.kind.words}: {outcome.error}")

    .. versionadded:: 0.1
    """
