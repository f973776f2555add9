from __future__ import annotations

from posteract_core.cli.tables import text_table
from posteract_core.printed import indented, one_line


def test_a_title_with_line_breaks_and_escapes_stays_in_its_row():
    table = text_table(("item", "why"), [("A\nB\x1b]0;owned\x07", "new"), ("Amélie – 天空の城", "new")])
    assert table.splitlines() == [
        "item                 why",
        r"A B\x1b]0;owned\x07  new",
        "Amélie – 天空の城    new",
    ]


def test_words_of_every_script_are_left_as_they_are():
    for text in ("שלום", "العربية", "नमस्ते", "Zoë 👩‍🚀", "a\tb"):
        assert indented(text) == text
    assert one_line("a\tb\r\nc") == "a b c"


def test_one_long_title_does_not_widen_every_row_and_is_not_cut():
    long = "y" * 5000
    table = text_table(("item", "why"), [("Heat", "new"), (long, "new")]).splitlines()
    assert [len(line) for line in table[:2]] == [65, 65]
    assert table[2] == f"{long}  new"
