"""What the settings of a definition say, key by key: texts, words, orders, schedules, pictures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from ...config.names import nearest
from ...errors import Problem
from ...filters import DEFAULT_PERCENT, Filter, read_filter
from ...model import ItemType
from ...schedule import Schedule, read_schedule
from ..anniversaries import Anniversary
from ..recipe import PictureRequest, Shown
from .definition import Definition, Surroundings
from .keys import SMART
from .searches import read_sorts
from .sources import is_address
from .values import as_bool, as_int, as_list, as_texts
from .words import split

T = TypeVar("T")

MODES = {"default": "default", "hide": "hide", "hide_items": "hide_items", "show_items": "show_items"}
ORDERS = {"release": "release", "alpha": "alpha", "custom": "custom", "custom.asc": "custom", "custom.desc": "custom"}
REVERSED = "custom.desc"
"""In `Recipe.sort`: the order of the list, from its end."""
LEVELS = {"season": ItemType.SEASON, "episode": ItemType.EPISODE, "show": ItemType.SHOW, "movie": ItemType.MOVIE}


class Values:
    """Reads single settings of a definition; what is wrong with one is kept with the definition.

    Attributes:
        definition: which.
        around: what it is read with.
        by_name: (key as written, value) by the name of today, of the settings found so far.
    """

    def __init__(self, definition: Definition, around: Surroundings) -> None:
        self.definition = definition
        self.around = around
        self.by_name: dict[str, tuple[str, Any]] = {}

    def relay(self, problems: Collection[Problem]) -> None:
        for problem in problems:
            first = problem.path.split(".")[0]
            file, line = self.definition.at(first)
            path = f"{self.definition.place.path}.{problem.path}"
            self.definition.problems.append(
                Problem(where=file, line=line, path=path, message=problem.message, hint=problem.hint)
            )

    def raw(self, name: str) -> Any:
        return self.by_name[name][1] if name in self.by_name else None

    def value(self, name: str, read: Callable[[Any], T]) -> T | None:
        if name not in self.by_name or self.raw(name) is None:
            return None
        try:
            return read(self.raw(name))
        except ValueError as error:
            self.definition.wrong(self.by_name[name][0], str(error))
            return None

    def text(self, name: str) -> str | None:
        if self.raw(name) is None:
            return None
        if isinstance(self.raw(name), Mapping | list):
            self.definition.wrong(self.by_name[name][0], "must be a text")
            return None
        return str(self.raw(name))

    def title_in(self, name: str, title: str) -> str | None:
        text = self.text(name)
        return None if text is None else text.replace("<<title>>", title)

    def texts(self, name: str) -> tuple[str, ...]:
        if self._is_no_text(name):
            return ()
        return tuple(str(each) for each in as_list(self.raw(name)))

    def _is_no_text(self, name: str) -> bool:
        wrong = any(isinstance(each, Mapping) for each in as_list(self.raw(name), split=False))
        if wrong:
            self.definition.wrong(self.by_name[name][0], "must be a text or a list of texts, not a mapping")
        return wrong

    def word(self, name: str, words: Mapping[str, str]) -> str:
        text = self.text(name)
        if text is None:
            return ""
        if text.lower() not in words:
            near = nearest(text, words)
            advice = f"did you mean `{near.name}`?" if near else f"there are {', '.join(words)}"
            self.definition.wrong(self.by_name[name][0], f"`{text}` is none of its words; {advice}")
            return ""
        return words[text.lower()]

    def order(self, level: ItemType) -> tuple[str, tuple[str, ...]]:
        """Return the server's word for the order, and what members are sorted by before they are put there by us."""
        written = as_list(self.raw("collection_order"))
        if not written:
            return "", ()
        words = [str(each).lower() for each in written]
        if len(words) == 1 and words[0] in ORDERS:
            return ORDERS[words[0]], (REVERSED,) if words[0] == REVERSED else ()
        sorts, problems = read_sorts(words, level, ORDERS)
        for problem in problems:
            self.definition.wrong(self.by_name["collection_order"][0], problem)
        return "custom", sorts

    def level(self) -> ItemType:
        written = {split(str(key), self.around.library)[0]: value for key, value in self.definition.written.items()}
        word = str(written.get("builder_level", "")).lower()
        level = LEVELS.get(word, self.around.library)
        return level if self.around.library is ItemType.SHOW else self.around.library

    def libraries(self) -> tuple[str, ...]:
        if self._is_no_text("library"):
            return ()
        names = tuple(str(each) for each in as_list(self.raw("library"), split=False))
        for name in names:
            if name not in self.around.libraries:
                near = nearest(name, self.around.libraries)
                advice = f"; did you mean `{near.name}`?" if near else ""
                self.definition.wrong(
                    self.by_name["library"][0], f"there is no library `{name}` under `libraries`{advice}"
                )
        return names

    def overlays(self, name: str) -> tuple[str, ...]:
        names = as_texts(self.raw(name))
        for each in names:
            if each not in self.around.overlays:
                near = nearest(each, self.around.overlays)
                advice = f"; did you mean `{near.name}`?" if near else ""
                self.definition.wrong(
                    self.by_name[name][0], f"there is no set of badges `{each}` under `overlays`{advice}"
                )
        return names

    def filters(self) -> Filter | None:
        if "filters" not in self.by_name:
            return None
        percent = self.value("default_percent", lambda value: as_int(value, least=0))
        written, problems = read_filter(
            _without_validate(self.raw("filters")),
            "filters",
            level=self.level(),
            default_percent=DEFAULT_PERCENT if percent is None else percent,
        )
        self.relay(problems)
        return written

    def schedule(self) -> Schedule | None:
        if self.raw("schedule") is None:
            return None
        schedule, mistakes = read_schedule(self.raw("schedule"))
        for mistake in mistakes:
            self.definition.wrong(self.by_name["schedule"][0], mistake)
        return schedule

    def anniversaries(self) -> tuple[Anniversary, ...]:
        found: list[Anniversary] = []
        names = {split(str(key), self.around.library)[0] for key in self.definition.written}
        about_a_person = "tmdb_person" in names or any(name.endswith("_details") for name in names)
        for name in ("tmdb_birthday", "tmdb_deathday"):
            if self.raw(name) is None:
                continue
            key, written = self.by_name[name]
            if not isinstance(written, Mapping) or set(map(str, written)) - {"before", "after", "this_month"}:
                self.definition.wrong(key, "takes a mapping with `before`, `after` (days) and `this_month`")
                continue
            if not about_a_person:
                self.definition.wrong(key, "says nothing of whose it is; write `tmdb_person` beside it")
            try:
                found.append(
                    Anniversary(
                        of="birthday" if name == "tmdb_birthday" else "deathday",
                        before=as_int(written.get("before", 0), least=0),
                        after=as_int(written.get("after", 0), least=0),
                        this_month=as_bool(written.get("this_month", False)),
                    )
                )
            except ValueError as error:
                self.definition.wrong(key, str(error))
        return tuple(found)

    def shown(self, name: str) -> Shown:
        if self.raw(name) is None:
            return Shown()
        try:
            return Shown(always=as_bool(self.raw(name)))
        except ValueError:
            schedule, mistakes = read_schedule(self.raw(name))
            for mistake in mistakes:
                self.definition.wrong(self.by_name[name][0], f"must be true, false or a schedule; {mistake}")
            return Shown(schedule=schedule)

    def filtering(self) -> str:
        word = self.word("collection_filtering", {"admin": "admin", "user": "user"})
        if word and not SMART & set(self.by_name):
            self.definition.warnings.append(
                self.definition.problem(
                    self.by_name["collection_filtering"][0],
                    "is passed over: what is in the collection is decided here, not by the server for each who looks at it",
                    "It goes with `smart_filter`, `smart_url` and `smart_label`.",
                )
            )
            return ""
        return word

    def poster(self) -> PictureRequest:
        written = self.raw("poster")
        request = self.picture("poster")
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

    def picture(self, kind: str) -> PictureRequest:
        url, file = self.text(f"url_{kind}"), self.text(f"file_{kind}")
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
