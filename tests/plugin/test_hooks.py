"""The plugin as its users meet it: pytest runs of small suites, in interpreters of their own, alone and with xdist."""

import errno
import gc
import json
import os
import signal
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from processes_seen import PATIENCE, has_ended, wait_for

from bench.processes import ctrl_c_heeded
from pytest_claims.judge.isolation.collection import can_set_aside
from pytest_claims.model.environment import here
from pytest_claims.plugin import judging
from pytest_claims.report import document as reports

# Each of them starts pytest or other programs.
pytestmark = pytest.mark.slow
needs_freeze = pytest.mark.skipif(not can_set_aside(), reason="needs gc.freeze")

METHODS = here().start_methods

INI = """
[pytest]
filterwarnings = error
enable_assertion_pass_hook = true
xfail_strict = true
"""
TOP = """
import os, sys
from pathlib import Path
from threading import Event
from hypothesis import assume, example, given, strategies as st
from pytest_claims import *
from pytest_claims.model.errors import Inconclusive

def three(*_): return 3
def four(*_): return 4
def crash(*_): raise OSError("no such thing")
def busy(*_): raise Inconclusive("others left 0.10 CPUs")
"""


def a_claim(id="unit.three", *, takes="", body="assert program() == 3", program="three", contrast="four", **more):
    """The source of a claim; by default a true one, that the program returns three."""
    name = "test_" + id.partition(".")[2].replace("-", "_").replace(".", "_")
    further = "".join(f"    {key}={value},\n" for key, value in more.items())
    given = [line for line in takes.splitlines() if line.startswith("@")]
    arguments = ", ".join(["program", *(line for line in takes.splitlines() if not line.startswith("@"))])
    lines = body.splitlines()
    return "\n".join(
        [
            f"@claim(\n    {id!r},\n    says='It is three.',\n    source='here',",
            f"    program={program},\n    contrast={contrast},\n{further})",
            *given,
            f"def {name}({arguments}):",
            '    """Because."""',
            *(f"    {line}" for line in lines),
            "",
        ]
    )


HOLDS = a_claim("unit.holds")
DOCUMENTED = a_claim(
    "unit.documented",
    program="four",
    contrast="three",
    refuted_where="everywhere",
    truth="'unit.holds'",
    body="assert program() == 3",
)
UNEXPECTED = a_claim("unit.unexpected", program="four", contrast="three")
CRASHES = a_claim("unit.crashes", program="crash")
BUSY = a_claim("unit.busy", program="busy")
ELSEWHERE = a_claim("unit.elsewhere", needs="cpus >= 100000")
ALL = [HOLDS, DOCUMENTED, UNEXPECTED, CRASHES, BUSY, ELSEWHERE]


class Suite:
    """A suite of claims in a folder of its own."""

    def __init__(self, pytester, plugins):
        self.pytester, self.plugins = pytester, plugins
        pytester.makeini(INI)

    def write(self, *claims, name="test_unit.py"):
        """Write a test file with `claims` in it."""
        (self.pytester.path / name).write_text(TOP + "\n".join(claims))

    def run(self, *options, n=0, apart=False):
        """Run pytest on the suite, with `n` workers, or the number from the ini file where `n` is None.

        Runs with workers have interpreters of their own; others only if `apart`, since starting one takes long.
        """
        options = ("-p", "no:cacheprovider", *options, *([] if n is None else ["-n", str(n)]))
        if n == 0 and not apart:
            # What this interpreter has loaded already, a run in it cannot load by itself: it would want to compile its asserts.
            return self.pytester.runpytest_inprocess(*self.plugins, *options)
        return self.pytester.runpytest_subprocess(*options, timeout=PATIENCE)

    def start(self, *options):
        """Start pytest and return the process and the file that it prints to."""
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
        out = self.pytester.path / "out.txt"
        with out.open("w") as file, ctrl_c_heeded():
            return subprocess.Popen(command, cwd=self.pytester.path, stdout=file, stderr=subprocess.STDOUT), out

    @property
    def report(self):
        """The report that the last run wrote with ``--claims-json out.json``."""
        return json.loads((self.pytester.path / "out.json").read_text())

    def verdicts(self):
        """The verdict on each claim of the report, by id."""
        return {claim["id"]: claim["verdict"] for claim in self.report["claims"]}

    def mark(self, name):
        """What a claim wrote to the file `name`, once it has."""
        path = self.pytester.path / name
        wait_for(lambda: path.exists() and path.read_text())
        return path.read_text()


@pytest.fixture
def suite(pytester, pytestconfig, monkeypatch, own_lock):
    # Nor is the lock to be left behind in this process.
    monkeypatch.setattr(judging, "machine_lock", lambda **_: nullcontext(0.0))
    # The options of this project, which name its plugins.
    return Suite(pytester, pytestconfig.getini("addopts"))


def text_of(result):
    return result.stdout.str() + result.stderr.str()


@pytest.mark.parametrize("n", [0, 2])
def test_each_verdict_has_its_outcome(suite, n):
    suite.write(*ALL)
    result = suite.run("--claims-json", "out.json", n=n)
    result.assert_outcomes(passed=2, failed=2, skipped=2)
    assert result.ret == 1
    assert suite.verdicts() == {
        "unit.busy": "inconclusive",
        "unit.crashes": "broken",
        "unit.documented": "refuted",
        "unit.elsewhere": "not-applicable",
        "unit.holds": "holds",
        "unit.unexpected": "refuted",
    }
    assert suite.report["complete"] is True
    assert "Traceback" not in text_of(result)


def test_nothing_unexpected_ends_with_zero(suite):
    suite.write(HOLDS, DOCUMENTED, BUSY, ELSEWHERE)
    result = suite.run()
    result.assert_outcomes(passed=2, skipped=2)
    assert result.ret == 0


def test_an_unexpected_refutation_says_what_and_what_next(suite):
    suite.write(UNEXPECTED)
    result = suite.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "claim unit.unexpected: refuted here, expected holds.",
            "  “It is three.” (here)",
            "  the program     test_unit.four: refuted",
            "    saw           assert 4 == 3",
            "  the contrast    test_unit.three: holds",
            "  What next: run it again: pytest --claim unit.unexpected",
        ]
    )


def test_an_unexpected_success_says_where_it_was_documented_to_fail(suite):
    suite.write(a_claim("unit.holds", refuted_where="(cpus >= 1)"))
    result = suite.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "claim unit.holds: holds here, expected refuted.",
            "  What next: the claim documents that it is refuted where cpus >= 1, and here it holds.",
        ]
    )


def test_a_crash_names_the_error_and_the_line(suite):
    suite.write(CRASHES)
    result = suite.run()
    result.stdout.fnmatch_lines(
        [
            "claim unit.crashes: broken here, expected holds.",
            "    saw *the program raised OSError: no such thing (test_unit.py, line *)",
        ]
    )


def test_a_contrast_that_does_not_flip_breaks_the_claim(suite):
    suite.write(a_claim(contrast="three"))
    result = suite.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["claim unit.three: broken here, expected holds.", "  reason *its contrast does not contradict the sentence*"]
    )


def test_an_inconclusive_claim_is_skipped_and_fails_when_strict(suite):
    suite.write(BUSY)
    result = suite.run("-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["* inconclusive: no certain verdict after 4 runs in *: others left 0.10 CPUs"])
    result = suite.run("--claims-strict")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["inconclusive: no certain verdict after 4 runs in *: others left 0.10 CPUs"])


def test_a_claim_that_is_not_applicable_is_skipped_with_the_need(suite):
    suite.write(ELSEWHERE)
    result = suite.run("-rs", "--claims-strict")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines([f"SKIPPED * test_unit.py:*: not applicable: needs cpus >= 100000 (here {here().cpus})"])


PLAIN = """
from pytest_claims.model.errors import Inconclusive

def raised(*errors): raise ExceptionGroup("unhandled errors in a task group", errors)
"""


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('raise Inconclusive("others")', "skipped"),
        ('raised(Inconclusive("others"), ExceptionGroup("", [Inconclusive("more")]))', "skipped"),
        ('raised(Inconclusive("others"), AssertionError("no"))', "failed"),
        ('raised(AssertionError("no"))', "failed"),
    ],
)
def test_a_plain_test_that_cannot_be_told_is_skipped_at_its_own_line_also_where_a_task_of_a_group_says_so(suite, body, outcome):
    suite.write(f"{PLAIN}\ndef test_plain():\n    {body}\n")
    result = suite.run("-rs")
    result.assert_outcomes(**{outcome: 1})
    if outcome == "skipped":
        result.stdout.fnmatch_lines(["SKIPPED [[]1] test_unit.py:*: inconclusive: others"])


def test_the_short_summary_of_pytest_keeps_its_words(suite):
    suite.write(BUSY, UNEXPECTED)
    suite.run("-rsf").stdout.fnmatch_lines(
        [
            "SKIPPED * test_unit.py:*: inconclusive: no certain verdict after 4 runs in *: others left 0.10 CPUs",
            "FAILED test_unit.py::test_unexpected - *",
        ]
    )


BAD = {
    "ill-formed id": (
        [a_claim("unit.Three")],
        "claim 'unit.Three': an id is lower-case words joined by dots and hyphens, such as 'thread.join-after-loop'.",
    ),
    "id of one word": (
        [a_claim("unit.three").replace("unit.three", "three")],
        "claim 'three': an id is lower-case words joined by dots and hyphens, such as 'thread.join-after-loop'.",
    ),
    "duplicate id": (
        [a_claim(), a_claim().replace("def test_three", "def test_again")],
        "claim 'unit.three': declared twice, by test_unit.py::test_three and test_unit.py::test_again. "
        "An id belongs to one sentence; choose another.",
    ),
    "unknown truth": (
        [a_claim("unit.four"), a_claim(truth="'unit.fours'")],
        "claim 'unit.three': truth='unit.fours' names no other claim. Nearest: unit.four.",
    ),
    "own truth": (
        [a_claim(truth="'unit.three'")],
        "claim 'unit.three': truth='unit.three' names no other claim.",
    ),
    "no contrast": (
        [a_claim(contrast="None")],
        "claim 'unit.three': contrast= is missing: give the program for which the verdict flips, the mistake beside the right "
        "way or, for a false sentence, the case that makes people believe it. A claim that cannot fail proves nothing.",
    ),
    "no assertion": (
        [a_claim(body="program()")],
        "claim 'unit.three': its test asserts nothing: state the sentence with assert, assert_duration or another assertion.",
    ),
    "no program": (
        [a_claim().replace("(program):", "():").replace("assert program() == 3", "assert three() == 3")],
        "claim 'unit.three': its test must take an argument named program: first it is the program, and then the contrast.",
    ),
    "start method without processes": (
        [a_claim(refuted_where="start_method == 'fork'")],
        "claim 'unit.three': a condition on the start method needs a test that takes processes, so that each is judged.",
    ),
}


@pytest.mark.parametrize("problem", BAD)
def test_a_mistake_in_a_claim_is_one_message(suite, problem):
    claims, message = BAD[problem]
    suite.write(*claims)
    result = suite.run()
    assert result.ret == 2
    assert message in text_of(result).splitlines()
    assert "Traceback" not in text_of(result)
    result.assert_outcomes(errors=1)


def test_a_mistake_in_a_claim_is_one_message_with_workers_too(suite):
    claims, message = BAD["duplicate id"]
    suite.write(*claims)
    result = suite.run(n=2)
    assert result.ret != 0
    assert message in text_of(result).splitlines()
    assert "Traceback" not in text_of(result)


@pytest.mark.parametrize("n", [0, None])
@pytest.mark.parametrize("path", ["nowhere", "test_unit.py::test_nowhere"])
def test_a_file_or_a_test_that_is_not_there_is_one_message_with_workers_too(suite, n, path):
    suite.pytester.makeini(f"{INI}claims_workers = 2\n")
    suite.write(HOLDS)
    result = suite.run(path, n=n)
    assert result.ret == 4
    (said,) = [line for line in result.stderr.lines if line.startswith("ERROR: ")]
    assert "not found: " in said
    assert path in said


def test_a_duplicate_id_is_found_across_files(suite):
    for name in ("test_one.py", "test_two.py"):
        suite.write(a_claim(), name=name)
    result = suite.run()
    result.stdout.fnmatch_lines(
        ["claim 'unit.three': declared twice, by test_one.py::test_three and test_two.py::test_three.*"]
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (a_claim(program="3"), "claim 'unit.three': program= must be a function, not 3."),
        (
            a_claim(needs="True"),
            "claim 'unit.three': needs= must be a condition, such as cpus >= 2 or start_method == 'fork', not True.",
        ),
        (a_claim(truth="3"), "claim 'unit.three': truth= must be the id of another claim, not 3."),
    ],
)
def test_a_mistake_in_the_arguments_names_the_line_and_shows_no_traceback(suite, source, message):
    suite.write(source)
    result = suite.run()
    assert result.ret == 2
    line = (TOP + source).splitlines().index("@claim(") + 1
    assert f"test_unit.py:{line}: {message}" in text_of(result).splitlines()
    assert "Traceback" not in text_of(result)


def test_a_rival_that_cannot_be_told_apart_breaks_the_claim(suite):
    suite.write(a_claim(body="with assert_duration(approx=10, rivals={'slow': 10.5}):\n    program()"))
    result = suite.run("--claims-json", "out.json")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["claim unit.three: broken here, expected holds."])
    assert suite.report["claims"][0]["cases"][0]["reason"] == (
        "the rival 'slow' (10.5 s) is too close to the prediction (10 s, give or take 1) to be told apart: vary the numbers so "
        "that the two theories differ, assume() the examples in which they do, or give a smaller rel=."
    )
    assert "Traceback" not in text_of(result)


def test_a_test_that_reaches_no_assertion_breaks_the_claim(suite):
    suite.write(a_claim(body="if program() == 5:\n    assert False"))
    result = suite.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["claim unit.three: broken here, expected holds.", "    saw *the test ended without an assertion: *"]
    )


def test_where_assertions_are_not_counted_a_claim_can_still_hold(suite):
    suite.pytester.makeini("[pytest]\n")
    suite.write(HOLDS)
    suite.run().assert_outcomes(passed=1)


def usage_error(suite, *options):
    """What a run with impossible options says, after making sure that it ran nothing."""
    suite.write(a_claim(body="open('ran.txt', 'w').close()\nassert program() == 3"))
    result = suite.run(*options)
    assert result.ret == 4
    assert not (suite.pytester.path / "ran.txt").exists()
    assert "Traceback" not in text_of(result)
    return [line for line in text_of(result).splitlines() if line.startswith("ERROR:")]


def test_a_start_method_that_is_not_there_is_a_usage_error(suite):
    (line,) = usage_error(suite, "--start-method", "teleport")
    assert line == f"ERROR: --start-method teleport: not available here; choose from {', '.join(METHODS)}."


def test_a_claim_pattern_that_matches_nothing_names_the_nearest_ids(suite):
    suite.write(a_claim("other.sentence"), name="test_other.py")
    (line,) = usage_error(suite, "--claim", "unit.tree")
    assert line == "ERROR: --claim unit.tree: no claim has such an id. Nearest: unit.three."


def test_a_claim_pattern_is_found_in_a_file_that_is_named(suite):
    suite.write(a_claim())
    suite.run("test_unit.py", "--claim", "unit.*").assert_outcomes(passed=1)


def test_a_claim_pattern_is_looked_for_where_the_run_looks(suite):
    suite.write(a_claim("other.sentence"), name="test_other.py")
    (line,) = usage_error(suite, "--claim", "other.*", "test_unit.py")
    assert line.startswith("ERROR: --claim other.*: no claim has such an id.")


def test_a_report_cannot_be_a_folder(suite):
    (suite.pytester.path / "reports").mkdir()
    assert usage_error(suite, "--claims-json", "reports") == [
        "ERROR: --claims-json reports: this is a folder; name a file in it."
    ]


@pytest.mark.parametrize("path", ["missing/out.json", "test_unit.py/out.json"])
def test_a_report_that_cannot_be_written_is_said_before_the_run(suite, path):
    (line,) = usage_error(suite, "--claims-json", path)
    assert line.startswith(f"ERROR: --claims-json {path}: no file can be written there (N")


def test_the_number_of_workers_in_the_ini_file_is_checked(suite):
    suite.pytester.makeini("[pytest]\nclaims_workers = many\n")
    suite.write(HOLDS)
    result = suite.run(n=None)
    assert result.ret == 4
    assert "ERROR: claims_workers = many: write a number or auto." in text_of(result).splitlines()


WHERE = """
def test_where():
    assert ("PYTEST_XDIST_WORKER" in os.environ) is {}
"""


@pytest.mark.parametrize(
    ("workers", "n", "parallel"), [("2", None, True), ("2", 0, False), ("0", None, False), ("0", 1, True), ("auto", None, True)]
)
def test_workers_come_from_the_ini_file_unless_the_user_says_otherwise(suite, workers, n, parallel):
    suite.pytester.makeini(f"{INI}claims_workers = {workers}\n")
    suite.write(WHERE.format(parallel))
    suite.run(n=n).assert_outcomes(passed=1)


@pytest.mark.parametrize(("cpus", "workers"), [(2, 7), (4, 14), (64, 20)])
def test_there_are_as_many_workers_a_cpu_as_the_help_says(suite, cpus, workers):
    suite.pytester.makeini(f"{INI}claims_workers = auto\n")
    # A wrapper within the plugin's own: it tells how many there would be, and none is started.
    suite.pytester.makeconftest(
        "from dataclasses import replace\nimport pytest\nfrom pytest_claims.plugin import worker_count\n"
        f"other = replace(worker_count.here(), cpus={cpus})\nworker_count.here = lambda: other\n"
        "@pytest.hookimpl(trylast=True, wrapper=True)\n"
        "def pytest_cmdline_main(config):\n"
        "    print('workers:', config.option.numprocesses)\n"
        "    config.option.numprocesses = 0\n"
        "    return (yield)\n"
    )
    suite.write("def test_nothing(): pass\n")
    assert f"workers: {workers}" in text_of(suite.run(n=None))


def test_the_help_says_how_many_workers_there_are(suite):
    said = " ".join(text_of(suite.run("--help", n=None)).split())
    assert "or auto for 3.5 a CPU, 20 at most" in said


@needs_freeze
@pytest.mark.parametrize(("n", "frozen"), [(0, {"main": True}), (2, {"main": True, "gw0": True, "gw1": True})])
def test_no_interpreter_looks_for_garbage_when_it_ends(suite, n, frozen):
    # What is registered first is called last.
    suite.pytester.makeconftest(
        "import atexit, gc, os\nfrom pathlib import Path\n"
        "def tell():\n"
        "    Path(os.environ.get('PYTEST_XDIST_WORKER', 'main') + '.frozen').write_text(str(gc.get_freeze_count() > 0))\n"
        "def pytest_configure(): atexit.register(tell)\n"
    )
    suite.write(HOLDS)
    suite.run(n=n, apart=True).assert_outcomes(passed=1)
    assert {path.stem: path.read_text() == "True" for path in suite.pytester.path.glob("*.frozen")} == frozen


@needs_freeze
@pytest.mark.parametrize(
    ("n", "others", "looked"), [(0, [], ""), (0, ["main"], "main"), (2, [], "main"), (2, ["any"], "gw0 gw1 main")]
)
def test_pytest_looks_for_what_ordinary_tests_left_at_the_end(suite, n, others, looked):
    suite.pytester.makeconftest(
        "import gc, os\nfrom pathlib import Path\n"
        "class Node:\n"
        "    def __del__(self): Path(os.environ.get('PYTEST_XDIST_WORKER', 'main') + '.looked').touch()\n"
        "def pytest_sessionfinish():\n"
        "    gc.disable()\n"
        "    node = Node()\n"
        "    node.itself = node\n"
    )
    suite.write(HOLDS, *[f"def test_{name}(): pass\n" for name in others])
    suite.run(n=n, apart=True).assert_outcomes(passed=1 + len(others))
    assert " ".join(sorted(path.stem for path in suite.pytester.path.glob("*.looked"))) == looked


@needs_freeze
def test_a_process_that_goes_on_after_the_run_finds_all_its_objects_again(suite):
    """Hypothesis, for one, asks the collector who refers to its random numbers, and warns where nobody does."""
    suite.write(HOLDS)
    suite.run().assert_outcomes(passed=1)
    assert gc.get_freeze_count() == 0


def test_a_debugger_and_a_mere_listing_get_no_workers(suite):
    suite.pytester.makeini(f"{INI}claims_workers = 2\n")
    suite.write(WHERE.format(False), HOLDS)
    suite.run("--pdb", n=None).assert_outcomes(passed=2)
    result = suite.run("--collect-only", "-q", n=None)
    assert "test_unit.py::test_holds" in result.outlines


PER_METHOD = a_claim("unit.per-method", takes="processes", body="assert program() == 3\nassert processes.get_start_method()")


@pytest.mark.parametrize("n", [0, 2])
def test_the_report_has_what_the_contract_says(suite, n):
    suite.write(
        PER_METHOD,
        a_claim(
            "unit.naps",
            takes="@given(count=st.integers(2, 3))\n@example(count=2)\ncount",
            body="with assert_duration(approx=1, rivals={'more': 2}):\n    import time; time.sleep(seconds(program() - 2))",
        ),
    )
    suite.run("--claims-json", "out.json", n=n).assert_outcomes(passed=1 + len(METHODS))
    report = suite.report
    assert {"schema", "complete", "environment", "claims"} <= set(report)
    assert (report["schema"], report["complete"]) == (1, True)
    facts = here()
    assert report["environment"] == {
        "python": facts.python,
        "implementation": facts.implementation,
        "gil": facts.gil,
        "platform": facts.platform,
        "cpus": facts.cpus,
        "start_methods": list(METHODS),
    }
    naps, per_method = report["claims"]
    assert [naps["id"], per_method["id"]] == ["unit.naps", "unit.per-method"]
    assert {naps["says"], naps["source"], naps["why"]} == {"It is three.", "here", "Because."}
    assert (naps["expected"], naps["verdict"]) == ("holds", "holds")
    assert [case["start_method"] for case in per_method["cases"]] == list(METHODS)
    (case,) = naps["cases"]
    assert (case["start_method"], case["expected"], case["verdict"], case["contrast"]) == (None, "holds", "holds", "refuted")
    assert case["examples"] >= 2
    example = case["evidence"]["program"]["examples"][0]
    assert example["arguments"] == "count=2"
    assert example["readings"][0]["slope"] == pytest.approx(1, abs=0.1)
    assert case["evidence"]["contrast"]["examples"][0]["readings"][0]["fits"] == "more"


@pytest.mark.parametrize("n", [0, 2])
def test_a_start_method_narrows_what_given_varies_beside(suite, n):
    suite.write(
        a_claim("unit.given", takes="@given(count=st.integers(1, 5))\nprocesses\ncount", body="assert program() == 3"), HOLDS
    )
    result = suite.run("--start-method", METHODS[-1], "--claims-json", "out.json", n=n)
    result.assert_outcomes(passed=2, deselected=len(METHODS) - 1 if n == 0 else 0)
    assert [case["start_method"] for claim in suite.report["claims"] for case in claim["cases"]] == [METHODS[-1], None]


def test_a_verdict_may_differ_between_start_methods(suite):
    first = METHODS[0]
    programs = f"""
def three_but(context): return 4 if context.get_start_method() == {first!r} else 3
def four_but(context): return 3 if context.get_start_method() == {first!r} else 4
"""
    body = "assert program(processes) == 3"
    suite.write(
        programs,
        a_claim(
            takes="processes", body=body, program="three_but", contrast="four_but", refuted_where=f"start_method == {first!r}"
        ),
    )
    suite.run("--claims-json", "out.json").assert_outcomes(passed=len(METHODS))
    (claim,) = suite.report["claims"]
    assert {case["start_method"]: (case["verdict"], case["contrast"]) for case in claim["cases"]} == {
        name: ("refuted", "holds") if name == first else ("holds", "refuted") for name in METHODS
    }
    assert (claim["verdict"], claim["expected"]) == (("mixed", "mixed") if len(METHODS) > 1 else ("refuted", "refuted"))


@pytest.mark.parametrize("pattern", ["unit.h*", "*.holds", "unit.holds"])
def test_only_the_claims_that_match_are_judged(suite, pattern):
    suite.write(*ALL, "def test_ordinary(): raise AssertionError\n")
    suite.run("--claim", pattern).assert_outcomes(passed=1, deselected=len(ALL))


def test_claim_patterns_add_up(suite):
    suite.write(*ALL)
    suite.run("--claim", "unit.holds", "--claim", "unit.doc*").assert_outcomes(passed=2, deselected=len(ALL) - 2)


@pytest.mark.parametrize("n", [0, 2])
def test_ordinary_tests_are_left_alone(suite, n):
    suite.write(
        "import pytest\n",
        "def test_passes(): assert seconds(2) == 2.0\n",
        "def test_fails(): assert 1 == 2\n",
        "@given(number=st.integers())\ndef test_given(number): assert number == number\n",
        "@pytest.mark.skip(reason='no')\ndef test_skipped(): pass\n",
        "@pytest.mark.xfail(reason='yes')\ndef test_xfails(): assert 1 == 2\n",
        "class TestClass:\n    def test_method(self): assert True\n",
    )
    result = suite.run("--claims-json", "out.json", n=n)
    result.assert_outcomes(passed=3, failed=1, skipped=1, xfailed=1)
    assert (suite.report["claims"], suite.report["complete"]) == ([], True)


def test_a_users_own_fixtures_of_those_names_work_in_ordinary_tests(suite):
    suite.write(
        "import pytest\n",
        "@pytest.fixture\ndef program(): return 'mine'\n",
        "@pytest.fixture(params=[1, 2])\ndef processes(request): return request.param\n",
        "def test_mine(program, processes): assert (program, processes > 0) == ('mine', True)\n",
        HOLDS,
    )
    suite.run("--start-method", METHODS[0]).assert_outcomes(passed=3)


def test_claims_in_a_class_are_judged(suite):
    method = "\n".join(f"    {line}" for line in HOLDS.replace("(program)", "(self, program)").splitlines())
    suite.write(f"class TestClaims:\n{method}\n")
    suite.run().assert_outcomes(passed=1)


def test_other_fixtures_reach_the_test(suite):
    suite.write(a_claim(takes="tmp_path", body="assert tmp_path.is_dir()\nassert program() == 3"))
    suite.run().assert_outcomes(passed=1)


def test_each_run_of_an_example_has_fixtures_of_its_own(suite):
    """Hypothesis refuses those of function scope, since it has one for all examples."""
    body = "assert not list(tmp_path.iterdir())\n(tmp_path / 'file').touch()\nassert program() == 3"
    written = a_claim(takes="@given(count=st.integers(2, 4))\ntmp_path\ncount", body=body)
    method = "\n".join(f"    {line}" for line in written.replace("(program", "(self, program").splitlines())
    suite.write(written.replace("unit.three", "unit.function"), f"class TestClaims:\n{method}\n")
    result = suite.run("--claims-json", "out.json")
    result.assert_outcomes(passed=2)
    assert suite.verdicts() == {"unit.function": "holds", "unit.three": "holds"}


@pytest.mark.skipif("fork" not in METHODS, reason="needs fork")
def test_what_a_module_keeps_serves_the_next_claim_and_what_a_fixture_kept_is_ended(suite):
    suite.write(
        "import multiprocessing, time, pytest\nfrom pathlib import Path\n",
        "from concurrent.futures import ProcessPoolExecutor\nfork = multiprocessing.get_context('fork')\n",
        "executor = ProcessPoolExecutor(1, mp_context=fork)\n",
        "@pytest.fixture\ndef children(): return []\n",
        a_claim("unit.served", body="assert executor.submit(program).result() == 3"),
        a_claim("unit.served-again", body="assert executor.submit(program).result() == 3"),
        a_claim(
            "unit.kept",
            takes="children",
            body="child = fork.Process(target=time.sleep, args=(100,))\n"
            "child.start()\nchildren.append(child)\nPath('pid').write_text(str(child.pid))\nassert program() == 3",
        ),
        "def test_z_ends_the_workers(): executor.shutdown()\n",
    )
    result = suite.run("--claims-json", "out.json", "-W", "ignore:.*use of fork:DeprecationWarning")
    result.assert_outcomes(passed=4)
    wait_for(lambda: has_ended(int((suite.pytester.path / "pid").read_text())))


def test_a_set_up_that_fails_breaks_the_claim(suite):
    suite.write(
        "import pytest\n@pytest.fixture\ndef tools(): raise OSError('no tools')\n",
        a_claim(takes="tools"),
        a_claim("unit.four", program="four", body="assert program() == 4", contrast="three"),
    )
    result = suite.run("--claims-json", "out.json")
    result.assert_outcomes(passed=1, errors=1)
    assert suite.verdicts() == {"unit.four": "holds", "unit.three": "broken"}
    assert "no tools" in suite.report["claims"][1]["cases"][0]["reason"]


def test_assume_passes_over_an_example(suite):
    suite.write(
        a_claim(
            takes="@given(count=st.integers(0, 9))\n@example(count=4)\ncount",
            body="assume(count % 2 == 0)\nassert program() == 3 - count % 2",
        )
    )
    result = suite.run("--claims-json", "out.json")
    result.assert_outcomes(passed=1)
    examples = suite.report["claims"][0]["cases"][0]["evidence"]["program"]["examples"]
    assert examples
    assert all(int(example["arguments"].removeprefix("count=")) % 2 == 0 for example in examples)


def test_an_outcome_that_changes_is_never_called_flaky(suite):
    suite.write(
        "calls = []\n",
        a_claim(
            takes="@given(count=st.integers(0, 9))\ncount",
            program="lambda: calls.append(1) or len(calls)",
            body="assert program() == 1",
        ),
    )
    result = suite.run()
    result.assert_outcomes(failed=1)
    assert "Flaky" not in text_of(result)


def test_real_time_makes_a_claim_second_a_real_one(suite):
    body = """
import time
with assert_duration(approx=1, abs=0.45, rivals={"twice": 2}):
    time.sleep(seconds(program() - 2))
"""
    suite.write(a_claim(body=body))
    suite.run("--real-time", "--claims-json", "out.json").assert_outcomes(passed=1)
    evidence = suite.report["claims"][0]["cases"][0]["evidence"]
    for part in ("program", "contrast"):
        # A busy machine may make a longer run necessary, but no verdict comes without one in real seconds.
        assert 1.0 in [run["unit"] for run in evidence[part]["examples"][0]["runs"]]


def test_a_process_that_dies_is_a_broken_claim_and_the_others_are_judged(suite):
    suite.write(HOLDS, a_claim("unit.dies", program="lambda: os._exit(3)"), DOCUMENTED, BUSY)
    result = suite.run("--claims-json", "out.json", n=2)
    assert result.ret == 1
    assert suite.verdicts() == {
        "unit.busy": "inconclusive",
        "unit.dies": "broken",
        "unit.documented": "refuted",
        "unit.holds": "holds",
    }
    assert suite.report["complete"] is True
    (reason,) = [claim["cases"][0]["reason"] for claim in suite.report["claims"] if claim["id"] == "unit.dies"]
    assert "crashed" in reason


def test_a_run_that_ends_because_processes_die_is_not_complete(suite):
    suite.write(*(a_claim(f"unit.dies-{number}", program="lambda: os._exit(3)") for number in range(6)))
    suite.run("--claims-json", "out.json", "--max-worker-restart", "0", n=2)
    report = suite.report
    assert report["complete"] is False
    assert 0 < len(report["claims"]) < 6
    assert set(suite.verdicts().values()) == {"broken"}


def test_an_interrupted_run_reports_what_was_judged(suite):
    suite.write(HOLDS, a_claim("unit.stops", program="lambda: (_ for _ in ()).throw(KeyboardInterrupt)"), DOCUMENTED)
    result = suite.run("--claims-json", "out.json", apart=True)
    assert result.ret == 2
    assert suite.verdicts() == {"unit.holds": "holds"}
    assert suite.report["complete"] is False
    result.stdout.fnmatch_lines(["the run was cut short: not every claim was judged"])


def test_a_run_that_stops_at_the_first_failure_is_not_complete(suite):
    suite.write(UNEXPECTED, HOLDS)
    suite.run("--claims-json", "out.json", "-x")
    assert (suite.verdicts(), suite.report["complete"]) == ({"unit.unexpected": "refuted"}, False)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs signals")
@pytest.mark.parametrize("n", [0, 2])
def test_an_interrupt_from_outside_reports_what_was_judged(suite, n):
    waits = "def waits():\n    Path('waits.txt').write_text('now')\n    Event().wait(100)\n"
    suite.write(waits, HOLDS, a_claim("unit.waits", program="waits"), a_claim("unit.waits-too", program="waits"))
    process, out = suite.start("-v", "-n", str(n), "--claims-json", "out.json")
    with process:
        suite.mark("waits.txt")
        wait_for(lambda: "HOLDS" in out.read_text())
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 2
    assert suite.verdicts() == {"unit.holds": "holds"}
    assert suite.report["complete"] is False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("n", [0, 2])
@pytest.mark.parametrize("method", METHODS)
def test_a_claim_that_hangs_is_broken_and_leaves_no_process_behind(suite, method, n):
    programs = (
        "from pathlib import Path\n"
        "from threading import Event\n"
        "def stay(): Event().wait(100)\n"
        "def hangs(processes):\n"
        "    child = processes.Process(target=stay)\n"
        "    child.start()\n"
        "    Path('child.txt').write_text(str(child.pid))\n"
        "    child.join()\n"
    )
    (suite.pytester.path / "programs.py").write_text(programs)
    suite.write(
        "import programs\n",
        a_claim("unit.hangs", takes="processes", program="programs.hangs", body="assert program(processes) == 3"),
        HOLDS,
    )
    result = suite.run(
        "--timeout", "2", "--timeout-method", "signal", "--start-method", method, "--claims-json", "out.json", n=n, apart=True
    )
    assert suite.verdicts() == {"unit.hangs": "broken", "unit.holds": "holds"}
    reason = suite.report["claims"][0]["cases"][0]["reason"]
    assert reason.startswith("it hung: Timeout (>2.0s) from pytest-timeout. In ")
    assert " hangs (programs.py, line 8) > join (process.py, line " in reason
    assert suite.report["complete"] is True
    result.stdout.fnmatch_lines(["claim unit.hangs: broken here, expected holds."])
    child = int(suite.mark("child.txt"))
    wait_for(lambda: has_ended(child))


@needs_freeze
@pytest.mark.parametrize("n", [0, 2])
def test_what_finalizers_raise_fails_neither_the_claim_nor_the_next_one_and_is_reported(suite, n):
    node = "class Node:\n    def __del__(self): raise OSError('nobody is there')\n"
    program = "def leave_garbage():\n    node = Node()\n    node.itself = node\n    return 3\n"
    suite.write(node, program, a_claim("unit.leaves", program="leave_garbage"), HOLDS)
    result = suite.run("--claims-json", "out.json", n=n, apart=True)
    result.assert_outcomes(passed=2)
    leaves = next(claim for claim in suite.report["claims"] if claim["id"] == "unit.leaves")
    (example,) = leaves["cases"][0]["evidence"]["program"]["examples"]
    assert [said.partition(" (")[0] for said in example["runs"][0]["ignored"]] == ["OSError: nobody is there"]


@pytest.mark.parametrize("n", [0, 2])
def test_a_set_up_that_fails_says_what_it_was_raised_from(suite, n):
    fixture = (
        "@pytest.fixture\n"
        "def unready():\n"
        "    try: raise OSError('nobody is there')\n"
        "    except OSError as error: raise KeyError('no answer') from error\n"
    )
    suite.write("import pytest\n", fixture, a_claim("unit.unready", takes="unready"))
    suite.run("--claims-json", "out.json", n=n)
    reason = suite.report["claims"][0]["cases"][0]["reason"]
    assert reason == "KeyError: 'no answer', from OSError: nobody is there"


def test_verbosity_decides_how_much_is_said(suite):
    suite.write(HOLDS, DOCUMENTED)
    quiet, normal, verbose = (text_of(suite.run(*options)) for options in (["-q"], [], ["-v"]))
    assert "claims: " not in quiet
    assert "nothing unexpected" not in quiet
    for text in (normal, verbose):
        assert f"claims: {here().implementation} {here().python}" in text
        assert "nothing unexpected" in text
        assert "2 claims in 2 cases: " in text
    assert "HOLDS" not in normal
    assert "test_unit.py::test_holds HOLDS" in verbose
    assert "test_unit.py::test_documented REFUTED, AS DOCUMENTED" in verbose


def test_a_surprise_is_said_at_once(suite):
    suite.write(UNEXPECTED, HOLDS)
    suite.run(n=2).stdout.fnmatch_lines(["  surprise: unit.unexpected: refuted, expected holds"])


LOADED = """\
import sys

def pytest_sessionfinish():
    judge = {"plugin.judging", "plugin.reporting", "plugin.scheduling", "plugin.xdist_link", "judge.trial", "report.row",
        "machine.lock", "machine.termination"}
    print("loaded:", sorted(judge & {name.removeprefix("pytest_claims.") for name in sys.modules}))
"""


def test_a_run_without_claims_loads_no_judge(suite):
    suite.pytester.makeconftest(LOADED)
    suite.pytester.makepyfile(test_ordinary="def test_ordinary():\n    assert True\n")
    assert "loaded: []" in text_of(suite.run("-s", apart=True))
    suite.write(HOLDS)
    loaded = "judge.trial machine.lock machine.termination plugin.judging plugin.reporting plugin.scheduling plugin.xdist_link"
    assert f"loaded: {[*loaded.split(), 'report.row']}" in text_of(suite.run("-s", apart=True))


@pytest.mark.parametrize("plugin", ["xdist", "timeout"])
def test_the_plugins_beside_it_may_be_missing(suite, plugin):
    suite.pytester.makeini(f"{INI}claims_workers = 2\n")
    suite.write(HOLDS, DOCUMENTED)
    result = suite.run("-p", f"no:{plugin}", "--real-time", "--claims-json", "out.json", n=None)
    result.assert_outcomes(passed=2)
    assert suite.report["complete"] is True


@pytest.mark.parametrize("n", [0, 2])
def test_without_a_terminal_there_is_still_a_report(suite, n):
    suite.write(HOLDS, UNEXPECTED)
    result = suite.run("-p", "no:terminal", "--claims-json", "out.json", n=n, apart=True)
    assert result.ret == 1
    assert suite.verdicts() == {"unit.holds": "holds", "unit.unexpected": "refuted"}
    assert result.stdout.str() == ""


def test_claims_that_run_alone_come_first(suite):
    suite.write(HOLDS, a_claim("unit.alone", alone=True), DOCUMENTED)
    result = suite.run("-v")
    result.assert_outcomes(passed=3)
    order = [line.partition("::")[2].split()[0] for line in result.outlines if line.startswith("test_unit.py::")]
    assert order == ["test_alone", "test_holds", "test_documented"]


def test_the_report_is_the_document_that_the_library_builds(suite):
    suite.write(HOLDS)
    suite.run("--claims-json", "out.json")
    assert suite.report["schema"] == reports.SCHEMA
    assert not list(suite.pytester.path.glob(".out.json*"))


def test_a_report_that_cannot_be_written_in_the_end_is_said_and_fails_the_run(suite, monkeypatch):
    def full(document, path):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(reports, "write", full)
    suite.write(a_claim())
    result = suite.run("--claims-json", "r.json")
    assert "the report could not be written to r.json: No space left on device" in text_of(result)
    assert result.ret == pytest.ExitCode.TESTS_FAILED


@pytest.mark.parametrize("n", ["0", "2"])
def test_the_summary_speaks_the_language_that_was_asked_for_and_the_report_english(suite, n):
    suite.write(HOLDS)
    printed = text_of(suite.run("--lang", "zh_CN", "--claims-json", "out.json", n=n))
    assert "没有意外" in printed
    assert "1 条论断，1 个用例：1 成立" in printed
    assert suite.verdicts() == {"unit.holds": "holds"}
    assert "nothing unexpected" in text_of(suite.run(n=n))


def test_a_language_without_a_translation_is_refused_before_anything_runs(suite):
    (line,) = usage_error(suite, "--lang", "xx")
    assert line == "ERROR: --lang xx: there is no translation to it; choose from en, zh_CN."
