"""How a run is shared out: pytest runs of small suites whose claims write down when they begin and end, and on which worker."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from processes_seen import PATIENCE

from pytest_claims.machine import lock
from pytest_claims.machine.lock import machine_lock
from pytest_claims.plugin.scheduling import FADING

# Each of them starts pytest or other programs.
pytestmark = pytest.mark.slow

TOP = """
import os
from pathlib import Path
from time import sleep
from hypothesis import example, given, strategies as st
from pytest_claims import claim

def three(): return 3
def four(): return 4
def dies(): os._exit(3)

def log(*words):
    with open(os.environ["EVENTS"], "a") as file:
        file.write(" ".join([*words, os.environ.get("PYTEST_XDIST_WORKER", "-")]) + "\\n")

def wait_for(name):
    for _ in range(10_000):
        if any(line.split()[:2] == ["begins", name] for line in open(os.environ["EVENTS"])):
            return
        sleep(0.01)
    raise AssertionError(f"{name} never began")
"""


def a_claim(name, *, alone=False, program="three", body="pass", takes=""):
    """The source of a claim that writes down when its test begins and ends, and does `body` in between."""
    return f"""
@claim("unit.{name}", says="It is three.", source="here", program={program}, contrast=four, alone={alone})
def test_{name}({", ".join(["program", *takes.split()])}):
    "Because."
    log("begins", "{name}")
    try:
        {body}
        value = program()
    finally:
        log("ends", "{name}")
    assert value == 3
"""


def an_ordinary_test(name):
    return f"\ndef test_{name}():\n    log('begins', '{name}')\n    log('ends', '{name}')\n"


class Suite:
    """A suite in a folder of its own, whose runs are processes of their own."""

    def __init__(self, pytester, folder):
        self.path = pytester.path
        self._environment = {**os.environ, "TMPDIR": folder, "EVENTS": str(self.path / "events.txt")}
        for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"):
            self._environment.pop(name, None)
        self.asks_for(2)

    def asks_for(self, workers):
        """Say in the ini file how many workers there should be, unless it is None."""
        key = "" if workers is None else f"claims_workers = {workers}\n"
        (self.path / "pytest.ini").write_text(f"[pytest]\nfilterwarnings = error\n{key}")

    def write(self, *sources, name="test_unit.py"):
        (self.path / name).write_text(TOP + "".join(sources))

    def start(self, *options):
        command = [sys.executable, "-m", "pytest", "-v", *options]
        return subprocess.Popen(
            command, cwd=self.path, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def run(self, *options):
        """Run pytest; its exit status and what it printed."""
        process = self.start(*options)
        out, _ = process.communicate(timeout=PATIENCE)
        assert "Traceback" not in out
        return process.returncode, out

    @property
    def events(self):
        """What was written down: words in the order in which it happened."""
        path = self.path / "events.txt"
        return [tuple(line.split()) for line in path.read_text().splitlines()] if path.exists() else []

    def order(self):
        """The tests in the order in which they began for the first time."""
        return list(dict.fromkeys(name for what, name, _ in self.events if what == "begins"))

    def workers(self, *names):
        return {worker for _, name, worker in self.events if name in names}

    def beside(self, *names):
        """What began or ended while one of `names` was under way."""
        found, under_way = [], None
        for what, name, _ in self.events:
            if under_way not in (None, name):
                found.append((under_way, name))
            if name in names:
                under_way = name if what == "begins" else None
        return found

    @property
    def cache(self):
        """The file with the durations of earlier runs."""
        return self.path / ".pytest_cache" / "v" / "claims" / "durations"

    def remember(self, **seconds):
        self.cache.parent.mkdir(parents=True)
        self.cache.write_text(json.dumps({f"test_unit.py::test_{name}": length for name, length in seconds.items()}))


@pytest.fixture
def folder():
    # The lock that claims of this machine share lies in the folder for temporary files: wait for nobody else's runs.
    path = tempfile.mkdtemp(prefix="claims-")
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def suite(pytester, folder):
    return Suite(pytester, folder)


def scheduler(out):
    """The name of the scheduler that a verbose run of xdist prints."""
    return re.findall(r"scheduling tests via (\w+)", out)


def count(out, outcome):
    """How many tests ended so, by pytest's last line."""
    return sum(int(number) for number in re.findall(rf"(\d+) {outcome}", out.splitlines()[-1]))


ALONE = [a_claim("x", alone=True), a_claim("y", alone=True)]
# Each waits until the other one has begun: they pass on two workers only.
TOGETHER = [a_claim("a", body="wait_for('b')"), a_claim("b", body="wait_for('a')")]


def test_what_runs_alone_comes_first_on_one_worker_and_then_others_run_together(suite):
    suite.write(*TOGETHER, *ALONE, an_ordinary_test("c"))
    status, out = suite.run()
    assert (status, count(out, "passed"), scheduler(out)) == (0, 5, ["AloneFirst"])
    assert suite.order()[:2] == ["x", "y"]
    assert suite.beside("x", "y") == []
    assert len(suite.workers("x", "y")) == 1
    assert len(suite.workers("a", "b")) == 2


@pytest.mark.parametrize("n", [0, 1, 3, 5])
def test_any_number_of_workers_will_do(suite, n):
    suite.write(a_claim("a"), an_ordinary_test("b"), *ALONE)
    status, out = suite.run("-n", str(n))
    assert (status, count(out, "passed")) == (0, 4)
    assert suite.beside("x", "y") == []
    assert suite.order()[:2] == ["x", "y"]


@pytest.mark.parametrize("sources", [[], ALONE[:1], [a_claim("a")], [an_ordinary_test("b")]])
def test_a_suite_may_have_one_test_or_none(suite, sources):
    suite.write(*sources)
    status, out = suite.run()
    assert (status, count(out, "passed")) == (0 if sources else pytest.ExitCode.NO_TESTS_COLLECTED, len(sources))


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("-d", "LoadScheduling"),
        ("--dist=load", "LoadScheduling"),
        ("--dist=loadscope", "LoadScopeScheduling"),
        ("--dist=worksteal", "WorkStealingScheduling"),
        ("--dist=no", "AloneFirst"),  # the default of xdist, which cannot be told from no option
    ],
)
def test_who_names_a_way_to_distribute_gets_it_and_the_lock_keeps_others_away(suite, option, name):
    suite.write(a_claim("a"), an_ordinary_test("b"))
    suite.write(a_claim("x", alone=True), a_claim("c").replace("unit.c", "unit.too"), name="test_more.py")
    status, out = suite.run(option)
    assert (status, count(out, "passed"), scheduler(out)) == (0, 4, [name])
    assert [names for names in suite.beside("x") if names[1] != "b"] == []


def test_a_project_that_does_not_ask_keeps_the_scheduler_of_xdist(suite):
    suite.asks_for(None)
    suite.write(a_claim("a"), *ALONE)
    status, out = suite.run("-n", "2")
    assert (status, count(out, "passed"), scheduler(out)) == (0, 3, ["LoadScheduling"])
    assert suite.beside("x", "y") == []


SHUFFLED = """
import pytest
@pytest.hookimpl({when}=True)
def pytest_collection_modifyitems(items):
    items.reverse()
"""


@pytest.mark.parametrize("when", ["tryfirst", "trylast"])
@pytest.mark.parametrize("n", [0, 2])
def test_whoever_shuffles_the_tests_what_runs_alone_does(suite, n, when):
    (suite.path / "conftest.py").write_text(SHUFFLED.format(when=when))
    suite.write(*ALONE, a_claim("a"), a_claim("b"), a_claim("c"))
    status, out = suite.run("-n", str(n))
    assert (status, count(out, "passed")) == (0, 5)
    assert suite.beside("x", "y") == []


LENGTHS = {"a": 1.0, "b": 3.0, "c": 2.0, "e": 0.5}


def test_the_longest_of_earlier_runs_come_first(suite):
    suite.remember(**LENGTHS, x=9.0)
    suite.write(an_ordinary_test("d"), *map(a_claim, "aeb"), a_claim("x", alone=True), a_claim("c"))
    suite.run("-n", "1")
    assert suite.order() == ["x", "b", "c", "a", "e", "d"]


def test_where_nothing_runs_alone_the_shortest_tells_so(suite):
    suite.remember(**LENGTHS)
    suite.write(*map(a_claim, "abce"))
    suite.run("-n", "1")
    assert suite.order() == ["e", "b", "c", "a"]


def test_claims_that_have_never_run_come_first_those_that_spawn_before_others(suite):
    suite.remember(a=99.0)
    suite.write(a_claim("a"), a_claim("b"), *ALONE[:1], a_claim("c", takes="processes"))
    suite.run("-n", "1", "--start-method", "spawn")
    assert suite.order() == ["x", "c", "b", "a"]


def test_one_after_another_keeps_the_order_of_the_files(suite):
    suite.remember(**LENGTHS)
    suite.write(*map(a_claim, "abc"), *ALONE)
    suite.run("-n", "0")
    assert suite.order() == ["x", "y", "a", "b", "c"]


@pytest.mark.parametrize("n", [0, 2])
def test_how_long_claims_took_is_remembered(suite, n):
    suite.write(a_claim("a", body="sleep(0.05)"), a_claim("x", alone=True), an_ordinary_test("b"))
    suite.remember(a=0.01, x=77.0, gone=5.0)
    suite.run("-n", str(n))
    seconds = json.loads(suite.cache.read_text())
    assert set(seconds) == {f"test_unit.py::test_{name}" for name in ("a", "x", "gone")}
    assert 0.1 <= seconds["test_unit.py::test_a"] < 50
    # A longer earlier run fades; one of a claim that was not judged now is kept.
    assert seconds["test_unit.py::test_x"] == pytest.approx(FADING * 77)
    assert seconds["test_unit.py::test_gone"] == 5.0


def test_real_time_is_no_measure_of_the_next_run(suite):
    suite.write(a_claim("a"))
    assert suite.run("-n", "0", "--real-time")[0] == 0
    assert not suite.cache.exists()


@pytest.mark.parametrize("text", ["[1, 2]", "{", '{"test_unit.py::test_a": "long", "test_unit.py::test_b": null}'])
def test_a_cache_that_makes_no_sense_is_passed_over(suite, text):
    suite.remember()
    suite.cache.write_text(text)
    suite.write(a_claim("a"), a_claim("b"))
    status, out = suite.run("-n", "1")
    assert (status, count(out, "passed")) == (0, 2)
    assert len(json.loads(suite.cache.read_text())) == 2


@pytest.mark.parametrize("plugin", ["cacheprovider", "xdist", "timeout"])
def test_other_plugins_may_be_missing(suite, plugin):
    suite.write(a_claim("a"), *ALONE)
    status, out = suite.run("-p", f"no:{plugin}")
    assert (status, count(out, "passed")) == (0, 3)
    assert suite.order()[:2] == ["x", "y"]


@pytest.mark.parametrize("options", [["-p", "no:xdist"], ["-n", "0"]])
def test_what_needs_xdist_is_imported_only_where_it_distributes(suite, options):
    suite.write(
        "import sys\ndef test_it(): assert not {'xdist.scheduler', 'pytest_claims.plugin.xdist_scheduler'} & set(sys.modules)\n"
    )
    assert suite.run(*options)[0] == 0


def test_a_worker_that_dies_alone_leaves_the_others_alone_and_all_are_judged(suite):
    # The worker in its place may be late: no claim may rely on two.
    suite.write(
        a_claim("a"), a_claim("b"), a_claim("x", alone=True, program="dies"), a_claim("y", alone=True), a_claim("z", alone=True)
    )
    status, out = suite.run()
    assert (status, count(out, "passed"), count(out, "failed")) == (1, 4, 1)
    assert suite.order()[:3] == ["x", "y", "z"]
    assert suite.beside("y", "z") == []
    assert len(suite.workers("y", "z")) == 1
    assert suite.workers("x") != suite.workers("y")


def test_a_run_that_stops_at_a_claim_that_runs_alone_ends(suite):
    suite.write(*map(a_claim, "abcd"), a_claim("x", alone=True, program="four"), *ALONE[1:])
    status, out = suite.run("-x")
    assert status == 2
    assert count(out, "failed") == 1
    assert not {"a", "b", "c", "d"} <= set(suite.order())


def test_a_set_up_that_fails_alone_keeps_nobody_waiting(suite):
    broken = "import pytest\n@pytest.fixture\ndef tools(): raise OSError('no tools')\n"
    suite.write(broken, *TOGETHER, a_claim("x", alone=True, takes="tools"))
    status, out = suite.run()
    assert (status, count(out, "passed"), count(out, "error")) == (1, 2, 1)


def test_two_runs_at_once_leave_each_others_claims_alone(suite):
    suite.write(*map(a_claim, "abcde"), *ALONE)
    runs = [suite.start(), suite.start("-n", "2", "-p", "no:cacheprovider")]
    for run in runs:
        out, _ = run.communicate(timeout=PATIENCE)
        assert (run.returncode, count(out, "passed")) == (0, 7)
    # The two have tests of the same names; those of one would be nested in those of the other.
    under_way = None
    for what, name, _ in suite.events:
        if name in ("x", "y"):
            assert (under_way is None) is (what == "begins")
            under_way = name if what == "begins" else None
        else:
            assert under_way is None


@pytest.fixture
def machine(monkeypatch, folder, tmp_path_factory):
    """This process shares the lock of the suite's runs."""
    # The folder of this run of pytest is made when it is first asked for: not in one that is removed after a test.
    tmp_path_factory.getbasetemp()
    monkeypatch.setattr(tempfile, "tempdir", folder)
    lock._locks.cache_clear()
    yield
    lock._locks.cache_clear()


#: A conftest.py: who waits says so soon, and when the protocol of a test begins is written down.
WAITS_SOON = """
import pytest
from pytest_claims.machine import lock
lock.REPORT_AFTER = 0.05

@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    from test_unit import log
    log("protocol", item.name.removeprefix("test_"))
    return (yield)
"""


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize("n", [0, 2])
@pytest.mark.parametrize("alone", [True, False])
def test_waiting_for_the_lock_is_neither_timed_out_nor_measured(suite, n, alone):
    """It is over before pytest-timeout starts its clock, and before pytest measures anything.

    A wrapper of a conftest.py is called before those of plugins such as pytest-timeout, unless they ask to be first.
    """
    suite.write(a_claim("a", alone=alone))
    (suite.path / "conftest.py").write_text(WAITS_SOON)
    with machine_lock(alone=True):
        run = suite.start("-n", str(n), "--timeout", str(PATIENCE))
        for line in run.stdout:
            if "waits for" in line:
                break
        else:
            pytest.fail("it never waits")
        assert suite.events == []
    out, _ = run.communicate(timeout=PATIENCE)
    assert (run.returncode, count(out, "passed")) == (0, 1)
    assert [event[:2] for event in suite.events][:2] == [("protocol", "a"), ("begins", "a")]


@pytest.mark.parametrize("n", [0, 2])
def test_a_lock_that_cannot_be_used_is_said_and_claims_are_judged(suite, folder, n):
    suite.write(a_claim("a"), *ALONE)
    lock = Path(folder) / f"pytest-claims-{os.getuid() if hasattr(os, 'getuid') else os.environ['USERNAME']}.lock"
    lock.mkdir()
    status, out = suite.run("-n", str(n))
    assert (status, count(out, "passed")) == (0, 3)
    (line,) = [line for line in out.splitlines() if "kept apart" in line]
    assert line.startswith(f"claims are not kept apart from other runs on this machine: {lock}: ")
    assert line.endswith(". Remove it, or set TMPDIR.")
