"""Builders: `text_file` and `stevenlu_popular`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import httpx
from posteract_core.errors import ConfigError, ProviderError, ProviderUnavailable
from posteract_core.model import ItemType, MediaRef
from posteract_core.providers import BuildContext, CollectionBuilder
from posteract_core.providers.answers import answering, json_of, raise_for_answer
from posteract_core.redaction import redact

from .entries import FORMS, NoEntry, read, titled
from .settings import ListsSettings

LARGEST_FILE_BYTES = 16 * 2**20


class TextFile(CollectionBuilder[ListsSettings]):
    """`text_file`: paths and addresses of lists, one id a line."""

    name = "text_file"
    ordered: ClassVar[bool] = True

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the titles of all the lists, in their order, each once."""
        places = value if isinstance(value, list) else [value]
        if not places or not all(isinstance(place, str) and place.strip() for place in places):
            raise ConfigError(f"text_file takes a path or an address, or a list of such, not {value!r}")
        found: dict[MediaRef, None] = {}
        for place in places:
            found |= dict.fromkeys(self._titles(place.strip(), context.library.type))
        return list(found)

    def _titles(self, place: str, kind: ItemType) -> Iterator[MediaRef]:
        there = re.match(r"(?i)https?://", place) is not None
        text = self._fetched(place) if there else self._local(place)
        told = _without_query(place) if there else place
        try:
            for where, ref in read(text, kind):
                if ref is None:
                    raise ConfigError(f"text_file: {told}, {where} is no id", hint=f"An entry is {FORMS}.")
                yield ref
        except NoEntry as error:
            raise ConfigError(
                f"text_file: {told}: {error}", hint="It is lines of ids, or a JSON list of ids or objects with ids."
            ) from error

    def _local(self, place: str) -> str:
        path = self.context.config_folder / place
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST_FILE_BYTES + 1)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise ConfigError(f"text_file: {path} cannot be read: {why}") from error
        if len(data) > LARGEST_FILE_BYTES:
            raise ConfigError(f"text_file: {path} is no list of ids: it has more than {LARGEST_FILE_BYTES:,} bytes")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ConfigError(f"text_file: {path} is no text (UTF-8)") from error

    def _fetched(self, address: str) -> str:
        me, told = self.context.instance, _without_query(address)
        with answering(me):
            response = self.http.get(
                address, follow_redirects=True, extensions={"max_bytes": LARGEST_FILE_BYTES, "cache": False}
            )
        if response.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
            raise ProviderError(me, f"there is no list at {told}", hint="Is its address right?")
        if response.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise ProviderError(me, f"{told} is not for everybody (HTTP {response.status_code})")
        raise_for_answer(response, me)
        kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind.endswith(("html", "xml")) or response.text.lstrip()[:1] == "<":
            raise ProviderUnavailable(
                me, f"{told} is a web page, and no list", hint="Write the address of the plain text itself (raw)."
            )
        return response.text


class StevenLuPopular(CollectionBuilder[ListsSettings]):
    """`stevenlu_popular: true`: StevenLu's list of popular films."""

    name = "stevenlu_popular"
    ordered: ClassVar[bool] = True

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the films, in the list's order."""
        if context.library.type is not ItemType.MOVIE:
            raise ConfigError("stevenlu_popular goes with libraries of films only")
        if value is not None and str(value).strip().casefold() != "true":
            raise ConfigError(f"stevenlu_popular takes `true`, not {value!r}")
        me = self.context.instance
        with answering(me):
            response = self.http.get("/movies.json")
        if response.status_code == httpx.codes.NOT_FOUND:
            raise ProviderError(me, "StevenLu's list is not there any more (HTTP 404)")
        if response.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise ProviderError(me, f"StevenLu's list is not for everybody any more (HTTP {response.status_code})")
        answer = json_of(response, me)
        if not isinstance(answer, list) or not all(isinstance(each, Mapping) for each in answer):
            raise ProviderUnavailable(me, "StevenLu's list is something else than a list of films")
        films = [titled(each, ItemType.MOVIE) for each in answer]
        if answer and not any(films):
            raise ProviderUnavailable(me, "StevenLu's list names no ids")
        return list(dict.fromkeys(film for film in films if film is not None))


def _without_query(address: str) -> str:
    """Return an address as it may be told: secrets stand in queries."""
    return redact(address.partition("?")[0])


BUILDERS: tuple[type[CollectionBuilder[ListsSettings]], ...] = (TextFile, StevenLuPopular)
"""Every builder of lists."""
