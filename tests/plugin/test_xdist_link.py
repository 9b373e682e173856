"""A run among other processes: it is interrupted, its parts are killed, and it waits for another run."""

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from processes_seen import PATIENCE, has_ended, wait_for
from xdist.workermanage import NodeManager

from pytest_claims.machine.lock_holders import Holder
from pytest_claims.machine.process_tree import descendants_of
from pytest_claims.plugin import xdist_link
from pytest_claims.plugin.xdist_link import WORKERINPUT, Worker, cut_short, report_wait

REPORT = ("--claims-json", "out.json")

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")

PROGRAMS = """
import multiprocessing, os, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

def three(): return 3
def four(): return 4

def there():
    Path(f"there-{os.getpid()}").touch()

def stay(_=None): time.sleep(100)

def pool():
    with multiprocessing.get_context("fork").Pool(2) as workers:
        there()
        workers.map(stay, range(2))

def naps():
    there()
    stay()

def stubborn():
    there()
    while True:
        try: stay()
        except BaseException: pass

def threads():
    with ThreadPoolExecutor(2) as executor:
        there()
        list(executor.map(stay, range(2)))
"""
CLAIM = """
@claim("unit.{name}", says="It is three.", source="here", program=programs.{name}, contrast=programs.four)
def test_{name}(program):
    assert program() == 3
"""
#: Has the whole machine for itself until its input ends.
ALONE = """\
import sys
from pytest_claims.machine.lock import machine_lock
with machine_lock(alone=True, claim="their.claim"):
    print("there", flush=True)
    sys.stdin.read()
"""


class Runs:
    """Runs of claims on a machine of their own."""

    def __init__(self, folder):
        self.folder = folder
        self._started = []
        (folder / "pytest.ini").write_text("[pytest]\nenable_assertion_pass_hook = true\n")
        (folder / "programs.py").write_text(PROGRAMS)

    def start(self, *options, of=(), before=signal.default_int_handler):
        """Start pytest on the claims `of` these names."""
        head = "import programs\nfrom pytest_claims import claim\n"
        (self.folder / "test_unit.py").write_text(head + "".join(CLAIM.format(name=name) for name in of))
        # Whatever has started these tests may ignore some signals, and would have this process do so.
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        kept = [signal.signal(number, before if number == signal.SIGINT else signal.SIG_DFL) for number in numbers]
        try:
            return self._popen("-m", "pytest", "-v", "-p", "no:cacheprovider", *options)
        finally:
            for number, handler in zip(numbers, kept, strict=True):
                signal.signal(number, handler)

    def alone(self):
        """Have another process take the machine for itself."""
        process = self._popen("-c", ALONE, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"there\n"
        return process

    def _popen(self, *arguments, stdin=subprocess.DEVNULL, stdout=None):
        with (self.folder / "out.txt").open("a") as out:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=self.folder, stdin=stdin, stdout=stdout or out, stderr=subprocess.STDOUT
            )
        self._started.append((process, set()))
        return process

    def under_way(self, number):
        """Wait until so many claims are under way and another one holds; return all processes below the run."""
        wait_for(lambda: len(list(self.folder.glob("there-*"))) >= number and "HOLDS" in self.said)
        process, family = self._started[-1]
        family |= set(descendants_of(process.pid))
        return family

    @property
    def said(self):
        """What was printed so far."""
        return (self.folder / "out.txt").read_text()

    @property
    def report(self):
        """Whether the report says that it is complete, and the verdicts in it."""
        report = json.loads((self.folder / "out.json").read_text())
        return report["complete"], {claim["id"]: claim["verdict"] for claim in report["claims"]}

    def end(self):
        """Kill what is left."""
        for process, family in self._started:
            process.kill()
            process.communicate(timeout=60)
            for one in alive(family):
                with suppress(OSError):
                    os.kill(one, signal.SIGKILL)


def alive(processes):
    return [process for process in processes if not has_ended(process)]


@pytest.fixture
def runs(tmp_path, own_lock):
    runs = Runs(tmp_path)
    yield runs
    runs.end()


@pytest.mark.slow
@needs_proc
@pytest.mark.parametrize(("name", "n"), [("SIGTERM", 0), ("SIGTERM", 2), ("SIGHUP", 0)])
def test_a_signal_ends_a_run_as_ctrl_c_does_and_nothing_is_left(runs, name, n):
    process = runs.start(*REPORT, "-n", str(n), of=["three", "pool", "naps"])
    family = runs.under_way(max(n, 1))
    process.send_signal(getattr(signal, name))
    assert process.wait(PATIENCE) == pytest.ExitCode.INTERRUPTED
    assert alive(family) == []
    assert runs.report == (False, {"unit.three": "holds"})
    assert "the run was cut short: not every claim was judged" in runs.said
    assert f"KeyboardInterrupt: {name}" in runs.said


@pytest.mark.slow
@needs_proc
def test_workers_are_interrupted_whose_program_will_not_end(runs):
    process = runs.start(*REPORT, "-n", "2", of=["three", "stubborn", "threads"])
    family = runs.under_way(2)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == pytest.ExitCode.INTERRUPTED
    assert alive(family) == []
    assert runs.report == (False, {"unit.three": "holds"})


@pytest.mark.slow
@needs_proc
@pytest.mark.parametrize("before", [signal.default_int_handler, signal.SIG_IGN])
def test_after_the_process_that_distributes_was_killed_nothing_is_left(runs, before):
    process = runs.start(*REPORT, "-n", "2", of=["three", "pool", "naps"], before=before)
    family = runs.under_way(2)
    process.kill()
    wait_for(lambda: not alive(family))


@pytest.mark.slow
@needs_proc
def test_where_nobody_said_that_there_would_be_claims_the_first_of_them_tells(runs):
    process = runs.start("-n", "2", of=["three", "naps"])
    family = runs.under_way(1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == pytest.ExitCode.INTERRUPTED
    assert alive(family) == []


ANOTHERS = "def test_another():\n    import signal; print('SIGTERM', signal.getsignal(signal.SIGTERM))\n"


@pytest.mark.slow
@pytest.mark.parametrize("n", [0, 2])
def test_a_run_that_is_not_about_claims_leaves_signals_alone(pytester, n):
    pytester.makepyfile(test_another=ANOTHERS)
    pytester.makeconftest(
        "import signal\ndef pytest_sessionfinish(): print('in the end', signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)\n"
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-rP", "-n", str(n), timeout=PATIENCE)
    said = result.stdout.str()
    assert "SIGTERM 0" in said or "SIGTERM Handlers.SIG_DFL" in said
    assert "in the end True" in said


#: For a conftest.py.
SOON = "from pytest_claims.machine import lock\nlock.REPORT_AFTER = {}\n"
COLLECTED = "def pytest_collection_finish():\n    open('collected', 'w').close()\n"


@pytest.mark.slow
@pytest.mark.parametrize("n", [0, 2])
def test_a_run_that_waits_says_at_once_for_whom_and_in_the_end_how_long(runs, n):
    (runs.folder / "conftest.py").write_text(SOON.format(0.05))
    other = runs.alone()
    process = runs.start(*REPORT, "-n", str(n), of=["three"])
    wait_for(lambda: "waits for" in runs.said)
    other.communicate(timeout=60)
    assert process.wait(PATIENCE) == pytest.ExitCode.OK
    (line,) = [line for line in runs.said.splitlines() if "waits for" in line]
    assert line.startswith(f"  waits for pid {other.pid} (claim their.claim in {runs.folder}")
    assert "s for other claims: those that measure the CPUs run alone on this machine" in runs.said


@pytest.mark.slow
def test_a_run_that_hardly_waits_says_nothing(runs):
    other = runs.alone()
    (runs.folder / "conftest.py").write_text(SOON.format(1000) + COLLECTED)
    process = runs.start(*REPORT, "-n", "0", of=["three"])
    wait_for((runs.folder / "collected").exists)
    other.communicate(timeout=60)
    assert process.wait(PATIENCE) == pytest.ExitCode.OK
    assert "waits for pid" not in runs.said
    assert "s for other claims" not in runs.said


HOLDER = Holder(123, "their.claim", "/there", 1.0, True, None)


def test_a_worker_whose_channel_is_closed_waits_on_in_silence():
    class Closed:
        def send(self, said):
            raise OSError("closed")

    report_wait(SimpleNamespace(workerinput={WORKERINPUT: Closed()}), [HOLDER])
    report_wait(SimpleNamespace(workerinput={}), [HOLDER])


class Channel:
    """The channel of a worker; `close` is what the worker sees when the other side has gone."""

    def setcallback(self, callback, endmarker):
        self.close = lambda: callback(endmarker)


@pytest.fixture
def worker(monkeypatch):
    """A worker, and what becomes of its process."""
    came, done = [], threading.Event()
    monkeypatch.setattr(xdist_link, "GRACE", 0.01)
    monkeypatch.setattr(xdist_link, "TEARDOWN", 0.01)
    monkeypatch.setattr(xdist_link, "interrupt_main_thread", lambda: came.append("interrupted"))
    monkeypatch.setattr(xdist_link, "kill_new_descendants", lambda before: came.append(f"killed all but {before}"))
    monkeypatch.setattr(xdist_link.os, "_exit", lambda code: (came.append(f"exit {code}"), done.set()))
    channel = Channel()
    worker = Worker(SimpleNamespace(workerinput={WORKERINPUT: channel}))
    return SimpleNamespace(worker=worker, close=channel.close, came=came, done=done)


def interrupt():
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        return pytest.ExceptionInfo.from_current()


def test_a_worker_that_does_not_end_its_test_is_interrupted_again_and_then_ended(worker):
    worker.close()
    assert worker.done.wait(60)
    assert worker.came == ["interrupted"] * xdist_link.TRIES + ["killed all but set()", "exit 1"]


def test_a_worker_that_has_been_interrupted_is_not_interrupted_again(worker):
    worker.worker.pytest_keyboard_interrupt(interrupt())
    worker.close()
    assert worker.done.wait(60)
    assert worker.came == ["killed all but set()", "exit 1"]


def test_fixtures_of_an_interrupted_worker_have_their_time_and_its_exit_has_a_moment(worker, monkeypatch):
    monkeypatch.setattr(xdist_link, "TEARDOWN", 60.0)
    worker.worker.pytest_keyboard_interrupt(interrupt())
    worker.close()
    assert not worker.done.wait(20 * xdist_link.GRACE)
    worker.worker.pytest_unconfigure()
    assert worker.done.wait(30)


def test_a_worker_is_ended_before_xdist_kills_it_alone():
    assert xdist_link.TRIES * xdist_link.GRACE + xdist_link.TEARDOWN + xdist_link.GRACE < NodeManager.EXIT_TIMEOUT


def test_a_worker_that_has_ended_in_order_is_left_alone(worker):
    worker.worker.pytest_sessionfinish()
    worker.close()
    assert not worker.done.wait(20 * xdist_link.GRACE)
    assert worker.came == []


def test_of_an_interrupt_the_place_is_left_and_other_exceptions_stay():
    def deeper(error):
        raise error

    def info(error):
        try:
            deeper(error)
        except BaseException:
            return pytest.ExceptionInfo.from_current()

    found = [info(KeyboardInterrupt()), info(pytest.exit.Exception("enough"))]
    for one in found:
        cut_short(one)
    assert [[entry.name for entry in one.traceback] for one in found] == [["deeper"], ["info", "deeper"]]
