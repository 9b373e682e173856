"""Claims that measure the CPUs run with nothing beside them."""

import os
import select
import subprocess
import sys
import threading
from queue import Queue
from time import perf_counter, sleep

import pytest
from filelock import Timeout

from pytest_claims.machine import lock, lock_holders
from pytest_claims.machine.lock import machine_lock, why_unusable

#: Takes the lock in another process, says so, and releases it when its input ends. Before that it says when it has to wait: a
#: test then knows that it asked, and need not guess how long an interpreter takes to start.
ANOTHER = """\
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from pytest_claims.machine import lock
lock.REPORT_AFTER = 0.02
waits = lambda holders: print("waits", flush=True)
with lock.machine_lock(alone=sys.argv[2] == "alone", claim="their." + sys.argv[2], report_wait=waits):
    print("there", flush=True)
    sys.stdin.read()
print("gone", flush=True)
"""


@pytest.fixture(autouse=True)
def machine(monkeypatch, tmp_path):
    """A machine of the test's own, which no claim under way shares."""
    monkeypatch.setattr(lock.tempfile, "tempdir", str(tmp_path))
    lock._locks.cache_clear()
    yield tmp_path
    lock._locks.cache_clear()


@pytest.fixture
def another(machine):
    """Starts another process that takes a place; `release` lets it go."""
    started = []

    def start(how):
        command = [sys.executable, "-c", ANOTHER, str(machine), how]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        release(process)


def release(process):
    process.communicate(timeout=60)
    assert process.returncode == 0


def reaches(process, line):
    """Read what a process says up to `line`, beside that it waits."""
    said = "waits\n"
    while said == "waits\n":
        said = process.stdout.readline()
    return said == line


def test_others_may_be_beside_others(another):
    with machine_lock(alone=False):
        assert another("beside").stdout.readline() == "there\n"


@pytest.mark.parametrize(("theirs", "alone"), [("beside", True), ("alone", False), ("alone", True)])
def test_who_wants_to_be_alone_and_others_wait_for_each_other(another, soon, theirs, alone):
    process = another(theirs)
    assert process.stdout.readline() == "there\n"
    told, thread, waited = waits(alone)
    told.get(timeout=60)
    assert waited.empty()
    release(process)
    thread.join(60)
    assert waited.get(timeout=60) > 0


@pytest.mark.parametrize("how", ["beside", "alone"])
def test_nobody_is_let_in_beside_who_is_alone(another, how):
    with machine_lock(alone=True):
        process = another(how)
        assert process.stdout.readline() == "waits\n"
    assert reaches(process, "there\n")


@pytest.mark.parametrize("alone", [True, False])
def test_a_place_is_left_when_the_block_raises(another, alone):
    with pytest.raises(KeyError), machine_lock(alone=alone):
        raise KeyError
    assert another("alone").stdout.readline() == "there\n"


def test_a_process_that_is_killed_leaves_its_place(another):
    process = another("alone")
    assert process.stdout.readline() == "there\n"
    process.kill()
    process.wait(60)
    with machine_lock(alone=True):
        process.returncode = 0


def the_gate_is_closed():
    gate, _ = lock._locks()
    try:
        gate.acquire(blocking=False)
    except Timeout:
        return True
    gate.release()
    return False


def test_who_waits_to_be_alone_is_not_passed_by_those_who_come_later(another):
    first = another("beside")
    assert first.stdout.readline() == "there\n"
    alone = another("alone")
    assert alone.stdout.readline() == "waits\n"
    later = another("beside")
    assert later.stdout.readline() == "waits\n"
    release(first)
    assert reaches(alone, "there\n")
    # Neither has it passed meanwhile: it would say that it is there.
    held, _, _ = select.select([later.stdout], [], [], 0) if os.name == "posix" else ([], [], [])
    assert [line for line in (later.stdout.readline() for _ in held) if line != "waits\n"] == []
    release(alone)
    assert reaches(later, "there\n")


@pytest.mark.parametrize("error", [OSError(5, "no disk"), KeyError("no key")])
@pytest.mark.parametrize("alone", [True, False])
def test_what_the_block_raises_is_not_taken_for_trouble_with_the_lock(machine, alone, error):
    with pytest.raises(type(error)), machine_lock(alone=alone):
        raise error
    assert why_unusable() is None


@pytest.fixture
def soon(monkeypatch):
    """Who waits says so soon."""
    monkeypatch.setattr(lock, "REPORT_AFTER", 0.02)


def waits(alone):
    """Wait for a place in a thread; return whom it was told of, the thread, and for how long it waited in the end."""
    told, waited = Queue(), Queue()

    def take():
        with machine_lock(alone=alone, claim="my.own", report_wait=told.put) as seconds:
            waited.put(seconds)

    thread = threading.Thread(target=take)
    thread.start()
    return told, thread, waited


@pytest.mark.parametrize(("theirs", "alone"), [("beside", True), ("alone", False), ("alone", True)])
def test_who_waits_is_told_for_whom_once_and_how_long_it_was(another, soon, theirs, alone):
    process = another(theirs)
    assert process.stdout.readline() == "there\n"
    told, thread, waited = waits(alone)
    (holder,) = told.get(timeout=60)
    sleep(5 * lock.REPORT_AFTER)
    release(process)
    thread.join(60)
    assert (holder.pid, holder.claim) == (process.pid, f"their.{theirs}")
    assert waited.get(timeout=60) >= 5 * lock.REPORT_AFTER
    assert told.empty()


def test_who_stands_at_the_gate_is_told_of_the_one_that_will_be_alone(another, soon):
    first = another("beside")
    assert first.stdout.readline() == "there\n"
    second = another("alone")
    deadline = perf_counter() + 60
    while not the_gate_is_closed() or len(lock_holders.other_holders(lock._notes())) < 2:
        assert perf_counter() < deadline
        sleep(0.001)
    told, thread, _ = waits(alone=False)
    assert [holder.pid for holder in told.get(timeout=60)] == [second.pid]
    release(first)
    release(second)
    thread.join(60)


def test_one_who_left_no_note_is_waited_for_as_well(another, soon, machine):
    process = another("alone")
    assert process.stdout.readline() == "there\n"
    (lock._notes() / str(process.pid)).unlink()
    told, thread, _ = waits(alone=False)
    assert told.get(timeout=60) == []
    release(process)
    thread.join(60)


def test_when_it_is_for_somebody_else_that_is_told_too(another, soon):
    first, second = another("beside"), another("beside")
    for process in (first, second):
        # They come through the same gate, so that one may find the other in it.
        assert reaches(process, "there\n")
    told, thread, _ = waits(alone=True)
    assert {holder.pid for holder in told.get(timeout=60)} == {first.pid, second.pid}
    release(first)
    assert [holder.pid for holder in told.get(timeout=60)] == [second.pid]
    release(second)
    thread.join(60)


@pytest.mark.parametrize("alone", [True, False])
def test_who_has_a_place_at_once_did_not_wait(alone):
    with machine_lock(alone=alone, report_wait=lambda holders: pytest.fail("it waits")) as waited:
        assert waited == 0.0


@pytest.mark.parametrize("alone", [True, False])
def test_a_note_is_left_while_a_place_is_held(alone):
    with machine_lock(alone=alone, claim="my.own"):
        during = [path.name for path in lock._notes().iterdir()]
    assert during == [str(os.getpid())]
    assert list(lock._notes().iterdir()) == []


def user():
    return os.getuid() if hasattr(os, "getuid") else os.environ["USERNAME"]


@pytest.mark.parametrize("name", ["lock", "gate"])
@pytest.mark.parametrize("alone", [True, False])
def test_a_file_that_is_not_ours_to_open_keeps_nobody_waiting_and_is_said(machine, name, alone):
    (machine / f"pytest-claims-{user()}.{name}").mkdir()
    with machine_lock(alone=alone):
        said = why_unusable()
    assert said.startswith("claims are not kept apart from other runs on this machine: ")
    assert said.endswith(". Remove it, or set TMPDIR.")
    assert str(machine / f"pytest-claims-{user()}.{name}") in said


def test_a_file_that_is_no_lock_keeps_nobody_waiting_and_is_said(machine):
    (machine / f"pytest-claims-{user()}.lock").write_text("This is a letter to my aunt, and no data base. " * 100)
    with machine_lock(alone=True):
        said = why_unusable()
    assert said.startswith(f"claims are not kept apart from other runs on this machine: {machine}")


def test_where_no_folder_for_temporary_files_can_be_had_nobody_waits_and_it_is_said(monkeypatch):
    def nowhere():
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(lock.tempfile, "gettempdir", nowhere)
    with machine_lock(alone=True):
        said = why_unusable()
    assert said == (
        "claims are not kept apart from other runs on this machine: no folder for temporary files: "
        "No usable temporary directory found. Remove it, or set TMPDIR."
    )


def test_a_lock_that_somebody_else_holds_is_no_obstacle(another):
    process = another("alone")
    assert process.stdout.readline() == "there\n"
    assert why_unusable() is None
    release(process)


def test_places_may_be_taken_one_after_another():
    order = []
    for alone in (False, True, True, False):
        with machine_lock(alone=alone):
            order.append(alone)
    assert order == [False, True, True, False]


def test_each_user_has_a_lock_of_their_own(monkeypatch, machine):
    monkeypatch.setattr(lock.os, "getuid", lambda: 42, raising=False)
    with machine_lock(alone=True):
        pass
    assert (machine / "pytest-claims-42.lock").exists()


def test_where_users_have_no_number_their_name_is_taken(monkeypatch, machine):
    monkeypatch.delattr(lock.os, "getuid", raising=False)
    monkeypatch.setenv("USERNAME", "ada")
    with machine_lock(alone=True):
        pass
    assert (machine / "pytest-claims-ada.lock").exists()
