"""Spans recorded across threads, tasks and processes."""

import ast
import asyncio
import copy
import inspect
import multiprocessing
import os
import pickle
import sys
import threading
import time
from functools import partial

import pytest
import workers
from processes_seen import FORKS_BESIDE_THREADS

from pytest_claims import Broken, ClaimError, Span, Timeline, assert_before, assert_order, assert_overlap, assert_serial
from pytest_claims.instruments.seconds.run import Run, running
from pytest_claims.instruments.spans import recorder as recorder_module
from pytest_claims.instruments.spans import timeline as timeline_module

#: Forking beside the threads of a test runner is what users do too; newer Pythons warn of it.
pytestmark = FORKS_BESIDE_THREADS


@pytest.fixture(params=multiprocessing.get_all_start_methods())
def context(request):
    return multiprocessing.get_context(request.param)


@pytest.fixture
def ticks(monkeypatch):
    """A clock that reads one second more each time."""
    now = iter(range(100))
    monkeypatch.setattr(recorder_module, "perf_counter", lambda: float(next(now)))
    monkeypatch.setattr(timeline_module, "perf_counter", lambda: float(next(now)))


def ended(process):
    process.join(workers.GIVE_UP)
    return process.exitcode


def test_a_span_has_a_label_and_a_lane_and_lasts_as_long_as_its_block(ticks):
    with Timeline() as recorder, recorder.span("fetch"):
        pass
    assert recorder.spans == (Span("fetch", f"process {os.getpid()}, MainThread", 0.0, 1.0),)


def test_spans_are_sorted_by_their_starts(ticks):
    with Timeline() as recorder, recorder.span("outer"):
        with recorder.span("first"):
            pass
        with recorder.span("second"):
            pass
    assert [(span.label, span.start, span.end) for span in recorder.spans] == [
        ("outer", 0.0, 5.0),
        ("first", 1.0, 2.0),
        ("second", 3.0, 4.0),
    ]


def test_a_span_ends_when_its_block_raises(ticks):
    with Timeline() as recorder, pytest.raises(KeyError), recorder.span("fetch"):
        raise KeyError
    assert [(span.start, span.end) for span in recorder.spans] == [(0.0, 1.0)]


def test_a_span_that_has_not_ended_lasts_until_the_timeline_ends(ticks):
    with Timeline() as recorder:
        forgotten = recorder.span("forgotten")
        forgotten.__enter__()
        with recorder.span("fetch"):
            pass
    assert [(span.label, span.start, span.end) for span in recorder.spans] == [("forgotten", 0.0, 3.0), ("fetch", 1.0, 2.0)]


def test_a_span_that_ends_after_its_timeline_changes_nothing(ticks):
    with Timeline() as recorder:
        late = recorder.span("late")
        late.__enter__()
    before = recorder.spans
    late.__exit__(None, None, None)
    assert recorder.spans == before


def test_a_mark_is_a_span_without_length(ticks):
    with Timeline() as recorder, recorder.span("fetch"):
        recorder.mark("asked")
    here = f"process {os.getpid()}, MainThread"
    assert recorder.spans == (Span("fetch", here, 0.0, 2.0), Span("asked", here, 1.0, 1.0))
    assert [span.is_mark for span in recorder.spans] == [False, True]


@pytest.mark.parametrize("label", [1, None, b"a", ["a"]])
def test_a_mark_without_a_text_is_refused(label):
    with Timeline() as recorder, pytest.raises(ClaimError) as refused:
        recorder.mark(label)
    assert str(refused.value) == f"Timeline.mark({label!r}): a label is a text."


def test_marks_are_made_in_threads_tasks_and_processes(context):
    async def main():
        recorder.mark("in a task")

    with Timeline() as recorder:
        thread = threading.Thread(target=recorder.mark, args=("in a thread",))
        thread.start()
        thread.join()
        asyncio.run(main())
        process = context.Process(target=recorder.mark, args=("in a process",))
        process.start()
        assert ended(process) == 0
        recorder.mark("joined")
    assert_order(recorder, "in a thread", "in a task", "in a process", "joined")
    assert_before(recorder, "in a process", "joined")
    assert {span.label: span.lane for span in recorder.spans if "process" in span.label} == {
        "in a process": f"process {process.pid}, MainThread"
    }


def test_an_empty_timeline_has_no_spans_to_look_at():
    with Timeline() as recorder:
        pass
    with pytest.raises(Broken) as broken:
        _ = recorder.spans
    assert str(broken.value) == "no span was recorded: the program did not run what it was given"


def test_a_timeline_that_still_records_has_no_spans_to_look_at():
    with Timeline() as recorder, recorder.span("fetch"), pytest.raises(Broken) as broken:
        _ = recorder.spans
    assert str(broken.value) == "the timeline is still recording: look at its spans after its with block"


def test_a_timeline_leaves_no_file_behind():
    with Timeline() as recorder:
        assert os.path.exists(recorder._recorder.path)
    assert not os.path.exists(recorder._recorder.path)


def test_a_timeline_whose_block_raises_still_tells_its_spans():
    recorder = Timeline()
    with pytest.raises(KeyError), recorder, recorder.span("fetch"):
        raise KeyError
    assert [span.label for span in recorder.spans] == ["fetch"]
    assert not os.path.exists(recorder._recorder.path)


def test_a_run_collects_the_spans_of_its_timelines():
    with running(Run(0.01)) as run:
        for label in "ab":
            with Timeline() as recorder, recorder.span(label):
                pass
        with Timeline():
            pass
    assert [span.label for span in run.spans] == ["a", "b"]


@pytest.mark.parametrize(
    ("function", "label", "args", "said"),
    [
        (workers.double, "twice", (3,), "twice"),
        (workers.double, None, (3,), "3"),
        (time.sleep, None, (0,), "0"),
        (lambda: None, None, (), "<lambda>"),
        (os.getpid, None, (), "getpid"),
        (partial(workers.double, 3), None, (), "call"),
        (max, None, (1, 2, 3), "1, 2, 3"),
    ],
)
def test_a_call_is_labelled_by_choice_or_by_its_arguments_or_by_its_function(function, label, args, said):
    with Timeline() as recorder:
        recorder.watch(function, label)(*args)
    assert [span.label for span in recorder.spans] == [said]


def test_a_watched_function_returns_and_raises_what_the_function_does():
    with Timeline() as recorder:
        assert recorder.watch(max)([1, 5, 3], key=lambda number: -number) == 1
        with pytest.raises(ValueError, match="as told"):
            recorder.watch(workers.fail)()
    assert [span.label for span in recorder.spans] == ["[1, 5, 3]", "fail"]


def test_a_watched_function_looks_like_the_function():
    with Timeline() as recorder:
        watched = recorder.watch(workers.annotated)
    assert (watched.__name__, watched.__doc__, watched.__module__) == ("annotated", "Add one.", "workers")
    assert inspect.signature(watched) == inspect.signature(workers.annotated)


def test_the_call_of_a_watched_coroutine_function_is_recorded_while_it_is_awaited(ticks):
    async def main():
        coroutine = recorder.watch(workers.double_soon)(4)
        with recorder.span("before"):
            pass
        return await coroutine

    with Timeline() as recorder:
        assert asyncio.run(main()) == 8
    assert [(span.label, span.start, span.end) for span in recorder.spans] == [("before", 0.0, 1.0), ("4", 2.0, 3.0)]


def test_threads_that_meet_overlap():
    barrier = threading.Barrier(3)
    with Timeline() as recorder:
        watched = recorder.watch(workers.meet, "meet")
        threads = [threading.Thread(target=watched, args=(barrier,), name=f"worker {n}") for n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert_overlap(recorder, at_least=3)
    assert {span.lane for span in recorder.spans} == {f"process {os.getpid()}, worker {n}" for n in range(3)}


def test_threads_that_take_turns_are_serial():
    with Timeline() as recorder:
        for number in range(3):
            thread = threading.Thread(target=recorder.watch(workers.double), args=(number,))
            thread.start()
            thread.join()
    assert_serial(recorder)
    assert [span.label for span in recorder.spans] == ["0", "1", "2"]


def test_tasks_that_meet_overlap():
    with Timeline() as recorder:
        workers.meet_in_tasks(recorder.watch(workers.meet_soon, "meet"), ["left", "right"])
    assert_overlap(recorder)
    here = f"process {os.getpid()}, MainThread"
    assert {span.lane for span in recorder.spans} == {f"{here}, left", f"{here}, right"}


def test_tasks_that_take_turns_are_serial():
    async def main():
        watched = recorder.watch(workers.double_soon)
        return [await asyncio.create_task(watched(number)) for number in range(3)]

    with Timeline() as recorder:
        assert asyncio.run(main()) == [0, 2, 4]
    assert_serial(recorder)


def test_a_program_without_asyncio_has_no_task_in_its_lanes(monkeypatch):
    monkeypatch.delitem(sys.modules, "asyncio")
    with Timeline() as recorder, recorder.span("fetch"):
        pass
    assert recorder.spans[0].lane == f"process {os.getpid()}, MainThread"
    assert "asyncio" not in sys.modules


def test_processes_that_meet_overlap(context):
    barrier = context.Barrier(2)
    with Timeline() as recorder:
        watched = recorder.watch(workers.meet, "meet")
        processes = [context.Process(target=watched, args=(barrier,)) for _ in range(2)]
        for process in processes:
            process.start()
        assert [ended(process) for process in processes] == [0, 0]
    assert_overlap(recorder)
    assert {span.lane for span in recorder.spans} == {f"process {process.pid}, MainThread" for process in processes}


def test_processes_that_take_turns_are_serial_and_lie_between_the_parents_moments(context):
    with Timeline() as recorder:
        for number in range(2):
            with recorder.span(f"before {number}"):
                pass
            process = context.Process(target=recorder.watch(workers.double), args=(number,))
            process.start()
            assert ended(process) == 0
    assert_serial(recorder)
    assert [span.label for span in recorder.spans] == ["before 0", "0", "before 1", "1"]


def test_a_pool_records_the_tasks_of_all_its_workers(context):
    with Timeline() as recorder, context.Pool(2) as pool:
        assert pool.map(recorder.watch(workers.double), range(6), chunksize=1) == [0, 2, 4, 6, 8, 10]
    assert sorted(span.label for span in recorder.spans) == ["0", "1", "2", "3", "4", "5"]
    assert not any(span.lane.startswith(f"process {os.getpid()},") for span in recorder.spans)


def test_tasks_in_a_child_process_have_lanes_of_their_own(context):
    with Timeline() as recorder:
        watched = recorder.watch(workers.meet_soon, "meet")
        process = context.Process(target=workers.meet_in_tasks, args=(watched, ["left", "right"]))
        process.start()
        assert ended(process) == 0
    assert_overlap(recorder)
    lane = f"process {process.pid}, MainThread"
    assert {span.lane for span in recorder.spans} == {f"{lane}, left", f"{lane}, right"}


def test_the_span_of_a_killed_child_lasts_until_the_timeline_ends(context):
    said = context.Event()
    with Timeline() as recorder:
        process = context.Process(target=recorder.watch(workers.say_and_stay, "stay"), args=(said,))
        process.start()
        assert said.wait(workers.GIVE_UP)
        process.kill()
        assert ended(process) < 0
        with recorder.span("after"):
            pass
    stayed, after = recorder.spans
    assert (stayed.label, after.label) == ("stay", "after")
    assert stayed.end >= after.end


def test_labels_may_hold_any_text(context):
    label = 'a "quoted"\nline, and a ü'
    with Timeline() as recorder:
        process = context.Process(target=recorder.watch(workers.double, label), args=(1,))
        process.start()
        assert ended(process) == 0
    assert [span.label for span in recorder.spans] == [label]


@pytest.mark.parametrize(
    "function", [time.sleep, workers.double, workers.annotated, len], ids=lambda function: function.__name__
)
def test_a_watched_function_can_be_pickled(function):
    with Timeline() as recorder:
        watched = pickle.loads(pickle.dumps(recorder.watch(function, "again")))
        argument = [] if function is len else 0
        assert watched(argument) == function(argument)


def test_a_watched_coroutine_function_can_be_pickled():
    with Timeline() as recorder:
        watched = pickle.loads(pickle.dumps(recorder.watch(workers.double_soon)))
        assert asyncio.run(watched(4)) == 8


def test_what_cannot_be_pickled_cannot_be_pickled_when_it_is_watched():
    with Timeline() as recorder, pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(recorder.watch(lambda: None))


def test_a_child_writes_one_line_for_the_start_and_one_for_the_end(monkeypatch, ticks):
    with Timeline() as recorder:
        monkeypatch.setattr(recorder._recorder, "owner", 0)
        with recorder.span("fetch"):
            pass
        with open(recorder._recorder.path, encoding="utf-8") as file:
            lines = [ast.literal_eval(line) for line in file]
    lane = f"process {os.getpid()}, MainThread"
    assert lines == [("fetch", lane, 0.0, None), ("fetch", lane, 0.0, 1.0)]


def test_a_copy_in_the_same_process_records_to_the_same_timeline():
    with Timeline() as recorder:
        copy.deepcopy(recorder.watch(workers.double))(1)
        with pickle.loads(pickle.dumps(recorder)).span("2"):
            pass
        recorder.watch(workers.double)(3)
    assert [span.label for span in recorder.spans] == ["1", "2", "3"]


def test_a_child_that_outlives_the_timeline_is_not_disturbed(context):
    told = context.Event()
    with Timeline() as recorder:
        process = context.Process(target=workers.call_when_told, args=(recorder.watch(workers.double), told, 1))
        process.start()
    told.set()
    assert ended(process) == 0
