"""A call in a process of its own, of which nothing is left behind."""

import multiprocessing
import os
import signal
import sys
import threading
from pathlib import Path

import endless
import pytest
from processes_seen import NEEDS_FORK, has_ended, wait_for

from pytest_claims import Broken, assert_ends, assert_hangs
from pytest_claims.instruments.hangs import call as calling
from pytest_claims.instruments.hangs.call import CallEnded, CallWaits, ProcessCall, signals_delayed
from pytest_claims.machine.idle import Activity

pytestmark = NEEDS_FORK
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
LONG = 50


def make(call, *args, in_thread=False, and_exit=False, start_method="fork"):
    return ProcessCall(call, args, {}, start_method=start_method, in_thread=in_thread, and_exit=and_exit)


def open_files():
    return sorted(
        os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")
    )


@needs_proc
def test_what_hangs_is_killed_with_all_that_it_started(tmp_path):
    told = tmp_path / "ids"
    with make(endless.say_and_stay, str(told)) as made:
        wait_for(told.exists)
        assert isinstance(made.watch(0.001), CallWaits)
        process, grandchild = map(int, told.read_text().split())
        assert not has_ended(process)
        assert not has_ended(grandchild)
    # Its own child is reaped: no zombie is left. The grandchild is init's.
    assert not Path(f"/proc/{process}").exists()
    wait_for(lambda: has_ended(grandchild))


@needs_proc
def test_what_still_computes_when_the_time_is_over_is_watched_until_it_ends(tmp_path):
    with make(endless.compute_for, 0.3) as made:
        seen = made.watch(0.01)
    assert isinstance(seen, CallEnded)
    assert not seen.raised
    assert seen.elapsed > 0.2


@needs_proc
def test_what_computes_without_end_is_not_watched_for_ever(monkeypatch):
    monkeypatch.setattr(calling, "SPINS", 0.2)
    with make(endless.spin) as made:
        seen = made.watch(0.01)
    assert isinstance(seen, CallWaits)
    assert seen.elapsed > 0.2


@needs_proc
def test_what_ends_leaves_nothing_either():
    assert_ends(int, within=LONG)
    before, children = open_files(), multiprocessing.active_children()
    assert_ends(int, within=LONG, and_exit=True)
    assert_hangs(endless.take_a_lock_twice, during=0.01)
    with pytest.raises(Broken):
        assert_ends(endless.fail, within=LONG)
    assert open_files() == before
    assert multiprocessing.active_children() == children


@needs_proc
def test_an_interrupted_test_leaves_nothing(tmp_path):
    told = tmp_path / "id"
    assert_ends(int, within=LONG)
    before, handler = open_files(), signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            assert_hangs(endless.interrupt_the_test_and_stay, str(told), during=LONG)
    finally:
        signal.signal(signal.SIGINT, handler)
    assert not Path(f"/proc/{told.read_text()}").exists()
    assert open_files() == before


@needs_proc
def test_at_whichever_line_its_start_is_interrupted_nothing_is_left():
    assert_ends(int, within=LONG)
    files, children, line, ended = open_files(), multiprocessing.active_children(), 0, False

    def interrupt(frame, event, _):
        nonlocal left
        if frame.f_code is not ProcessCall.__enter__.__code__:
            return None
        left -= event == "line"
        if left == 0:
            left = -1
            raise KeyboardInterrupt
        return interrupt

    tracer = sys.gettrace()
    while not ended:
        line += 1
        left = line
        sys.settrace(interrupt)
        try:
            assert_ends(int, within=LONG)
            ended = True
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(tracer)
        assert (multiprocessing.active_children(), open_files()) == (children, files)
    assert line > 3


@pytest.mark.slow
@needs_proc
def test_a_test_that_times_out_leaves_nothing(pytester):
    pytester.makepyfile(
        test_it="""
        import os, pathlib, time
        from pytest_claims import assert_hangs

        def stay():
            pathlib.Path("id").write_text(str(os.getpid()))
            time.sleep(60)

        def test_hangs():
            assert_hangs(stay, during=50)
        """
    )
    result = pytester.runpytest_subprocess("--timeout", "1", "-n", "0", "-p", "no:cacheprovider")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*Timeout*"])
    assert not (pytester.path / "id").exists() or has_ended(int((pytester.path / "id").read_text()))


def test_signals_that_come_while_a_process_is_put_away_come_later():
    came = []
    handler = signal.signal(signal.SIGTERM, lambda *_: came.append("now"))
    try:
        with signals_delayed():
            signal.raise_signal(signal.SIGTERM)
            assert came == []
        assert came == ["now"]
        signal.raise_signal(signal.SIGTERM)
        assert came == ["now", "now"]
    finally:
        signal.signal(signal.SIGTERM, handler)


def test_in_another_thread_there_are_no_signals_to_put_off():
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(assert_ends(int, within=LONG)))
    thread.start()
    thread.join()
    assert outcomes == [0]


def having_waited(seconds):
    return Activity(calling.perf_counter(), 0.0, seconds, busy=False)


def test_seconds_in_which_the_call_waited_for_a_cpu_do_not_count(monkeypatch):
    waited = iter([0.0, 0.05, 0.05, 0.05, 0.05])
    monkeypatch.setattr(ProcessCall, "_activity", lambda self: having_waited(next(waited)))
    with make(endless.take_a_lock_twice) as made:
        seen = made.watch(0.01)
    assert isinstance(seen, CallWaits)
    assert seen.elapsed - seen.wait_bound >= 0.01
    assert seen.wait_bound == pytest.approx(0.05)


def test_a_call_that_waits_for_a_cpu_all_the_time_is_not_watched_for_ever(monkeypatch):
    monkeypatch.setattr(calling, "GRACE", 0.02)
    monkeypatch.setattr(ProcessCall, "_activity", lambda self: having_waited(calling.perf_counter()))
    with make(endless.take_a_lock_twice) as made:
        seen = made.watch(0.01)
    assert seen.elapsed > 0.03
    assert seen.elapsed - seen.wait_bound < 0.01


@needs_proc
def test_what_threads_waited_for_a_cpu_is_counted():
    with make(endless.wait_in_another_thread) as made:
        made.watch(0.01)
        assert made._activity().waited >= 0.0
        made._process.kill()
        wait_for(lambda: has_ended(made._process.pid))


def test_what_is_killed_while_it_is_asked_tells_nothing():
    with make(endless.take_a_lock_twice) as made:
        made._process.kill()
        made._process.join()
        assert made.where_it_waits() == ""


def test_a_process_that_never_begins_breaks_the_experiment(monkeypatch):
    monkeypatch.setattr(calling, "make_call", lambda *_: os._exit(7))
    with pytest.raises(Broken) as broken, make(int):
        pass
    assert str(broken.value) == "the process that was to make the call did not begin it: exit code 7"


@pytest.mark.parametrize("start_method", multiprocessing.get_all_start_methods())
def test_a_call_may_start_processes_in_every_way(start_method):
    assert assert_ends(endless.run_a_child, start_method, within=LONG) == 0


def test_a_call_may_use_a_fork_server_where_its_parent_has_one():
    if "forkserver" not in multiprocessing.get_all_start_methods():
        pytest.skip("needs a fork server")
    assert endless.run_a_child("forkserver") == 0
    assert assert_ends(endless.run_a_child, "forkserver", within=LONG) == 0
    assert endless.run_a_child("forkserver") == 0


def test_a_large_result_arrives():
    with make(bytes, 1_000_000) as made:
        ended = made.watch(LONG)
    assert isinstance(ended, CallEnded)
    assert ended.result() == bytes(1_000_000)
