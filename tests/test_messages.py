"""Every sentence that a user reads about a verdict."""

import pytest

from pytest_claims.messages import claimed, figure, unexpected, word


def a_reading(slope=99.8, fits="one after another", approx=10):
    return {
        "predicted": "10 s, give or take 1",
        "approx": approx,
        "rivals": {"one after another": 100},
        "slope": slope,
        "error": 0.25,
        "fits": fits,
    }


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
    return {
        "id": "thread.join",
        "says": "Joined threads overlap.",
        "source": "notes 2.1",
        "verdict": verdict,
        "expected": expected,
        "reason": reason,
        "start_method": method,
        "refuted_where": where,
        "evidence": {"program": program, "contrast": contrast},
    }


def lines(**options):
    return unexpected(a_row(**options)).splitlines()


def test_a_refutation_that_is_documented_is_said_to_be():
    assert word("refuted", "refuted") == "refuted, as documented"
    assert [word(verdict, "holds") for verdict in ("holds", "refuted", "broken")] == ["holds", "refuted", "broken"]


def test_a_message_begins_with_the_verdict_and_the_sentence():
    assert lines()[:3] == [
        "claim thread.join: refuted here, expected holds.",
        "",
        "  “Joined threads overlap.” (notes 2.1)",
    ]


def test_a_run_that_may_have_waited_for_a_cpu_says_for_how_long():
    runs = [{"unit": 0.005, "elapsed": [0.5], "held": [0.033]}]
    (line,) = [
        line for line in lines(program=a_part("refuted", an_example(readings=[a_reading()], runs=runs))) if "run  " in line
    ]
    assert line.split("run", 1)[1].strip() == (
        "0.500 real seconds where a claim second lasts 5 ms, at most 0.033 of them waiting for a CPU"
    )


def test_a_duration_is_shown_with_its_prediction_its_theory_and_its_runs():
    runs = [{"unit": 0.005, "elapsed": [0.5], "held": [None]}, {"unit": 0.01, "elapsed": [1.0], "held": [0.0004]}]
    example = an_example(arguments="workers=10", readings=[a_reading()], runs=runs)
    assert lines(program=a_part("refuted", example))[4:-4] == [
        "  the program     programs.join: refuted",
        "    with          workers=10",
        "    predicted     10 s, give or take 1",
        "    measured      99.8 s, give or take 0.25",
        "    fits          'one after another' (100 s)",
        "    run           0.500 real seconds where a claim second lasts 5 ms",
        "    run           1.000 real seconds where a claim second lasts 10 ms",
    ]


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
        ({"verdict": "refuted"}, "What next: see it in real seconds: pytest --claim thread.join --real-time"),
        ({"verdict": "refuted"}, "refuted_where= with the condition under which it is"),
        (
            {"verdict": "holds", "expected": "refuted", "where": "cpus >= 2"},
            "What next: the claim documents that it is refuted where cpus >= 2, and here it holds.",
        ),
        ({"verdict": "holds", "expected": "refuted"}, "If it still holds, narrow refuted_where=."),
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


def test_the_figure_of_a_part_is_its_seconds_or_its_cpus_or_nothing():
    assert figure(a_part("refuted", an_example(readings=[a_reading()]))) == "99.8 s"
    assert figure(a_part("holds", an_example("holds", figures={"cpu_per_wall": 0.99123}))) == "0.99 CPUs"
    assert figure(a_part("holds", an_example("holds"))) == ""
    assert [figure(part) for part in (None, a_part("holds"))] == ["", ""]


def test_the_figure_is_that_of_the_example_that_decided():
    part = a_part("refuted", an_example("holds", readings=[a_reading(10)]), an_example(readings=[a_reading(50)]))
    assert (figure(part), claimed(part)) == ("50 s", "10")


def test_what_was_claimed_stands_beside_the_figure():
    assert claimed(a_part("refuted", an_example(readings=[a_reading()]))) == "10"
    assert claimed(a_part("refuted", an_example(readings=[a_reading(approx=None)]))) == ""
    assert claimed(None) == ""
