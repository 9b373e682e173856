"""How values are written for people."""

import ast
import re
from pathlib import Path

import pytest

import pytest_claims
from pytest_claims.model.wording import format_number, from_to, known, real_time, rounded, short_repr, without_addresses


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (10, "10"),
        (9.98, "9.98"),
        (9.996, "10"),
        (100.2, "100"),
        (1860.4, "1860"),
        (0.0000193, "0.0000193"),
        (-0.00464, "-0.00464"),
        (40000, "40000"),
        (float("inf"), "inf"),
    ],
)
def test_a_figure_has_three_digits_and_no_exponent(value, text):
    assert format_number(value) == text


def test_noughts_at_the_end_of_a_figure_are_left_out():
    assert (rounded(2.5, 3), rounded(20.0, 3), rounded(20, 0), rounded(-0.001, 2)) == ("2.5", "20", "20", "0")
    assert (format_number(7.5012, 4), format_number(0.5, 2)) == ("7.501", "0.5")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 ms"),
        (0.00012, "0.12 ms"),
        (0.005, "5 ms"),
        (0.0965, "96.5 ms"),
        (0.9996, "1 s"),
        (1.86, "1.86 s"),
        (40, "40 s"),
        (3723, "3723 s"),
    ],
)
def test_a_real_time_has_the_unit_that_people_use_for_it(seconds, text):
    assert real_time(seconds) == text


def test_a_real_time_may_be_told_less_finely():
    assert (real_time(0.0991e-3, 2), real_time(0.01127, 2)) == ("0.099 ms", "11 ms")


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        (("400 ms", "405 ms"), "400 to 405 ms"),
        (("900 ms", "1.2 s"), "900 ms to 1.2 s"),
        (("5", "11"), "5 to 11"),
        (("5 ms", "5 ms"), "5 ms"),
    ],
)
def test_two_figures_share_a_unit(ends, text):
    assert from_to(*ends) == text


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [(7.5012, 0.017, "7.501"), (0.00362, 0.026, "0.004"), (2.918, 0.16, "2.92"), (99.8, 0.25, "99.8"), (6, 1e-9, "6")],
)
def test_a_figure_has_no_more_digits_than_are_known(value, error, text):
    assert known(value, error) == text


class Nap:
    def take(self):
        pass


def test_objects_are_named_without_their_address():
    shown = without_addresses(f"{format_number}(10), {Nap().take}, {object()}, {Nap.take}")
    assert shown == "format_number(10), Nap.take, <object object>, Nap.take"
    assert without_addresses("look at 0x10, at a > b") == "look at 0x10, at a > b"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (lambda: None, "<lambda>"),
        (test_objects_are_named_without_their_address, "test_objects_are_named_without_their_address"),
        (Nap().take, "Nap.take"),
        (list(range(100)), "[0, 1, 2, 3, 4, 5, ...]"),
    ],
)
def test_what_a_message_quotes_is_short_and_has_no_address(value, shown):
    assert short_repr(value) == shown


PLUGIN = Path(pytest_claims.__file__).parent


def may_have_an_exponent(spec):
    """Whether a number so formatted may be written as 1.2e+02, which is for machines."""
    return isinstance(spec, ast.JoinedStr) and any(
        isinstance(part, ast.Constant) and re.search("[eEgGn]$", part.value) for part in spec.values
    )


def exponents(source):
    """The lines of `source` that format a number so."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if may_have_an_exponent(getattr(node, "format_spec", None))]


def test_no_text_has_a_number_with_an_exponent():
    assert exponents('f"{a:.2g} s"') == exponents('f"{a:g}"') == [1]
    assert exponents('f"{a:.2f} {b:>{width}} {c:,}"') == []
    found = {str(file.relative_to(PLUGIN)): exponents(file.read_text(encoding="utf-8")) for file in PLUGIN.rglob("*.py")}
    assert {file: lines for file, lines in found.items() if lines} == {}
