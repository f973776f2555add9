"""From a recipe to what its collection shall be: lists are asked for, their titles matched, filters applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from ..errors import ConfigError, PosteractError, ProviderRejected
from ..filters import Filter
from ..model import ExternalIds, FrozenMap, ItemType, Library, MediaItem, MediaRef
from ..providers import (
    BuildContext,
    CollectionBuilder,
    CollectionDetail,
    ManagesCollections,
    Search,
    ServerCollection,
    Visibility,
)
from .dialect.definition_values import REVERSED
from .dialect.keys import SUMMARIES
from .index import LibraryIndex
from .own_builders import OWN_BUILDERS, Asking
from .recipe import BuilderCall, Recipe, Shown
from .remembered import Remembered
from .wanted import Wanted


class LeftAsItIs(PosteractError):
    """The collection is left as it is, for a reason that is no failure: not due, no result, too few members.

    Attributes:
        missing: titles that its lists name and the library has not.
    """

    def __init__(self, message: str, *, missing: tuple[MediaRef, ...] = ()) -> None:
        super().__init__(message)
        self.missing = missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the builders of a recipe came to.

    Attributes:
        members: keys of items, in order, each once.
        missing: titles that the library has not.
        notes: what the owner should know.
    """

    members: tuple[str, ...] = ()
    missing: tuple[MediaRef, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Workshop:
    """Builds the recipes of one library.

    Attributes:
        server: that manages its collections.
        library: where they will be.
        index: what it has.
        builders: by key.
        details: what describes collections, by key.
        remembered: results that are kept for days.
        standing: the library's collections now.
        now: local time, for schedules.
        learn: looks up what a filter needs, and puts it on the index's items; raises `LeftAsItIs` where not all could be had.
        memberships: titles of the collections that items will be in, by key, where this run changes them.
    """

    server: ManagesCollections
    library: Library
    index: LibraryIndex
    builders: Mapping[str, CollectionBuilder[Any]]
    details: Mapping[str, CollectionDetail[Any]]
    remembered: Remembered
    standing: Sequence[ServerCollection]
    now: datetime
    learn: Callable[[Filter, Sequence[MediaItem]], None]
    memberships: dict[str, set[str]] = field(default_factory=dict)
    _ranks: dict[tuple[ItemType, tuple[str, ...]], dict[str, int]] = field(default_factory=dict, init=False)

    def wanted(
        self, recipe: Recipe, *, has: ServerCollection | None, members: Sequence[str], visibility: Visibility | None
    ) -> Wanted:
        """Return what a recipe's collection shall be.

        Args:
            recipe: of the collection.
            has: the one that stands; None = none does.
            members: keys of its members now.
            visibility: where it is recommended now.

        Raises:
            LeftAsItIs: nothing is to be done about it now.
            ConfigError: a builder does not understand its value, or is not there.
            ProviderError: could not look.
        """
        if recipe.file_schedule is not None and not recipe.file_schedule.due(self.now, exists=has is not None):
            raise LeftAsItIs(f"its file is not due now ({recipe.file_schedule.text})")
        if recipe.schedule is not None and not recipe.schedule.due(self.now, exists=has is not None):
            if recipe.delete_not_scheduled:
                return Wanted(key=recipe.key, title=recipe.title, delete=True, why="not due now")
            raise LeftAsItIs(f"not due now ({recipe.schedule.text})")
        if recipe.anniversaries and not self._is_anniversary(recipe):
            if recipe.delete_not_scheduled:
                return Wanted(key=recipe.key, title=recipe.title, delete=True, why="no anniversary now")
            raise LeftAsItIs("no anniversary now")
        if recipe.only_run_on_create and has is not None:
            raise LeftAsItIs("made once, as it says")
        smart = recipe.smart is not None
        label = recipe.title if recipe.smart_label is not None else ""
        found = Found() if smart else self._found(recipe, members)
        too_few = not smart and self._total(recipe, found, members) < recipe.minimum_items
        if too_few:
            why = f"{self._total(recipe, found, members)} of at least {recipe.minimum_items} titles"
            if recipe.delete_below_minimum and has is not None:
                return Wanted(
                    key=recipe.key, title=recipe.title, delete=True, why=why, missing=found.missing, asked=recipe.arr
                )
            raise LeftAsItIs(why, missing=found.missing)
        summary, failed = (recipe.summary, []) if recipe.summary is not None else self._summary(recipe)
        words = {"sort_title": recipe.sort_title, "summary": summary, "content_rating": recipe.content_rating}
        return Wanted(
            key=recipe.key,
            title=recipe.title,
            members=found.members,
            missing=found.missing,
            asked=recipe.arr,
            level=self.level(recipe),
            search=recipe.smart or recipe.smart_label,
            member_label=label,
            sync=recipe.sync,
            order=recipe.order,
            mode=recipe.mode,
            filtering=recipe.filtering,
            fields=FrozenMap({name: value for name, value in words.items() if value is not None}),
            labels=recipe.labels,
            gone_labels=recipe.gone_labels,
            only_labels=recipe.only_labels,
            visibility=self._visibility(recipe, visibility),
            adopt=recipe.adopt,
            notes=(*found.notes, *failed),
        )

    def _is_anniversary(self, recipe: Recipe) -> bool:
        """Return whether one of the days that a recipe names is due, of the person that it is about.

        Raises:
            ConfigError: nobody can say when it is.
            ProviderError: could not look.
        """
        calls = [recipe.details["tmdb_person"]] if "tmdb_person" in recipe.details else []
        calls += [replace(call, name=f"{call.name}_details") for call in recipe.builders if call.describes]
        known = [(self.details[call.name], call.value) for call in calls if call.name in self.details]
        if not known:
            raise ConfigError(
                f"{recipe.place}: nobody knows whose anniversary is meant",
                hint="Write `tmdb_person`; posteract-tmdb answers it.",
            )
        detail, value = known[0]
        person = detail.describe(value, BuildContext(library=self.library))
        days = {"birthday": person.birthday, "deathday": person.deathday}
        return any(
            (day := days[each.of]) is not None and each.due(day, self.now.date()) for each in recipe.anniversaries
        )

    def _summary(self, recipe: Recipe) -> tuple[str | None, list[str]]:
        """Return the first description that a service has, None for none, and what went wrong on the way."""
        calls = [recipe.details[name] for name in SUMMARIES if name in recipe.details]
        calls += [replace(call, name=f"{call.name}_details") for call in recipe.builders if call.describes]
        failed: list[str] = []
        for call in calls:
            detail = self.details.get(call.name)
            if detail is None or detail.part not in ("summary", "all"):
                continue
            try:
                said = detail.describe(call.value, BuildContext(library=self.library)).summary
            except ProviderRejected:
                raise
            except PosteractError as error:
                failed.append(f"no {call.name}: {error}")
                continue
            if said:
                return said, failed
        return None, failed

    def touches(self, recipe: Recipe, keys: frozenset[str]) -> bool:
        """Return whether a recipe takes one of these items in, or its collection has it: by what lists say, from the cache.

        Smart collections are the server's affair; one that cannot be built now is not touched.
        """
        level = self.level(recipe)
        if recipe.smart is not None or not recipe.builders:
            return False
        parts = {part.key for key in keys for part in self.index.below(key, level)}
        wanted = {key for key in keys if key in self.index.items and self.index.items[key].type is level} | parts
        if any(recipe.title in self.index.items[key].collections for key in wanted):
            return True
        try:
            return not wanted.isdisjoint(self._found(recipe, ()).members)
        except (LeftAsItIs, PosteractError):
            return False

    def take_in(self, title: str, added: Iterable[str], removed: Iterable[str]) -> None:
        """Take what will change in one collection into account for those that are built after it."""
        for keys, change in ((added, set.add), (removed, set.discard)):
            for key in keys:
                if key not in self.memberships:
                    self.memberships[key] = set(self.index.items[key].collections) if key in self.index.items else set()
                change(self.memberships[key], title)

    def labelled(self, recipe: Recipe) -> list[str]:
        """Return the keys of items that have a recipe's title as a label."""
        wanted, level = recipe.title.casefold(), self.level(recipe)
        return [
            item.key for item in self.index.of_type(level) if any(label.casefold() == wanted for label in item.labels)
        ]

    def level(self, recipe: Recipe) -> ItemType:
        """Return what a recipe's members are."""
        return recipe.level if recipe.level is not None and self.library.type is ItemType.SHOW else self.library.type

    def _found(self, recipe: Recipe, standing: Sequence[str]) -> Found:
        level = self.level(recipe)
        keys: dict[str, None] = {}
        missing: list[MediaRef] = []
        notes: list[str] = []
        answered = False
        for call in recipe.builders:
            refs = self._ask(call, level, recipe)
            answered = answered or bool(refs)
            for ref in refs:
                matched = self.index.find(ref)
                if any(_is_ignored(ids, recipe) for ids in (ref.ids, *(self.index.items[key].ids for key in matched))):
                    continue
                if not matched:
                    missing.append(ref)
                elif len(matched) > 1 and not ref.key:
                    notes.append(f"{len(matched)} copies of {self.index.items[matched[0]]} are in it")
                for key in self._levelled(matched, level):
                    keys.setdefault(key)
        if recipe.builders and not answered and not recipe.ignore_blank_results:
            raise LeftAsItIs("its lists are empty; it stays as it is")
        if recipe.filters is not None:
            self.learn(recipe.filters, [self.index.items[key] for key in keys])
        members = [key for key in keys if self._passes(recipe, self.index.items[key])]
        return Found(
            members=tuple(self._sorted(recipe, self._limited(recipe, members, standing), level)),
            missing=tuple(dict.fromkeys(missing)),
            notes=tuple(dict.fromkeys(notes)),
        )

    def _ask(self, call: BuilderCall, level: ItemType, recipe: Recipe) -> Sequence[MediaRef]:
        if call.name in OWN_BUILDERS:
            return OWN_BUILDERS[call.name](
                Asking(
                    value=call.value,
                    title=recipe.title,
                    index=self.index,
                    level=level,
                    memberships=self.memberships,
                )
            )
        if isinstance(call.value, Search):
            return [MediaRef(type=level, key=key) for key in self.server.search(self.library, call.value, level=level)]
        builder = self.builders.get(call.name)
        if builder is None:
            raise ConfigError(
                f"{call.place}: nobody builds `{call.name}`", hint="Is the plugin for it installed and on?"
            )
        limit = recipe.limit if recipe.filters is None and not recipe.cache_builders_days else None
        context = BuildContext(library=self.library, limit=limit, region=recipe.region)
        return self.remembered.titles(
            f"{call.name} {recipe.region}".rstrip(),
            call.value,
            self.library,
            days=recipe.cache_builders_days,
            ask=partial(builder.build, call.value, context),
        )

    def _sorted(self, recipe: Recipe, members: Sequence[str], level: ItemType) -> Sequence[str]:
        """Return members in the order that a recipe asks for: the server sorts the library once for each order."""
        if not recipe.sort:
            return members
        if recipe.sort == (REVERSED,):
            return members[::-1]
        key = (level, recipe.sort)
        if key not in self._ranks:
            found = self.server.search(self.library, Search(sort=recipe.sort), level=level)
            self._ranks[key] = {item: number for number, item in enumerate(found)}
        ranks = self._ranks[key]
        return sorted(members, key=lambda item: ranks.get(item, len(ranks)))

    def _levelled(self, keys: Sequence[str], level: ItemType) -> Iterable[str]:
        """Return the items, or where the members are seasons or episodes and a list names shows, those of the show."""
        for key in keys:
            item = self.index.items[key]
            if item.type is level:
                yield key
            else:
                yield from (part.key for part in self.index.below(key, level))

    def _passes(self, recipe: Recipe, item: MediaItem) -> bool:
        return recipe.filters is None or recipe.filters.holds(
            item, item.facts, lambda whole, level: self.index.below(whole.key, level)
        )

    @staticmethod
    def _limited(recipe: Recipe, members: Sequence[str], standing: Sequence[str]) -> Sequence[str]:
        """Return no more members than the limit allows; where nothing is taken out, those that stand already count."""
        if recipe.limit is None:
            return members
        if recipe.sync:
            return members[: recipe.limit]
        there = set(standing)
        room = max(0, recipe.limit - len(there))
        new = [key for key in members if key not in there][:room]
        taken = there | set(new)
        return [key for key in members if key in taken]

    @staticmethod
    def _total(recipe: Recipe, found: Found, standing: Sequence[str]) -> int:
        return len(set(found.members) if recipe.sync else set(found.members) | set(standing))

    def _visibility(self, recipe: Recipe, now: Visibility | None) -> Visibility | None:
        asked = recipe.visible_library, recipe.visible_home, recipe.visible_shared
        if all(each == Shown() for each in asked):
            return None
        shown = now or Visibility()
        library, home, shared = (
            self._is_shown(each, was)
            for each, was in zip(asked, (shown.library, shown.home, shown.shared), strict=True)
        )
        return Visibility(library=library, home=home, shared=shared)

    def _is_shown(self, asked: Shown, was: bool) -> bool:
        if asked.schedule is not None:
            return asked.schedule.due(self.now)
        return was if asked.always is None else asked.always


def _is_ignored(ids: ExternalIds, recipe: Recipe) -> bool:
    return ids.imdb in recipe.ignore_imdb_ids or any(number in recipe.ignore_ids for number in (ids.tmdb, ids.tvdb))
