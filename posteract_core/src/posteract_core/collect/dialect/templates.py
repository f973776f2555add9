"""Templates: a definition's calls of them, replaced by what they say. The rules are Kometa's, traps included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ...config.names import nearest
from .conditions import decided
from .placeholders import DROPPED, Endless, Lookup, filled, names_filled

CONTROLS = frozenset(("default", "optional", "conditionals", "move_prefix"))
RESERVED = frozenset(("default", "conditionals"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One template.

    Attributes:
        body: attributes and control keys.
        external: variables of the `external_templates` entry it came with.
        file: it stands in; empty = the configuration.
        lines: of its attributes.
    """

    body: Mapping[str, Any]
    external: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Where templates are called from.

    Attributes:
        mapping: the definition's name in the file.
        library_type: `movie` or `show`.
        library_name: as the server names it.
        config: `template_variables` of the file and the library: the strongest.
        today: the day.
    """

    mapping: str
    library_type: str
    library_name: str
    config: Mapping[str, Any] = field(default_factory=dict)
    today: date


@dataclass(slots=True)
class Expanded:
    """A definition with what its templates gave.

    Attributes:
        attributes: all of them.
        mistakes: a sentence for each.
        origins: of those that a template gave: the template, and the attribute's name there.
    """

    attributes: dict[str, Any] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    origins: dict[str, tuple[Template, str]] = field(default_factory=dict)


def expand(definition: Mapping[str, Any], templates: Mapping[str, Template], called: Called) -> Expanded:
    """Return a definition's attributes with those its templates give.

    What the definition says wins; of several templates the first.
    """
    own = {key: value for key, value in definition.items() if str(key).lower() not in ("template", "variables")}
    written = next((value for key, value in definition.items() if str(key).lower() == "template"), None)
    variables = next((value for key, value in definition.items() if str(key).lower() == "variables"), None) or {}
    done = Expanded()
    given, mistakes = done.attributes, done.mistakes
    if not isinstance(variables, Mapping):
        mistakes.append("`variables` must be a mapping: `variables: {name: value}`")
        variables = {}
    for call in written if isinstance(written, list) else [written] if written is not None else []:
        name = call.get("name") if isinstance(call, Mapping) else call
        if not isinstance(name, str):
            mistakes.append("a call of a template needs its `name`")
        elif name not in templates:
            near = nearest(name, templates)
            mistakes.append(f"there is no template `{name}`" + (f"; did you mean `{near.name}`?" if near else ""))
        else:
            arguments = call if isinstance(call, Mapping) else {}
            for reserved in RESERVED & set(arguments):
                if not isinstance(arguments[reserved], Mapping | None):
                    mistakes.append(f"`{reserved}` in a call of `{name}` must be a mapping")
                    arguments = {key: value for key, value in arguments.items() if key != reserved}
            try:
                found = _Call(templates[name], arguments, variables, own, called).attributes()
            except Endless as error:
                mistakes.append(f"template `{name}`: {error}")
                continue
            for attribute, written_as, value in found:
                if attribute not in own and attribute not in given:
                    given[attribute] = value
                    done.origins[attribute] = (templates[name], written_as)
    lower = {str(key).lower() for key in own}
    done.attributes = {**own, **{key: value for key, value in given.items() if key.lower() not in lower}}
    return done


def mistakes_in(body: Any) -> list[tuple[str, str]]:
    """Return what is wrong with a template whoever calls it: (the key in it, a sentence)."""
    if not isinstance(body, Mapping):
        return [("", "must be a mapping of attributes")]
    found = [
        (control, f"must be a mapping, not {body[control]!r}")
        for control in sorted(RESERVED)
        if not isinstance(body.get(control), Mapping | None)
    ]
    conditionals = body.get("conditionals")
    for name, conditional in conditionals.items() if isinstance(conditionals, Mapping) else ():
        conditions = conditional.get("conditions") if isinstance(conditional, Mapping) else None
        tests = conditions if isinstance(conditions, list) else [conditions]
        if not conditions or not all(isinstance(test, Mapping) for test in tests):
            found.append(("conditionals", f"`{name}` needs `conditions`, a list of tests with a `value` each"))
    for control in ("optional", "move_prefix"):
        if isinstance(body.get(control), Mapping):
            found.append((control, "must be a list of names"))
    return found


class _Call:
    """One call of one template: its variables settled, its body filled."""

    def __init__(
        self,
        template: Template,
        arguments: Mapping[str, Any],
        variables: Mapping[str, Any],
        own: Mapping[str, Any],
        called: Called,
    ) -> None:
        self.body = template.body
        self.own = own
        sources = (called.config, arguments, template.external, variables)  # the strongest first
        optional = {str(name) for name in _listed(self.body.get("optional"))}
        defaults: dict[str, Any] = dict(_mapping(self.body.get("default")))
        conditionals: dict[str, Any] = dict(_mapping(self.body.get("conditionals")))
        values: dict[str, Any] = {}
        nulls: set[str] = set()
        for source in reversed(sources):
            for name, value in source.items():
                if name in RESERVED and source is not called.config:
                    (defaults if name == "default" else conditionals).update(_mapping(value))
                elif name == "name" and source is arguments:
                    continue
                elif value is None:
                    nulls.add(str(name))
                else:
                    values[str(name)] = value
        for name in nulls:
            values.pop(name, None)
            defaults.pop(name, None)
            optional.add(name)
        self._builtins(values, called)
        values = names_filled(values)
        optional -= set(defaults) - nulls
        self.lookup = Lookup(values, defaults, optional)
        for name, conditional in conditionals.items():
            decided(name, conditional, self.lookup)

    def _builtins(self, values: dict[str, Any], called: Called) -> None:
        name = str(self.own.get("name") or self.body.get("name") or called.mapping)
        prefixes = _listed(self.body.get("move_prefix"))
        builtins = {
            "collection_name": name,
            "playlist_name": name,
            "mapping_name": called.mapping,
            "collection_sort": _sorted_name(name, prefixes),
            "mapping_sort": _sorted_name(called.mapping, prefixes),
            "library_type": called.library_type,
            "library_typeU": called.library_type.capitalize(),
            "library_name": called.library_name,
            "current_year": called.today.year,
            "current_month": called.today.month,
            "current_day": called.today.day,
        }
        if values.get("key_name") is not None:
            first = str(values["key_name"])[:1].upper()
            builtins |= {
                "original_key_name": values["key_name"],
                "key_name_first_letter": first if first.isalpha() else "#",
            }
        for key, value in builtins.items():
            values.setdefault(key, value)

    def attributes(self) -> Sequence[tuple[str, str, Any]]:
        """Return what the template gives as (name, its name in the template, value), without what is optional and not there."""
        found: list[tuple[str, str, Any]] = []
        for key, value in self.body.items():
            if key in CONTROLS or (key == "name" and "name" in self.own):
                continue
            attribute = filled(str(key), self.lookup)
            if attribute is DROPPED:
                continue
            inner = filled(value, self.lookup, within=str(attribute))
            if inner is not DROPPED:
                found.append((str(attribute), str(key), inner))
        return found


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [part.strip() for part in str(value).split(",")]


def _sorted_name(name: str, prefixes: Sequence[Any]) -> str:
    """Return a name with a word from its beginning moved to its end: `Thing, The`."""
    for prefix in prefixes:
        if name.startswith(f"{prefix} "):
            return f"{name.removeprefix(f'{prefix} ').strip()}, {prefix}"
    return name
