"""What a report says about a run."""

import pytest

from bench.reports import is_wrong, real_seconds, tally


def a_case(verdict="holds", expected="holds", program=(), contrast=None, start_method=None):
    parts = {
        name: examples and {"name": "m.f", "verdict": "holds", "examples": list(examples)}
        for name, examples in {"program": program, "contrast": contrast}.items()
    }
    return {"verdict": verdict, "expected": expected, "start_method": start_method, "reason": None, "evidence": parts}


def an_example(*runs):
    return {"runs": [{"unit": unit, "took": took} for unit, took in runs]}


def a_report(*cases, complete=True):
    claims = [{"id": f"a.claim-{number}", "cases": [case]} for number, case in enumerate(cases)]
    return {"complete": complete, "claims": claims, "seconds": {"claimed": 12.5, "real": 2.0}}


@pytest.mark.parametrize(
    ("verdict", "expected", "wrong"),
    [
        ("holds", "holds", False),
        ("refuted", "refuted", False),
        ("refuted", "holds", True),
        ("holds", "refuted", True),
        ("broken", "holds", True),
        ("inconclusive", "holds", False),
        ("not-applicable", "holds", False),
    ],
)
def test_wrong_is_what_is_neither_expected_nor_untold(verdict, expected, wrong):
    assert is_wrong(a_case(verdict, expected)) is wrong


def test_a_tally_counts_what_was_judged_and_keeps_what_was_wrong():
    wrong = a_case("refuted", start_method="fork")
    untold = a_case("inconclusive")
    counted = tally(a_report(a_case(), wrong, untold, a_case("not-applicable"), complete=False))
    assert counted == {
        "complete": False,
        "cases": 3,
        "wrong": [{"id": "a.claim-1", **wrong}],
        "inconclusive": [{"id": "a.claim-2", "start_method": None, "reason": None}],
        "claimed": 12.5,
    }


def test_a_verdict_takes_all_runs_of_program_and_contrast():
    case = a_case(program=[an_example((0.01, 0.5), (0.02, 1.0))], contrast=[an_example((0.01, 2.0))])
    assert real_seconds(case) == 3.5
    assert real_seconds(case, "program") == 1.5
    assert real_seconds(a_case()) == 0.0
