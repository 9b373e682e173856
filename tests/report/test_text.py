"""Texts from elsewhere, made fit to be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_claims.report.text import line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Drei: ≥ 3, 三, \u0645", "Drei: ≥ 3, 三, \u0645"),
        ("\x1b[31mred\x00", "<U+001B>[31mred<U+0000>"),
        ("user\u202egnp.exe", "user<U+202E>gnp.exe"),
        ("\u2066a\u2069\u200e", "<U+2066>a<U+2069><U+200E>"),
        ("half \ud800", "half <U+D800>"),
        ("one\u2028two", "one<U+2028>two"),
        ("a\u00a0b", "a b"),
        ("kept:\n\tnext", "kept:\n\tnext"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
    ],
)
def test_what_cannot_be_seen_is_named(text, shown):
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_nothing_invisible_is_left_but_line_breaks_tabs_and_joiners(text):
    shown = visible(text)
    assert all(character.isprintable() or character in "\n\t\u200c\u200d" for character in shown)
    assert visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [(" a\n b\t c ", "a b c"), ("a" * 9, "aaaaaaaaa"), ("a" * 10, "aaaaaaaa…"), ("aaaaaaa b" * 1_000_000, "aaaaaaa…")],
)
def test_a_line_is_short(text, shown):
    assert line(text, 9) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<function nap at 0x7f7e6b82ad40>(10)", "<function nap>(10)"),
        ("<a at 0xAB>, <b object at 0x12>", "<a>, <b object>"),
        ("it stops at 0", "it stops at 0"),
        ("at 0x7f", "at 0x7f"),
    ],
    ids=["a function", "two objects", "no address", "no object"],
)
def test_addresses_of_objects_are_left_out(text, shown):
    assert visible(text) == shown
    assert line(text, 80) == shown


def test_an_address_that_is_cut_off_is_left_out_whole():
    text = "<function nap at 0x7f7e6b82ad40>"
    assert {most: line(text, most) for most in range(1, 40) if "0x" in line(text, most)} == {}
