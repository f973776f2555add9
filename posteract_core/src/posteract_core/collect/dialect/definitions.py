"""From a definition of a collection, templates expanded, to a `Recipe`; every mistake is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...config.catalogue import install_command
from ...config.names import nearest
from ...model import ItemType
from ...providers import Search
from ..metadata import members
from ..own_builders import OWN_BUILDERS
from ..recipe import BuilderCall, Recipe
from .definition import Definition, Surroundings
from .definition_values import MODES, Values
from .keys import DETAILS, PICTURES, SEARCHES, SETTINGS, SMART, describers, distributions, undone
from .searches import ATTRIBUTES, read_search
from .smart import read_smart, read_smart_label
from .values import as_bool, as_int, as_list, as_region, as_texts
from .words import split

TAKERS = ("radarr", "sonarr")
"""Services that Kometa has keys for, whether or not a plugin for them is installed."""


def read_definition(definition: Definition, around: Surroundings) -> Recipe | None:
    """Return the recipe; None when it cannot be kept at all. Mistakes are in `definition.problems`, each with its line."""
    reader = _Reader(definition, around)
    recipe = reader.recipe()
    return recipe if not definition.problems and not reader.left_out else None


class _Reader(Values):
    def __init__(self, definition: Definition, around: Surroundings) -> None:
        super().__init__(definition, around)
        self.builders: list[BuilderCall] = []
        self.details: dict[str, BuilderCall] = {}
        self.edits: dict[str, Any] = {}
        self.arr: dict[str, Any] = {}
        self.left_out = False

    def recipe(self) -> Recipe:
        """Go through all keys, and put together what they say."""
        level = self.level()
        for key, value in self.definition.written.items():
            self._take(str(key), value, level)
        labels = [*self.texts("label"), *self.texts("label.sync"), *self.texts("append_label")]
        title = self.text("name") or self.definition.name
        order, sort = self.order(level)
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
            libraries=self.libraries(),
            builders=tuple(self.builders),
            smart=smart,
            smart_label=self._smart_label(title, level),
            filters=self.filters(),
            sync=self.word("sync_mode", {"append": "", "sync": "sync"}) == "sync" or collectionless,
            limit=self.value("limit", as_int),
            minimum_items=self.value("minimum_items", as_int) or 1,
            delete_below_minimum=self.value("delete_below_minimum", as_bool) or False,
            delete_not_scheduled=self.value("delete_not_scheduled", as_bool) or False,
            level=level,
            only_run_on_create=self.value("only_run_on_create", as_bool) or False,
            ignore_blank_results=self.value("ignore_blank_results", as_bool) or False,
            cache_builders_days=float(self.value("cache_builders", lambda value: as_int(value, least=0)) or 0),
            ignore_imdb_ids=tuple(str(each) for each in as_list(self.raw("ignore_imdb_ids"))),
            ignore_ids=self.value("ignore_ids", lambda value: tuple(as_int(each) for each in as_list(value))) or (),
            order=order,
            sort=sort,
            mode="hide" if collectionless else self.word("collection_mode", MODES),
            sort_title=self.title_in("sort_title", title),
            summary=self.text("summary"),
            content_rating=self.text("content_rating"),
            labels=tuple(dict.fromkeys(labels)),
            gone_labels=self.texts("label.remove"),
            only_labels="label.sync" in self.by_name,
            visible_library=self.shown("visible_library"),
            visible_home=self.shown("visible_home"),
            visible_shared=self.shown("visible_shared"),
            hub_priority=self.value("hub_priority", as_int),
            filtering=self.filtering(),
            region=self.value("tmdb_region", as_region) or "",
            asset_name=self.text("name_mapping") or "",
            details=self.details,
            poster=self.poster(),
            background=self.picture("background"),
            square_art=self.picture("square_art"),
            overlay=self.overlays("overlay"),
            item_overlay=self.overlays("item_overlay"),
            item_edits=self.edits,
            arr=self.arr,
            anniversaries=self.anniversaries(),
            schedule=self.schedule(),
            file_schedule=self.definition.schedule,
            adopt=self.value("adopt", as_bool) or False,
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
        elif name in undone():
            self._not_done(key, undone()[name])
        else:
            self._unknown(key, name)

    def _search(self, key: str, value: Any, level: ItemType) -> None:
        sort = "season.asc" if level is ItemType.SEASON else "title.asc"
        for each in value if isinstance(value, list) else [value]:
            search, problems = read_search(each, key, library=self.around.library, level=level, default_sort=sort)
            self.relay(problems)
            self.builders.append(BuilderCall(name="plex_search", value=search, place=self.definition.placed(key)))

    def _smart(self, level: ItemType) -> Search | None:
        written = [name for name in ("smart_filter", "smart_url") if name in self.by_name]
        if len(written) > 1:
            self.definition.wrong("smart_url", "stands beside `smart_filter`; one of them is enough")
        if not written:
            return None
        key, value = self.by_name[written[0]]
        search, problems = read_smart(written[0], key, value, library=self.around.library, level=level)
        self.relay(problems)
        return search

    def _smart_label(self, title: str, level: ItemType) -> Search | None:
        if "smart_label" not in self.by_name:
            return None
        key, value = self.by_name["smart_label"]
        search, problems = read_smart_label(key, value, title=title, library=self.around.library, level=level)
        self.relay(problems)
        return search

    def _own(self, key: str, name: str, value: Any) -> None:
        if name == "plex_collectionless":
            written = value if isinstance(value, Mapping) else {}
            for inner in written:
                if str(inner).lower() not in ("exclude", "exclude_prefix"):
                    self.definition.wrong(key, f"`{inner}` is not understood; there are `exclude` and `exclude_prefix`")
            value = {str(inner).lower(): as_texts(each) for inner, each in written.items()}
        self.builders.append(BuilderCall(name=name, value=value, place=self.definition.placed(key)))

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
            *undone(),
            "filters",
        }
        near = nearest(name, known)
        self.definition.wrong(key, "is not understood" + (f"; did you mean `{near.name}`?" if near else ""))

    def _not_done(self, key: str, hint: str = "") -> None:
        self.definition.warnings.append(
            self.definition.problem(key, "is accepted, but this version does nothing with it", hint)
        )

    def _member_edit(self, key: str, whole: str, value: Any) -> None:
        if whole == "assets" and self.around.reads_assets:
            return
        try:
            self.edits[whole] = members.read(whole, value)
        except ValueError as error:
            self.definition.wrong(key, str(error))
        except KeyError:
            near = nearest(whole.partition(".")[0], members.KNOWN)
            if near is not None and near.sure:
                self.definition.wrong(key, f"is not understood; did you mean `item_{near.name}`?")
            else:
                self._not_done(key, members.way_out(whole))
