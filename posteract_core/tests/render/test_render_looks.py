"""Looks: what styles and overlays say, which mistakes are found, what a fingerprint is made of."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Hashable
from dataclasses import replace

import pytest
from PIL import Image
from posteract_core.errors import ConfigError, PluginError
from posteract_core.model import ArtworkKind, Facts, FrozenMap, ItemType, MediaItem
from posteract_core.providers import DrawContext, OverlayLayer, Raster, Subject
from posteract_core.render import LookBook

POSTER, BACKGROUND, SEASON, CARD = (
    ArtworkKind.POSTER,
    ArtworkKind.BACKGROUND,
    ArtworkKind.SEASON,
    ArtworkKind.TITLE_CARD,
)
POSTERS = {
    "banner", "blueprint", "cinema", "classic", "duotone", "editorial", "gallery", "glass", "marquee", "minimal", "neon", "noir",
    "polaroid", "spine", "split", "swiss",
}  # fmt: skip
CARDS = {"card-cinematic", "card-corner", "card-frame", "card-minimal", "card-number", "card-strip", "title-card"}
SHIPPED = {*POSTERS, *CARDS, "none"}


class Year(OverlayLayer):
    """A block for the year."""

    type = "year_block"

    def value(self, subject: Subject) -> Hashable | None:
        return subject.item.year

    def draw(self, context: DrawContext) -> Raster:
        return Raster(fill=(9, 9, 9), mask=Image.new("L", (40, 40), 255))


class Broken(Year):
    """Cannot say what it shows."""

    type = "broken"

    def value(self, subject: Subject) -> Hashable | None:
        raise RuntimeError("no idea")


def problems(styles=None, overlays=None) -> dict[str, str]:
    book = LookBook({"year_block": Year}, [], styles or {}, overlays or {})
    return {problem.path: problem.message for problem in book.problems}


def names(look) -> list[str]:
    return [placed.name for placed in look.layers]


def test_all_shipped_styles_are_there_and_without_mistakes(book_of):
    book = book_of()
    assert set(book.style_names) == SHIPPED
    for style in book.style_names:
        for kind in ArtworkKind:
            book.look(style, [], kind)
        assert style == "none" or book.description(style)


@pytest.mark.parametrize("style", sorted(SHIPPED - {"none"}))
def test_every_shipped_style_sets_the_title_on_a_poster(book_of, style):
    assert any(placed.layer.sets_title for placed in book_of().look(style, [], POSTER).layers)


def test_no_style_is_no_layer(book_of):
    assert book_of().look(None, [], POSTER).is_empty
    assert book_of().look("none", [], POSTER).is_empty


def test_the_house_style_of_the_example_configuration_is_understood(book_of):
    title = {"use": "logo_or_text", "font": "Inter", "weight": 800, "case": "upper", "color": "auto"}
    layers = {
        "title": {**title, "shadow": {"blur": 12, "offset": [0, 6]}},
        "border": {"width": 24, "color": "#ffffff"},
        "edition_line": {"type": "text", "text": "{edition}", "after": "title"},
    }
    book = book_of({"house": {"extends": "cinema", "layers": layers}})
    assert book.problems == ()
    look = book.look("house", [], POSTER)
    assert names(look) == ["vignette", "shade", "title", "edition_line", "border"]
    assert look.wants_logo
    line, heading = look.layers[3].layer, look.layers[2].layer
    assert line.place == heading.place
    assert heading.options.shadow.strength == 0.5  # from cinema: only what the heir says is changed


def test_a_layer_is_removed_by_null_and_put_before_another(book_of):
    layers = {"vignette": None, "frame": {"type": "border", "before": "title"}}
    assert names(book_of({"a": {"extends": "cinema", "layers": layers}}).look("a", [], POSTER)) == [
        "shade",
        "frame",
        "title",
    ]


def test_kinds_and_shapes_may_say_otherwise(book_of):
    style = {
        "layers": {"title": {}},
        "kinds": {"wide": {"title": None}, "season": {"line": {"type": "text", "text": "x"}}},
    }
    book = book_of({"a": style})
    assert names(book.look("a", [], POSTER)) == ["title"]
    assert names(book.look("a", [], BACKGROUND)) == []
    assert names(book.look("a", [], SEASON)) == ["title", "line"]


def test_what_a_style_removes_for_a_kind_stays_removed_in_its_heirs(book_of):
    base = {"layers": {"title": {}}, "kinds": {"wide": {"title": None}}}
    heir = {"extends": "base", "layers": {"title": {"weight": 900}}}
    asked = {"extends": "heir", "kinds": {"background": {"title": {"weight": 300}}}}
    book = book_of({"base": base, "heir": heir, "asked": asked})
    assert names(book.look("heir", [], BACKGROUND)) == []
    assert names(book.look("asked", [], BACKGROUND)) == ["title"]


def test_a_configured_style_may_extend_the_shipped_one_of_its_name(book_of):
    book = book_of({"cinema": {"extends": "cinema", "layers": {"vignette": None}}})
    assert book.problems == ()
    assert names(book.look("cinema", [], POSTER)) == ["shade", "title"]


@pytest.mark.parametrize(
    ("styles", "path", "words"),
    [
        ({"a": {"extends": "cinma"}}, "styles.a.extends", "did you mean `cinema`"),
        ({"a": {"layer": {}}}, "styles.a.layer", "did you mean `layers`"),
        (
            {"a": {"layers": {"title": {"use": "logo_or_txt"}}}},
            "styles.a.layers.title.use",
            "did you mean `logo_or_text`",
        ),
        ({"a": {"layers": {"title": {"colour": "red"}}}}, "styles.a.layers.title.colour", "did you mean `color`"),
        ({"a": {"layers": {"title": {"color": "whit"}}}}, "styles.a.layers.title.color", "is no colour"),
        ({"a": {"layers": {"title": {"weight": "heavy"}}}}, "styles.a.layers.title.weight", "whole number"),
        (
            {"a": {"layers": {"title": {"shadow": {"blurr": 3}}}}},
            "styles.a.layers.title.shadow.blurr",
            "did you mean `blur`",
        ),
        (
            {"a": {"layers": {"title": {"place": "botom-left"}}}},
            "styles.a.layers.title.place",
            "did you mean `bottom-left`",
        ),
        ({"a": {"layers": {"title": {"offset": [1]}}}}, "styles.a.layers.title.offset.1", "is missing"),
        ({"a": {"layers": {"title": {"opacity": 3}}}}, "styles.a.layers.title.opacity", "at most 1"),
        (
            {"a": {"layers": {"title": {"when": {"lable": "x"}}}}},
            "styles.a.layers.title.when.lable",
            "did you mean `label`",
        ),
        ({"a": {"layers": {"titel": {}}}}, "styles.a.layers.titel", "did you mean `title`"),
        ({"a": {"layers": {"x": {"type": "bordr"}}}}, "styles.a.layers.x.type", "did you mean `border`"),
        ({"a": {"layers": {"t": {"type": "text"}}}}, "styles.a.layers.t.text", "is missing"),
        (
            {"a": {"layers": {"t": {"type": "text", "text": "{titel}"}}}},
            "styles.a.layers.t.text",
            "did you mean {title}",
        ),
        ({"a": {"layers": {"gradient": {"place": "top"}}}}, "styles.a.layers.gradient.place", "does not go with"),
        ({"a": {"layers": {"title": 7}}}, "styles.a.layers.title", "mapping"),
        (
            {"a": {"layers": {"b": {"type": "box", "after": "titel"}}}},
            "styles.a.layers.b.after",
            "there is no layer `titel`",
        ),
        ({"a": {"kinds": {"postr": {}}}}, "styles.a.kinds.postr", "did you mean `poster`"),
        ({"a": []}, "styles.a", "mapping"),
        ({"none": {}}, "styles.none", "choose another name"),
        ({"a": {"extends": "b"}, "b": {"extends": "a"}}, "styles.b.extends", "extends itself"),
        ({"a": {"layers": {"i": {"type": "image", "file": "gone.png"}}}}, "styles.a.layers.i.file", "there is no file"),
    ],
)
def test_each_mistake_in_a_style_is_named_where_it_stands(styles, path, words):
    found = problems(styles)
    assert path in found, found
    assert words in found[path]


@pytest.mark.parametrize(
    ("overlays", "path", "words"),
    [
        ({"s": ["year_blok"]}, "overlays.s.0", "did you mean `year_block`"),
        ({"s": ["year_block", {"type": "year_block", "plase": "top"}]}, "overlays.s.1.plase", "did you mean `place`"),
        ({"s": [{"place": "top"}]}, "overlays.s.0", "mapping with `type`"),
        ({"s": [3]}, "overlays.s.0", "badge's name"),
        ({"s": "year_block"}, "overlays.s", "must be a list"),
        ({"s": {"type": "year_block"}}, "overlays.s", "must be a list"),
        ({"s": [{"type": "year_block", "when": {"year.gte": "late"}}]}, "overlays.s.0.when.year.gte", "not a number"),
    ],
)
def test_each_mistake_in_an_overlay_is_named_where_it_stands(overlays, path, words):
    found = problems(None, overlays)
    assert path in found, found
    assert words in found[path]


def test_all_mistakes_are_found_at_once():
    layers = {"title": {"colour": "red", "weight": "x"}, "border": {"widht": 3}}
    assert len(problems({"a": {"layers": layers}}, {"s": ["nothing-like-it"]})) == 4


def test_a_mistake_that_stands_for_all_kinds_is_told_once(book_of):
    assert len(book_of({"a": {"layers": {"title": {"colour": "red"}}}}).problems) == 1


def test_the_set_director_is_there_without_being_written_down_and_ones_own_wins(book_of):
    shipped = book_of({}, {}).look(None, ["director"], ArtworkKind.COLLECTION)
    assert [placed.layer.options.text for placed in shipped.layers] == ["A {collection} film"]
    own = book_of({}, {"director": [{"type": "text", "text": "By {collection}"}]})
    assert own.look(None, ["director"], ArtworkKind.COLLECTION).layers[0].layer.options.text == "By {collection}"


def test_unknown_names_are_refused_with_the_nearest_one(book_of):
    book = book_of({}, {"standard": []})
    with pytest.raises(ConfigError, match="did you mean `cinema`"):
        book.look("cinma", [], POSTER)
    with pytest.raises(ConfigError, match="did you mean `standard`"):
        book.look(None, ["standrad"], POSTER)


def test_a_style_with_mistakes_cannot_be_drawn(book_of):
    book = book_of({"a": {"layers": {"title": {"colour": "red"}}}})
    with pytest.raises(ConfigError, match="colour"):
        book.look("a", [], POSTER)


def test_a_style_file_may_not_leave_its_folder(book_of, tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "secret.png")
    folder = tmp_path / "styles"
    folder.mkdir()
    for number, file in enumerate(("../secret.png", str(tmp_path / "secret.png"))):
        (folder / f"sly{number}.yaml").write_text(f"layers: {{x: {{type: image, file: '{file}'}}}}\n")
        with pytest.raises(ConfigError, match="outside the style's folder"):
            book_of({}, {}, style_folders=[folder]).look(f"sly{number}", [], POSTER)


def test_a_style_file_cannot_fill_the_memory(book_of, tmp_path):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (tmp_path / "bomb.yaml").write_text("\n".join([*lines, "layers: {border: {width: *a11}}"]))
    (tmp_path / "itself.yaml").write_text("layers: &l {title: *l}\n")
    book = book_of({"x": {"extends": "bomb"}, "y": {"extends": "itself"}}, style_folders=[tmp_path])
    refused = [
        problem.where.rpartition("/")[2] for problem in book.problems if "parts; that is no style" in problem.message
    ]
    assert set(refused) == {"bomb.yaml", "itself.yaml"}


def test_a_style_file_cannot_run_code(book_of, tmp_path):
    (tmp_path / "evil.yaml").write_text("layers: !!python/object/apply:os.system ['touch /tmp/pwned']\n")
    with pytest.raises(ConfigError):
        book_of({"x": {"extends": "evil"}}, {}, style_folders=[tmp_path]).look("x", [], POSTER)


def test_a_broken_style_file_says_line_and_column(book_of, tmp_path):
    (tmp_path / "bad.yaml").write_text("layers:\n  title: {weight: 3\n")
    book = book_of({"x": {"extends": "bad"}}, {}, style_folders=[tmp_path])
    problem = next(each for each in book.problems if each.where.endswith("bad.yaml"))
    assert problem.line >= 2
    assert "not YAML" in problem.message


def test_a_style_of_a_plugin_may_name_a_picture_beside_it(book_of, tmp_path):
    Image.new("RGBA", (80, 80), (255, 0, 0, 255)).save(tmp_path / "mark.png")
    (tmp_path / "branded.yaml").write_text(
        "extends: minimal\nlayers: {mark: {type: image, file: mark.png, width: 60}}\n"
    )
    look = book_of({}, {}, style_folders=[tmp_path]).look("branded", [], POSTER)
    assert names(look) == ["shade", "title", "mark"]
    assert len(look.layers[-1].layer.options.hash) == 64


def test_a_changed_picture_changes_the_signature_and_its_path_does_not(book_of, tmp_path, film):
    def signature(folder: str, colour: tuple[int, int, int]):
        (tmp_path / folder).mkdir(exist_ok=True)
        Image.new("RGB", (80, 80), colour).save(tmp_path / folder / f"{colour[0]}.png")
        layers = {"mark": {"type": "image", "file": f"{folder}/{colour[0]}.png", "width": 60}}
        book = book_of({"a": {"layers": layers}}, config_folder=tmp_path)
        return book.look("a", [], POSTER).signature(film(), base="textless")

    assert signature("one", (1, 2, 3)) == signature("two", (1, 2, 3))
    assert signature("one", (1, 2, 3)) != signature("one", (9, 2, 3))


def test_a_signature_is_json_and_the_same_in_another_process(book_of, film):
    look = book_of({}, {}, layer_types={"year_block": Year}).look("cinema", [], POSTER)
    signature = look.signature(film(), base="textless")
    script = """
import json
from posteract_core.model import *
from posteract_core.render import LookBook, Subject
look = LookBook({}, [], {}, {}).look("cinema", [], ArtworkKind.POSTER)
item = MediaItem(title="Heat", year=1995)
subject = Subject(item=item, kind=ArtworkKind.POSTER, title="Heat", facts=Facts())
print(json.dumps(look.signature(subject, base="textless")))
"""
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(other.stdout) == json.loads(json.dumps(signature))


def test_layers_that_show_nothing_are_not_in_the_signature(book_of, film):
    book = book_of({}, {"s": ["year_block"]}, layer_types={"year_block": Year})
    look = book.look(None, ["s"], POSTER)
    assert [entry[1] for entry in look.signature(film(), base="textless")] == ["fit", "layout", "year_block"]
    assert [entry[1] for entry in look.signature(film(year=None), base="textless")] == ["fit"]


def test_over_words_no_title_is_set_and_over_a_finished_picture_no_style(book_of, film):
    look = book_of({}, {"s": ["year_block"]}, layer_types={"year_block": Year}).look("cinema", ["s"], POSTER)

    def shown(base):
        return [placed.name for placed, _ in look.shown(film(), base=base)]

    assert shown("textless") == ["vignette", "shade", "title", "year_block"]
    assert shown("has_text") == ["vignette", "year_block"]
    assert shown("finished") == ["year_block"]


def test_what_accompanies_the_title_goes_with_it(book_of, film):
    look = book_of().look("cinema", [], POSTER)
    untitled = replace(film(), title="")
    assert [placed.name for placed, _ in look.shown(untitled, base="textless")] == ["vignette"]


def test_a_filter_decides_whether_a_layer_is_drawn(book_of, film):
    overlays = {"s": [{"type": "text", "text": "Leaving", "when": {"label": "leaving"}}]}
    look = book_of({}, overlays).look(None, ["s"], POSTER)
    assert look.shown(film(), base="textless") == ()
    assert [value for _, value in look.shown(film(labels=("Leaving",)), base="textless")] == ["Leaving"]


def test_an_option_changes_the_signature_and_a_default_written_out_does_not(book_of, film):
    def signature(options):
        return book_of({"a": {"layers": {"title": options}}}).look("a", [], POSTER).signature(film(), base="textless")

    assert signature({}) == signature({"weight": 800, "opacity": 1.0})
    assert signature({}) != signature({"weight": 700})
    assert signature({}) != signature({"opacity": 0.5})


def test_a_version_changes_the_signature(book_of, film):
    class Newer(Year):
        version = 2

    signatures = [
        book_of({}, {"s": ["year_block"]}, layer_types={"year_block": each})
        .look(None, ["s"], POSTER)
        .signature(film(), base="textless")
        for each in (Year, Newer)
    ]
    assert signatures[0] != signatures[1]


def test_a_look_asks_for_the_facts_of_its_layers(book_of):
    overlays = {"s": [{"type": "text", "text": "{rating.imdb}"}]}
    assert book_of({}, overlays).look("cinema", ["s"], POSTER).needs() == {"rating.imdb"}


def test_a_look_is_kept_and_can_be_sent_to_another_process(book_of, film):
    overlays = {"s": [{"type": "text", "text": "x", "when": {"year.gte": 1990}}]}
    book = book_of({}, overlays)
    look = book.look("cinema", ["s"], POSTER)
    assert book.look("cinema", ["s"], POSTER) is look
    again = pickle.loads(pickle.dumps(look))
    assert again.signature(film(), base="textless") == look.signature(film(), base="textless")
    assert again.shown(film(year=1980), base="textless")[-1][0].name != "text"


def test_a_layer_that_raises_is_named_with_its_reason(book_of, film):
    book = book_of({}, {"s": ["broken"]}, layer_types={"broken": Broken})
    with pytest.raises(PluginError, match=r"`broken`.*Heat \(1995\).*no idea"):
        book.look(None, ["s"], POSTER).signature(film(), base="textless")


def test_two_badges_of_a_type_have_two_names(book_of, film):
    overlays = {"s": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}
    assert names(book_of({}, overlays).look(None, ["s"], POSTER)) == ["text", "text 2"]


def test_seasons_and_episodes_say_their_numbers(book_of):
    season = MediaItem(title="Season 1", type=ItemType.SEASON, season=1, show_title="Dark", show_year=2017)
    episode = replace(season, title="Lies", type=ItemType.EPISODE, episode=2)
    specials = replace(season, title="Specials", season=0)
    book = book_of()

    def values(style, item, kind, title):
        subject = Subject(item=item, kind=kind, title=title, facts=Facts())
        return [
            value
            for placed, value in book.look(style, [], kind).shown(subject, base="textless")
            if isinstance(value, str)
        ]

    assert values("minimal", season, SEASON, "Season 1") == ["Dark", "Season 1"]
    assert values("minimal", specials, SEASON, "Specials") == ["Dark", "Specials"]
    assert values("title-card", episode, CARD, "Lies") == ["SEASON 1 · EPISODE 2", "Lies"]


def test_there_are_twelve_styles_for_posters_and_six_for_title_cards_at_least(book_of):
    book = book_of()
    by_kind = {kind: {name for name in book.style_names if book.meant_for(name) is kind} for kind in (POSTER, CARD)}
    assert by_kind[POSTER] - {"none"} == POSTERS
    assert by_kind[CARD] == CARDS
    assert len(POSTERS) >= 12
    assert len(CARDS) >= 6


def test_a_style_says_what_it_is_for_in_known_words(book_of):
    book = book_of({"a": {"for": "title_cards", "layers": {"title": {}}}})
    assert [problem.path for problem in book.problems] == ["styles.a.for"]


def test_an_automatic_place_is_for_words_of_a_style_only(book_of):
    styles = {"a": {"layers": {"box": {"place": "auto"}}}, "b": {"layers": {"title": {"place": "auto-up"}}}}
    book = book_of(styles, {"s": [{"type": "text", "text": "x", "place": "auto"}]})
    assert {problem.path for problem in book.problems} == {
        "styles.a.layers.box.place",
        "styles.b.layers.title.place",
        "overlays.s.0.place",
    }


def test_what_goes_with_a_title_stands_at_its_automatic_place(book_of):
    styles = {
        "a": {"layers": {"title": {"place": "auto-left"}, "line": {"type": "text", "text": "x", "after": "title"}}}
    }
    look = book_of(styles).look("a", [], POSTER)
    assert [placed.place for placed in look.layers] == ["auto-left", "auto-left"]
    look = book_of({"a": {"layers": {"title": {}, "mark": {"type": "rule", "with": "title"}}}}).look("a", [], POSTER)
    assert [placed.place for placed in look.layers] == ["auto-auto", "auto-auto"]


def test_what_is_taken_from_the_picture_is_in_the_signature_and_else_nothing_is(book_of, film):
    def entries(**title):
        look = book_of({"a": {"layers": {"title": {"place": "bottom", **title}}}}).look("a", [], POSTER)
        return {entry[1] for entry in look.signature(film(), base="textless") if not entry[0]}

    assert entries() == {"fit", "layout"}
    assert entries(place="auto") == {"fit", "layout", "zones"}
    assert entries(color="auto") == {"fit", "layout", "colours"}
    assert entries(color="accent-pale") == {"fit", "layout", "colours"}
    assert entries(plate={"color": "accent-dark"}) == {"fit", "layout", "colours"}
    assert entries(place="auto", avoid_faces=True) == {"fit", "layout", "zones", "faces"}


def card(book_of, spoilers, watched, **more):
    look = replace(book_of().look("card-strip", [], CARD), spoilers=spoilers, spoilers_users=more.pop("users", ()))
    item = MediaItem(
        title="Truths", type=ItemType.EPISODE, show_title="Dark", season=1, episode=3, watched=watched, **more
    )
    subject = Subject(item=item, kind=CARD, title=item.title, facts=Facts())
    return look, subject


def drawn_types(look, subject, base="textless"):
    return [placed.layer.type for placed, _ in look.shown(subject, base=base)]


@pytest.mark.parametrize(("spoilers", "veil"), [("blur", "blur"), ("grayscale", "tint")])
def test_the_card_of_an_episode_not_seen_is_veiled_under_everything(book_of, spoilers, veil):
    look, unseen = card(book_of, spoilers, watched=False)
    _, seen = card(book_of, spoilers, watched=True)
    assert drawn_types(look, unseen) == [veil, *drawn_types(look, seen)]
    assert drawn_types(look, unseen, base="finished") == []


def test_textless_leaves_the_title_out_and_keeps_the_number(book_of):
    look, unseen = card(book_of, "textless", watched=False)
    assert [placed.name for placed, _ in look.shown(unseen, base="textless")] == ["number_line"]


def test_watching_counts_only_where_spoilers_are_kept(book_of):
    for spoilers, same in (("show", True), ("blur", False)):
        look, unseen = card(book_of, spoilers, watched=False)
        _, seen = card(book_of, spoilers, watched=True)
        _, untold = card(book_of, spoilers, watched=None)
        assert (look.signature(unseen, base="textless") == look.signature(seen, base="textless")) is same
        assert look.signature(untold, base="textless") == look.signature(seen, base="textless")


def test_those_named_decide_what_is_a_spoiler(book_of):
    told = {"watched_by": FrozenMap({"Ada": False, "Bo": True})}
    for users, veiled in (
        (("me",), False),
        (("ada",), True),
        (("Bo",), False),
        (("me", "Ada"), True),
        (("Nobody",), False),
    ):
        look, subject = card(book_of, "blur", watched=True, users=users, **told)
        assert ("blur" in drawn_types(look, subject)) is veiled


def test_only_cards_of_episodes_are_veiled(book_of, film):
    look = replace(book_of().look("cinema", [], POSTER), spoilers="blur")
    assert "blur" not in drawn_types(look, film(watched=False))


def test_a_range_of_seasons_may_have_words_of_its_own(book_of):
    layers = {
        "title": {"text": "{show_title}"},
        "early": {"type": "text", "text": "Book One", "when": {"season.gte": 1, "season.lte": 3}, "after": "title"},
        "late": {"type": "text", "text": "Book Two", "when": {"season.gte": 4}, "after": "title"},
    }
    look = book_of({"a": {"layers": layers}}).look("a", [], SEASON)

    def words(number):
        item = MediaItem(title=f"Season {number}", type=ItemType.SEASON, show_title="Dark", season=number)
        subject = Subject(item=item, kind=SEASON, title=item.title, facts=Facts())
        return [value for _, value in look.shown(subject, base="textless")]

    assert words(2) == ["Dark", "Book One"]
    assert words(5) == ["Dark", "Book Two"]
    assert words(0) == ["Dark"]
