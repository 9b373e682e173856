"""Whether a process has come to a call that waits, or computes on."""

import time
from pathlib import Path

import pytest

from pytest_claims.machine import settling
from pytest_claims.machine.process_tree import stat_fields
from pytest_claims.machine.procfs import schedstat
from pytest_claims.machine.settling import wait_until_settled

#: It computes for a while in between, so that a signal that is sent at once comes too early.
READY = (
    "import time\nprint('ready', flush=True)\nuntil = time.thread_time() + {computes}\nwhile time.thread_time() < until: pass\n"
)
needs_proc = pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="needs schedstat")


@pytest.fixture
def ready(started):
    """Starts programs, and returns once each has said that it is ready."""
    return lambda computes, after: started(READY.format(computes=computes) + after)


@needs_proc
def test_it_waits_until_each_process_has_come_to_a_call_that_waits(ready):
    processes = [ready(settling.COMPUTES / 2, "input()") for _ in range(2)]
    wait_until_settled(lambda: processes)
    assert [stat_fields(process)[0] for process in processes] == ["S", "S"]


@needs_proc
def test_one_that_computes_on_is_left_to_compute(ready):
    process = ready(60, "")
    before = schedstat(str(process)).ran
    wait_until_settled(lambda: [process])
    assert schedstat(str(process)).ran - before >= settling.COMPUTES * 1e9


@needs_proc
def test_one_that_was_started_meanwhile_is_waited_for_too_and_one_that_has_ended_is_not(ready):
    first, gone = ready(settling.COMPUTES / 2, "input()"), 2**22 + 1
    later = []

    def processes():
        if not later and stat_fields(first)[0] == "S":
            later.append(ready(settling.COMPUTES / 2, "input()"))
        return [first, gone, *later]

    wait_until_settled(processes)
    assert stat_fields(later[0])[0] == "S"


def test_where_the_system_tells_nothing_it_waits_a_little(monkeypatch):
    monkeypatch.setattr(settling, "schedstat", lambda *_: None)
    began = time.monotonic()
    wait_until_settled(list)
    assert time.monotonic() - began >= settling.BLIND
