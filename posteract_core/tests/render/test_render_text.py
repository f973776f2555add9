"""Text: sizes, lines, scripts, missing glyphs."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat
from posteract_core.render.bidi import is_rtl, visual_runs
from posteract_core.render.fonts import FontBook
from posteract_core.render.inking import letters
from posteract_core.render.lettering import TextStyle, Typesetter
from posteract_core.render.linebreak import balanced, joined, segments
from posteract_core.render.masks import grown
from posteract_core.render.shaping import Piece, clusters, glyphs_of, is_joined, pieces

BOOK = FontBook(system=False)
BOX = (880.0, 260.0)


def setter() -> Typesetter:
    return Typesetter(BOOK)


def style(family: str = "Inter", weight: int = 800, **more) -> TextStyle:
    return TextStyle(cut=BOOK.cut(family, weight=weight, width=more.pop("width", 100)), **more)


def fit(text: str, look: TextStyle | None = None, **more):
    return setter().set(text, look or style(), **{"box_px": BOX, "min_px": 24, "max_px": 170, **more})


def test_a_family_is_found_in_any_case_with_its_weight_upright():
    cut = BOOK.cut("noto SANS", weight=700)
    assert cut.face.family == "Noto Sans"
    assert not cut.face.italic
    assert dict(zip([tag for tag, *_ in cut.face.axes], cut.axes, strict=True)) == {"wght": 700, "wdth": 100}


def test_an_italic_is_found_when_asked_for():
    assert BOOK.cut("Source Serif 4", italic=True).face.italic


def test_axes_are_kept_within_what_the_font_has():
    cut = BOOK.cut("Noto Sans", weight=5000, width=10)
    assert set(cut.axes) == {900, 62.5}


def test_an_unknown_family_is_none_and_has_a_nearest_name():
    assert BOOK.cut("Intre") is None
    assert BOOK.nearest("Intre") == "Inter"


def test_narrow_letters_are_narrower():
    wide, narrow = style("Noto Sans"), style("Noto Sans", width=62.5)
    assert setter().line_width("Heat", narrow, 100) < 0.8 * setter().line_width("Heat", wide, 100)


def test_a_short_title_has_the_largest_size_on_one_line():
    setting = fit("Heat")
    assert setting.lines == ("Heat",)
    assert setting.size_px == 170


def test_a_title_breaks_after_its_colon():
    setting = fit("The Lord of the Rings: The Fellowship of the Ring", max_lines=2)
    assert setting.lines == ("The Lord of the Rings:", "The Fellowship of the Ring")


def test_no_line_ends_on_an_article():
    setting = fit("Once Upon a Time in the West", max_px=110)
    assert not any(line.split()[-1].lower() in ("a", "the", "in") for line in setting.lines[:-1])


def test_a_newline_is_a_forced_break():
    assert fit("Heat\n1995").lines == ("Heat", "1995")


def test_nothing_breaks_by_itself_when_that_is_switched_off():
    assert fit("The Fellowship of the Ring", automatic=False).lines == ("The Fellowship of the Ring",)


def test_symbols_break_and_lone_dashes_go():
    assert fit("Dune - Part Two", break_at=(" - ",)).lines == ("Dune", "Part Two")
    assert fit("Alien: Covenant", break_at=(":",)).lines == ("Alien:", "Covenant")


def test_what_does_not_fit_at_the_least_size_is_none():
    assert fit("Donaudampfschifffahrtsgesellschaftskapitän", box_px=(200, 100), min_px=40) is None
    assert fit("Heat", box_px=(0, 100)) is None


def test_japanese_breaks_between_characters_but_not_before_a_stop():
    parts = [part.text for part in segments("千と千尋の神隠し。")]
    assert "".join(parts) == "千と千尋の神隠し。"
    assert len(parts) > 4
    assert not any(part.startswith("。") for part in parts)


def test_korean_breaks_at_spaces_only():
    assert [part.text for part in segments("올드보이 기생충")] == ["올드보이", "기생충"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ลุงบุญมีระลึกชาติ", ["ลุง", "บุญ", "มี", "ระลึก", "ชาติ"]),
        ("ປະເທດລາວສະບາຍດີ", ["ປະເທດ", "ລາວ", "ສະບາຍດີ"]),
        ("မြန်မာနိုင်ငံသည်", ["မြန်မာနိုင်ငံ", "သည်"]),
        ("😀ลุงบุญมี", ["😀", "ลุง", "บุญ", "มี"]),
    ],
)
def test_scripts_without_spaces_break_between_their_words(text, words):
    assert [part.text for part in segments(text)] == words
    assert joined(segments(text)) == text


def test_without_dictionaries_thai_breaks_by_a_small_model_and_lao_at_spaces(monkeypatch):
    monkeypatch.setattr("posteract_core.render.linebreak._breaker", lambda: None)
    assert [part.text for part in segments("ฉลาดเกมส์โกง!")] == ["ฉลาด", "เกมส์", "โกง!"]
    assert [part.text for part in segments("ປະເທດລາວ ສະບາຍດີ")] == ["ປະເທດລາວ", "ສະບາຍດີ"]


def test_japanese_lines_end_where_a_phrase_does():
    def lines(text, count):
        parts = segments(text)
        found = balanced(parts, lambda part: len(part.text), 1, len(text) / count, count)
        assert found is not None
        return [joined(line) for line in found]

    assert lines("千と千尋の神隠し", 3) == ["千と", "千尋の", "神隠し"]
    assert lines("となりのトトロ", 2) == ["となりの", "トトロ"]


def test_words_break_after_hyphens_but_not_after_a_leading_one():
    assert [part.text for part in segments("Spider-Man X-Men -1")] == ["Spider-", "Man", "X-Men", "-1"] or [
        part.text for part in segments("Spider-Man")
    ] == ["Spider-", "Man"]


def test_a_lone_dash_stays_with_the_word_before_it():
    assert [part.text for part in segments("Impossible – Fallout")] == ["Impossible –", "Fallout"]


def test_segments_lose_nothing():
    text = "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb"
    assert joined(segments(text)) == text


def test_missing_glyphs_are_named_and_left_out():
    setting = fit("Wall·E \U0001f916")
    assert setting.lines == ("Wall·E",)
    assert setting.missing == ("\U0001f916",)


def test_a_text_without_a_single_glyph_has_no_lines():
    setting = fit("ᐃᓄᒃᑎᑐᑦ")
    assert setting.lines == ()
    assert setting.missing


@pytest.mark.parametrize("text", ["\u200b", "\u00ad\ufe0f", "\u202e\u2060"])
def test_a_text_of_which_nothing_is_to_be_seen_has_no_lines(text):
    setting = fit(text)
    assert setting.lines == ()
    assert setting.missing == ()


def test_no_placeholder_box_is_ever_drawn():
    line = setter().line("A\U0001f916B", style(), 100)
    plain = setter().line("AB", style(), 100)
    assert letters(setter(), line).mask.tobytes() == letters(setter(), plain).mask.tobytes()


def test_other_scripts_come_from_other_fonts_in_the_same_weight():
    found, missing = pieces("Heat لورنس", style().cut, BOOK)
    assert missing == ()
    assert {piece.cut.face.family for piece in found} == {"Inter", "Noto Sans Arabic"}
    arabic = next(piece for piece in found if piece.rtl)
    assert dict(zip([tag for tag, *_ in arabic.cut.face.axes], arabic.cut.axes, strict=True))["wght"] == 800


def test_fallback_does_not_depend_on_what_was_drawn_before():
    fresh = FontBook(system=False)
    late = FontBook(system=False)
    for text in ("قيامة", "שלום", "★", "Ω", "Ж"):
        late.covering(text, late.cut("Noto Serif"))
    for text in ("Ж", "★", "שלום", "قيامة"):
        assert fresh.covering(text, fresh.cut("Inter")) == late.covering(text, late.cut("Inter"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Heat", ["Heat"]),
        ("לורנס 1962", ["1962", "לורנס "]),
        ("Heat לורנס Ronin", ["Heat ", "לורנס", " Ronin"]),
        ("לורנס Heat ערב", [" ערב", "Heat", "לורנס "]),
        ("(ערב)", ["(ערב)"]),
        ("", []),
    ],
)
def test_runs_stand_in_the_order_of_reading(text, shown):
    assert [run.text for run in visual_runs(text)] == shown


def test_a_line_reads_as_its_first_strong_character():
    assert is_rtl("1962 لورنس")
    assert not is_rtl("Heat لورنس")


def test_marks_stay_with_their_letters():
    assert clusters("e\u0301a👍🏽x") == ["e\u0301", "a", "👍🏽", "x"]


def numbers(text: str, family: str, *, rtl: bool = False) -> list[int]:
    """Return the glyphs of a text, by their numbers in the font, from left to right."""
    return [number for number, _, _ in glyphs_of(Piece(text, BOOK.cut(family), rtl)).places]


def test_arabic_letters_join_and_run_from_right_to_left():
    alone = {numbers(letter, "Noto Sans Arabic", rtl=True)[-1] for letter in "عين"}
    together = numbers("عين", "Noto Sans Arabic", rtl=True)
    assert not alone & set(together), "each letter has another form within a word"
    assert together[-1] == numbers("عي", "Noto Sans Arabic", rtl=True)[-1], "the first letter stands at the right"
    lam_alef = glyphs_of(Piece("لا", BOOK.cut("Noto Sans Arabic"), rtl=True))
    apart = sum(glyphs_of(Piece(letter, BOOK.cut("Noto Sans Arabic"), rtl=True)).advance for letter in "لا")
    assert lam_alef.advance < 0.9 * apart


def test_hebrew_brackets_turn():
    around = numbers("(ערב)", "Noto Sans Hebrew", rtl=True)
    assert around[0] == numbers("(", "Noto Sans Hebrew")[0]
    assert around[-1] == numbers(")", "Noto Sans Hebrew")[0]


@pytest.mark.parametrize(
    ("text", "family", "fewer"),
    [
        ("क्ष", "Noto Sans Devanagari", True),
        ("ক্ষ", "Noto Sans Bengali", True),
        ("ក្រ", "Noto Sans Khmer", True),
        ("မြန်", "Noto Sans Myanmar", False),
    ],
)
def test_scripts_of_india_and_south_east_asia_are_shaped(text, family, fewer):
    cmap = [numbers(character, family)[0] for character in text]
    shaped = numbers(text, family)
    assert shaped != cmap
    assert not fewer or len(shaped) < len(cmap)


def test_marks_of_thai_stand_over_their_letters():
    places = glyphs_of(Piece("ที่", BOOK.cut("Noto Sans Thai"), rtl=False))
    assert len(places.clusters) == 1
    assert places.advance == glyphs_of(Piece("ท", BOOK.cut("Noto Sans Thai"), rtl=False)).advance
    assert places.top > glyphs_of(Piece("ท", BOOK.cut("Noto Sans Thai"), rtl=False)).top


def test_tracking_never_tears_a_headline():
    assert is_joined("गैंग्स")
    assert not is_joined("Heat ที่")


def test_letters_set_apart_are_not_ligated():
    cut = BOOK.cut("Source Serif 4")
    assert len(glyphs_of(Piece("fi", cut, rtl=False), ligatures=False).places) == 2


def test_the_language_of_the_machine_changes_no_letter(monkeypatch):
    import locale

    cut = BOOK.cut("Noto Serif")
    before = glyphs_of(Piece("бгдпт fi", cut, rtl=False))
    monkeypatch.setenv("LC_ALL", "sr_RS.UTF-8")
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")
    try:
        glyphs_of.cache_clear()
        assert glyphs_of(Piece("бгдпт fi", cut, rtl=False)) == before
    finally:
        monkeypatch.undo()
        locale.setlocale(locale.LC_CTYPE, "")


@pytest.mark.parametrize("by", [0.4, 1.5, 4, 8, 20])
def test_an_outline_reaches_as_far_as_it_is_wide_round_at_corners(by):
    around = 40
    square = Image.new("L", (60 + 2 * around, 60 + 2 * around), 0)
    square.paste(255, (around, around, around + 60, around + 60))
    wider = grown(square, by)
    column = [wider.getpixel((x, around + 30)) / 255 for x in range(around)]
    assert sum(column) == pytest.approx(by, abs=0.35)
    diagonal = [wider.getpixel((at, at)) / 255 for at in range(around)]
    assert sum(diagonal) * 2**0.5 == pytest.approx(by, abs=1.2)
    assert min(wider.crop((around, around, around + 60, around + 60)).tobytes()) == 255


def test_an_outline_of_a_hairline_has_no_gaps():
    line = Image.new("L", (100, 100), 0)
    line.paste(255, (50, 20, 51, 80))
    for by in (3, 8, 20):
        row = grown(line, by).crop((50 - by + 2, 50, 50 + by - 1, 51)).tobytes()
        assert min(row) == 255, by


def test_tracking_never_tears_joined_letters():
    assert is_joined("قيامة")
    plain, spaced = style(), style(tracking=0.3)
    assert setter().line_width("قيامة", plain, 100) == setter().line_width("قيامة", spaced, 100)
    assert setter().line_width("Heat", plain, 100) < setter().line_width("Heat", spaced, 100)


def test_tracking_keeps_the_order_of_hebrew():
    spaced = setter().line("שלום", style(tracking=0.001), 100)
    plain = setter().line("שלום", style(), 100)
    drawn = [letters(setter(), setting) for setting in (spaced, plain)]
    a, b = (each.mask.crop(each.mask.getbbox()) for each in drawn)
    assert abs(a.width - b.width) <= 3
    difference = ImageChops.difference(a.resize(b.size), b)
    assert ImageStat.Stat(difference).mean[0] < 12
    reversed_ = b.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert ImageStat.Stat(ImageChops.difference(reversed_, b)).mean[0] > 30


def test_baselines_stand_alike_with_and_without_descenders():
    plain, deep = fit("Home", max_px=100), fit("Gypsy", max_px=100)
    marks = [letters(setter(), setting) for setting in (plain, deep)]
    assert marks[0].ink[3] - marks[0].baseline == pytest.approx(marks[1].ink[3] - marks[1].baseline, abs=3)


def test_lines_are_evenly_spaced_even_with_accents():
    found = setter().set("LE\nÉTÉ\nBLEU", style(line_spacing=0.8), box_px=(900, 900), min_px=20, max_px=200)
    assert found.lines == ("LE", "ÉTÉ", "BLEU")


def ink_bounds(letters):
    return (letters.stroke or letters.mask).getbbox()


TITLES = st.one_of(
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x24F), min_size=1, max_size=60),
    st.lists(
        st.sampled_from(
            ["Heat", "The", "of", "Fellowship", "لورنس", "ערב", "Ж", "7", "–", "WALL·E", "a", "Überraschung"]
        ),
        min_size=1,
        max_size=12,
    ).map(" ".join),
)


@settings(max_examples=120)
@given(
    text=TITLES,
    width=st.integers(60, 1600),
    height=st.integers(40, 700),
    stroke=st.sampled_from([0.0, 3.0, 8.0]),
    tracking=st.sampled_from([-0.02, 0.0, 0.12]),
    align=st.sampled_from(["left", "center", "right"]),
)
def test_text_stays_inside_its_box_and_is_the_same_each_time(text, width, height, stroke, tracking, align):
    look = style("Noto Sans", stroke_px=stroke, tracking=tracking, align=align)
    setting = setter().set(text, look, box_px=(width, height), min_px=8, max_px=180)
    if setting is None or not setting.lines:
        return
    assert 8 <= setting.size_px <= 180
    drawn = letters(setter(), setting)
    found = ink_bounds(drawn)
    if found is None:
        return
    assert found[2] - found[0] <= width + 2
    assert found[3] - found[1] <= height + 2
    assert drawn.ink[2] - drawn.ink[0] <= width + 2
    assert drawn.ink[3] - drawn.ink[1] <= height + 3
    assert drawn.mask.tobytes() == letters(setter(), setting).mask.tobytes()
