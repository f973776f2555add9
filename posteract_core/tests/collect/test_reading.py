"""Files with definitions: every mistake is named at its place, nothing is passed over in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from textwrap import dedent

import pytest
from posteract_core.collect.dialect.definition import Surroundings
from posteract_core.collect.dialect.keys import undone
from posteract_core.collect.dialect.reading import Read, read_recipes
from posteract_core.collect.dialect.sources import read_sources
from posteract_core.errors import PosteractError
from posteract_core.model import ItemType

AROUND = Surroundings(
    library=ItemType.MOVIE, builders=("imdb_list", "imdb_id"), overlays=("director",), libraries=("Movies", "TV Shows")
)


@pytest.fixture
def read(tmp_path):
    def reading(text: str, **more: object) -> Read:
        (tmp_path / "films.yml").write_text(dedent(text), encoding="utf-8")
        files = read_sources(["films.yml"], tmp_path, "collection_files", **more)
        found = read_recipes(files.sources, AROUND, name="Movies", server_name="Movies", today=date(2026, 11, 27))
        found.problems[:0], found.warnings[:0] = files.problems, files.warnings
        return found

    return reading


def said(problems) -> list[str]:
    return [f"{Path(problem.where).name}:{problem.line}: {problem.path}: {problem.message}" for problem in problems]


def test_a_template_whose_controls_are_lists_is_named_not_a_traceback(read):
    found = read("""\
        templates:
          a: {default: [n, 3], conditionals: [x], imdb_id: <<n>>}
          b: [imdb_id]
          c: {conditionals: {tint: {conditions: [red]}}, imdb_id: tt0113277}
        collections:
          One: {template: {name: a}, variables: [n]}
        """)
    assert said(found.problems) == [
        "films.yml:2: templates.a.conditionals: must be a mapping, not ['x']",
        "films.yml:2: templates.a.default: must be a mapping, not ['n', 3]",
        "films.yml:3: templates.b: must be a mapping of attributes",
        "films.yml:4: templates.c.conditionals: `tint` needs `conditions`, a list of tests with a `value` each",
        "films.yml:6: collections.One: `variables` must be a mapping: `variables: {name: value}`",
    ]


@pytest.mark.parametrize(
    "variables",
    [
        "{a: <<b>><<b>>, b: <<a>><<a>>}",
        "{a: <<b>><<b>><<b>><<b>><<b>><<b>>, b: <<a>><<a>><<a>><<a>><<a>><<a>>}",
        "{a: [<<b>>], b: [<<a>>]}",
        "{a: {x: <<a>>}}",
        (
            "{a: [<<b>>, <<b>>, <<b>>], b: [<<c>>, <<c>>, <<c>>], c: [<<d>>, <<d>>, <<d>>], d: [<<e>>, <<e>>, <<e>>], "
            "e: [<<f>>, <<f>>, <<f>>], f: [<<g>>, <<g>>, <<g>>], g: [<<h>>, <<h>>, <<h>>], h: [<<i>>, <<i>>, <<i>>], "
            "i: [<<j>>, <<j>>, <<j>>], j: [<<k>>, <<k>>, <<k>>], k: [1, 2, 3]}"
        ),
    ],
)
def test_variables_that_stand_for_each_other_end(read, variables):
    found = read(f"""\
        templates:
          t: {{imdb_id: tt0113277, summary: <<a>>}}
        collections:
          One: {{template: {{name: t}}, variables: {variables}}}
        """)
    assert len(found.problems) + len(found.warnings) >= 1
    assert not found.recipes or len(found.recipes[0].summary or "") < 20_001


def test_a_mistake_in_a_template_is_said_once_and_where_it_stands(read):
    found = read("""\
        templates:
          t:
            imdb_id: <<id>>
            sync_mode: synk
        collections:
          One: {template: {name: t, id: tt0113277}}
          Two: {template: {name: t, id: tt0113278}}
        """)
    assert said(found.problems) == [
        "films.yml:4: collections.One.sync_mode: `synk` is none of its words; did you mean `sync`?"
    ]


def test_what_no_one_reads_is_said(read):
    found = read("""\
        colections: {}
        collections: [One]
        metadata: {Heat: {title: Heat!}}
        anchors: {x: 1}
        """)
    assert said(found.problems) == [
        "films.yml:1: colections: is not understood; did you mean `collections`?",
        "films.yml:2: collections: must be a mapping with a name for each entry",
    ]
    assert said(found.warnings) == [
        "films.yml:3: metadata: is not read from here: name this file under `metadata_files` too",
        (
            "films.yml:4: anchors: is not read; what counts stands under "
            "collections, dynamic_collections, external_templates, templates"
        ),
    ]


def test_values_of_the_wrong_shape_are_named(read):
    found = read("""\
        collections:
          A: {imdb_id: tt0113277, library: {Movies: true}}
          B: {imdb_id: tt0113277, label: {x: 1}}
          C: {imdb_id: tt0113277, library: Movis}
          D: {imdb_id: tt0113277, sort_title: [a]}
          E: {plex_search: {any: {critic_rating.gte: high}}}
          F: {imdb_id: tt0113277, collection_order: relase}
        """)
    assert said(found.problems) == [
        "films.yml:2: collections.A.library: must be a text or a list of texts, not a mapping",
        "films.yml:3: collections.B.label: must be a text or a list of texts, not a mapping",
        "films.yml:4: collections.C.library: there is no library `Movis` under `libraries`; did you mean `Movies`?",
        "films.yml:5: collections.D.sort_title: must be a text",
        "films.yml:6: collections.E.plex_search.critic_rating.gte: must be a number from 0 to 10, not 'high'",
        "films.yml:7: collections.F.collection_order: `relase` is no order; did you mean `release`?",
    ]


def test_two_definitions_of_one_title_are_a_mistake(read):
    found = read("""\
        collections:
          A: {imdb_id: tt0113277, name: Heists}
          B: {imdb_id: tt0113278, name: HEISTS}
        """)
    assert said(found.problems) == [
        (
            "films.yml:3: collections.B: is called 'HEISTS' as is collections.A "
            f"({found.recipes[0].place.file}:2); one title, one collection"
        )
    ]


def test_a_placeholder_that_nobody_fills_is_named(read):
    found = read("""\
        collections:
          A: {imdb_id: tt0113277, summary: "<<nope>> and more", sort_title: "!<<title>>"}
        """)
    assert said(found.warnings) == [
        "films.yml:2: collections.A.summary: `<<nope>>` stays as it is: there is no variable of that name"
    ]
    assert found.recipes[0].sort_title == "!A"


def test_orders_of_plex_and_lists_from_their_end_are_read(read):
    found = read("""\
        collections:
          A: {imdb_list: ls000000001, collection_order: custom.desc}
          B: {imdb_list: ls000000001, collection_order: [release.desc, title.asc]}
        """)
    assert [(recipe.order, recipe.sort) for recipe in found.recipes] == [
        ("custom", ("custom.desc",)),
        ("custom", ("release.desc", "title.asc")),
    ]


def test_templates_of_other_files_are_used_the_first_of_one_name_and_with_the_entrys_variables(read, tmp_path):
    (tmp_path / "more.yml").write_text("templates: {t: {imdb_id: <<id>>, summary: <<s>>}, own: {summary: theirs}}")
    found = read("""\
        external_templates: {file: more.yml, template_variables: {s: hello}}
        templates: {own: {imdb_id: tt0113279, summary: ours}}
        collections:
          A: {template: {name: t, id: tt0113277}}
          B: {template: {name: own}}
        """)
    assert found.problems == []
    assert {recipe.title: recipe.summary for recipe in found.recipes} == {"A": "hello", "B": "ours"}
    missing = read("""\
        external_templates: [nowhere.yml, {fil: more.yml}]
        collections: {}
        """)
    assert "there is no file" in said(missing.warnings)[0]
    assert said(missing.problems) == ["films.yml:1: external_templates.1.fil: is not understood; did you mean `file`?"]


def test_files_are_read_from_addresses_and_one_that_fails_is_left_out(tmp_path):
    texts = {"https://example.org/a.yml": "collections: {A: {imdb_id: tt0113277}}"}

    def fetch(url: str) -> str:
        if url not in texts:
            raise PosteractError("example.org knows no such thing (HTTP 404)")
        return texts[url]

    entries = [{"url": "https://example.org/a.yml"}, "https://example.org/b.yml"]
    files = read_sources(entries, tmp_path, "collection_files", fetch=fetch)
    assert [source.where for source in files.sources] == ["https://example.org/a.yml"]
    assert [problem.message for problem in files.warnings] == [
        "example.org knows no such thing (HTTP 404); it is left out"
    ]
    assert "is read when" in read_sources(entries, tmp_path, "collection_files").warnings[0].message


def test_an_entrys_schedule_and_variables_count_for_its_file(tmp_path):
    (tmp_path / "a.yml").write_text("collections: {A: {imdb_id: <<id>>}}\ntemplates: {}")
    entry = {"file": "a.yml", "schedule": "weekly(sunday)", "template_variables": {"id": "tt0113277"}}
    (source,) = read_sources([entry], tmp_path, "collection_files").sources
    assert source.schedule is not None
    assert source.schedule.due(datetime(2026, 11, 29, 3).astimezone())
    assert not source.schedule.due(datetime(2026, 11, 27, 3).astimezone())
    wrong = read_sources([{"file": "a.yml", "schedule": "weakly(sunday)", "template_variables": [1]}], tmp_path, "c")
    assert len(wrong.problems) == 2


def test_a_dynamic_entry_whose_template_makes_the_same_of_each_is_a_mistake(read):
    found = read("""\
        templates: {same: {imdb_id: tt0113277}}
        dynamic_collections:
          Genres: {type: genre, template: same}
          Years: {type: year, template: saem}
        """)
    assert said(found.problems) == [
        (
            "films.yml:3: dynamic_collections.Genres.template: `same` uses neither `<<value>>` nor `<<key>>`: "
            "all its collections would be the same"
        ),
        "films.yml:4: dynamic_collections.Years.template: there is no template `saem`; did you mean `same`?",
    ]


def test_keys_of_what_takes_missing_titles_are_checked_against_those_it_has(tmp_path):
    def flag(value: object) -> bool:
        if value not in (True, False):
            raise ValueError(f"must be true or false, not {value!r}")
        return value

    (tmp_path / "films.yml").write_text(
        dedent("""\
        collections:
          A:
            imdb_list: ls1
            radarr_add_mising: true
          B:
            imdb_list: ls1
            radarr_add_missing: maybe
          C:
            imdb_list: ls1
            radarr_add: true
            sonarr_add_missing: true
        """),
        encoding="utf-8",
    )
    around = replace(AROUND, takers={"radarr": {"radarr_add_missing": flag, "radarr_folder": str}})
    files = read_sources(["films.yml"], tmp_path, "collection_files")
    found = read_recipes(files.sources, around, name="Movies", server_name="Movies", today=date(2026, 11, 27))
    assert said(found.problems) == [
        "films.yml:4: collections.A.radarr_add_mising: is not understood; did you mean `radarr_add_missing`?",
        "films.yml:7: collections.B.radarr_add_missing: must be true or false, not 'maybe'",
    ]
    assert said(found.warnings) == [
        "films.yml:11: collections.C.sonarr_add_missing: is nobody's: sonarr is not installed or has no settings",
    ]
    (recipe,) = found.recipes
    assert recipe.arr == {"radarr_add_missing": True}


def test_a_key_that_is_not_done_here_is_a_warning_with_the_way_out(read):
    found = read("""\
        collections:
          One:
            imdb_id: tt0113277
            server_preroll: x.mp4
            delete_collections_named: [Old]
        """)
    assert [recipe.key for recipe in found.recipes] == ["One"]
    assert said(found.warnings) == [
        "films.yml:4: collections.One.server_preroll: is accepted, but this version does nothing with it",
        "films.yml:5: collections.One.delete_collections_named: is accepted, but this version does nothing with it",
    ]
    assert ["server's own settings" in found.warnings[0].hint, "renamed" in found.warnings[1].hint] == [True, True]
    assert all(undone().values())


def test_ids_to_be_passed_over_a_row_and_a_region_are_read_and_mistakes_in_them_named(read):
    found = read("""\
        collections:
          One: {imdb_id: tt0113277, imdb_ignore_ids: tt0113278, tmdb_region: de, hub_priority: 3, name_mapping: Set}
          Two: {imdb_id: tt0113277, tmdb_region: Germany, hub_priority: 0}
        """)
    (one,) = found.recipes
    assert (one.ignore_imdb_ids, one.region, one.hub_priority, one.asset_name) == (("tt0113278",), "DE", 3, "Set")
    assert said(found.problems) == [
        "films.yml:3: collections.Two.hub_priority: must be at least 1, not 0",
        "films.yml:3: collections.Two.tmdb_region: must be a country's two letters, such as DE, not 'Germany'",
    ]


def test_a_persons_days_need_a_person_and_are_counted_in_days(read):
    found = read("""\
        collections:
          One: {imdb_id: tt0113277, tmdb_birthday: {before: 5}}
          Two: {imdb_id: tt0113277, tmdb_person: 525, tmdb_deathday: {days: 5}}
          Three: {imdb_id: tt0113277, tmdb_person: 525, tmdb_deathday: {after: -1}}
        """)
    assert [each for each in said(found.problems) if "thday" in each] == [
        "films.yml:2: collections.One.tmdb_birthday: says nothing of whose it is; write `tmdb_person` beside it",
        "films.yml:3: collections.Two.tmdb_deathday: takes a mapping with `before`, `after` (days) and `this_month`",
        "films.yml:4: collections.Three.tmdb_deathday: must be at least 0, not -1",
    ]


@pytest.mark.parametrize(("reads_assets", "warned"), [(True, 0), (False, 1)])
def test_asset_folders_of_members_need_no_key_where_they_are_looked_into_anyway(tmp_path, reads_assets, warned):
    (tmp_path / "films.yml").write_text("collections: {A: {imdb_list: ls1, item_assets: true}}\n", encoding="utf-8")
    files = read_sources(["films.yml"], tmp_path, "collection_files")
    around = replace(AROUND, reads_assets=reads_assets)
    found = read_recipes(files.sources, around, name="Movies", server_name="Movies", today=date(2026, 11, 27))
    assert (len(found.warnings), found.problems) == (warned, [])
    assert [recipe.title for recipe in found.recipes] == ["A"]
