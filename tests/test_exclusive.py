"""Claims that measure the CPUs run with nothing beside them."""

import subprocess
import sys
import threading

import pytest

from pytest_claims import exclusive
from pytest_claims.exclusive import place

#: Takes a place of its own in another process, says so, and leaves it when its input ends.
ANOTHER = """\
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from pytest_claims.exclusive import place
with place(alone=sys.argv[2] == "alone"):
    print("there", flush=True)
    sys.stdin.read()
print("gone", flush=True)
"""


@pytest.fixture(autouse=True)
def machine(monkeypatch, tmp_path):
    """A machine of the test's own, which no claim under way shares."""
    monkeypatch.setattr(exclusive.tempfile, "tempdir", str(tmp_path))
    exclusive._locks.cache_clear()
    yield tmp_path
    exclusive._locks.cache_clear()


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


def in_a_thread(alone):
    """Take a place in a thread; the event is set once it has it."""
    there = threading.Event()

    def take():
        with place(alone=alone):
            there.set()

    thread = threading.Thread(target=take)
    thread.start()
    return thread, there


def test_others_may_be_beside_others(another):
    with place(alone=False):
        assert another("beside").stdout.readline() == "there\n"


@pytest.mark.parametrize(("theirs", "alone"), [("beside", True), ("alone", False), ("alone", True)])
def test_who_wants_to_be_alone_and_others_wait_for_each_other(another, theirs, alone):
    process = another(theirs)
    assert process.stdout.readline() == "there\n"
    thread, there = in_a_thread(alone)
    assert not there.wait(0.01)
    release(process)
    thread.join(60)
    assert there.is_set()


def test_nobody_is_let_in_beside_who_is_alone(another):
    with place(alone=True):
        process = another("beside")
        left = []
        reader = threading.Thread(target=lambda: left.append(process.stdout.readline()))
        reader.start()
        reader.join(0.01)
        assert left == []
    reader.join(60)
    assert left == ["there\n"]


@pytest.mark.parametrize("alone", [True, False])
def test_a_place_is_left_when_the_block_raises(another, alone):
    with pytest.raises(KeyError), place(alone=alone):
        raise KeyError
    assert another("alone").stdout.readline() == "there\n"


def test_a_process_that_is_killed_leaves_its_place(another):
    process = another("alone")
    assert process.stdout.readline() == "there\n"
    process.kill()
    process.wait(60)
    with place(alone=True):
        process.returncode = 0


def test_places_may_be_taken_one_after_another():
    order = []
    for alone in (False, True, True, False):
        with place(alone=alone):
            order.append(alone)
    assert order == [False, True, True, False]


def test_each_user_has_a_lock_of_their_own(monkeypatch, machine):
    monkeypatch.setattr(exclusive.os, "getuid", lambda: 42, raising=False)
    with place(alone=True):
        pass
    assert (machine / "pytest-claims-42.lock").exists()


def test_where_users_have_no_number_their_name_is_taken(monkeypatch, machine):
    monkeypatch.delattr(exclusive.os, "getuid", raising=False)
    monkeypatch.setenv("USERNAME", "ada")
    with place(alone=True):
        pass
    assert (machine / "pytest-claims-ada.lock").exists()
