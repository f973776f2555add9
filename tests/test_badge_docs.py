"""What docs/badges.md promises to those who come from Kometa: every variable says what it said there."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from posteract_core.model import ArtworkKind, Facts, ItemType, MediaItem, MediaVersion, Rating
from posteract_core.providers import Subject
from posteract_core.render import words

TEXT = (Path(__file__).parents[1] / "docs" / "badges.md").read_text(encoding="utf-8")
RATINGS = (
    "imdb", "tmdb", "trakt", "omdb", "omdb_imdb", "omdb_metascore", "omdb_tomatoes", "plex_imdb", "plex_tmdb",
    "plex_tomatoes", "plex_tomatoesaudience", "mdb", "mdb_average", "mdb_imdb", "mdb_letterboxd", "mdb_metacritic",
    "mdb_metacriticuser", "mdb_myanimelist", "mdb_tmdb", "mdb_tomatoes", "mdb_tomatoesaudience", "mdb_trakt",
    "trakt_user", "anidb", "anidb_average", "anidb_score", "mal", "critic", "audience", "user",
)  # fmt: skip

VERSION = MediaVersion(path="/m/a.mkv", duration_s=8040, bitrate_kbps=9000)
FILM = MediaItem(
    title="heat", original_title="Heat!", year=1995, edition="Final Cut", content_rating="R", released=date(1995, 12, 15),
    added=datetime(2026, 1, 20, tzinfo=UTC), versions=(VERSION, MediaVersion(path="/m/b.mkv", bitrate_kbps=4000)),
    facts=Facts({"rating.imdb": Rating(value=7.35), "rating.letterboxd": Rating(value=3.5, scale=5)}),
)  # fmt: skip
EPISODE = MediaItem(
    title="Lies",
    type=ItemType.EPISODE,
    show_title="Dark",
    season_title="The Past",
    season=21,
    episode=7,
    versions=(VERSION,),
)
SEASON = MediaItem(title="Season 2", type=ItemType.SEASON, show_title="Dark", season=2, episodes=(VERSION, VERSION))


def said(text: str, item: MediaItem, **facts: object) -> str | None:
    subject = Subject(item=item, kind=ArtworkKind.POSTER, title=item.title, facts=Facts(facts), today=date(2026, 1, 31))
    assert words.mistake_in(text) == ""
    return words.fill(text, subject)


@pytest.mark.parametrize("name", RATINGS)
def test_every_rating_of_kometas_texts_has_its_line(name):
    table = TEXT.partition("### Kometa's text variables")[2].partition("<!--")[0]
    assert re.search(rf"(?<![a-z_]){name}_", table)


@pytest.mark.parametrize("field", sorted(set(re.findall(r"`(\{[^`:]+(?::[^`]*)?\})`", TEXT))))
def test_every_field_of_the_table_is_one(field):
    assert field.startswith("{type:") or ": " in field or words.mistake_in(field) == ""


@pytest.mark.parametrize(
    ("item", "text", "filled"),
    [
        (FILM, "{item_title} {item_title:upper} {item_title:title}", "heat HEAT Heat"),
        (FILM, "{original_title} {content_rating:lower} {edition:upper}", "Heat! r FINAL CUT"),
        (FILM, "{released} {released:%b %Y}", "1995-12-15 Dec 1995"),
        (FILM, "{minutes} {minutes:hours}h {minutes:rest}m", "134 2h 14m"),
        (FILM, "{bitrate} {highest_bitrate} {lowest_bitrate}", "9000 9000 4000"),
        (FILM, "{versions} {versions:words} {versions:0} {versions:00}", "2 Two 02 002"),
        (FILM, "{rating.imdb:percent} {rating.imdb:short} {rating.imdb:half}", "73 7.3 3.6"),
        (FILM, "{rating.letterboxd:ten} {rating.letterboxd:short}", "7.0 7"),
        (FILM, "{added:%d %b}", "20 Jan"),
        (EPISODE, "{show_title}, {season_name}: {item_title}", "Dark, The Past: Lies"),
        (EPISODE, "S{season:0}E{episode:00} {item_title:upper}", "S21E007 LIES"),
        (EPISODE, "{season:words:lower} {season:words:upper} {episode:words}", "twenty-one TWENTY-ONE Seven"),
        (SEASON, "{episode_count} {minutes} {total_minutes:hours}h", "2 134 4h"),
        (SEASON, "{versions}", None),
    ],
)
def test_a_text_says_what_kometas_said(item, text, filled):
    assert said(text, item) == filled


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Back {next_episode:%d %b}", "Back 09 Feb"),
        ("In {next_episode:days} days", "In 9 days"),
        ("Rank {imdb_rank}", "Rank 7"),
        ("Out in {released:days} days", None),
    ],
)
def test_a_text_counts_the_days_and_names_the_rank(text, filled):
    facts = {"next_episode": date(2026, 2, 9), "rank.imdb_top250": 7}
    assert said(text, FILM, **facts) == filled
    assert words.fact_names(text) == {"next_episode"} & set(re.findall(r"[a-z_]+", text)) | (
        {"rank.imdb_top250"} if "imdb_rank" in text else set()
    )
