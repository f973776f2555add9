"""`dynamic_collections`: one definition for each genre, year, person … that a library has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from ...config.catalogue import install_command
from ...config.names import nearest
from ...errors import PosteractError
from ...model import ItemType
from ...providers import DynamicKeys
from .dynamic_values import mistakes, overridden, people, why_not, years
from .keys import dynamic_makers
from .values import as_bool, as_list
from .words import joined

Maker: TypeAlias = type[DynamicKeys[Any]]
"""A plugin's class that knows the keys of one type."""

SMART = frozenset(
    ("genre", "year", "decade", "country", "content_rating", "studio", "network", "resolution", "audio_language",
     "subtitle_language", "edition")
)  # fmt: skip
PEOPLE = frozenset(("actor", "director", "writer", "producer"))
LISTED = frozenset(("number", "custom"))
FROM_FACTS = {"original_language": "original_language", "origin_country": "origin_countries"}
"""Types that need a fact of each title, where the listing does not say it."""
OF_EPISODES = frozenset(("episode_year",))
TYPES = SMART | PEOPLE | LISTED | FROM_FACTS.keys() | OF_EPISODES
"""What collections can be made of without any plugin's help; more types are plugins' own."""

MOVIE_ONLY = frozenset(("country", "edition", "director", "writer", "producer"))
SHOW_ONLY = frozenset(("network", "origin_country", "episode_year"))

KEYS = frozenset(
    ("type", "data", "exclude", "include", "addons", "template", "template_variables", "other_name", "other_template",
     "title_format", "title_override", "key_name_override", "remove_prefix", "remove_suffix", "custom_keys", "sync", "test",
     "library", "minimum_items")
)  # fmt: skip

FORMATS = {
    "year": "Best <<library_type>>s of <<key_name>>",
    "decade": "Best <<library_type>>s of the <<key_name>>",
    "episode_year": "Best Episodes of <<key_name>>",
    "original_language": "<<key_name>> <<library_type>>s",
    "origin_country": "<<key_name>> <<library_type>>s",
    "resolution": "<<key_name>> <<library_type>>s",
    "audio_language": "<<key_name>> <<library_type>>s",
    "subtitle_language": "<<key_name>> <<library_type>>s",
    "country": "Top <<key_name>> <<library_type>>s",
    "genre": "Top <<key_name>> <<library_type>>s",
    "content_rating": "Top <<key_name>> <<library_type>>s",
    "studio": "Top <<key_name>> <<library_type>>s",
    "network": "Top <<key_name>> <<library_type>>s",
    "edition": "Top <<key_name>> <<library_type>>s",
}
"""Titles where none are written; else the key's name alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dynamic:
    """One entry, understood.

    Attributes:
        name: of the entry: its collections' lasting keys begin with it, and it is a label on each.
        type: of `TYPES`, or a plugin's.
        written: all of it, keys in small letters.
        maker: the plugin's class that knows the keys; None = a type of the core's.
    """

    name: str
    type: str
    written: Mapping[str, Any]
    maker: Maker | None = None

    @property
    def sync(self) -> bool:
        """Return whether collections whose key is gone are deleted."""
        return as_bool(self.written.get("sync", False))

    @property
    def people(self) -> tuple[int, int, int]:
        """Return (how many of each title count, in how many titles one must be, how many at most)."""
        return people(self.written.get("data"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One definition that an entry makes.

    Attributes:
        key: lasting: `Genres:Action`.
        title: of the collection.
        written: its attributes, templates yet to be expanded.
    """

    key: str
    title: str
    written: Mapping[str, Any]


@dataclass(slots=True)
class Understood:
    """What `read_dynamic` understood: the entry, or sentences for what is wrong, each with its key.

    Attributes:
        entry: None = none is made here.
        mistakes: (key, sentence).
        missing: what to do where the plugin of its type is not there; empty = it is.
    """

    entry: Dynamic | None = None
    mistakes: list[tuple[str, str]] = field(default_factory=list)
    missing: str = ""


class KeysUnknown(PosteractError):
    """What an entry's collections are made of could not be found out now: they are left as they are."""


def read_dynamic(
    name: str,
    written: Mapping[str, Any],
    library: ItemType,
    variables: Mapping[str, Any] | None = None,
    makers: Mapping[str, Maker] | None = None,
) -> Understood:
    """Return an entry, or what is wrong with it; neither for one that goes with libraries of the other kind.

    Args:
        name: of the entry.
        written: what it says.
        library: what the library holds.
        variables: `template_variables` of the file: they may change some of its keys, and add to others.
        makers: types that plugins make.
    """
    found = Understood()
    makers = makers or {}
    lower = overridden({joined(str(key), library): value for key, value in written.items()}, variables or {})
    for key in written:
        if joined(str(key), library) not in KEYS:
            near = nearest(str(key), KEYS)
            found.mistakes.append((str(key), "is not understood" + (f"; did you mean `{near.name}`?" if near else "")))
    kind = str(lower.get("type", "")).lower()
    maker = None if kind in TYPES else makers.get(kind)
    if kind not in TYPES and maker is None and kind in dynamic_makers():
        found.missing = (
            f"`{install_command(dynamic_makers()[kind])}` installs what makes it; it may want settings, too."
        )
    elif kind not in TYPES and maker is None:
        near = nearest(kind, (*TYPES, *makers, *dynamic_makers()))
        found.mistakes.append(("type", f"`{kind}` is no type" + (f"; did you mean `{near.name}`?" if near else "")))
    if kind in LISTED and not lower.get("template"):
        found.mistakes.append(("template", f"is missing: a `{kind}` says nothing of what is in its collections"))
    found.mistakes += mistakes(kind, lower)
    if maker is not None and (why := why_not(maker.check_data, lower.get("data"))) is not None:
        found.mistakes.append(("data", why))
    elsewhere = (
        library not in maker.types if maker else kind in (SHOW_ONLY if library is ItemType.MOVIE else MOVIE_ONLY)
    )
    if not (found.mistakes or found.missing or elsewhere):
        found.entry = Dynamic(name=name, type=kind, written=lower, maker=maker)
    return found


def own_keys(entry: Dynamic, today: date) -> Mapping[str, str]:
    """Return the keys that an entry itself lists (`number`, `custom`), name by key."""
    data = entry.written.get("data")
    if entry.type not in LISTED:
        return {}
    if entry.type == "custom":
        return {str(key): str(name) for key, name in data.items()} if isinstance(data, Mapping) else {}
    return {str(number): str(number) for number in years(data, today)}


def definitions(entry: Dynamic, keys: Mapping[str, str], library: ItemType) -> Iterator[Made]:
    """Yield the definitions of an entry.

    Args:
        entry: what was written.
        keys: all that the library has, name by key, in its order.
        library: what it holds.
    """
    written = entry.written
    excluded = set(as_list(written.get("exclude")))
    addons = {str(parent): as_list(children) for parent, children in (written.get("addons") or {}).items()}
    children = {child for some in addons.values() for child in some}
    values = {
        key: [key] for key, name in keys.items() if key not in excluded and name not in excluded and key not in children
    }
    names = dict(keys)
    for parent, some in addons.items():
        present = [child for child in some if child in keys]
        if parent in values:
            values[parent] = [parent, *present]
        elif as_bool(written.get("custom_keys", True)) and present:
            values[parent], names[parent] = present, parent
        elif not as_bool(written.get("custom_keys", True)):
            values |= {child: [child] for child in present}
    included = as_list(written.get("include"))
    rest: list[str] = []
    if included:
        rest = [key for key in values if key not in included and names[key] not in included]
        values = {key: value for key, value in values.items() if key not in rest}
    for key, value in values.items():
        yield _made(entry, key, _key_name(entry, key, names[key]), value, library, {})
    other = written.get("other_name")
    if other and rest:
        more = {"included_keys": list(included), "used_keys": list(values)}
        title = (
            str(other)
            .replace("<<library_type>>", library.value)
            .replace("<<library_typeU>>", library.value.capitalize())
        )
        yield _made(entry, "other", str(other), rest, library, more, title=title)


def _made(
    entry: Dynamic,
    key: str,
    key_name: str,
    value: list[str],
    library: ItemType,
    more: Mapping[str, Any],
    *,
    title: str = "",
) -> Made:
    written = entry.written
    overrides = {str(name): str(text) for name, text in (written.get("title_override") or {}).items()}
    format_ = str(written.get("title_format") or _format(entry))
    if "<<key_name>>" not in format_ and "<<title>>" not in format_:
        format_ = "<<key_name>>"
    kind = library.value
    for name, text in (
        ("key_name", key_name), ("title", key_name), ("library_type", kind), ("library_typeU", kind.capitalize()),
    ):  # fmt: skip
        format_ = format_.replace(f"<<{name}>>", text)
    title = title or overrides.get(key, format_)
    variables = {"value": value, entry.type: value, "key": key, "key_name": key_name, **more, **_variables(entry, key)}
    template = written.get("other_template" if key == "other" and written.get("other_template") else "template")
    about: dict[str, Any] = {"name": title, "append_label": entry.name}
    if written.get("minimum_items") is not None:
        about["minimum_items"] = written["minimum_items"]
    if template:
        about["template"] = [{"name": name, **variables} for name in as_list(template)]
    else:
        about = {**_built_in(entry, value), **about}
    return Made(key=f"{entry.name}:{key}", title=title, written=about)


def _format(entry: Dynamic) -> str:
    return entry.maker.title_format if entry.maker is not None else FORMATS.get(entry.type, "<<key_name>>")


def _built_in(entry: Dynamic, value: list[str]) -> dict[str, Any]:
    """Return what Kometa's own template for a type says, or the plugin's that makes it."""
    kind = entry.type
    if entry.maker is not None:
        return dict(entry.maker.definition(value, entry.written.get("data")))
    if kind in FROM_FACTS:
        return {"plex_all": True, "filters": {kind: value}, "sync_mode": "sync"}
    if kind in PEOPLE:
        return {"plex_search": {"any": {kind: value}}, "sync_mode": "sync"}
    attribute = "studio.is" if kind == "studio" else kind
    best = {"sort_by": "critic_rating.desc", "limit": 50}
    if kind in OF_EPISODES:
        return {"builder_level": "episode", "smart_filter": {"any": {attribute: value}, **best}}
    if kind == "resolution":
        return {"smart_filter": {"any": {attribute: value}, "sort_by": "title.asc"}}
    return {"smart_filter": {"any": {attribute: value}, **best}}


def _variables(entry: Dynamic, key: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, per_key in (entry.written.get("template_variables") or {}).items():
        if isinstance(per_key, Mapping):
            if key in per_key or "default" in per_key:
                found[str(name)] = per_key.get(key, per_key.get("default"))
        else:
            found[str(name)] = per_key
    return found


def _key_name(entry: Dynamic, key: str, name: str) -> str:
    overrides = entry.written.get("key_name_override") or {}
    if key in overrides:
        return str(overrides[key])
    for prefix in as_list(entry.written.get("remove_prefix")):
        name = name.removeprefix(prefix).strip()
    for suffix in as_list(entry.written.get("remove_suffix")):
        name = name.removesuffix(suffix).strip()
    return name
