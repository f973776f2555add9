"""Every class of mistake, with its place and in the user's words."""

from __future__ import annotations

import pytest

UNKNOWN = "is not a setting; did you mean"
ELSEWHERE = "is not a setting here; move this"
LANGUAGE = "must be textless, original, any, or a two-letter language code (ISO 639-1)"
RANKS = "`votes`, `rating`, `resolution`, `newest` or `provider`"
LIMIT = "must be a percentage such as `25%` (at most `100%`), a whole number from 0, or null for no limit"
KINDS = "`poster`, `background`, `season`, `season_background`, `title_card`, `collection`, `logo` or `square`"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.sig"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # unknown keys, the nearest right name
        (
            "plugins:\n  tmdb:\n    token: x\n    langauge: en\n",
            [f"4:5 plugins.tmdb.langauge {UNKNOWN} `language`?"],
        ),
        ("runn: {}\n", [f"1:1 runn {UNKNOWN} `run`?"]),
        (
            "run: {network: 3, netwrok: 4}\n",
            [f"1:19 run.netwrok {UNKNOWN} `network`, which is there already?"],
        ),
        ("run: {colour: 4}\n", ["1:7 run.colour is not a setting"]),
        (
            "libraries:\n  Movies:\n    artwork:\n      postre: {}\n",
            [f"4:7 libraries.Movies.artwork.postre {UNKNOWN} `poster`?"],
        ),
        (
            "libraries:\n  M:\n    rules:\n      - {when: {label: a}, artwrok: {}}\n",
            [f"4:28 libraries.M.rules[0].artwrok {UNKNOWN} `artwork`?"],
        ),
        # keys at the wrong depth
        (
            "plugins:\n  tmdb:\n  token: x\n",
            ["3:3 plugins.token indent this: `token` belongs under `plugins.tmdb`"],
        ),
        (
            "plugins:\n  tmdb:\n  token: x\n  region: US\n",
            [
                "3:3 plugins.token indent this: `token` belongs under `plugins.tmdb`",
                "4:3 plugins.region indent this: `region` belongs under `plugins.tmdb`",
            ],
        ),
        (
            "plugins:\n  tmdb:\n    token: x\n  region: US\n",
            ["4:3 plugins.region indent this: `region` belongs under `plugins.tmdb`"],
        ),
        (
            "plugins:\n  plex:\n  url: http://a\n",
            ["3:3 plugins.url indent this: `url` belongs under `plugins.plex`"],
        ),
        (
            "plugins:\n  folder:\n  roots: {A: a}\n",
            ["3:3 plugins.roots indent this: `roots` belongs under `plugins.folder`"],
        ),
        ("plugins:\n  folder:\n  roots: {plugin: folder}\n", []),
        (
            "plugins:\ntmdb:\n  token: x\n",
            ["2:1 tmdb indent this: `tmdb` belongs under `plugins`"],
        ),
        (
            "libraries:\n  Movies:\n  artwork:\n    poster: {}\n",
            ["3:3 libraries.artwork indent this: `artwork` belongs under `libraries.Movies`"],
        ),
        (
            "libraries:\n  Movies:\n    artwork:\n    poster: {style: none}\n",
            ["4:5 libraries.Movies.poster indent this: `poster` belongs under `libraries.Movies.artwork`"],
        ),
        ("run:\nnetwork: 3\n", ["2:1 network indent this: `network` belongs under `run`"]),
        (
            "poster_preferences:\n  languages: [en]\n  owner_pictures: keep\n",
            [f"3:3 poster_preferences.owner_pictures `owner_pictures` {ELSEWHERE} out, it belongs at the top level"],
        ),
        (
            "libraries:\n  M:\n    artwork:\n      poster:\n        rules: []\n",
            [f"5:9 libraries.M.artwork.poster.rules `rules` {ELSEWHERE} out, it belongs under `libraries.M`"],
        ),
        (
            "libraries:\n  M:\n    style: none\n",
            [f"3:5 libraries.M.style `style` {ELSEWHERE} under `artwork.poster` (`artwork.poster.style`)"],
        ),
        (
            "min_width: 500\n",
            [f"1:1 min_width `min_width` {ELSEWHERE} under `poster_preferences` (`poster_preferences.min_width`)"],
        ),
        # missing
        ("plugins:\n  tmdb:\n    language: de\n", ["3:5 plugins.tmdb.token is missing"]),
        ("plugins:\n  tmdb:\n", ["2:3 plugins.tmdb.token is missing"]),
        ("plugins:\n  tmdb: {}\n", ["2:3 plugins.tmdb.token is missing"]),
        ("plugins:\n  mine: {plugin: tmdb, language: de}\n", ["2:9 plugins.mine.token is missing"]),
        ("libraries: {M: {rules: [{artwork: {}}]}}\n", ["1:25 libraries.M.rules[0].when is missing"]),
        ("schedule: {n: {cron: 0 3 * * *}}\n", ["1:15 schedule.n.run is missing"]),
        # wrong types
        ("run: {network: many}\n", ["1:16 run.network must be a whole number, not `many`"]),
        ("run: {network: 1.5}\n", ["1:16 run.network must be a whole number, not `1.5`"]),
        ("run: {network: [1]}\n", ["1:16 run.network must be a whole number, not a list"]),
        ("run:\n  network:\n", ["2:3 run.network must be a whole number, but there is nothing"]),
        ("run: {dry_run: perhaps}\n", ["1:16 run.dry_run must be true or false, not `perhaps`"]),
        ("run: fast\n", ["1:6 run must be a mapping (`key: value` lines), not `fast`"]),
        ("plugins: [tmdb]\n", ["1:10 plugins must be a mapping (`key: value` lines), not a list"]),
        ("plugins: {tmdb: on}\n", ["1:17 plugins.tmdb must be a mapping (`key: value` lines), not this text"]),
        ("poster_preferences: {languages: en}\n", ["1:33 poster_preferences.languages must be a list, such as `[en]`"]),
        (
            "poster_preferences: {sources: {local: 1}}\n",
            ["1:31 poster_preferences.sources must be a list, not a mapping"],
        ),
        ("styles: {a: [1]}\n", ["1:13 styles.a must be a mapping (`key: value` lines), not a list"]),
        ("overlays: {a: resolution}\n", ["1:15 overlays.a must be a list, such as `[resolution]`"]),
        ("libraries: {M: {library: [a]}}\n", ["1:26 libraries.M.library must be a text, not a list"]),
        ("plugins: {tmdb: {token: x, pages: lots}}\n", ["1:35 plugins.tmdb.pages must be a whole number, not `lots`"]),
        (
            "plugins: {tmdb: {token: x, url: here}}\n",
            ["1:33 plugins.tmdb.url must be an address such as `http://localhost:8080`, not `here`"],
        ),
        # wrong values
        ("run: {network: 0}\n", ["1:16 run.network must be at least 1"]),
        ("run: {network: 1000}\n", ["1:16 run.network must be at most 256"]),
        ("plugins: {tmdb: {token: x, pages: 10}}\n", ["1:35 plugins.tmdb.pages must be at most 9"]),
        (
            "poster_preferences: {rank_by: vote}\n",
            [f"1:31 poster_preferences.rank_by must be {RANKS}, not `vote`; did you mean `votes`?"],
        ),
        ("owner_pictures: leave\n", ["1:17 owner_pictures must be `keep` or `adopt`, not `leave`"]),
        ("poster_preferences: {languages: []}\n", ["1:33 poster_preferences.languages must have at least 1 entry"]),
        ("poster_preferences: {sources: ['']}\n", ["1:32 poster_preferences.sources[0] must not be empty"]),
        (
            "poster_preferences: {languages: [en, german, klingon]}\n",
            [
                f"1:38 poster_preferences.languages[1] {LANGUAGE}; did you mean `de`?",
                f"1:46 poster_preferences.languages[2] {LANGUAGE}",
            ],
        ),
        (
            "run: {facts_every: 7}\n",
            ["1:20 run.facts_every must be a time such as `30s`, `15m`, `2h` or `7d`; the unit is missing"],
        ),
        ("run: {retry: {first: soon}}\n", ["1:22 run.retry.first must be a time such as `30s`, `15m`, `2h` or `7d`"]),
        ("run: {retry: {first: 0s}}\n", ["1:22 run.retry.first must be longer than nothing"]),
        (
            "run: {limits: {redraw: 120%}}\n",
            [f"1:24 run.limits.redraw {LIMIT}"],
        ),
        ("run: {workers: 0}\n", ["1:16 run.workers must be `auto` or a whole number from 1 to 256"]),
        (
            "log: {level: LOUD}\n",
            [
                "1:14 log.level must be `TRACE`, `DEBUG`, `INFO`, `SUCCESS`, `WARNING`, `ERROR` or `CRITICAL`, not `LOUD`"
            ],
        ),
        ("log: {rotation: big}\n", ["1:17 log.rotation must be a size such as `10 MB`, or a time such as `7d`"]),
        ("storage: {cache: ''}\n", ["1:18 storage.cache must not be empty: name a folder or file"]),
        (
            "storage: {database: mysql://u:hunter2@h/n}\n",
            ["1:21 storage.database must be `sqlite:///FILE`, or `postgresql://` with user, password, host and name"],
        ),
        (
            "schedule: {n: {cron: 0 3 * *, run: {all: true}}}\n",
            [
                "1:22 schedule.n.cron must have the five fields of cron: minute hour day month weekday, such as `0 3 * * *`"
            ],
        ),
        ("schedule: {n: {run: {all: true}}}\n", ["1:15 schedule.n needs `cron`, `every`, `at` or `schedule`"]),
        (
            "schedule: {n: {every: 7d, run: {}}}\n",
            ["1:32 schedule.n.run needs one of `all: true`, `item` or `library`"],
        ),
        (
            "schedule: {n: {every: 7d, run: {all: true, kind: [poster, logos]}}}\n",
            [f"1:59 schedule.n.run.kind[1] must be {KINDS}, not `logos`; did you mean `logo`?"],
        ),
        # unions and inner models of plugins
        (
            "plugins: {folder: {roots: {Home: 5}}}\n",
            ["1:34 plugins.folder.roots.Home must be a path or a mapping (`key: value` lines), not `5`"],
        ),
        ("plugins: {folder: {roots: {Home: {type: movie}}}}\n", ["1:34 plugins.folder.roots.Home.path is missing"]),
        (
            "plugins: {folder: {roots: {Home: {path: /a, typ: movie}}}}\n",
            [f"1:45 plugins.folder.roots.Home.typ {UNKNOWN} `type`?"],
        ),
        # names that mean nothing
        (
            "overlays: {house: []}\nlibraries: {M: {artwork: {logo: {overlays: [hose]}}}}\n",
            [
                "2:45 libraries.M.artwork.logo.overlays[0] `hose` is no set of badges under `overlays`; did you mean `house`?"
            ],
        ),
        (
            "plugins: {plex: {}}\nlibraries: {M: {server: [plx]}}\n",
            ["2:26 libraries.M.server[0] `plx` is no entry under `plugins`; did you mean `plex`?"],
        ),
        # in the writing
        ("run: {}\nrun: {}\n", ["2:1 run stands twice; the first is in line 1"]),
        ("log: {file: '${'}\n", ["1:13 log.file `${` is not closed with `}`; write `$${` for `${` itself"]),
        (
            "log: {file: '${a b}'}\n",
            [
                "1:13 log.file `${…}` takes the name of a variable, `NAME:-default` or `file:PATH`; write `$${` for `${` itself"
            ],
        ),
    ],
)
def test_a_mistake_is_told_once_with_its_place(mistakes, text, found):
    assert mistakes(text) == found


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(mistakes):
    text = """\
plugins:
  tmdb:
    langauge: en
    pages: many
  folder: {rots: {}}
poster_preferences:
  rank_by: best
libraries:
  Movies:
  artwork: {poster: {}}
run: {network: 0, network: 1}
storge: {}
"""
    assert [line.split(" ")[0] for line in mistakes(text, POSTERACT__RUN__UPLOADS="x")] == [
        *("3:5", "3:5", "4:12", "5:12", "7:12", "10:3", "11:16", "11:19", "12:1"),
        "environment",
    ]


def test_a_misspelt_key_is_not_also_told_to_be_missing(mistakes):
    assert mistakes("plugins:\n  tmdb: {tokn: x}\n") == [f"2:10 plugins.tmdb.tokn {UNKNOWN} `token`?"]


def test_hints_say_the_way_out(look):
    text = "plugins: {tmdb: {token: x, colour: y}, other: {plugin: tmdb}}\nrun: {colour: 1}\n"
    hints = [problem.hint for problem in look(text).problems]

    assert hints[:2] == ["`posteract plugins info tmdb` lists its settings."] * 2
    assert hints[2].startswith("There are: `workers`, `network`")


@pytest.mark.parametrize(
    "text",
    [
        f"plugins:\n  tmdb: {{token: [{TOKEN}]}}\n",
        f"plugins:\n  tmdb: {{token: {{a: {TOKEN}}}}}\n",
        f"plugins:\n  tmdb: {TOKEN}\n",
        f"plugins:\n  tmdb: {{{TOKEN}}}\n",
        f"plugins:\n  tmdb: {{token: '{TOKEN} with space'}}\n",
        f"plugins:\n  tmdb: {{token: x, api_key: {TOKEN}, language: [{TOKEN}]}}\n",
        f"plugins:\n  plex: {{token: *{TOKEN}}}\n",
        f"plugins:\n  plex: {{token: !{TOKEN} x}}\n",
        f"plugins:\n  plex: {TOKEN}\n",
        "plugins: {tmdb: {token: x, pages: '${SECRET}', url: '${SECRET}'}}\n",
        "run: {network: '${SECRET}'}\nowner_pictures: ${SECRET}\n",
        f"storage: {{database: 'mysql://me:{TOKEN}@host/name'}}\n",
        f"storage: {{database: ['postgresql://me:{TOKEN}@host/name']}}\n",
        f"owner_pictures: http://me:{TOKEN}@host/\n",
        f"run: {{network: 'token={TOKEN}'}}\n",
    ],
)
def test_no_message_holds_a_secret(look, text):
    from posteract_core.errors import ConfigError

    try:
        problems = look(text, SECRET=TOKEN).problems
    except ConfigError as error:
        problems = error.problems

    assert problems
    told = repr(problems) + "".join(map(str, problems))
    assert TOKEN not in told
    assert TOKEN[:20] not in told


def test_a_model_with_secrets_shows_none_in_its_repr(look):
    found = look(
        f"plugins: {{tmdb: {{token: {TOKEN}}}, plex: {{token: {TOKEN}}}}}\n"
        f"storage: {{database: 'postgresql://me:{TOKEN}@h/n'}}\n"
    )

    assert not found.problems
    assert TOKEN not in repr(found.instances)
    assert TOKEN not in repr(found.config)


def test_a_number_where_a_text_is_wanted_is_taken_as_it_is_written(look):
    found = look("plugins: {tmdb: {token: 00123, language: no}}\nlibraries: {1917: {library: 0x1f}}\n")

    assert not found.problems
    assert found.instances[0].settings.token.get_secret_value() == "00123"
    assert found.instances[0].settings.language == "no"
    assert found.config.libraries["1917"].library == "0x1f"


def test_empty_sections_are_as_good_as_absent(look):
    found = look(
        "plugins:\nposter_preferences:\nlibraries:\n  Movies:\nrun:\n  retry:\nlog:\noverlays:\n  a:\nstyles:\n"
    )

    assert not found.problems
    assert found.config.run.retry.attempts == 5
    assert found.config.libraries["Movies"].exclude.labels == ("skip_posteract", "skip_posterizarr")


def test_a_plugin_that_is_switched_off_is_neither_imported_nor_checked(look):
    found = look("plugins: {tmdb: {enabled: false, nonsense: 1}}\n")

    assert not found.problems
    assert found.registry.names == ("folder",)


def test_what_is_neither_true_nor_false_is_not_imported(look, mistakes):
    text = "plugins: {tmdb: {enabled: maybe, token: x}}\n"

    assert look(text).registry.names == ("folder",)
    assert mistakes(text) == ["1:27 plugins.tmdb.enabled must be true or false, not `maybe`"]


def test_one_plugin_may_have_several_instances(look):
    found = look("plugins: {tmdb: {enabled: false}, other: {plugin: tmdb, token: x}}\n")

    assert not found.problems
    assert [(each.name, each.plugin, each.enabled) for each in found.instances] == [
        ("tmdb", "tmdb", False),
        ("other", "tmdb", True),
    ]
    assert found.registry.names == ("tmdb", "folder")


def test_a_plugin_whose_own_check_breaks_is_told_and_the_rest_goes_on(look, mistakes, monkeypatch):
    from pydantic import BaseModel

    settings = type(look("plugins: {tmdb: {token: x}}").instances[0].settings)
    original = BaseModel.model_validate.__func__

    def broken(cls, *args, **kwargs):
        if cls is settings:
            raise ZeroDivisionError
        return original(cls, *args, **kwargs)

    monkeypatch.setattr(BaseModel, "model_validate", classmethod(broken))
    assert mistakes("plugins: {tmdb: {token: x}}\nrun: {network: 0}\n") == [
        "1:11 plugins.tmdb cannot be checked: the plugin's own check broke (ZeroDivisionError)",
        "2:16 run.network must be at least 1",
    ]


def test_uninstalled_plugins_and_what_nothing_serves_are_warnings(look, warnings):
    text = """\
plugins:
  plex: {token: x}
  tmbd: {token: x}
  family: {url: http://a}
  trakt: {enabled: false}
schedule:
  nightly: {every: 1d, run: {all: true}}
libraries: {M: {artwork: {poster: }, poster_preferences: {sources: [tmdb, tvbd]}}}
"""
    assert look(text).problems == ()
    assert warnings(text) == [
        "2:3 plugins.plex the plugin `plex` is not installed; the entry is left out",
        "3:3 plugins.tmbd the plugin `tmbd` is not installed; did you mean `tmdb`?",
        "4:3 plugins.family the plugin `family` is not installed; the entry is left out",
        "6:1 schedule is accepted, but no installed plugin does anything with it",
        "8:27 libraries.M.artwork.poster is empty, so this kind is left alone",
        "8:75 libraries.M.poster_preferences.sources[1] no plugin that is known gives a source `tvbd`; did you mean `tvdb`?",
    ]
    hints = [warning.hint for warning in look(text).warnings]
    assert "`pip install posteract-plex` installs it" in hints[0]
    assert "`plugin: folder`" in hints[2]


def test_what_is_right_can_be_looked_at_though_something_is_wrong(look):
    text = """\
styles: {mine: {extends: cinema}, wrong: 3}
libraries: {M: {artwork: {poster: {style: mine, overlais: []}, logo: 5}, library: [x], rules: [{artwork: {}}]}}
run: {network: none, uploads: 2}
poster_preferences: {languages: [xyz]}
"""
    usable = look(text).usable_config()

    assert usable.styles == {"mine": {"extends": "cinema"}}
    assert usable.run.uploads == 2
    assert look("owner_pictures: x\nrun: {uploads: 2}\n").usable_config().run.uploads == 2
    assert look("libraries: {M: {artwork: {poster: {style: mine, overlais: []}}}}\n").usable_config().libraries["M"]
