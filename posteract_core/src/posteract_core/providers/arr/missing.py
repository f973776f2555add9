"""Missing titles to Radarr and Sonarr."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, ClassVar, NamedTuple

from ...errors import ProviderError
from ...model import ExternalIds, MediaRef
from ..base import ProviderContext, SettingsT
from ..once import Once
from ..takes_missing import Handover, Offer, RemovesTagged, Tagged, TakesMissing
from .client import Arr, Refused
from .existing import is_below, seen_as
from .standing import Sent, Standing, chosen, standing

FRESH_FOR_S = 300
"""What it has is believed for so long: many collections of one run, one question."""


class Titled(NamedTuple):
    """A title with the id that the service knows it by, and the folder it lies in, when it is there already."""

    number: int
    ref: MediaRef
    folder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change to titles it has; `tags` by name, since some may still have to be made."""

    body: Mapping[str, Any]
    tags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """From plan to deed: titles and what is sent for each; `common` goes with every one."""

    titles: tuple[Titled, ...] = ()
    common: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


class ArrMissing(TakesMissing[SettingsT], RemovesTagged):
    """What adding to the two has in common."""

    path: ClassVar[str]
    """Of its titles: `movie`."""

    exclusions: ClassVar[str]
    """Of what its owner does not want: `exclusions`."""

    service: ClassVar[str]
    """Whose ids it goes by: `tmdb`."""

    terms: ClassVar[tuple[str, ...]]
    """Whose ids it can look up."""

    def __init__(self, settings: SettingsT, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.arr = self.api()
        self.clock: Callable[[], float] = time.monotonic
        self._standing = self._once()
        self._sent = Sent(context.cache_folder, dry=context.dry_run)
        self._lock = Lock()
        self._just_added: set[int] = set()

    @abstractmethod
    def api(self) -> Arr:
        """Return what asks and tells it."""

    @abstractmethod
    def common(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is sent with every title of an offer, without folder, profile and tags."""

    def wants(self, options: Mapping[str, Any]) -> bool:
        """Return whether titles are to be added, or titles it has are to be changed."""
        asked = (self.option(options, key) for key in _ASKING)
        return any(asked) or any(key.startswith("item_") for key in options)

    def option(self, options: Mapping[str, Any], key: str) -> Any:
        """Return what a recipe says at a key, else what the settings say."""
        whole = f"{self.name}_{key}"
        read = self.keys[whole]
        if options.get(whole) is not None:
            return read(options[whole])
        default = getattr(self.settings, key, None)
        return read(default) if default not in (None, "") else default

    def plan(self, offer: Offer) -> Handover:
        """Return what would be added and changed."""
        has = self._standing.get(int(self.clock() // FRESH_FOR_S))
        wanted, notes = self._wanted(offer, has)
        work = Work()
        if wanted:
            folder, quality = self._places(offer.options, only_quality=all(each.folder for each in wanted))
            tags = self.option(offer.options, "tag") or ()
            common = {
                **self.common(offer.options),
                "rootFolderPath": folder.get("path"),
                "qualityProfileId": quality["id"],
            }
            work = Work(titles=tuple(wanted), common=common, tags=tags)
        edits, changes = self._edits(offer, has)
        return Handover(
            added=tuple(each.ref for each in wanted),
            changes=tuple(changes),
            notes=tuple(notes),
            work=replace(work, edits=tuple(edits)),
        )

    def add(self, handover: Handover) -> Handover:
        """Add, one after the other; what is refused does not keep the others from being added."""
        work: Work = handover.work
        added: list[MediaRef] = []
        notes = list(handover.notes)
        tags = self._numbers(work.tags) if work.titles else []
        for each in work.titles:
            body = {
                **self._of(each),
                **(as_it_lies(work.common, each.folder) if each.folder else work.common),
                "tags": tags,
            }
            try:
                self.arr.post(self.path, body)
            except Refused as error:
                there = any("Exists" in code for code in error.codes)
                notes.append(f"{each.ref.title}: {'is there already' if there else error}")
            except ProviderError as error:
                if not added:
                    raise
                notes.append(f"{len(work.titles) - len(added)} wait for the next run: {error}")
                break
            else:
                added.append(each.ref)
                self._sent.keep(each.number)
                with self._lock:
                    self._just_added.add(each.number)
        changes: tuple[str, ...] = ()
        try:
            for edit in work.edits:
                named = {} if edit.tags is None else {"tags": self._numbers(edit.tags)}
                self.arr.put(f"{self.path}/editor", {**edit.body, **named})
            changes = handover.changes
        except ProviderError as error:
            if not added:
                raise
            notes.append(f"changes of what is there: {error}")
        return Handover(added=tuple(added), changes=changes, notes=tuple(notes))

    def tagged(self, tags: Sequence[str]) -> Tagged:
        """Return the titles with one of the tags, asked for anew."""
        entries, known = self.arr.ask_list(self.path), self._labels()
        numbers = {known[tag] for tag in tags if tag in known}
        found = [each for each in entries if each.get("id") and not numbers.isdisjoint(each.get("tags") or ())]
        return Tagged(
            titles=tuple(self._ref(each) for each in found),
            total=len(entries),
            unknown=tuple(tag for tag in tags if tag not in known),
        )

    def remove(self, found: Tagged) -> None:
        """Take titles out; that they were here is remembered, so that nothing adds them again unasked."""
        numbers = [int(ref.key) for ref in found.titles]
        self.arr.delete(f"{self.path}/editor", {f"{self.path}Ids": numbers, "deleteFiles": False})
        for ref in found.titles:
            if (number := self._number(ref)) is not None:
                self._sent.keep(number)
        self._standing = self._once()

    def close(self) -> None:
        """Close the memory."""
        self._sent.close()

    def _once(self) -> Once[int, Standing]:
        return Once(lambda _: self._look(), most=1)

    def _look(self) -> Standing:
        return standing(self.arr.ask_list(self.path), self.arr.ask_list(self.exclusions), f"{self.service}Id")

    def _wanted(self, offer: Offer, has: Standing) -> tuple[list[Titled], list[str]]:
        """Return what is to be added, and why the others are not."""
        folders, astray = self._folders(offer, has)
        missing = offer.missing if self.option(offer.options, "add_missing") else ()
        found: dict[int, MediaRef] = {}
        unknown = 0
        for ref in (*missing, *folders):
            if ref.type is not self.takes or has.find(ref, self._number(ref)) is not None:
                continue
            titled = self._identified(ref)
            if titled is None:
                unknown += 1
            elif has.find(titled.ref, titled.number) is None and titled.number not in self._just_added:
                found.setdefault(titled.number, titled.ref)
        excluded = found.keys() & has.excluded
        fresh = found.keys() - excluded
        again = frozenset() if self.option(offer.options, "ignore_cache") else self._sent.known(fresh)
        notes = (
            (unknown, f"not known to {self.title}"),
            (len(excluded), "excluded there"),
            (len(again), "sent before and taken out there"),
            (
                astray,
                f"in no root folder of {self.title}; say under `plugins.{self.context.instance}.paths` how it sees them",
            ),
        )
        lie = {ref.key: folder for ref, folder in folders.items()}
        wanted = [
            Titled(number, ref, lie.get(ref.key, "") if ref.key else "")
            for number, ref in found.items()
            if number in fresh and number not in again
        ]
        return wanted, [f"{count} {words}" for count, words in notes if count]

    def _folders(self, offer: Offer, has: Standing) -> tuple[dict[MediaRef, str], int]:
        """Return the members that are to be added, with their folders as the service sees them, and how many lie elsewhere."""
        if not self.option(offer.options, "add_existing"):
            return {}, 0
        new = [ref for ref in offer.members if ref.type is self.takes and has.find(ref, self._number(ref)) is None]
        if not new:
            return {}, 0
        paths: Mapping[str, str] = getattr(self.settings, "paths", {})
        roots = [str(entry.get("path") or "") for entry in self.arr.ask_list("rootfolder")]
        seen = {ref: seen_as(offer.folders.get(ref.key, ""), paths) for ref in new}
        found = {ref: folder for ref, folder in seen.items() if is_below(folder, filter(None, roots))}
        return found, len(new) - len(found)

    def _identified(self, ref: MediaRef) -> Titled | None:
        """Return a title with its id and name; None when the service cannot say what it is."""
        number = self._number(ref)
        if number is not None and ref.title:
            return Titled(number, ref)
        for service, value in ref.ids.pairs():
            if service not in self.terms:
                continue
            term = f"{service}:{value}"
            found = self._sent.looked_up(term) or self._asked(term)
            if found is not None:
                number, title, year = found
                ids = replace(ref.ids, tvdb=number) if self.service == "tvdb" else replace(ref.ids, tmdb=number)
                return Titled(number, replace(ref, ids=ids, title=ref.title or title, year=ref.year or year))
        return None

    def _asked(self, term: str) -> tuple[int, str, int | None] | None:
        key = f"{self.service}Id"
        entry = next(
            (each for each in self.arr.ask_list(f"{self.path}/lookup", params={"term": term}) if each.get(key)), None
        )
        if entry is None:
            return None
        found = (int(entry[key]), str(entry.get("title") or ""), entry.get("year") or None)
        self._sent.keep_lookup(term, found)
        return found

    def _edits(self, offer: Offer, has: Standing) -> tuple[list[Edit], list[str]]:
        """Return what is changed of titles it has, and in words."""
        edits: list[Edit] = []
        words: list[str] = []
        options = offer.options
        there = {
            entry["id"]: entry
            for ref in (*offer.missing, *offer.members)
            if (entry := has.find(ref, self._number(ref))) is not None and entry.get("id")
        }
        numbers = f"{self.path}Ids"
        if self.option(options, "upgrade_existing") and there:
            quality = self._places(options, only_quality=True)[1]
            lower = [number for number, entry in there.items() if entry.get("qualityProfileId") != quality["id"]]
            if lower:
                edits.append(Edit(body={numbers: lower, "qualityProfileId": quality["id"]}))
                words.append(f"{len(lower)} get the quality {quality['name']}")
        if self.option(options, "monitor_existing"):
            unwatched = [number for number, entry in there.items() if entry.get("monitored") is False]
            if unwatched:
                edits.append(Edit(body={numbers: unwatched, "monitored": True}))
                words.append(f"{len(unwatched)} are monitored")
        labelled = [(how, f"item_{self.name}_tag{end}") for how, end in _TAG_CHANGES]
        members = [entry for ref in offer.members if (entry := has.find(ref, self._number(ref))) is not None]
        for how, key in labelled if members else ():
            if key not in options:
                continue
            tags = self.keys[key](options[key])
            known = self._labels()
            touched = [entry["id"] for entry in members if _differs(entry, how, {known.get(tag) for tag in tags})]
            if touched:
                edits.append(Edit(body={numbers: touched, "applyTags": how}, tags=tags))
                words.append(f"{len(touched)} {_TAG_WORDS[how]} {', '.join(tags) or 'none'}")
        return edits, words

    def _places(
        self, options: Mapping[str, Any], *, only_quality: bool = False
    ) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return the root folder and the quality profile that are meant."""
        folder: Mapping[str, Any] = {}
        if not only_quality:
            wanted = self.option(options, "folder") or getattr(self.settings, "root_folder", "")
            folder = chosen(self.arr, "rootfolder", "path", "root folder", wanted, f"{self.name}_folder")
        wanted = self.option(options, "quality") or getattr(self.settings, "quality_profile", "")
        return folder, chosen(self.arr, "qualityprofile", "name", "quality profile", wanted, f"{self.name}_quality")

    def _numbers(self, labels: Sequence[str]) -> list[int]:
        """Return the numbers of tags; those that are not there yet are made."""
        if not labels:
            return []
        known = self._labels()
        return [int(known.get(label) or self.arr.post("tag", {"label": label})["id"]) for label in labels]

    def _labels(self) -> dict[str, Any]:
        """Return the numbers of the tags there are."""
        return {str(tag.get("label") or "").casefold(): tag.get("id") for tag in self.arr.ask_list("tag")}

    def _ref(self, entry: Mapping[str, Any]) -> MediaRef:
        """Return a title it has, with its number as the key."""
        ids = {service: entry.get(f"{service}Id") or None for service in ("tmdb", "imdb", "tvdb")}
        return MediaRef(
            type=self.takes,
            ids=ExternalIds(**ids),
            title=str(entry.get("title") or ""),
            year=entry.get("year") or None,
            key=str(entry["id"]),
        )

    def _number(self, ref: MediaRef) -> int | None:
        number: int | None = getattr(ref.ids, self.service)
        return number

    def _of(self, titled: Titled) -> dict[str, Any]:
        year = {} if titled.ref.year is None else {"year": titled.ref.year}
        return {"title": titled.ref.title, f"{self.service}Id": titled.number, **year}


def as_it_lies(common: Mapping[str, Any], folder: str) -> dict[str, Any]:
    """Return what is sent with a title that is there already: its own folder, and nothing is searched for."""
    options = {key: value if not key.startswith("search") else False for key, value in common["addOptions"].items()}
    kept = {key: value for key, value in common.items() if key != "rootFolderPath"}
    return {**kept, "path": folder, "addOptions": options}


_ASKING = ("add_missing", "add_existing", "upgrade_existing", "monitor_existing")
"""Options that ask for something."""

_TAG_CHANGES = (("add", ""), ("remove", ".remove"), ("replace", ".sync"))
_TAG_WORDS = {"add": "get the tags", "remove": "lose the tags", "replace": "have just the tags"}


def _differs(entry: Mapping[str, Any], how: str, wanted: set[Any]) -> bool:
    """Return whether a title's tags are others than they shall be."""
    has = set(entry.get("tags") or ())
    if how == "remove":
        return not has.isdisjoint(wanted)
    return has != wanted if how == "replace" else not wanted <= has
