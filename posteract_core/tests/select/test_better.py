"""What is so much better that it replaces the picture in use, and what is mere reordering."""

from __future__ import annotations

import pytest
from posteract_core.model import TEXTLESS, Artwork, ArtworkKind
from posteract_core.select import Preferences
from posteract_core.select.better import Better, InUse, better

PREFERENCES = Preferences(sources=("tmdb", "fanart"), languages=("textless", "original", "en"), min_width_px=1000)
ENGLISH = InUse(source="tmdb", language="en", width_px=1000, votes=10)
SMALL = InUse(source="tmdb", language=TEXTLESS, width_px=800)
TEXTLESS_ART = InUse(source="tmdb", language=TEXTLESS, width_px=1000, votes=10)


def art(**about) -> Artwork:
    known = {"source": "tmdb", "language": "en", "width_px": 1000, "height_px": 1500, "votes": 10}
    return Artwork(id="new", url="", **{**known, **about})


def said(best: Artwork, now: InUse, accept: str = "better") -> Better:
    return better(best, now, PREFERENCES, ArtworkKind.POSTER, original_language="de", accept=accept)


@pytest.mark.parametrize(
    ("best", "now", "why"),
    [
        (art(language=TEXTLESS), ENGLISH, "textless art"),
        (art(language="de"), ENGLISH, "art in de"),
        (art(language=TEXTLESS, source="fanart"), ENGLISH, "textless art"),
        (art(language=TEXTLESS, width_px=2000), SMALL, "2000 px wide instead of 800"),
        (art(language=TEXTLESS), InUse(source="fanart", language=TEXTLESS), "tmdb has one now"),
        (art(manual=True), TEXTLESS_ART, "a picture of your own"),
    ],
)  # fmt: skip
def test_an_earlier_language_enough_width_a_higher_source_or_ones_own_is_better(best, now, why):
    assert said(best, now) == Better(why=why)
    assert said(best, now, accept="off") == Better()


@pytest.mark.parametrize(
    "best",
    [
        art(language=TEXTLESS, votes=14),
        art(language=TEXTLESS, width_px=3000),
        art(language=TEXTLESS, source="fanart", votes=900),
        art(language="en", votes=900),
        art(language=None, votes=900),
    ],
)
def test_mere_reordering_is_not(best):
    assert said(best, TEXTLESS_ART) == Better()


def test_half_as_many_votes_again_may_be_reason_if_they_last():
    assert said(art(language=TEXTLESS, votes=15), TEXTLESS_ART) == Better(perhaps="15 votes instead of 10")
    assert said(art(language=TEXTLESS, votes=15), InUse(source="tmdb", language=TEXTLESS, votes=0)) == Better()


def test_who_accepts_textless_alone_gets_nothing_else():
    assert said(art(language=TEXTLESS), ENGLISH, "textless") == Better(why="textless art")
    assert said(art(language="de"), ENGLISH, "textless") == Better()
    assert said(art(language=TEXTLESS, votes=90), TEXTLESS_ART, "textless") == Better()
