"""Ids of claims, read from their source."""

import ast

import pytest

from pytest_claims.judge.declared import ids_in, ids_of_all_tests, nearest


def test_ids_are_read_from_the_source_without_importing_it(suite):
    assert ast.parse((suite / "claims" / "one" / "test_one.py").read_text())
    own = {f"{folder}.{name}" for folder in ("one", "two") for name in ("a", "b", "in-my-way", "in-full")}
    assert ids_in(suite / "claims") == own


def test_nothing_is_near_to_what_is_far():
    assert nearest("zzz", ["one.a", "two.b"]) == ""
    assert nearest("one.b", ["one.a", "two.b"]) == " Nearest: one.a, two.b."


def test_of_a_pattern_the_nearest_groups_are_named_too():
    known = ["await.sequence", "await.needs-an-awaitable", "pool.size"]
    assert nearest("awiat.*", known) == " Nearest: await.*, await.sequence."
    assert "*" not in nearest("awiat.sequence", known)


def test_an_id_is_found_where_claim_is_called_without_a_decorator(tmp_path):
    file = tmp_path / "test_more.py"
    file.write_text("record = claim('unit.three', says='It is three.')\nother = call('unit.four')\n", encoding="utf-8")
    assert ids_in(file) == {"unit.three"}


def test_near_a_pattern_whole_groups_are_named():
    assert nearest("unix.*", {"unit.three.more"}) == " Nearest: unit.*."


CLAIM = """
import ast
from pytest_claims import claim
ROUNDS = 3
@claim("one.a", says="", source="", program=print)
@given(number=integers())
def test_a(program, number): pass
@claim(id="one.b", says="", source="", program=print)
async def test_b(program): pass
def helper(): return [test for test in ()]
"""


def test_of_a_file_in_which_each_test_is_a_claim_all_ids_are_known(tmp_path):
    file = tmp_path / "test_one.py"
    file.write_text(CLAIM, encoding="utf-8")
    assert ids_of_all_tests(file) == {"one.a", "one.b"}


@pytest.mark.parametrize(
    "more",
    [
        "def test_ordinary(): pass",
        "@claim(NAME, says='')\ndef test_c(program): pass",
        "@ours('one.c')\ndef test_c(program): pass",
        "class TestMore(Base): pass",
        "class Case:\n    class TestMore(Base): pass",
        "from others import test_others",
        "from others import others as test_others",
        "from others import *",
        "test_c = claim('one.c')(check)",
        "test_c: object = check",
        "(test_c := check)",
        "test_c, other = check, check",
    ],
)
def test_of_a_file_with_a_test_that_may_be_another_claim_nothing_is_certain(tmp_path, more):
    file = tmp_path / "test_one.py"
    file.write_text(f"{CLAIM}\n{more}\n", encoding="utf-8")
    assert ids_of_all_tests(file) is None


@pytest.mark.parametrize("text", ["", "def (", "ROUNDS = 3"])
def test_of_a_file_without_claims_nothing_is_certain(tmp_path, text):
    file = tmp_path / "test_one.py"
    file.write_text(text, encoding="utf-8")
    assert ids_of_all_tests(file) is None
