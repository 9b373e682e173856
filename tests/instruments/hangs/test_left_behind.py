"""What a call in a process of its own lacks: nothing is said of a call that may rest on it, and never the wrong thing."""

import _thread
import asyncio
import multiprocessing
import queue
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from time import perf_counter, sleep

import endless
import pytest
from processes_seen import FORKS_BESIDE_THREADS, NEEDS_FORK
from running_threads import running_thread

from pytest_claims import ClaimError, assert_ends, assert_hangs
from pytest_claims.instruments.hangs import hangs as hangs_module
from pytest_claims.instruments.hangs import left_behind as left_behind_module
from pytest_claims.instruments.hangs.left_behind import left_behind
from pytest_claims.instruments.seconds.run import Run, running

pytestmark = [NEEDS_FORK, FORKS_BESIDE_THREADS]

#: Real seconds that a call is given which ends at once, on a machine however busy; and one that hangs.
LONG, SHORT = 50, 0.01


@pytest.fixture(autouse=True)
def at_most(monkeypatch):
    """Sets for how long threads are waited for that may be about to end: here for a moment."""
    set_to = partial(monkeypatch.setattr, left_behind_module, "ENDING")
    set_to(SHORT)
    return set_to


@pytest.fixture
def once_seen(monkeypatch):
    """Sets what happens once the call has been seen for the first time."""

    def do(action):
        watch, left = hangs_module._watch, [action]

        def watch_and_do(calling, real):
            seen = watch(calling, real)
            while left:
                left.pop()()
            return seen

        monkeypatch.setattr(hangs_module, "_watch", watch_and_do)

    return do


def waiting_thread():
    return running_thread(lambda end: threading.Thread(target=end.wait, args=(LONG,), name="one that waits"))


@contextmanager
def reading_process():
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as process:
        yield process
        process.stdin.close()


@contextmanager
def sleeping_process():
    process = multiprocessing.get_context("fork").Process(target=sleep, args=(LONG,), name="one that sleeps")
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def hangs(call, *args):
    assert_hangs(call, *args, during=SHORT)


def ends(call, *args):
    assert_ends(call, *args, within=LONG)


@pytest.mark.parametrize("judge", [hangs, ends])
def test_whether_a_thread_of_the_test_has_ended_is_not_told(judge):
    with waiting_thread() as thread:
        wait = thread.join
        for call in (
            thread.join,
            lambda: thread.join(),
            lambda: wait(timeout=LONG),
            partial(thread.join, LONG),
            thread.is_alive,
        ):
            with pytest.raises(ClaimError, match=r"of thread 'one that waits': The call is made .* Start it in the call\."):
                judge(call)


@pytest.mark.parametrize("judge", [hangs, ends])
def test_whether_a_subprocess_of_the_test_has_ended_is_not_told(judge):
    with reading_process() as process:
        wait = process.wait
        for call in (process.wait, lambda: process.wait(), lambda: wait(timeout=LONG), process.poll, process.communicate):
            with pytest.raises(ClaimError, match=rf"\(\) of process {process.pid}: The call is made "):
                judge(call)


@pytest.mark.parametrize("judge", [hangs, ends])
def test_whether_a_process_of_the_test_has_ended_is_not_told(judge):
    with sleeping_process() as process:
        wait = process.join
        for call in (process.join, lambda: process.join(), lambda: wait(timeout=LONG), process.is_alive):
            with pytest.raises(ClaimError, match="of process 'one that sleeps': The call is made "):
                judge(call)


def test_what_has_ended_is_told():
    with waiting_thread() as thread, reading_process() as process:
        pass
    assert not assert_ends(thread.is_alive, within=LONG)
    assert assert_ends(process.wait, within=LONG) == 0


def test_what_the_call_itself_starts_is_told():
    def start_all():
        with waiting_thread() as thread, reading_process() as process, sleeping_process() as child:
            return thread.is_alive(), process.poll(), child.is_alive()

    with waiting_thread(), reading_process(), sleeping_process():
        assert assert_ends(start_all, within=LONG) == (True, None, True)


@pytest.mark.parametrize("judge", [hangs, lambda *call: assert_ends(*call, within=SHORT)])
def test_what_waits_may_wait_for_a_thread_of_the_test(judge):
    items = queue.Queue()
    with waiting_thread(), pytest.raises(ClaimError) as refused:
        judge(items.get)
    first, second = str(refused.value).splitlines()
    assert first.startswith(
        "whether the call hangs may rest on what runs here: thread 'one that waits'. The call is made in a "
    )
    assert first.endswith("or write start_method='spawn'. It waits here:")
    assert second.startswith("MainThread: ")


def test_what_waits_may_wait_for_an_executor_of_the_test():
    end = threading.Event()
    with ThreadPoolExecutor() as executor:
        future = executor.submit(end.wait, LONG)
        with pytest.raises(ClaimError, match="thread 'ThreadPoolExecutor"):
            hangs(future.result)
        end.set()


def test_what_waits_may_wait_for_a_task_of_the_test():
    async def wait_here(call):
        hangs(call)

    with pytest.raises(ClaimError, match="may rest on what runs here: the tasks of the event loop"):
        asyncio.run(wait_here(endless.wait_for_an_event))
    # What is no coroutine blocks the event loop: no task of it would do anything.
    asyncio.run(wait_here(endless.take_a_lock_twice))


def test_a_process_does_not_wait_for_the_threads_of_the_test_at_its_exit():
    with waiting_thread(), pytest.raises(ClaimError, match="whether the call hangs may rest on"):
        assert_hangs(int, during=SHORT, and_exit=True)


@pytest.mark.parametrize("judge", [hangs, lambda *call: assert_ends(*call, within=SHORT)])
def test_what_still_waits_once_the_threads_have_ended_does_not_wait_for_them(judge, at_most, once_seen):
    at_most(LONG)
    end = threading.Event()
    threading.Thread(target=end.wait, args=(LONG,)).start()
    once_seen(end.set)
    if judge is hangs:
        judge(endless.take_a_lock_twice)
    else:
        with pytest.raises(AssertionError, match=r"take_a_lock_twice\(\) has not ended after"):
            judge(endless.take_a_lock_twice)


def test_threads_are_waited_for_within_some_seconds(at_most):
    at_most(LONG)
    thread = threading.Thread(target=sleep, args=(0.2,))
    thread.start()
    hangs(endless.take_a_lock_twice)
    assert not thread.is_alive()


def test_the_wait_for_threads_is_none_of_the_programs_start_up(at_most, once_seen):
    at_most(LONG)
    end = threading.Event()
    threading.Thread(target=end.wait, args=(LONG,)).start()
    once_seen(lambda: (sleep(0.2), end.set()))
    with running(Run(SHORT)) as run:
        hangs(endless.take_a_lock_twice)
        took = perf_counter() - run.started
    assert 0.1 < run.set_aside < took


@pytest.mark.parametrize("judge", [hangs, lambda *call: assert_ends(*call, within=SHORT)])
def test_what_ends_once_a_thread_has_ended_may_have_waited_for_it(judge, at_most, once_seen):
    at_most(LONG)
    end, ended = threading.Event(), threading.Event()

    def work():
        end.wait(LONG)
        ended.set()

    threading.Thread(target=work, name="one that sets it").start()
    once_seen(end.set)
    with pytest.raises(ClaimError, match="may rest on what runs here: thread 'one that sets it'"):
        judge(ended.wait)


def test_a_thread_that_another_one_has_started_meanwhile_is_missing_as_well(at_most, once_seen):
    at_most(LONG)
    end, end_of_both = threading.Event(), threading.Event()
    second = threading.Thread(target=end_of_both.wait, args=(LONG,))

    def start_the_second():
        end.wait(LONG)
        second.start()

    threading.Thread(target=start_the_second, name="the first").start()
    once_seen(end.set)
    with pytest.raises(ClaimError, match="may rest on what runs here: thread 'the first'"):
        hangs(endless.take_a_lock_twice)
    end_of_both.set()
    second.join()


def test_in_a_running_loop_nobody_is_waited_for(at_most):
    async def wait_here():
        with waiting_thread() as thread:
            with pytest.raises(ClaimError, match="the tasks of the event loop, thread 'one that waits'"):
                hangs(endless.wait_for_an_event)
            assert thread.is_alive()

    at_most(10 * LONG)
    asyncio.run(wait_here())


def test_what_ends_all_the_same_has_ended():
    with waiting_thread(), sleeping_process(), reading_process():
        assert assert_ends(int, within=LONG) == 0


@pytest.fixture
def queue_with_a_feeder():
    """A queue whose thread is still there."""
    items = multiprocessing.get_context("fork").Queue()
    items.put("one")
    yield items
    items.close()
    items.join_thread()


def test_what_was_put_into_a_queue_of_multiprocessing_arrives_there_as_well(queue_with_a_feeder):
    assert assert_ends(queue_with_a_feeder.get, within=LONG) == "one"
    assert_hangs(queue_with_a_feeder.get, during=SHORT)


def test_whether_all_of_it_was_handed_in_is_not_told(queue_with_a_feeder):
    def leave():
        queue_with_a_feeder.close()
        queue_with_a_feeder.join_thread()

    with pytest.raises(ClaimError, match=r"^join_thread\(\) of a queue: The call is made "):
        ends(leave)


def test_of_a_queue_of_the_call_it_is_told(queue_with_a_feeder):
    def leave():
        items = multiprocessing.get_context("fork").Queue()
        items.put("one")
        items.close()
        items.join_thread()

    ends(leave)


def test_what_is_pickled_cannot_rest_on_threads():
    with waiting_thread():
        assert_hangs(endless.take_a_lock_twice, during=SHORT, start_method="spawn")


def test_threads_that_run_the_tests_do_not_count():
    pytest_timeout = pytest.importorskip("pytest_timeout")
    began, end = threading.Event(), threading.Event()

    def run_as_xdist_does():
        threading.current_thread()  # makes an object for a thread that threading did not start
        began.set()
        end.wait(LONG)

    timer = threading.Timer(LONG, pytest_timeout.timeout_timer)
    timer.start()
    _thread.start_new_thread(run_as_xdist_does, ())
    began.wait(LONG)
    try:
        # The debuggers of VS Code and PyCharm mark their threads in this way.
        with waiting_thread() as thread:
            assert left_behind(int).in_words() == "thread 'one that waits'"
            thread.is_pydev_daemon_thread = True
            assert left_behind(int).in_words() == ""
    finally:
        timer.cancel()
        end.set()
        timer.join()
