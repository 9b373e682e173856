"""A claim explained."""

from dataclasses import replace

from pytest_claims import everywhere, start_method
from pytest_claims.explain import explanation, listing
from pytest_claims.record import claim, claim_of


def add(numbers):
    return sum(numbers)


def forget(numbers):
    a_name_that_is_rather_long_for_half_a_terminal = list(numbers)
    return a_name_that_is_rather_long_for_half_a_terminal and None


def helper(numbers):
    return add(numbers)


def through_a_helper(numbers):
    return helper(numbers)


def through_the_same_helper(numbers):
    return helper(helper(numbers))


@claim("sum.adds", says="sum adds numbers up.", source="notes 1", program=add, contrast=forget)
def a_test():
    pass


CLAIM = claim_of(a_test)


def an_entry(**case):
    evidence = {"program": None, "contrast": None}
    usual = {"start_method": None, "verdict": "holds", "expected": "holds", "contrast": "refuted", "reason": None}
    return {"why": "It loops.", "cases": [{**usual, "evidence": evidence, **case}]}


def explained(claim=CLAIM, entry=None, truth=None, width=80):
    return list(explanation(claim, entry or an_entry(), truth, width))


def test_sentence_source_verdict_and_reason_are_there():
    lines = explained()
    assert lines[0] == "sum.adds (notes 1)"
    assert lines[1] == "  “sum adds numbers up.”"
    assert "  holds; the contrast is refuted" in lines
    assert lines[lines.index("Why") + 1] == "  It loops."


def test_programs_stand_side_by_side_and_fit_the_width():
    lines = explained(width=130)
    table = lines[next(number for number, line in enumerate(lines) if line.startswith("Program")) :]
    assert table[0].split() == ["Program", "|", "Contrast"]
    assert table[2].startswith("def add(numbers):")
    assert table[2].endswith("| def forget(numbers):")
    assert max(map(len, lines)) <= 130


def test_lines_are_broken_between_words():
    lines = explained(width=124)
    broken = next(
        number for number, line in enumerate(lines) if line.endswith("a_name_that_is_rather_long_for_half_a_terminal =")
    )
    assert lines[broken + 1].endswith("|             list(numbers)")


def test_programs_stand_one_below_the_other_where_there_is_no_room():
    lines = explained(width=80)
    assert lines.index("def add(numbers):") < lines.index("Contrast") < lines.index("def forget(numbers):")


def test_functions_that_the_programs_use_follow_once():
    lines = explained(replace(CLAIM, program=through_a_helper, contrast=through_the_same_helper), width=130)
    below = lines[lines.index("def helper(numbers):") :]
    assert below == ["def helper(numbers):", "    return add(numbers)", "", "def add(numbers):", "    return sum(numbers)"]


def test_a_false_sentence_names_its_correction():
    false = replace(CLAIM, refuted_where=start_method == "fork", truth="sum.adds")
    lines = explained(false, truth=CLAIM)
    assert "Refuted where start_method == 'fork'" in lines
    assert "  What is true instead: sum adds numbers up. (sum.adds)" in lines


def test_each_start_method_has_its_line_and_a_broken_one_its_reason():
    lines = explained(entry=an_entry(start_method="spawn", verdict="broken", contrast=None, reason="a child crashed"))
    assert "  spawn: broken. a child crashed" in lines


def test_listing_is_sorted_and_says_where_a_claim_is_refuted():
    other = replace(CLAIM, id="all.works", refuted_where=everywhere)
    assert list(listing([CLAIM, other], 80)) == [
        "all.works",
        "  sum adds numbers up.",
        "  Refuted everywhere.",
        "sum.adds",
        "  sum adds numbers up.",
    ]
