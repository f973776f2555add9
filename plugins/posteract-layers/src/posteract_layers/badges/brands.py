"""Badges of brands: `streaming`, `network`, `studio`. Their logos come from whoever knows the brand; else a wordmark of ours."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, Literal, TypeVar

from posteract_core.model import Brand
from posteract_core.providers import DrawContext, Raster, Subject
from pydantic import Field, field_validator

from ..badge import Badge, Entry, fact, plain, slug
from ..logos import logo_badge
from ..plate import BadgeOptions, badge
from ..tables import Wordmark, table

LONGEST_NAME = 24
"""Letters of a name without a short form; a longer one is cut at a word."""


class BrandOptions(BadgeOptions):
    """Options of badges of brands."""

    show: tuple[str, ...] = Field(
        (), description="Only these, in this order; left out = all, as the source orders them."
    )
    most: int = Field(1, ge=1, le=8, description="Badges at most.")
    logo: Literal["tone", "color", "none"] = Field(
        "tone", description="A logo in the colour of the words, in its own colours, or none: the name, set by us."
    )

    @field_validator("show", mode="before")
    @classmethod
    def _one_or_more(cls, given: object) -> object:
        return (given,) if isinstance(given, str) else tuple(given) if isinstance(given, list) else given


B = TypeVar("B", bound=BrandOptions)


class BrandBadge(Badge[B], Generic[B]):
    """Shows brands: each by its logo where it could be had, else by its name."""

    place = "bottom-left"
    names: str
    """The table of short names."""

    @abstractmethod
    def brands(self, subject: Subject) -> Sequence[Brand]:
        """Return all brands of a subject, the first one first."""

    def chosen(self, subject: Subject) -> tuple[Brand, ...]:
        """Return those that are shown: one for each name, in the order asked for."""
        found: dict[str, Brand] = {}
        for brand in self.brands(subject):
            found.setdefault(known_as(brand.name, self.names), brand)
        if self.options.show:
            wanted = [known_as(name, self.names) for name in self.options.show]
            found = {name: found[name] for name in wanted if name in found}
        return tuple(found.values())[: self.options.most]

    def pictures(self, subject: Subject) -> tuple[Brand, ...]:
        """Return the brands whose logos are wanted."""
        return () if self.options.logo == "none" else self.chosen(subject)

    def value(self, subject: Subject) -> Hashable | None:
        """Return (key in the table of names, name, the logo's hash; empty when there is none) for each."""
        return tuple(
            (known_as(brand.name, self.names), brand.name, subject.logos[brand].hash if brand in subject.logos else "")
            for brand in self.chosen(subject)
        ) or None  # fmt: skip

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return each name as it is set."""
        short = table(self.names)
        for key, name, _ in value:
            yield key, short.get(key) or Wordmark(word=shortened(name).upper())

    def draw(self, context: DrawContext) -> tuple[Raster, ...]:
        """Return a logo or a wordmark for each."""
        files = {logo.hash: logo for logo in context.subject.logos.values()}
        drawn = []
        for (key, mark), (_, _, digest) in zip(self.entries(context.value), context.value, strict=True):
            own = self._own(context, key)
            logo = files.get(digest) if own is None and digest else None
            picture = (
                logo_badge(context, logo, self.options, tone=self.options.logo == "tone", name=key) if logo else None
            )
            drawn.append(own or picture or badge(context, mark, self.options, name=key))
        return tuple(drawn)


class StreamingOptions(BrandOptions):
    """Options of `streaming`."""

    region: str = Field("US", description="ISO 3166-1: where it streams.")
    all: bool = Field(False, description="Every service that has it, up to six; false = the first one.")
    logo: Literal["tone", "color", "none"] = Field(
        "color", description="The service's tile in its own colours, one toned to the words, or its name, set by us."
    )

    @field_validator("region", mode="before")
    @classmethod
    def _as_iso(cls, given: object) -> object:
        code = str(given).strip().upper()
        if len(code) != 2 or not code.isalpha():
            raise ValueError(f"{given!r} is no country's code of two letters, such as US or DE")
        return "GB" if code == "UK" else code


class StreamingBadge(BrandBadge[StreamingOptions]):
    """The services that stream it in a region, by subscription."""

    type = "streaming"
    Options = StreamingOptions
    names = "streaming"

    def needs(self) -> frozenset[str]:
        """Return the services of the region."""
        return frozenset({f"streaming.{self.options.region}"})

    def brands(self, subject: Subject) -> Sequence[Brand]:
        """Return the services, the most watched first."""
        return _brands(fact(subject, f"streaming.{self.options.region}"))

    def chosen(self, subject: Subject) -> tuple[Brand, ...]:
        """Return the first service, or all of them."""
        if self.options.all and self.options.most == 1:
            widened = self.options.model_copy(update={"most": 6})
            return type(self)(widened).chosen(subject)
        return super().chosen(subject)


class NetworkBadge(BrandBadge[BrandOptions]):
    """The network a show was made for."""

    type = "network"
    Options = BrandOptions
    names = "network"

    def needs(self) -> frozenset[str]:
        """Return the networks."""
        return frozenset({"networks"})

    def brands(self, subject: Subject) -> Sequence[Brand]:
        """Return the networks that were looked up, else the server's."""
        known = _brands(fact(subject, "networks"))
        return known or ([Brand(name=subject.item.network)] if subject.item.network else [])


class StudioBadge(BrandBadge[BrandOptions]):
    """The studio that made it."""

    type = "studio"
    Options = BrandOptions
    names = "studio"

    def needs(self) -> frozenset[str]:
        """Return the studios."""
        return frozenset({"studios"})

    def brands(self, subject: Subject) -> Sequence[Brand]:
        """Return the studios: first the server's own, with the logo of the same name where one was looked up."""
        known = _brands(fact(subject, "studios"))
        own = [Brand(name=name) for name in subject.item.studios]
        same = {slug(brand.name): brand for brand in known}
        return [same.get(slug(brand.name), brand) for brand in own] + list(known)


@lru_cache(maxsize=4)
def _keys(names: str) -> Mapping[str, str]:
    """Return the keys of a table of names by their plain form; of keys that are set alike the first stands for all."""
    first: dict[tuple[str, str], str] = {}
    return {slug(key): first.setdefault((mark.over, mark.word), key) for key, mark in table(names).items()}


@lru_cache(maxsize=4096)
def known_as(name: str, names: str) -> str:
    """Return a brand's key in a table: by its name, or what is left of it without what companies add; else its plain name."""
    keys = _keys(names)
    words = list(plain(name))
    whole = "".join(words)
    while words:
        if "".join(words) in keys:
            return keys["".join(words)]
        if words[-1] not in _SUFFIXES:
            break
        words.pop()
    return whole


_SUFFIXES = frozenset(
    ("pictures", "picture", "studios", "studio", "films", "film", "entertainment", "productions", "production", "group", "inc",
     "ltd", "llc", "co", "company", "corporation", "corp", "television", "tv", "network", "channel", "cinema", "media", "kids",
     "with", "ads", "standard", "basic", "amazon")
)  # fmt: skip


def shortened(name: str) -> str:
    """Return a name cut at a word so that it makes no badge wider than a poster."""
    if len(name) <= LONGEST_NAME:
        return name
    words: list[str] = []
    for word in name.split():
        if len(" ".join([*words, word])) > LONGEST_NAME:
            break
        words.append(word)
    return " ".join(words) or name[:LONGEST_NAME]


def _brands(value: Hashable | None) -> list[Brand]:
    return [each for each in value if isinstance(each, Brand)] if isinstance(value, tuple) else []
