"""Every sentence that a user reads about a verdict."""

import json

import pytest
from made_reports import a_reading as any_reading
from made_reports import a_row as any_row
from made_reports import a_run as any_run

from pytest_claims.render.messages import unexpected, why
from pytest_claims.report.merge import Evidence, merge


def a_run(unit, elapsed, waited=0.0, **more):
    return any_run(unit=unit, elapsed=[elapsed], held=[waited], **more)


SCALED = any_run(unit=0.005, elapsed=[], held=[], scales=True)


def a_reading(slope=99.8, fits="one after another", approx=10):
    return any_reading(slope, approx=approx, error=0.25, fits=fits)


def an_example(verdict="refuted", *, arguments="", reason=None, readings=(), figures=None, spans=(), runs=()):
    return {
        "arguments": arguments,
        "verdict": verdict,
        "reason": reason,
        "readings": list(readings),
        "figures": figures or {},
        "runs": list(runs),
        "spans": list(spans),
    }


def a_part(verdict, *examples, name="programs.join"):
    return {"name": name, "verdict": verdict, "examples": list(examples)}


def a_row(verdict="refuted", expected="holds", *, reason=None, method=None, program=None, contrast=None, where="nowhere"):
    texts = {"says": "Joined threads overlap.", "source": "notes 2.1", "refuted_where": where}
    evidence = {"program": program, "contrast": contrast}
    return any_row("thread.join", method, verdict, **texts, expected=expected, reason=reason, evidence=evidence)


def lines(**options):
    return unexpected(a_row(**options)).splitlines()


def test_a_message_begins_with_the_verdict_and_the_sentence():
    assert lines()[:3] == [
        "claim thread.join: refuted here, expected holds.",
        "",
        "  “Joined threads overlap.” (notes 2.1)",
    ]


def test_a_duration_is_shown_with_its_prediction_its_theory_and_a_table_of_its_runs():
    runs = [
        a_run(0.005, 0.5, 0.0004),
        a_run(1.86, 186.4, 0.0333),
        a_run(0.005, 0.52),
    ]
    example = an_example(arguments="workers=10", readings=[a_reading()], runs=runs)
    assert lines(program=a_part("refuted", example))[4:-5] == [
        "  the program     programs.join: refuted",
        "    with          workers=10",
        "    predicted     10 s, give or take 1",
        "    measured      99.8 s, give or take 0.25",
        "    fits          'one after another' (100 s)",
        "    runs          a claim second lasted   took                     = claim seconds   waited for a CPU, at most",
        "                  5 ms                    500 to 520 ms (2 runs)   100 to 104        -",
        "                  1.86 s                  186 s                    100               33 ms",
    ]


def test_the_table_says_where_nobody_counts_waits_and_nothing_where_there_were_none():
    def table(*held):
        runs = [a_run(0.005 * 5**number, 0.5, one) for number, one in enumerate(held)]
        shown = lines(program=a_part("refuted", an_example(readings=[a_reading()], runs=runs)))
        first = next(number for number, line in enumerate(shown) if line.startswith("    runs"))
        return [line.split("   ")[-1].strip() for line in shown[first : first + 3]]

    assert table(None, 0.01) == ["waited for a CPU, at most", "not known", "10 ms"]
    assert table(0.0004, 0.0) == ["= claim seconds", "100", "20"]


def test_a_duration_of_which_one_end_is_not_known_is_shown_all_the_same():
    reading = {**a_reading(slope=8.19), "error": None}
    assert "    measured      8.19 s, more or less" in lines(program=a_part("inconclusive", an_example(readings=[reading])))


def test_what_was_not_measured_is_not_shown():
    text = "\n".join(lines(program=a_part("refuted", an_example(readings=[a_reading(slope=None, fits=None)]))))
    assert "predicted" in text
    assert "measured" not in text
    assert "fits" not in text


def test_the_example_that_decided_is_shown():
    held, failed = an_example("holds", arguments="workers=2"), an_example("refuted", arguments="workers=3", reason="no")
    text = "\n".join(lines(program=a_part("refuted", held, failed)))
    assert "workers=3" in text
    assert "workers=2" not in text


def test_the_contrast_and_the_start_method_are_shown():
    shown = lines(method="fork", program=a_part("refuted"), contrast=a_part("holds", name="programs.other"))
    assert "  start method    fork" in shown
    assert "  the contrast    programs.other: holds" in shown


def test_figures_and_pictures_are_shown():
    spans = [{"lane": "a", "label": "", "start": 0, "end": 1}]
    shown = lines(program=a_part("refuted", an_example(figures={"cpu_per_wall": 0.99123}, spans=spans)))
    assert "    cpu per wall  0.9912" in shown
    assert f"  process 1 |{'=' * 48}|" in shown


def test_a_reason_of_several_lines_keeps_its_column():
    shown = lines(verdict="broken", reason="first\nsecond")
    assert shown[4:6] == ["  reason          first", "                  second"]


@pytest.mark.parametrize(
    ("options", "next_step"),
    [
        ({"verdict": "broken"}, "run it again: pytest --claim thread.join"),
        ({"verdict": "refuted"}, "What next: run it again: pytest --claim thread.join"),
        (
            {"verdict": "refuted", "program": a_part("refuted", an_example(runs=[SCALED]))},
            "What next: see it in real seconds: pytest --claim thread.join --real-time",
        ),
        ({"verdict": "refuted"}, "refuted_where= with the condition under which it is"),
        (
            {"verdict": "holds", "expected": "refuted", "where": "cpus >= 2"},
            "What next: the claim documents that it is refuted where cpus >= 2, and here it holds.",
        ),
        (
            {"verdict": "holds", "expected": "refuted", "where": "everywhere"},
            "What next: the claim documents that it is refuted everywhere, and here it holds.",
        ),
        ({"verdict": "holds", "expected": "refuted"}, "If it still holds, leave out refuted_where=, or narrow it;"),
        ({"verdict": "refuted"}, "If the program should do what the sentence says, there is a bug in it"),
        ({"verdict": "refuted", "method": "fork"}, "run it again: pytest --claim thread.join --start-method fork"),
    ],
)
def test_a_message_says_what_to_do_next(options, next_step):
    assert next_step in "\n".join(lines(**options))


def test_lines_are_no_longer_than_a_wide_screen():
    long = " ".join(["word"] * 80)
    assert max(map(len, lines(verdict="broken", reason=long))) <= 128


def test_a_long_reason_is_wrapped_without_losing_a_word():
    long = " ".join(f"word{number}" for number in range(80))
    assert " ".join(unexpected(a_row("broken", reason=long)).split()).count(long) == 1


def test_what_was_seen_is_told_once_beside_the_program_that_showed_it():
    program = a_part("broken", an_example("broken", reason="the program raised KeyError"))
    shown = lines(verdict="broken", reason="the program raised KeyError", program=program)
    assert [line for line in shown if "KeyError" in line] == ["    saw           the program raised KeyError"]
    contrast = a_part("broken", an_example("broken", reason="a child crashed"), name="programs.other")
    shown = lines(verdict="broken", reason="its contrast: a child crashed", program=a_part("holds"), contrast=contrast)
    assert [line for line in shown if "crashed" in line] == ["    saw           a child crashed"]


def test_a_reason_that_no_example_gives_stands_first():
    program = a_part("holds", an_example("holds"))
    shown = lines(verdict="broken", reason="its contrast does not contradict the sentence", program=program)
    assert shown[4] == "  reason          its contrast does not contradict the sentence"


def test_the_parameters_of_a_case_are_shown():
    assert "  parameters      3" in unexpected({**a_row(), "parameters": "3"}).splitlines()


def timed(*pairs, verdict="refuted", scales=True):
    runs = [a_run(unit, took, *waited, scales=scales) for unit, took, *waited in pairs]
    return a_part(verdict, an_example(verdict, readings=[a_reading()], runs=runs))


HINT = "however long a claim second was: did you write program(3) for program(seconds(3))?"


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (timed((0.005, 6.01), (0.03, 6.0)), "6 to 6.01 s both times"),
        (timed((0.005, 0.4), (0.03, 0.405), (0.005, 0.41)), "400 to 410 ms each of 3 times"),
        (timed((0.005, 6), (0.03, 6), verdict="inconclusive"), "6 s both times"),
        (timed((0.005, 0.4), (0.03, 0.9), (0.03, 0.4)), "400 to 900 ms each of 3 times"),
        (timed((0.005, 0.4), (0.03, 0.7, 0.3)), "400 to 700 ms both times"),
    ],
)
def test_a_time_that_does_not_follow_the_claim_second_gets_a_hint(program, said):
    row = a_row("inconclusive", reason="no certain verdict.", program=program)
    assert why(row) == f"no certain verdict. The program took {said}, {HINT}"
    shown = " ".join(line.strip() for line in unexpected(row).splitlines())
    assert f"What next: the program took {said}, {HINT} Then see it in real seconds" in shown


@pytest.mark.parametrize(
    "program",
    [
        None,
        a_part("refuted"),
        timed((0.005, 6.01)),
        timed((0.005, 6), (0.015, 6)),
        timed((0.005, 6), (0.03, 6.7)),
        timed((0.005, 6), (0.03, 6.7, 0.05)),
        timed((0.005, 6), (0.03, 13, 7)),
        timed((0.005, 0.0005), (0.03, 0.0005)),
        timed((0.005, 6), (0.03, 6), scales=False),
        timed((0.005, 6), (0.03, 6), verdict="holds"),
    ],
    ids=[
        "none",
        "no example",
        "one run",
        "units alike",
        "times apart",
        "a short wait",
        "a long wait",
        "no time at all",
        "no seconds",
        "it holds",
    ],
)
def test_other_times_get_none(program):
    assert why(a_row("inconclusive", reason="busy", program=program)) == "busy"


PROGRAMS = """
from time import sleep


def twice(nap):
    sleep(nap)
    sleep(nap)


def once(nap):
    sleep(nap)


def many(n):
    return n


def none(n):
    return 0


def lost(n):
    raise KeyError(none)
"""
CLAIMS = """
import programs
import pytest
from hypothesis import given, strategies
from pytest_claims import assert_duration, claim, everywhere, seconds, start_method


def say(id, program=programs.many, contrast=programs.none, **more):
    return claim(id, says="So it is.", source="a report", program=program, contrast=contrast, **more)


@say("words.forgot", programs.twice, programs.once)
def test_forgot(program):
    seconds(1)
    with assert_duration(approx=6):
        program(0.1)


@say("words.unnamed", programs.twice, programs.once)
def test_unnamed(program):
    with assert_duration(6):
        program(seconds(3))


@pytest.mark.parametrize("n", [1, 10, 3])
@say("words.parameters")
def test_parameters(program, n):
    assert program(n) == n


@pytest.mark.parametrize("n", [1, 3])
@say("words.both", refuted_where=start_method == "spawn")
def test_both(program, processes, n):
    assert program(n) == n


@pytest.mark.xfail
@say("words.marked", programs.none, programs.many)
def test_marked(program):
    assert program(1) == 1


@say("words.documented", refuted_where=everywhere)
def test_documented(program):
    assert program(1) == 1


@say("words.lost", programs.lost)
@given(function=strategies.just(programs.many))
def test_lost(program, function):
    assert program(function(1)) == 1


made = []


@pytest.fixture
def once_only():
    made.append(1)
    if len(made) > 1:
        raise OSError("the port is taken")


@say("words.fixture")
def test_fixture(program, once_only):
    assert program(1) == 1


@say("words.strategy")
@given(n=strategies.integers("1"))
def test_strategy(program, n):
    assert program(n) == n
"""


def test_what_users_read_end_to_end(pytester):
    pytester.makepyfile(programs=PROGRAMS, test_claims=CLAIMS)
    result = pytester.runpytest_subprocess("-n", "0", "-ra", "--claims-json", "out.json", "-p", "no:cacheprovider")
    said = result.stdout.str()
    for text in (
        "however long a claim second was",
        "did you write program(3) for program(seconds(3))?",
        "saw           assert_duration(6): say approx=6, at_least=6 or at_most=6.",
        "the claim documents that it is refuted everywhere, and here it holds.",
        "with          function=many",
        "saw           the program raised KeyError: none (programs.py, line ",
        "OSError: the port is taken",
        "min_value='1'",
        "words.both under spawn [3]: holds, expected refuted",
    ):
        assert text in said, text
    # Neither addresses (but for what pytest shows of arguments) nor frames of this plugin.
    assert not [line for line in result.outlines if " at 0x" in line and not line.startswith("program = ")]
    for text in ("validation.py", "judging.py", "outcome.py", "trial.py", "example.py", "fixtures.py"):
        assert text not in said, text
    summary = [" ".join(line.split()) for line in result.outlines]
    parameters = summary.index("words.parameters")
    assert summary[parameters + 1 : parameters + 4] == [f"[{n}] holds - | refuted" for n in (1, 3, 10)]
    both = summary.index("words.both")
    assert {line.partition(" [")[0] for line in summary[both + 1 : both + 5]} >= {"spawn"}
    assert "words.marked refuted, xfail - | holds" in summary
    report = json.loads((pytester.path / "out.json").read_text())
    cases = {entry["id"]: entry["cases"] for entry in report["claims"]}
    assert [case["parameters"] for case in cases["words.parameters"]] == ["1", "3", "10"]
    # The report can be read again, case by case.
    found = merge([pytester.path / "out.json"], Evidence.NONE).by_id
    (cells,) = found["words.both"].cells.values()
    assert len(cells) == len(cases["words.both"])
    assert found["words.marked"].surprises == 0
