"""From a definition of a collection, templates expanded, to a `Recipe`; every mistake is named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from ...config.catalogue import install_command
from ...config.names import nearest
from ...errors import Problem
from ...filters import DEFAULT_PERCENT, Filter, read_filter
from ...model import ItemType
from ...providers import DynamicKeys, Search
from ...providers.takes_missing import ReadOption
from ...schedule import Schedule, read_schedule
from ..metadata import members
from ..own_builders import OWN_BUILDERS
from ..recipe import BuilderCall, PictureRequest, Place, Recipe, Shown
from .keys import DETAILS, FROM_SERVICES, PICTURES, SEARCHES, SETTINGS, SMART, describers, distributions
from .searches import ATTRIBUTES, read_search, read_sorts
from .smart import read_smart, read_smart_label
from .sources import is_address
from .values import as_bool, as_int, as_list, as_texts
from .words import split

T = TypeVar("T")

MODES = {"default": "default", "hide": "hide", "hide_items": "hide_items", "show_items": "show_items"}
ORDERS = {"release": "release", "alpha": "alpha", "custom": "custom", "custom.asc": "custom", "custom.desc": "custom"}
REVERSED = "custom.desc"
"""In `Recipe.sort`: the order of the list, from its end."""
TAKERS = ("radarr", "sonarr")
"""Services that Kometa has keys for, whether or not a plugin for them is installed."""
UNTAKEN = frozenset(("radarr_add_existing", "sonarr_add_existing"))
"""Keys of Kometa's that are accepted, and for nothing."""
LEVELS = {"season": ItemType.SEASON, "episode": ItemType.EPISODE, "show": ItemType.SHOW, "movie": ItemType.MOVIE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a definition is read with.

    Attributes:
        library: what the libraries it is for hold; decides what some keys mean.
        builders: names of the builders that are installed.
        details: names of what describes collections, of those that are installed.
        takers: keys of what takes missing titles, with what understands their values, by what they begin with; of those that
            are installed.
        dynamic: types of dynamic collections that plugins make.
        overlays: names of sets of badges.
        styles: names of styles; empty = not known.
        libraries: configured names, for `library`.
        folder: relative paths are taken from it.
    """

    library: ItemType
    builders: Collection[str]
    details: Collection[str] = ()
    takers: Mapping[str, Mapping[str, ReadOption]] = field(default_factory=dict)
    dynamic: Mapping[str, type[DynamicKeys[Any]]] = field(default_factory=dict)
    overlays: Collection[str] = ()
    styles: Collection[str] = ()
    libraries: Collection[str] = ()
    folder: Path = Path()


@dataclass(slots=True)
class Definition:
    """One definition being read.

    Attributes:
        key: lasting, of the recipe.
        name: as it is called in the file.
        written: keys and values.
        place: where it stands.
        lines: of its keys, as (file, line): what a template gave stands in the template.
        schedule: of the file it stands in; None = none.
        problems: mistakes so far.
        warnings: what is not done, or not as Kometa does.
    """

    key: str
    name: str
    written: Mapping[str, Any]
    place: Place
    lines: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    schedule: Schedule | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def problem(self, key: str, message: str, hint: str = "") -> Problem:
        """Return a mistake at one of its keys."""
        file, line = self.at(key)
        path = f"{self.place.path}.{key}" if key else self.place.path
        return Problem(where=file, line=line, path=path, message=message, hint=hint)

    def wrong(self, key: str, message: str, hint: str = "") -> None:
        """Keep a mistake."""
        self.problems.append(self.problem(key, message, hint))

    def at(self, key: str) -> tuple[str, int]:
        """Return the file and the line of a key."""
        return self.lines.get(key, (self.place.file, self.place.line))

    def placed(self, key: str) -> Place:
        """Return where a key stands."""
        file, line = self.at(key)
        return Place(file=file, line=line, path=f"{self.place.path}.{key}")


def read_definition(definition: Definition, around: Surroundings) -> Recipe | None:
    """Return the recipe; None when it cannot be kept at all. Mistakes are in `definition.problems`, each with its line."""
    reader = _Reader(definition, around)
    recipe = reader.recipe()
    return recipe if not definition.problems and not reader.left_out else None


class _Reader:
    def __init__(self, definition: Definition, around: Surroundings) -> None:
        self.definition = definition
        self.around = around
        self.by_name: dict[str, tuple[str, Any]] = {}
        self.builders: list[BuilderCall] = []
        self.details: dict[str, BuilderCall] = {}
        self.edits: dict[str, Any] = {}
        self.arr: dict[str, Any] = {}
        self.left_out = False

    def recipe(self) -> Recipe:
        """Go through all keys, and put together what they say."""
        level = self._level()
        for key, value in self.definition.written.items():
            self._take(str(key), value, level)
        labels = [*self._texts("label"), *self._texts("label.sync"), *self._texts("append_label")]
        title = self._text("name") or self.definition.name
        order, sort = self._order(level)
        smart = self._smart(level)
        if smart is None and not (self.builders or self.left_out or "build_collection" in self.by_name):
            names = ", ".join(list(self.around.builders)[:6])
            self.definition.wrong(
                "", "has no builder: nothing says what is in it", f"There are: {names} …" if names else ""
            )
        if smart is not None and self.builders:
            self.definition.wrong("smart_filter", "does not go with other builders: the server decides what is in it")
        collectionless = any(call.name == "plex_collectionless" for call in self.builders)
        if order == "custom" and len(self.builders) > 1:
            self.definition.warnings.append(
                self.definition.problem("collection_order", "with several builders their lists follow one another")
            )
        return Recipe(
            key=self.definition.key,
            title=title,
            libraries=self._libraries(),
            builders=tuple(self.builders),
            smart=smart,
            smart_label=self._smart_label(title, level),
            filters=self._filters(),
            sync=self._word("sync_mode", {"append": "", "sync": "sync"}) == "sync" or collectionless,
            limit=self._value("limit", as_int),
            minimum_items=self._value("minimum_items", as_int) or 1,
            delete_below_minimum=self._value("delete_below_minimum", as_bool) or False,
            delete_not_scheduled=self._value("delete_not_scheduled", as_bool) or False,
            level=level,
            only_run_on_create=self._value("only_run_on_create", as_bool) or False,
            ignore_blank_results=self._value("ignore_blank_results", as_bool) or False,
            cache_builders_days=float(self._value("cache_builders", lambda value: as_int(value, least=0)) or 0),
            ignore_imdb_ids=tuple(str(each) for each in as_list(self._raw("ignore_imdb_ids"))),
            ignore_ids=self._value("ignore_ids", lambda value: tuple(as_int(each) for each in as_list(value))) or (),
            order=order,
            sort=sort,
            mode="hide" if collectionless else self._word("collection_mode", MODES),
            sort_title=self._title_in("sort_title", title),
            summary=self._text("summary"),
            content_rating=self._text("content_rating"),
            labels=tuple(dict.fromkeys(labels)),
            gone_labels=self._texts("label.remove"),
            only_labels="label.sync" in self.by_name,
            visible_library=self._shown("visible_library"),
            visible_home=self._shown("visible_home"),
            visible_shared=self._shown("visible_shared"),
            details=self.details,
            poster=self._poster(),
            background=self._picture("background"),
            square_art=self._picture("square_art"),
            overlay=self._overlays("overlay"),
            item_overlay=self._overlays("item_overlay"),
            item_edits=self.edits,
            arr=self.arr,
            schedule=self._schedule(),
            file_schedule=self.definition.schedule,
            adopt=self._value("adopt", as_bool) or False,
            place=self.definition.place,
        )

    def _take(self, key: str, value: Any, level: ItemType) -> None:
        name, modifier = split(key, self.around.library)
        whole = f"{name}.{modifier}" if modifier else name
        if name in ("template", "variables"):
            return
        if whole in SETTINGS | DETAILS | PICTURES or name == "label":
            self.by_name[whole] = (key, value)
        elif name == "filters" or name in SMART:
            self.by_name[name] = (key, value)
        elif name in OWN_BUILDERS:
            self._own(key, name, value)
        elif name in ("plex_search", "plex_all"):
            self._search(key, value if name == "plex_search" else {}, level)
        elif name in self.around.builders:
            self.builders.append(BuilderCall(name=name, value=value, place=self.definition.placed(key)))
        elif name.endswith("_details") and name.removesuffix("_details") in self.around.builders:
            self.builders.append(
                BuilderCall(
                    name=name.removesuffix("_details"), value=value, place=self.definition.placed(key), describes=True
                )
            )
        elif name in self.around.details:
            self.details[name] = BuilderCall(name=name, value=value, place=self.definition.placed(key))
        elif name in describers():
            hint = f"`{install_command(describers()[name])}` installs what may."
            self.definition.warnings.append(
                self.definition.problem(key, "is answered by no plugin that is installed; the rest is built", hint)
            )
        elif name.removesuffix("_details") in distributions():
            self._unbuilt(key, distributions()[name.removesuffix("_details")])
        elif taker := self._taker(name):
            self._offered(key, whole, value, taker)
        elif name.startswith("item_"):
            self._member_edit(key, whole.removeprefix("item_"), value)
        elif name == members.OTHERS:
            self.edits[name] = tuple(str(each) for each in as_list(value))
        elif name in ATTRIBUTES:
            self._search(key, {"any": {key: value}}, level)
        elif name in FROM_SERVICES:
            self._not_done(key)
        else:
            self._unknown(key, name)

    def _search(self, key: str, value: Any, level: ItemType) -> None:
        sort = "season.asc" if level is ItemType.SEASON else "title.asc"
        for each in value if isinstance(value, list) else [value]:
            search, problems = read_search(each, key, library=self.around.library, level=level, default_sort=sort)
            self._relay(problems)
            self.builders.append(BuilderCall(name="plex_search", value=search, place=self.definition.placed(key)))

    def _smart(self, level: ItemType) -> Search | None:
        written = [name for name in ("smart_filter", "smart_url") if name in self.by_name]
        if len(written) > 1:
            self.definition.wrong("smart_url", "stands beside `smart_filter`; one of them is enough")
        if not written:
            return None
        key, value = self.by_name[written[0]]
        search, problems = read_smart(written[0], key, value, library=self.around.library, level=level)
        self._relay(problems)
        return search

    def _smart_label(self, title: str, level: ItemType) -> Search | None:
        if "smart_label" not in self.by_name:
            return None
        key, value = self.by_name["smart_label"]
        search, problems = read_smart_label(key, value, title=title, library=self.around.library, level=level)
        self._relay(problems)
        return search

    def _own(self, key: str, name: str, value: Any) -> None:
        if name == "plex_collectionless":
            written = value if isinstance(value, Mapping) else {}
            for inner in written:
                if str(inner).lower() not in ("exclude", "exclude_prefix"):
                    self.definition.wrong(key, f"`{inner}` is not understood; there are `exclude` and `exclude_prefix`")
            value = {str(inner).lower(): as_texts(each) for inner, each in written.items()}
        self.builders.append(BuilderCall(name=name, value=value, place=self.definition.placed(key)))

    def _relay(self, problems: Collection[Problem]) -> None:
        for problem in problems:
            first = problem.path.split(".")[0]
            file, line = self.definition.at(first)
            path = f"{self.definition.place.path}.{problem.path}"
            self.definition.problems.append(
                Problem(where=file, line=line, path=path, message=problem.message, hint=problem.hint)
            )

    def _unbuilt(self, key: str, plugin: str) -> None:
        """Say that nobody builds a part of it: the collection is left out, for half of it is not what was asked for."""
        hint = f"`{install_command(plugin)}` installs what may."
        problem = self.definition.problem(
            key, "is built by no plugin that is installed; the collection is left out", hint
        )
        self.definition.warnings.append(problem)
        self.left_out = True

    def _taker(self, name: str) -> str:
        """Return whose key a name is, of those that take missing titles; empty = nobody's."""
        bare = name.removeprefix("item_")
        return next((each for each in (*TAKERS, *self.around.takers) if bare.startswith(f"{each}_")), "")

    def _offered(self, key: str, whole: str, value: Any, taker: str) -> None:
        keys = self.around.takers.get(taker)
        if keys is None:
            hint = f"`{install_command(taker)}` installs what may; its settings stand under `plugins.{taker}`."
            self.definition.warnings.append(
                self.definition.problem(key, f"is nobody's: {taker} is not installed or has no settings", hint)
            )
        elif whole in keys:
            try:
                keys[whole](value) if value is not None else None
            except ValueError as error:
                self.definition.wrong(key, str(error))
            else:
                self.arr[whole] = value
        elif whole in UNTAKEN:
            self._not_done(key)
        else:
            near = nearest(whole, keys)
            self.definition.wrong(key, "is not understood" + (f"; did you mean `{near.name}`?" if near else ""))

    def _unknown(self, key: str, name: str) -> None:
        known = {
            *SETTINGS,
            *DETAILS,
            *SEARCHES,
            *PICTURES,
            *self.around.builders,
            *distributions(),
            *describers(),
            *FROM_SERVICES,
            "filters",
        }
        near = nearest(name, known)
        self.definition.wrong(key, "is not understood" + (f"; did you mean `{near.name}`?" if near else ""))

    def _not_done(self, key: str) -> None:
        self.definition.warnings.append(
            self.definition.problem(key, "is accepted, but this version does nothing with it")
        )

    def _member_edit(self, key: str, whole: str, value: Any) -> None:
        try:
            self.edits[whole] = members.read(whole, value)
        except ValueError as error:
            self.definition.wrong(key, str(error))
        except KeyError:
            near = nearest(whole.partition(".")[0], members.KNOWN)
            if near is not None and near.sure:
                self.definition.wrong(key, f"is not understood; did you mean `item_{near.name}`?")
            else:
                self._not_done(key)

    def _raw(self, name: str) -> Any:
        return self.by_name[name][1] if name in self.by_name else None

    def _value(self, name: str, read: Callable[[Any], T]) -> T | None:
        if name not in self.by_name or self._raw(name) is None:
            return None
        try:
            return read(self._raw(name))
        except ValueError as error:
            self.definition.wrong(self.by_name[name][0], str(error))
            return None

    def _text(self, name: str) -> str | None:
        if self._raw(name) is None:
            return None
        if isinstance(self._raw(name), Mapping | list):
            self.definition.wrong(self.by_name[name][0], "must be a text")
            return None
        return str(self._raw(name))

    def _title_in(self, name: str, title: str) -> str | None:
        text = self._text(name)
        return None if text is None else text.replace("<<title>>", title)

    def _texts(self, name: str) -> tuple[str, ...]:
        if self._is_no_text(name):
            return ()
        return tuple(str(each) for each in as_list(self._raw(name)))

    def _is_no_text(self, name: str) -> bool:
        wrong = any(isinstance(each, Mapping) for each in as_list(self._raw(name), split=False))
        if wrong:
            self.definition.wrong(self.by_name[name][0], "must be a text or a list of texts, not a mapping")
        return wrong

    def _word(self, name: str, words: Mapping[str, str]) -> str:
        text = self._text(name)
        if text is None:
            return ""
        if text.lower() not in words:
            near = nearest(text, words)
            advice = f"did you mean `{near.name}`?" if near else f"there are {', '.join(words)}"
            self.definition.wrong(self.by_name[name][0], f"`{text}` is none of its words; {advice}")
            return ""
        return words[text.lower()]

    def _order(self, level: ItemType) -> tuple[str, tuple[str, ...]]:
        """Return the server's word for the order, and what members are sorted by before they are put there by us."""
        written = as_list(self._raw("collection_order"))
        if not written:
            return "", ()
        words = [str(each).lower() for each in written]
        if len(words) == 1 and words[0] in ORDERS:
            return ORDERS[words[0]], (REVERSED,) if words[0] == REVERSED else ()
        sorts, problems = read_sorts(words, level, ORDERS)
        for problem in problems:
            self.definition.wrong(self.by_name["collection_order"][0], problem)
        return "custom", sorts

    def _level(self) -> ItemType:
        written = {split(str(key), self.around.library)[0]: value for key, value in self.definition.written.items()}
        word = str(written.get("builder_level", "")).lower()
        level = LEVELS.get(word, self.around.library)
        return level if self.around.library is ItemType.SHOW else self.around.library

    def _libraries(self) -> tuple[str, ...]:
        if self._is_no_text("library"):
            return ()
        names = tuple(str(each) for each in as_list(self._raw("library"), split=False))
        for name in names:
            if name not in self.around.libraries:
                near = nearest(name, self.around.libraries)
                advice = f"; did you mean `{near.name}`?" if near else ""
                self.definition.wrong(
                    self.by_name["library"][0], f"there is no library `{name}` under `libraries`{advice}"
                )
        return names

    def _overlays(self, name: str) -> tuple[str, ...]:
        names = as_texts(self._raw(name))
        for each in names:
            if each not in self.around.overlays:
                near = nearest(each, self.around.overlays)
                advice = f"; did you mean `{near.name}`?" if near else ""
                self.definition.wrong(
                    self.by_name[name][0], f"there is no set of badges `{each}` under `overlays`{advice}"
                )
        return names

    def _filters(self) -> Filter | None:
        if "filters" not in self.by_name:
            return None
        percent = self._value("default_percent", lambda value: as_int(value, least=0))
        written, problems = read_filter(
            _without_validate(self._raw("filters")),
            "filters",
            level=self._level(),
            default_percent=DEFAULT_PERCENT if percent is None else percent,
        )
        self._relay(problems)
        return written

    def _schedule(self) -> Schedule | None:
        if self._raw("schedule") is None:
            return None
        schedule, mistakes = read_schedule(self._raw("schedule"))
        for mistake in mistakes:
            self.definition.wrong(self.by_name["schedule"][0], mistake)
        return schedule

    def _shown(self, name: str) -> Shown:
        if self._raw(name) is None:
            return Shown()
        try:
            return Shown(always=as_bool(self._raw(name)))
        except ValueError:
            schedule, mistakes = read_schedule(self._raw(name))
            for mistake in mistakes:
                self.definition.wrong(self.by_name[name][0], f"must be true, false or a schedule; {mistake}")
            return Shown(schedule=schedule)

    def _poster(self) -> PictureRequest:
        written = self._raw("poster")
        request = self._picture("poster")
        if written is None:
            return request
        if written is False:
            return replace(request, off=True)
        if not isinstance(written, Mapping) or set(written) - {"style"}:
            self.definition.wrong(self.by_name["poster"][0], "takes `{style: NAME}`, or false for none of ours")
            return request
        style = str(written.get("style") or "")
        if style and self.around.styles and style not in self.around.styles:
            near = nearest(style, self.around.styles)
            advice = f"; did you mean `{near.name}`?" if near else ""
            self.definition.wrong(self.by_name["poster"][0], f"there is no style `{style}`{advice}")
        return replace(request, style=style or None)

    def _picture(self, kind: str) -> PictureRequest:
        url, file = self._text(f"url_{kind}"), self._text(f"file_{kind}")
        if url and not is_address(url):
            self.definition.wrong(self.by_name[f"url_{kind}"][0], "must be an address: http://… or https://…")
        if file and not (self.around.folder / file).is_file():
            self.definition.warnings.append(
                self.definition.problem(
                    self.by_name[f"file_{kind}"][0], f"there is no file {self.around.folder / file}; it is passed over"
                )
            )
            file = None
        return PictureRequest(url=url or "", file=str(self.around.folder / file) if file else "")


def _without_validate(written: Any) -> Any:
    if isinstance(written, Mapping):
        return {key: value for key, value in written.items() if str(key).lower() != "validate"}
    return [_without_validate(each) for each in written] if isinstance(written, list) else written
