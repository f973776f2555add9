"""What collections miss goes to the services that get it, where a recipe or their settings ask for that."""

from __future__ import annotations

from collections.abc import Mapping
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
        offer = Offer(
            collection=wanted.title,
            library=runner.library,
            missing=tuple(ref for ref in wanted.missing if ref.type is taker.takes),
            members=tuple(ref for ref in map(runner.ref, wanted.members) if ref.type is taker.takes),
            options=options,
        )
        try:
            if taker.wants(options):
                said += _done(taker, offer, dry=dry)
        except PosteractError as error:
            hint = f" {error.hint}" if error.hint else ""
            warnings.append(f"{wanted.title}: nothing goes to {taker.title}: {error}{hint}")
        except Exception as error:  # noqa: BLE001 - a plugin's border: the collection is built all the same
            logger.opt(exception=error).debug("{} broke", name)
            warnings.append(f"{wanted.title}: nothing goes to {taker.title}: {type(error).__name__}: {error}")
    for warning in warnings:
        logger.info("{}", warning)
    if not said:
        return outcome, warnings
    what = ", ".join(part for part in (outcome.what, *(line.partition(":")[0] for line in said)) if part)
    return replace(outcome, what=what, handed=tuple(said)), warnings


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
