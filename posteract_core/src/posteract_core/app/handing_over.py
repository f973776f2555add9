"""What collections miss goes to the services that get it, where a recipe or their settings ask for that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from loguru import logger

from ..collect.difference import Change
from ..errors import PosteractError
from ..providers import Handover, Offer, TakesMissing
from ..run.collections import CollectionOutcome, CollectionRunner, titled

MOST_NAMED = 5
"""Titles that are named in a line; the others are counted."""


def handed_over(
    takers: Mapping[str, TakesMissing[Any]],
    runner: CollectionRunner,
    change: Change,
    outcome: CollectionOutcome,
    *,
    dry: bool,
) -> tuple[CollectionOutcome, list[str]]:
    """Return the outcome of a collection with what services got of it, or would get, and warnings; a failure is one."""
    wanted = change.wanted
    said: list[str] = []
    warnings: list[str] = []
    for name, taker in takers.items():
        options = {
            key: value for key, value in wanted.asked.items() if key.removeprefix("item_").startswith(f"{name}_")
        }
        if taker.takes is not runner.library.type or not (wanted.missing or wanted.members):
            continue
        items = runner.index.items
        offer = Offer(
            collection=wanted.title,
            library=runner.library,
            missing=tuple(ref for ref in wanted.missing if ref.type is taker.takes),
            members=tuple(ref for ref in map(runner.ref, wanted.members) if ref.type is taker.takes),
            folders={key: items[key].folder for key in wanted.members if key in items and items[key].folder},
            options=options,
        )
        with as_warning(f"{wanted.title}: nothing goes to {taker.title}", taker, warnings):
            if taker.wants(options):
                said += _done(taker, offer, dry=dry)
    for warning in warnings:
        logger.info("{}", warning)
    if not said:
        return outcome, warnings
    what = ", ".join(part for part in (outcome.what, *(line.partition(":")[0] for line in said)) if part)
    return replace(outcome, what=what, handed=tuple(said)), warnings


@contextmanager
def as_warning(where: str, taker: TakesMissing[Any], warnings: list[str]) -> Iterator[None]:
    """Turn whatever goes wrong with a service inside into a warning: the rest of the run is done all the same."""
    try:
        yield
    except PosteractError as error:
        hint = f" {error.hint}" if error.hint else ""
        warnings.append(f"{where}: {error}{hint}")
    except Exception as error:  # noqa: BLE001 - a plugin's border
        logger.opt(exception=error).debug("{} broke", taker.name)
        warnings.append(f"{where}: {type(error).__name__}: {error}")


def _done(taker: TakesMissing[Any], offer: Offer, *, dry: bool) -> list[str]:
    planned = taker.plan(offer)
    if dry or not (planned.added or planned.changes):
        return _in_words(taker.title, planned)
    return _in_words(taker.title, taker.add(planned))


def _in_words(title: str, handover: Handover) -> list[str]:
    """Return `3 to Radarr: Heat (1995), …`, what is changed there, and what was left out."""
    lines = []
    if handover.added:
        names = [titled(ref) for ref in handover.added]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        lines.append(f"{len(names)} to {title}: {', '.join(names[:MOST_NAMED])}{more}")
    lines += [f"in {title} {words}" for words in handover.changes]
    return lines + [f"not to {title}: {words}" for words in handover.notes]
