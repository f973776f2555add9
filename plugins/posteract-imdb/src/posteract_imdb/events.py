"""Events with awards, from a public copy of what IMDb says of them: IMDb itself lets no program read it.

A file for each event says, by year, award and category, who was nominated and who won.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

import httpx
from posteract_core.errors import ConfigError, ProviderUnavailable
from posteract_core.providers import ProviderContext
from posteract_core.providers.answers import answering, raise_for_answer
from posteract_core.providers.memory import Memory

from .settings import ImdbSettings

Category: TypeAlias = "dict[str, list[str]]"
"""Ids of titles by `nominee` and `winner`."""

Event: TypeAlias = "dict[str, dict[str, dict[str, Category]]]"
"""By year, award and category; the newest year first."""

FRESH_FOR_S = 86_400

EVENTS: Mapping[str, str] = {
    "oscar": "ev0000003", "emmy": "ev0000223", "golden": "ev0000292", "bafta": "ev0000123", "cannes": "ev0000147",
    "choice": "ev0000133", "spirit": "ev0000349", "sundance": "ev0000631", "berlinale": "ev0000091", "venice": "ev0000681",
    "toronto": "ev0000659", "cesar": "ev0000157", "sag": "ev0000598", "razzie": "ev0000558",
    "national_film_board_preserved": "ev0000468",
}  # fmt: skip
"""Names that the dialect has for some, and IMDb's numbers."""


def event_of(written: object) -> str | None:
    """Return an event's number from its name or number; None when it is neither.

    >>> event_of("Oscar"), event_of("ev0000091"), event_of("best film")
    ('ev0000003', 'ev0000091', None)
    """
    text = str(written).strip().lower()
    return text if re.fullmatch(r"ev\d{7,}", text) else EVENTS.get(text)


class Events:
    """Reads the copies, and keeps each for a day. Safe to use from many threads."""

    def __init__(
        self, http: httpx.Client, settings: ImdbSettings, context: ProviderContext, clock: Callable[[], float]
    ) -> None:
        self._http, self._clock, self._instance = http, clock, context.instance
        self._url = str(settings.awards_url).rstrip("/")
        self._memory = Memory(context.cache_folder / "events.sqlite", looking_only=context.dry_run)

    def close(self) -> None:
        """Close what is kept."""
        self._memory.close()

    def get(self, number: str, name: str) -> Event:
        """Return an event's years; one request a day for each event.

        Args:
            number: of the event.
            name: of the key that it is for, for errors.

        Raises:
            ConfigError: there is no copy of it.
            ProviderUnavailable: could not be had.
        """
        token = str(int(self._clock() // FRESH_FOR_S))
        if number in (known := self._memory.get_many("event", {number: token})):
            found: Event = json.loads(known[number])
            return found
        me = self._instance
        with answering(me):
            response = self._http.get(f"{self._url}/events/{number}.yml")
        if response.status_code == httpx.codes.NOT_FOUND:
            raise ConfigError(
                f"{name}: there is no copy of the event {number}",
                hint=f"There is one of {', '.join(EVENTS)}, and of some others.",
            )
        raise_for_answer(response, me)
        event = read_event(response.content, me)
        self._memory.put_many("event", [(number, token, json.dumps(event).encode())])
        return event


def read_event(data: bytes, instance: str) -> Event:
    """Return the years of an event's file; raises ProviderUnavailable when it is none."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        written = YAML(typ="safe").load(data)
        event = {
            str(year): {
                str(award): {
                    str(category): {str(how): [str(each) for each in ids or ()] for how, ids in (people or {}).items()}
                    for category, people in (categories or {}).items()
                }
                for award, categories in (awards or {}).items()
            }
            for year, awards in written.items()
        }
    except (YAMLError, AttributeError, TypeError) as error:
        raise ProviderUnavailable(instance, "the copy of its awards is not what it was") from error
    return dict(sorted(event.items(), reverse=True))
