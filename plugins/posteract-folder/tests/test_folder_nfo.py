"""NFO files in the manner of the programs that write them, and what becomes of broken ones."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from loguru import logger
from posteract_core.model import ItemType, Person, Rating
from posteract_folder.nfo import read_nfo

KODI = """<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>
<movie>
    <title>Heat</title>
    <originaltitle>Heat</originaltitle>
    <sorttitle>Heat 1995</sorttitle>
    <ratings>
        <rating name="imdb" max="10" default="true"><value>8.300000</value><votes>740,123</votes></rating>
        <rating name="themoviedb" max="10"><value>7.9</value><votes>7000</votes></rating>
        <rating name="tomatometerallcritics" max="100"><value>83.0</value><votes>96</votes></rating>
        <rating name="tomatometeravgcritics" max="10"><value>7.8</value></rating>
        <rating name="metacritic" max="100"><value>76</value></rating>
    </ratings>
    <userrating>9</userrating>
    <outline>Short.</outline>
    <plot>A group of professional bank robbers …</plot>
    <tagline>A Los Angeles crime saga</tagline>
    <mpaa>Rated R</mpaa>
    <playcount>2</playcount>
    <resume><position>2556.500000</position><total>10226.000000</total></resume>
    <uniqueid type="tmdb" default="true">949</uniqueid>
    <uniqueid type="imdb">tt0113277</uniqueid>
    <genre>Crime</genre><genre>Drama</genre>
    <tag>noir</tag>
    <set><name>Michael Mann</name><overview>His films</overview></set>
    <country>United States of America</country>
    <credits>Michael Mann</credits><director>Michael Mann</director>
    <premiered>1995-12-15</premiered>
    <studio>Warner Bros. Pictures</studio>
    <fileinfo><streamdetails>
        <video><codec>hevc</codec><aspect>2.400000</aspect><width>3840</width><height>1600</height>
            <durationinseconds>10226</durationinseconds><stereomode></stereomode><hdrtype></hdrtype></video>
        <audio><codec>dtshd_ma</codec><language>eng</language><channels>6</channels></audio>
        <audio><codec>ac3</codec><language>ger</language><channels>2</channels></audio>
        <subtitle><language>eng</language></subtitle>
    </streamdetails></fileinfo>
    <actor><name>Al Pacino</name><role>Vincent Hanna</role><order>0</order></actor>
    <dateadded>2021-02-03 04:05:06</dateadded>
</movie>"""

JELLYFIN = """<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<movie>
  <plot><![CDATA[Neo & friends <take> the red pill.]]></plot>
  <lockdata>false</lockdata>
  <dateadded>2022-01-02 03:04:05</dateadded>
  <title>The Matrix</title>
  <rating>8.2</rating>
  <criticrating>83</criticrating>
  <year>1999</year>
  <mpaa>R</mpaa>
  <imdbid>tt0133093</imdbid>
  <tmdbid>603</tmdbid>
  <tmdbcollectionid>2344</tmdbcollectionid>
  <releasedate>1999-03-31</releasedate>
  <genre>Action</genre>
  <studio>Village Roadshow Pictures</studio>
  <tag>dystopia</tag>
  <set><name>The Matrix Collection</name></set>
  <actor><name>Lana Wachowski</name><type>Director</type></actor>
  <actor><name>Keanu Reeves</name><role>Neo</role><type>Actor</type></actor>
  <fileinfo><streamdetails>
    <video><codec>hevc</codec><micodec>hevc</micodec><bitrate>60000000</bitrate><width>3840</width><height>2160</height>
      <aspect>16:9</aspect><duration>136</duration><durationinseconds>8178</durationinseconds></video>
    <audio><codec>truehd</codec><language>eng</language><channels>8</channels><default>True</default></audio>
  </streamdetails></fileinfo>
  <watched>true</watched>
</movie>"""

EMBY = """<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<movie>
  <title>Amélie</title>
  <originaltitle>Le Fabuleux Destin d'Amélie Poulain</originaltitle>
  <sorttitle>Amelie</sorttitle>
  <rating>7.9</rating>
  <year>2001</year>
  <imdbid>tt0211915</imdbid>
  <uniqueid type="imdb">tt0211915</uniqueid>
  <tmdbid>194</tmdbid>
  <uniqueid type="tmdb">194</uniqueid>
  <certification>DE:6</certification>
  <set>French Films</set>
  <watched>false</watched>
</movie>"""


def entry(text):
    (found,) = read_nfo(text.encode() if isinstance(text, str) else text).entries
    return found


def test_a_film_as_kodi_writes_it():
    found = entry(KODI)

    assert (found.title, found.original_title, found.sort_title, found.year) == ("Heat", "Heat", "Heat 1995", 1995)
    assert dict(found.ids.pairs()) == {"tmdb": "949", "imdb": "tt0113277"}
    assert dict(found.ratings) == {
        "imdb": Rating(value=8.3, votes=740123),
        "tmdb": Rating(value=7.9, votes=7000),
        "rt_critics": Rating(value=83, scale=100, votes=96),
        "metacritic": Rating(value=76, scale=100),
        "user": Rating(value=9),
    }
    assert (found.content_rating, found.genres, found.labels, found.collections) == (
        "R",
        ("Crime", "Drama"),
        ("noir",),
        ("Michael Mann",),
    )
    assert found.people == (
        Person(name="Michael Mann", job="director"),
        Person(name="Michael Mann", job="writer"),
        Person(name="Al Pacino", job="actor", role="Vincent Hanna"),
    )
    assert (found.released, found.watched, found.tagline) == (date(1995, 12, 15), True, "A Los Angeles crime saga")
    assert found.progress == 0.25
    assert found.added == datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert found.technical.is_complete
    assert found.technical.hdr == ()
    assert [(t.codec, t.channels, t.language) for t in found.technical.audio] == [
        ("dts-hd-ma", 6, "en"),
        ("ac3", 2, "de"),
    ]


def test_a_film_as_jellyfin_writes_it():
    found = entry(JELLYFIN)

    assert (found.title, found.year, found.summary) == ("The Matrix", 1999, "Neo & friends <take> the red pill.")
    assert dict(found.ids.pairs()) == {"imdb": "tt0133093", "tmdb": "603"}
    assert dict(found.ratings) == {"tmdb": Rating(value=8.2), "rt_critics": Rating(value=83, scale=100)}
    assert found.collections == ("The Matrix Collection",)
    assert [(person.name, person.job) for person in found.people] == [
        ("Lana Wachowski", "director"),
        ("Keanu Reeves", "actor"),
    ]
    assert found.watched is True
    assert found.technical.hdr is None, "Jellyfin says nothing of HDR; the video has to be asked"
    assert found.technical.aspect == pytest.approx(16 / 9, abs=0.001)
    assert found.technical.audio[0].default


def test_a_film_as_emby_writes_it():
    found = entry(EMBY)

    assert (found.title, found.original_title) == ("Amélie", "Le Fabuleux Destin d'Amélie Poulain")
    assert dict(found.ids.pairs()) == {"imdb": "tt0211915", "tmdb": "194"}
    assert (found.content_rating, found.collections, found.watched) == ("6", ("French Films",), False)
    assert found.technical is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<movie><title>H</title><id>tt0113277</id></movie>", {"imdb": "tt0113277"}),
        ("<movie><title>H</title><id>949</id></movie>", {"tmdb": "949"}),
        ("<tvshow><title>D</title><id>334824</id></tvshow>", {"tvdb": "334824"}),
        ("<tvshow><uniqueid type='anidb'>12</uniqueid><uniqueid type='tvdb'>x</uniqueid></tvshow>", {"anidb": "12"}),
        ("<movie><uniqueid type='imdb'>113277</uniqueid></movie>", {"imdb": "tt0113277"}),
        (
            "<movie><uniqueid type='wikidata'>q42198</uniqueid><tmdbid>0949</tmdbid></movie>",
            {"tmdb": "949", "wikidata": "Q42198"},
        ),
        ("<movie><uniqueid type='imdb'></uniqueid></movie>", {}),
    ],
)
def test_ids_in_all_their_spellings(text, expected):
    assert dict(entry(text).ids.pairs()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.themoviedb.org/movie/603-the-matrix", {"tmdb": "603"}),
        ("https://www.imdb.com/title/tt0133093/\n", {"imdb": "tt0133093"}),
        ("https://www.imdb.com/de/title/tt0133093/", {"imdb": "tt0133093"}),
        ("http://thetvdb.com/?tab=series&id=334824", {"tvdb": "334824"}),
        ("https://www.themoviedb.org/tv/70523", {"tmdb": "70523"}),
        ("░▒▓ release ▓▒░  iMDB....: http://www.imdb.com/title/tt0113277  ", {"imdb": "tt0113277"}),
    ],
)
def test_an_nfo_that_is_only_an_address(text, expected):
    found = read_nfo(text.encode())

    assert dict(found.ids.pairs()) == expected
    assert (found.entries, found.fault) == ((), "")


def test_an_address_after_the_xml_fills_a_gap():
    found = read_nfo(b"<movie><title>The Matrix</title></movie>\nhttps://www.imdb.com/title/tt0133093/")

    assert found.entries[0].title == "The Matrix"
    assert found.ids.imdb == "tt0133093"


@pytest.mark.parametrize(
    "data",
    [
        "<movie><title>Amélie</title></movie>".encode(),
        "\ufeff<movie><title>Amélie</title></movie>".encode(),
        '<?xml version="1.0" encoding="UTF-16"?><movie><title>Amélie</title></movie>'.encode("utf-16"),
        "<movie><title>Amélie</title></movie>".encode("utf-16-le"),
        '<?xml version="1.0" encoding="ISO-8859-1"?><movie><title>Amélie</title></movie>'.encode("latin-1"),
        "<movie><title>Amélie</title></movie>".encode("latin-1"),
        '<?xml version="1.0" encoding="no-such-thing"?><movie><title>Amélie</title></movie>'.encode(),
        "\n\n  <movie><title>Amélie</title></movie>".encode(),
        "<MOVIE><title>Amélie</title></MOVIE>".encode(),
    ],
)
def test_every_encoding_is_read(data):
    assert entry(data).title == "Amélie"


def test_a_bare_ampersand_and_control_characters_are_forgiven():
    assert entry("<movie><title>Tom & Jerry\x0b</title><plot>A &amp; B</plot></movie>").title == "Tom & Jerry"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"<movie><title>Heat</title>", "cut short"),
        (b"<movie><title>Heat</movie>", "broken XML"),
        (b"<html><body>404</body></html>", "none of a film"),
        (b"<movie>" + b"x" * (4 * 2**20) + b"</movie>", "larger than"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><movie><title>&b;</title></movie>', "entities"),
        (b"<movie><title>\xff\xfe</movie>", "broken XML"),
    ],
)
def test_what_is_wrong_is_said(data, word):
    assert word in read_nfo(data).fault


def test_entities_are_never_expanded():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    found = read_nfo(f'<!DOCTYPE l [<!ENTITY l0 "lol">{laughs}]><movie><title>&l9;</title></movie>'.encode())

    assert len(repr(found)) < 1000


def test_an_outside_entity_reads_no_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    found = read_nfo(f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]><movie><title>&s;</title></movie>'.encode())

    assert "hunter2" not in repr(found)


def test_a_films_nfo_completes_what_its_name_says(films):
    (item,) = films({"Heat (1995)/Heat (1995).mkv": "", "Heat (1995)/Heat (1995).nfo": KODI})

    assert (item.ids.tmdb, item.summary[:7], item.facts["rating.user"]) == (949, "A group", Rating(value=9))
    assert item.facts["rating.imdb"].votes == 740123
    assert item.collections == ("Michael Mann",)
    assert item.watched is True
    assert hash(item)


def test_movie_nfo_is_read_and_the_files_own_comes_first(films):
    (item,) = films(
        {
            "Heat (1995)/heat.mkv": "",
            "Heat (1995)/movie.nfo": "<movie><title>Wrong</title></movie>",
            "Heat (1995)/heat.nfo": "<movie><title>Right</title></movie>",
        }
    )

    assert item.title == "Right"


def test_a_broken_nfo_leaves_what_the_name_says_and_is_reported(films, make_server, tmp_path):
    said: list[str] = []
    sink = logger.add(said.append, level="WARNING")
    try:
        (item,) = films({"Heat (1995) {tmdb-949}/heat.mkv": "", "Heat (1995) {tmdb-949}/movie.nfo": "<movie><title>He"})
    finally:
        logger.remove(sink)
    server = make_server(Movies={"path": str(tmp_path / "root"), "type": "movie"})
    (finding,) = server.check()

    assert (item.title, item.year, item.ids.tmdb) == ("Heat", 1995, 949)
    assert any("movie.nfo" in line and "cut short" in line for line in said)
    assert finding.severity == "warning"
    assert "movie.nfo" in finding.message


def test_a_show_its_season_and_its_episodes_have_nfos(shows):
    items = shows(
        {
            "Dark/tvshow.nfo": """<tvshow><title>Dark</title><year>2017</year><studio>Netflix</studio><status>Ended</status>
                <uniqueid type="tvdb">334824</uniqueid><uniqueid type="tmdb">70523</uniqueid></tvshow>""",
            "Dark/Season 01/season.nfo": "<season><seasonnumber>1</seasonnumber><title>The Beginning</title></season>",
            "Dark/Season 01/Dark S01E01.mkv": "",
            "Dark/Season 01/Dark S01E01.nfo": """<episodedetails><title>Secrets</title><season>1</season><episode>1</episode>
                <aired>2017-12-01</aired><uniqueid type="imdb">tt7305578</uniqueid></episodedetails>""",
        }
    )
    show, season, episode = items

    assert (show.network, show.status, show.year) == ("Netflix", "Ended", 2017)
    assert season.title == "The Beginning"
    assert (episode.title, episode.released, episode.ids.imdb) == ("Secrets", date(2017, 12, 1), "tt7305578")
    assert episode.show_ids == season.show_ids == show.ids
    assert show.ids.tvdb == 334824


def test_several_episodes_in_one_nfo_are_one_double_episode(shows):
    items = shows(
        {
            "Dark/Season 1/Dark S01E02E03.mkv": "",
            "Dark/Season 1/Dark S01E02E03.nfo": """<?xml version="1.0"?>
<episodedetails><title>Lies</title><season>1</season><episode>2</episode><uniqueid type="tvdb">1</uniqueid></episodedetails>
<episodedetails><title>Past</title><season>1</season><episode>3</episode></episodedetails>""",
        }
    )
    (episode,) = [item for item in items if item.type is ItemType.EPISODE]

    assert (episode.title, episode.episode, episode.last_episode, episode.ids.tvdb) == ("Lies / Past", 2, 3, 1)


def test_the_nfos_numbers_count_more_than_an_absolute_one_in_the_name(shows):
    items = shows(
        {
            "One Piece/One Piece - 062.mkv": "",
            "One Piece/One Piece - 062.nfo": "<episodedetails><season>2</season><episode>1</episode></episodedetails>",
        }
    )

    assert [(item.season, item.episode) for item in items if item.type is not ItemType.SHOW] == [(2, None), (2, 1)]
