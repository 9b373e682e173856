"""Pools and servers that a program keeps for later go on; what it has let go of does not."""

import gc
import multiprocessing
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from time import sleep

import pytest
import workers
from processes_seen import FORKS_BESIDE_THREADS, NEEDS_FORK, has_ended, wait_for

from pytest_claims.machine import kept_processes as module
from pytest_claims.machine.kept_processes import end_new_processes, end_released_processes, kept_processes
from pytest_claims.machine.process_tree import descendants, kill_new_descendants

pytestmark = [
    NEEDS_FORK,
    FORKS_BESIDE_THREADS,
    # What is let go of here is let go of without having been closed.
    pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning"),
]


@pytest.fixture
def before(monkeypatch):
    """The descendants that were there before the test; those that it leaves are killed."""
    monkeypatch.setattr(module, "_kept", set())
    earlier = descendants()
    yield earlier
    kill_new_descendants(earlier)
    # Under PyPy what was let go of would warn in a later test, which knows nothing of it.
    gc.collect()


@pytest.fixture
def hold():
    """Have a module hold something; the function that it returns has it let go."""

    def held(it):
        workers.of_a_service = it
        return partial(setattr, workers, "of_a_service", None)

    yield held
    del workers.of_a_service


def started(target=workers.stay, *args):
    process = multiprocessing.get_context("fork").Process(target=target, args=args, daemon=True)
    process.start()
    return process


def kept_child(hold, before):
    """A child that a run has left and that was kept: its process id, and what has it let go of."""
    let_go = hold(started())
    end_new_processes(before)
    (kept,) = descendants() - before
    return kept, let_go


def executor(count=2):
    made = ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork"))
    assert [future.result() for future in [made.submit(workers.double, number) for number in range(count)]]
    return made


def program():
    return subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({workers.GIVE_UP})"])


class Service:
    """What holds a process deep inside."""

    def __init__(self):
        self.parts = [{"child": started()}]


@pytest.mark.parametrize("make", [started, executor, program, Service])
def test_what_a_module_holds_is_kept(make, hold, before):
    let_go = hold(make())
    there = descendants() - before
    assert there
    end_new_processes(before)
    assert kept_processes(there) == there == descendants() - before
    let_go()
    gc.collect()
    assert kept_processes(descendants() - before) == set()


@pytest.mark.parametrize(("depth", "is_kept"), [(8, True), (20, False)])
def test_a_module_may_hold_it_deep_inside_but_not_at_any_depth(hold, before, depth, is_kept):
    it = started()
    for _ in range(depth):
        it = [it]
    hold(it)
    there = descendants() - before
    assert kept_processes(there) == (there if is_kept else set())


@cache
def _only_one():
    return started()


def test_what_a_cached_function_holds_is_kept(before):
    _only_one()
    there = descendants() - before
    assert kept_processes(there) == there
    _only_one.cache_clear()
    gc.collect()
    assert kept_processes(there) == set()


def test_what_a_class_holds_is_kept(before, monkeypatch):
    monkeypatch.setattr(Service, "shared", started(), raising=False)
    assert kept_processes(descendants() - before) == {Service.shared.pid}


@pytest.fixture
def service():
    return Service()


def test_what_a_fixture_holds_is_kept(before, service):
    assert {service.parts[0]["child"].pid} == kept_processes(descendants() - before)


class FixtureDef:
    """By its name one of pytest, which holds what a fixture has yielded."""


def test_what_a_fixture_holds_is_kept_whatever_holds_the_fixture(before):
    fixture = FixtureDef()
    fixture.cached_result = started()
    assert kept_processes(descendants() - before) == {fixture.cached_result.pid}


def test_what_only_a_traceback_leads_to_is_not_kept(before, hold):
    """As that of the last failure, which `sys` has: it leads to all that its functions knew."""

    def fail():
        child = started()
        raise KeyError(child)

    with pytest.raises(KeyError) as raised:
        fail()
    raised.value.args = ()
    hold(raised.value)
    assert len(descendants() - before) == 1
    assert kept_processes(descendants() - before) == set()


def test_what_a_kept_process_has_started_is_kept(before, hold):
    queue = multiprocessing.get_context("fork").SimpleQueue()
    # A daemon may have no children.
    child = multiprocessing.get_context("fork").Process(target=workers.start_a_child_and_stay, args=("fork", queue))
    child.start()
    hold(child)
    family = set(queue.get())
    assert len(family) == 2
    assert kept_processes(descendants() - before) == family
    # Of several, only those that were asked about.
    assert kept_processes([workers.of_a_service.pid]) == {workers.of_a_service.pid}


@pytest.mark.parametrize("make", [started, program])
def test_what_only_a_running_function_knows_is_not_kept(make, before):
    known = make()
    assert kept_processes(descendants() - before) == set()
    end_new_processes(before)
    wait_for(lambda: descendants() <= before)
    assert known


def test_what_leads_nowhere_is_not_looked_for_any_further(before):
    """A look at all that there is takes 0.01 s where there is little, and 1 s under PyPy."""
    known, looks = started(), []
    known.itself = known
    # Whatever stands in for gc.get_referrers holds what it is asked about.
    sys.setprofile(lambda frame, event, function: looks.append(event) if function is gc.get_referrers else None)
    try:
        assert kept_processes([known.pid]) == set()
    finally:
        sys.setprofile(None)
    assert 0 < looks.count("c_call") < 6


@pytest.mark.parametrize("name", ["_children", "_finalizer_registry", "_active", "_dangling", "_limbo"])
def test_where_account_is_kept_of_all_that_runs_nothing_is_kept(before, hold, monkeypatch, name):
    """Neither by the module that keeps account nor by its functions: threading has one with `_active` as a default value."""
    account = {started()}
    monkeypatch.setattr(workers, name, account, raising=False)
    monkeypatch.setitem(sys.modules, "what is no module", object())
    hold(lambda it=account: it)
    assert kept_processes(descendants() - before) == set()
    hold(account.pop())
    assert kept_processes(descendants() - before) == {workers.of_a_service.pid}


def test_what_a_thread_waits_for_is_not_kept(before):
    def wait():
        child = started()
        ready.set()
        child.join()

    ready = threading.Event()
    thread = threading.Thread(target=wait)
    thread.start()
    ready.wait()
    assert len(descendants() - before) == 1
    end_new_processes(before)
    thread.join(workers.GIVE_UP)
    assert not thread.is_alive()


def test_what_was_kept_and_has_been_let_go_of_is_ended(before, hold, monkeypatch):
    kept, let_go = kept_child(hold, before)
    ended = []
    monkeypatch.setattr(module, "kill_processes", ended.extend)
    let_go()
    end_released_processes()
    assert ended == [kept]


def test_what_was_kept_and_is_held_still_is_kept_for_good(before, hold):
    kept, let_go = kept_child(hold, before)
    end_released_processes()
    # It is not looked for again after each test.
    let_go()
    end_released_processes()
    assert not has_ended(kept)


def test_where_nothing_is_left_nothing_is_looked_through(before, monkeypatch):
    monkeypatch.setattr(gc, "get_objects", None)
    end_new_processes(descendants())
    end_released_processes()


def test_a_process_that_has_been_closed_is_no_error(before, hold):
    closed = started(sleep, 0)
    closed.join()
    closed.close()
    hold([closed, started()])
    assert kept_processes(descendants() - before) == {workers.of_a_service[1].pid}
