"""Which candidate wins, and why."""

from __future__ import annotations

import pytest
from posteract_core.model import TEXTLESS, Artwork, ArtworkKind
from posteract_core.select import Preferences, could_beat, rank

POSTER = ArtworkKind.POSTER


def candidate(name, source="tmdb", language=TEXTLESS, **more):
    return Artwork(
        **{"source": source, "id": name, "url": name, "language": language, "width_px": 2000, "height_px": 3000, **more}
    )


def winner(*candidates, original="", **preferences):
    best = rank(candidates, Preferences(**preferences), POSTER, original_language=original).winner
    return best.id if best else None


@pytest.mark.parametrize("sources", [("tmdb", "fanart"), ("fanart", "tmdb")])
def test_an_earlier_language_wins_over_an_earlier_source(sources):
    english, bare = candidate("english", language="en"), candidate("bare", source="fanart")
    assert winner(english, bare, sources=sources, languages=("textless", "en")) == "bare"


def test_a_manual_picture_wins_over_everything_whatever_its_size():
    assert winner(candidate("best", votes=999), candidate("mine", source="local", manual=True, width_px=300)) == "mine"


def test_a_finished_picture_counts_as_of_the_first_language():
    mine = candidate("mine", source="local", language=None, finished=True)
    assert winner(mine, candidate("bare"), sources=("local", "tmdb")) == "mine"
    assert winner(mine, candidate("bare"), sources=("tmdb", "local")) == "bare"


def test_a_language_that_is_not_listed_disqualifies():
    assert winner(candidate("french", language="fr"), languages=("textless", "en")) is None


def test_any_takes_every_language_and_original_the_titles_own():
    japanese, english = candidate("ja", language="ja"), candidate("en", language="en")
    assert winner(english, japanese, languages=("original", "any"), original="ja") == "ja"
    assert winner(english, languages=("original", "any"), original="ja") == "en"


def test_a_picture_that_says_no_language_comes_after_those_that_say_a_listed_one():
    unknown, english = candidate("unknown", language=None, votes=999), candidate("english", language="en")
    assert winner(unknown, english) == "english"
    assert winner(unknown) == "unknown"
    assert winner(unknown, english, unknown_language="textless") == "unknown"


@pytest.mark.parametrize(
    ("kind", "width_px", "qualifies"),
    [
        (ArtworkKind.POSTER, 999, False),
        (ArtworkKind.POSTER, 1000, True),
        (ArtworkKind.BACKGROUND, 1919, False),
        (ArtworkKind.BACKGROUND, 1920, True),
        (ArtworkKind.LOGO, 400, True),
        (ArtworkKind.LOGO, 399, False),
        (ArtworkKind.POSTER, 0, True),
    ],
)
def test_too_narrow_a_picture_is_disqualified_by_the_measure_of_its_kind(kind, width_px, qualifies):
    ranking = rank([candidate("a", width_px=width_px)], Preferences(), kind)
    assert (ranking.winner is not None) is qualifies
    if not qualifies:
        assert "px wide" in ranking.verdicts[0].why


@pytest.mark.parametrize(
    ("rank_by", "expected"), [("votes", "voted"), ("rating", "rated"), ("resolution", "large"), ("provider", "first")]
)
def test_rank_by_decides_within_a_language_and_source(rank_by, expected):
    candidates = [
        candidate("voted", votes=9, position=3),
        candidate("rated", rating=9.0, position=2),
        candidate("large", width_px=4000, height_px=6000, position=1),
        candidate("first", position=0),
    ]
    assert winner(*candidates, rank_by=rank_by) == expected


def test_the_order_candidates_come_in_changes_nothing():
    candidates = [candidate(name) for name in "cab"]
    assert winner(*candidates) == winner(*reversed(candidates)) == "a"


def test_every_candidate_is_told_why_it_won_or_lost():
    ranking = rank(
        [candidate("won"), candidate("later", source="fanart"), candidate("out", language="fr")], Preferences(), POSTER
    )
    assert [verdict.rank for verdict in ranking.verdicts] == [1, 2, None]
    assert "best" in ranking.verdicts[0].why
    assert "fanart" in ranking.verdicts[1].why
    assert "fr" in ranking.verdicts[2].why


def test_a_source_that_has_not_answered_matters_only_while_it_could_be_better():
    preferences = Preferences(sources=("tmdb", "fanart"), languages=("textless", "en"))
    assert could_beat("fanart", None, preferences)
    assert could_beat("fanart", candidate("english", language="en"), preferences)
    assert not could_beat("fanart", candidate("bare"), preferences)
    assert could_beat("tmdb", candidate("bare", source="fanart"), preferences)
    assert not could_beat("tmdb", candidate("mine", manual=True), preferences)
