"""The reader of evidence: what decided, and what a case measured."""

import ast
from pathlib import Path

import pytest
from made_reports import a_case, a_run, a_span
from made_reports import a_part as any_part
from made_reports import a_reading as any_reading
from made_reports import an_example as any_example

from pytest_claims.instruments.seconds.run import SUMMARY_NOTE
from pytest_claims.model.span import Span
from pytest_claims.report import evidence, form
from pytest_claims.report.evidence import measured, predicted, word, word_of


def a_reading(slope=99.8, approx=10):
    return any_reading(slope, approx=approx, error=0.25)


def an_example(verdict="refuted", **more):
    return any_example(verdict, **{"readings": [], **more})


def a_part(verdict, *examples):
    return any_part(verdict, examples=list(examples))


def test_a_refutation_that_is_documented_is_said_to_be():
    assert word("refuted", "refuted") == "refuted, as documented"
    assert [word(verdict, "holds") for verdict in ("holds", "refuted", "broken")] == ["holds", "refuted", "broken"]


def test_the_figure_of_a_part_is_its_seconds_or_its_cpus_or_nothing():
    assert measured(a_part("refuted", an_example(readings=[a_reading()]))) == "99.8 s"
    assert measured(a_part("holds", an_example("holds", figures={"cpu_per_wall": 0.99123}))) == "0.99 CPUs"
    assert measured(a_part("holds", an_example("holds"))) == ""
    assert [measured(part) for part in (None, a_part("holds"))] == ["", ""]


def test_the_figure_is_that_of_the_example_that_decided():
    part = a_part("refuted", an_example("holds", readings=[a_reading(10)]), an_example(readings=[a_reading(50)]))
    assert (measured(part), predicted(part)) == ("50 s", "10")


def test_what_was_claimed_stands_beside_the_measured():
    assert predicted(a_part("refuted", an_example(readings=[a_reading()]))) == "10"
    assert predicted(a_part("refuted", an_example(readings=[a_reading(approx=None)]))) == ""
    assert predicted(None) == ""


def test_the_verdict_on_a_test_that_is_marked_to_fail_is_named_so():
    case = {"verdict": "refuted", "expected": "holds"}
    assert word_of({**case, "xfail": True}) == "refuted, xfail"
    assert word_of(case) == "refuted"
    assert word_of({**case, "expected": "refuted"}) == "refuted, as documented"


def test_a_duration_that_was_not_decided_is_told_as_what_is_known_of_it():
    def undecided(slope, error, verdict="inconclusive"):
        return measured(a_part(verdict, an_example(verdict, readings=[{**a_reading(slope), "error": error}])))

    assert undecided(8.19, 2.9) == "5.3 to 11 s"
    assert undecided(1, 3, "broken") == "0 to 4 s"
    assert undecided(8.19, None) == undecided(-3, 2) == "? s"
    assert undecided(-0.005, 0.02, "refuted") == "0 s"
    assert undecided(0.00362, 0.026, "holds") == "0.004 s"


def test_bounds_stand_beside_the_figure_as_bounds():
    def bounds(low, high):
        return predicted(a_part("holds", an_example("holds", readings=[{**a_reading(6, approx=None), "band": [low, high]}])))

    assert [bounds(5, None), bounds(None, 7), bounds(5, 7), bounds(None, None)] == [">= 5", "<= 7", "5 to 7", ""]


def test_of_two_durations_the_one_that_decided_is_shown():
    readings = [{**a_reading(10), "band": [9, 11]}, {**a_reading(50, approx=20), "band": [18, 22]}]
    part = a_part("refuted", an_example(readings=readings))
    assert (measured(part), predicted(part)) == ("50 s", "20")
    assert measured({**part, "verdict": "holds"}) == "10 s"


#: What only evidence has fields for.
OF_EVIDENCE = {
    name
    for entry in (form.EvidenceEntry, form.PartEntry, form.ExampleEntry, form.ReadingEntry, form.RunEntry, form.SpanEntry)
    for name in entry.__annotations__
} - {name for entry in (form.Row, form.ClaimEntry, form.SourcesEntry, form.Report) for name in entry.__annotations__}
PLUGIN = Path(evidence.__file__).parents[1]


def names_read(source):
    """The constant names that `source` reads from mappings: by subscript, or with get."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield node.slice.value
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
            yield from (arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant))


def test_nobody_else_reads_evidence():
    assert {"slope", "readings", "elapsed", "deciding", "notes", "spans", "lane"} <= OF_EVIDENCE
    folders = [PLUGIN / name for name in ("report", "render", "cli", "plugin")]
    readers = {
        str(path.relative_to(PLUGIN))
        for folder in folders
        for path in folder.rglob("*.py")
        if OF_EVIDENCE & {*names_read(path.read_text(encoding="utf-8"))}
    }
    assert readers == {str(Path("report", "evidence.py"))}


def test_all_runs_take_time_and_those_of_one_program_can_be_asked_for():
    part = a_part("holds", an_example(runs=[a_run(took=0.5), a_run(took=1.0)]))
    case = a_case(evidence={"program": part, "contrast": a_part("holds", an_example(runs=[a_run(took=2.0)]))})
    assert evidence.real_seconds(case["evidence"]) == 3.5
    assert evidence.real_seconds(case["evidence"], "program") == 1.5


def test_evidence_is_read_as_objects_with_what_older_reports_do_not_say():
    part = a_part(
        "holds", an_example("holds", readings=[a_reading()], runs=[a_run(elapsed=[1.0, 2.0], held=[0.1])], spans=[a_span()])
    )
    view = evidence.parts({"program": part, "contrast": None})["program"]
    (reading,), (run,) = view.deciding.readings, view.deciding.runs
    assert (reading.low, reading.high, reading.overhead) == (None, None, None)
    assert (run.elapsed, run.waited, run.scales, run.left) == ((1.0, 2.0), (0.1, None), None, ())
    assert view.recorded == view.deciding
    assert view.recorded.spans[0].lane == "1/MainThread"


def test_nothing_that_is_known_of_an_example_is_lost_on_the_way():
    reading = {**a_reading(), "band": [9, 11], "overhead": 0.02, "fits": "one after another"}
    run = a_run("refuted", held=[0.05], scales=True, left=["the environment"])
    one = an_example(reason="too long", readings=[reading], figures={"cpu": 1.0}, notes={"title": "text"}, runs=[run])
    part = evidence.parts({"program": a_part("refuted", one)})["program"]
    assert (part.name, part.verdict) == ("programs.nap", "refuted")
    view = part.deciding
    assert (view.arguments, view.reason, view.figures, view.notes) == (
        "workers=10",
        "too long",
        {"cpu": 1.0},
        {"title": "text"},
    )
    rivals = {"one after another": 100}
    assert view.readings == (
        evidence.ReadingView("10 s, give or take 1", 10, 9, 11, rivals, 99.8, 0.25, 0.02, "one after another"),
    )
    assert view.runs == (evidence.RunView(0.01, (0.1,), (0.05,), True, "refuted", ("the environment",)),)
    assert view.spans == (Span("nap", "1/MainThread", 1.0, 1.1),)


def test_the_picture_may_be_of_another_example_than_the_one_that_decided():
    pictured, other = an_example("holds", arguments="n=1"), an_example("holds", arguments="n=2", spans=[])
    part = evidence.parts({"contrast": a_part("holds", pictured, other) | {"deciding": 1}})["contrast"]
    assert (part.deciding.arguments, part.recorded.arguments) == ("n=2", "n=1")
    without = evidence.parts({"program": a_part("holds", other), "contrast": a_part("holds")})
    assert (without["program"].recorded, without["contrast"].deciding) == (None, None)
    assert evidence.parts({"program": None}) == {}


@pytest.mark.parametrize(("deciding", "said"), [(0, "10 s"), (1, "50 s"), (2, "10 s"), (-1, "10 s")])
def test_the_report_says_which_example_decided(deciding, said):
    part = a_part("holds", an_example("holds", readings=[a_reading(10)]), an_example("refuted", readings=[a_reading(50)]))
    assert measured({**part, "deciding": deciding}) == said


def test_the_seconds_of_a_picture_are_those_of_the_run_that_decided():
    def unit(*runs, **more):
        return evidence.parts({"program": a_part("holds", an_example("holds", runs=list(runs), **more))})[
            "program"
        ].deciding.unit

    small, large, undecided = a_run(unit=0.01), a_run(unit=0.05), a_run("inconclusive", unit=0.2)
    assert [unit(small, large, deciding=index) for index in (0, 1)] == [0.01, 0.05]
    assert unit(large, small) == unit(small, large, undecided, deciding=3) == 0.05
    assert unit(small, undecided) == 0.01
    assert unit(undecided) == 0.2
    assert unit(a_run(unit=evidence.SMALLEST_UNIT)) == evidence.SMALLEST_UNIT
    assert [unit(), unit(a_run(unit=0.5e-9)), unit({**small, "scales": False})] == [None, None, None]


def test_of_runs_that_disagree_the_verdict_is_that_of_the_evidence():
    assert evidence.shown_verdict(a_case("mixed", evidence={"program": a_part("refuted")})) == "refuted"
    assert evidence.shown_verdict(a_case("broken", evidence={"program": a_part("refuted")})) == "broken"
    assert evidence.shown_verdict(a_case("mixed")) == "mixed"


def test_whether_a_program_was_run_and_asked_for_claim_seconds():
    never, asked = an_example("holds"), an_example("holds", runs=[a_run(scales=False), a_run(scales=True)])
    case = a_case(evidence={"program": a_part("holds", never), "contrast": a_part("refuted", asked)})
    assert evidence.was_run(case)
    assert [evidence.was_run(a_case(evidence=one)) for one in ({}, {"program": None})] == [False, False]
    assert evidence.asked_for_claim_seconds(case["evidence"])
    assert not evidence.asked_for_claim_seconds({"program": a_part("holds", never), "contrast": None})
    assert list(evidence.examples(case["evidence"])) == [never, asked]
    assert list(evidence.examples(case["evidence"], "contrast")) == [asked]
    assert list(evidence.examples(case["evidence"], "program", "contrast")) == [never, asked]


def test_claim_seconds_that_are_not_known_or_below_nought_count_for_nothing():
    readings = [a_reading(10), a_reading(None), a_reading(-3), a_reading(0.5)]
    assert evidence.claim_seconds(a_case(evidence={"program": a_part("holds", an_example(readings=readings))})) == 10.5
    run = a_run(took=1.5)
    del run["took"]
    assert evidence.real_seconds({"program": a_part("holds", an_example(runs=[run]))}) == 0


def test_what_an_instrument_says_stands_in_place_of_a_figure():
    assert measured(a_part("holds", an_example("holds", notes={SUMMARY_NOTE: "0 in 40"}))) == "0 in 40"
    assert measured(a_part("holds", an_example("holds", notes={SUMMARY_NOTE: "0 in 40"}, figures={"cpu_per_wall": 2.0}))) == (
        "2.00 CPUs"
    )


def test_an_older_report_need_not_have_every_field():
    """Neither evidence, nor figures and notes of an example, nor its spans."""
    case = {name: value for name, value in a_case("mixed").items() if name != "evidence"}
    assert (evidence.shown_verdict(case), evidence.was_run(case), evidence.claim_seconds(case)) == ("mixed", False, 0)
    assert evidence.figures(case) == evidence.Figures("", "", "")
    example = {name: an_example()[name] for name in ("arguments", "verdict", "readings", "runs")}
    part = a_part("refuted", example)
    assert measured(part) == ""
    view = evidence.parts({"program": part})["program"].deciding
    assert (view.reason, view.figures, view.notes, view.spans) == (None, {}, {}, ())


def a_part_of(verdict, *readings):
    return a_part(verdict, an_example(verdict, readings=list(readings)))


def within(slope, error=None, band=(9, 11)):
    return {**any_reading(slope, approx=10, error=error), "band": list(band)}


@pytest.mark.parametrize(
    ("slope", "error", "said"), [(10.0, None, "10 s"), (9.98765, 0.0001, "9.99 s"), (0.5, None, "0.5 s"), (-0.2, None, "0 s")]
)
def test_a_duration_that_was_decided_is_a_figure(slope, error, said):
    assert measured(a_part_of("holds", within(slope, error))) == said


@pytest.mark.parametrize(
    ("slope", "error", "said"),
    [(8.0, 3.0, "5 to 11 s"), (0.5, 1.0, "0 to 1.5 s"), (10.0, None, "? s"), (-2.0, 2.0, "? s"), (0.5, 0.2, "0.3 to 0.7 s")],
)
def test_a_duration_that_was_not_decided_lies_between_two(slope, error, said):
    assert measured(a_part_of("inconclusive", within(slope, error))) == said


@pytest.mark.parametrize(("outside", "band"), [(8.0, (9, 11)), (12.0, (9, 11)), (8.0, (9, None)), (12.0, (None, 11))])
def test_a_refutation_shows_the_duration_outside_its_band(outside, band):
    inside = [within(slope, None, band) for slope in (10.0, *filter(None, band))]
    assert measured(a_part_of("refuted", *inside, within(outside, None, band))) == f"{outside:g} s"
    assert measured(a_part_of("holds", *inside, within(outside, None, band))) == "10 s"
