"""The half of a timeline that travels to the processes whose spans it records."""

import ast
import asyncio
import os
import pickle
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path
from threading import Thread, current_thread

import pytest
import workers
from processes_seen import FORKS_BESIDE_THREADS

from pytest_claims.instruments.spans import recorder
from pytest_claims.instruments.spans.recorder import RecordedFunction, Recorder, lane

pytestmark = FORKS_BESIDE_THREADS


@pytest.fixture
def ticks(monkeypatch):
    """A clock that reads one second more each time."""
    now = iter(range(100))
    monkeypatch.setattr(recorder, "perf_counter", lambda: float(next(now)))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "spans"
    path.touch()
    return path


def written(path):
    return [ast.literal_eval(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_owner_keeps_events_in_its_list(path, ticks):
    recorder = Recorder(str(path), os.getpid())
    with recorder.span("fetch"):
        pass
    assert recorder.events == [["fetch", lane(), 0.0, 1.0]]
    assert written(path) == []


def test_the_owner_has_what_has_not_ended_yet(path, ticks):
    recorder = Recorder(str(path), os.getpid())
    recorder.span("fetch").__enter__()
    assert recorder.events == [["fetch", lane(), 0.0, None]]


def test_a_span_that_is_entered_again_is_another_one(path, ticks):
    recorder = Recorder(str(path), os.getpid())
    span = recorder.span("fetch")
    for _ in range(2):
        with span:
            pass
    assert [event[2:] for event in recorder.events] == [[0.0, 1.0], [2.0, 3.0]]


def test_anybody_else_writes_events_to_the_file(path, ticks):
    recorder = Recorder(str(path), os.getpid() + 1)
    with recorder.span("fetch"):
        pass
    assert recorder.events == []
    assert written(path) == [("fetch", lane(), 0.0, None), ("fetch", lane(), 0.0, 1.0)]


@pytest.mark.parametrize("owner", [True, False])
def test_a_mark_is_kept_or_written_once(path, ticks, owner):
    recorder = Recorder(str(path), os.getpid() + (not owner))
    recorder.mark("asked")
    assert [tuple(event) for event in recorder.events] == [("asked", lane(), 0.0, 0.0)] * owner
    assert written(path) == [("asked", lane(), 0.0, 0.0)] * (not owner)


def test_a_copy_is_nobodys_and_begins_empty(path):
    original = Recorder(str(path), os.getpid())
    with original.span("before"):
        pass
    copied = pickle.loads(pickle.dumps(original))
    copied.write(["after", "a lane", 2.0, None])
    assert (copied.events, len(original.events)) == ([], 1)
    assert written(path) == [("after", "a lane", 2.0, None)]


def test_what_comes_after_the_end_of_the_timeline_is_dropped(path):
    path.unlink()
    Recorder(str(path)).write(["late", "a lane", 0.0, None])
    assert not path.exists()


@pytest.mark.parametrize("label", ["two\nlines", "a 'quoted' \"word\"", "ü", "\u2028", "\x85", "\udcff"], ids=ascii)
def test_any_text_stays_one_line(path, label):
    Recorder(str(path)).write([label, "a lane", 0.0, 1.0])
    assert written(path) == [(label, "a lane", 0.0, 1.0)]


def test_a_span_ends_when_its_block_raises(path, ticks):
    recorder = Recorder(str(path))
    with pytest.raises(KeyError), recorder.span("fetch"):
        raise KeyError
    assert [event[2:] for event in written(path)] == [(0.0, None), (0.0, 1.0)]


def test_a_span_keeps_the_lane_in_which_it_began(path, monkeypatch):
    recorder_ = Recorder(str(path))
    span = recorder_.span("fetch")
    span.__enter__()
    monkeypatch.setattr(recorder, "lane", lambda: "another lane")
    span.__exit__(None, None, None)
    assert {event[1] for event in written(path)} == {lane()}


def test_a_watched_function_is_recorded_under_its_label_or_arguments_or_name(path):
    recorder = Recorder(str(path))
    assert RecordedFunction(recorder, workers.double, "twice", False)(2) == 4
    assert RecordedFunction(recorder, workers.double, None, False)(2) == 4
    assert RecordedFunction(recorder, os.getpid, None, False)() == os.getpid()
    assert [event[0] for event in written(path)[::2]] == ["twice", "2", "getpid"]


def test_a_watched_coroutine_function_is_recorded_while_it_is_awaited(path):
    coroutine = RecordedFunction(Recorder(str(path)), workers.double_soon, None, True)(2)
    assert written(path) == []
    assert asyncio.run(coroutine) == 4
    assert [event[0] for event in written(path)] == ["2", "2"]


def test_a_lane_names_the_task_in_an_event_loop():
    async def main():
        return await asyncio.create_task(in_a_task(), name="a task")

    async def in_a_task():
        return lane()

    assert asyncio.run(main()) == f"process {os.getpid()}, MainThread, a task"
    assert lane() == f"process {os.getpid()}, MainThread"


def test_a_lane_names_the_thread_by_the_name_that_it_had_at_first():
    seen = []

    def work():
        seen.append(lane())
        current_thread().name = "renamed"
        seen.append(lane())

    thread = Thread(target=work, name="a thread")
    thread.start()
    thread.join()
    assert seen == [f"process {os.getpid()}, a thread"] * 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")
def test_a_forked_child_is_a_process_of_its_own(path):
    recorder = Recorder(str(path), os.getpid())
    lane()  # the parent's lane is known when the child is forked
    child = get_context("fork").Process(target=recorder.span("fetch").__enter__)
    child.start()
    child.join(60)
    assert recorder.events == []
    assert [event[1] for event in written(path)] == [f"process {child.pid}, MainThread"]


@pytest.mark.parametrize("module", ["instruments.spans.recorder", "instruments.races.slow", "instruments.cpu.spin"])
def test_what_travels_to_children_loads_nothing_else_of_the_package(module):
    program = (
        f"import sys, pytest_claims.{module}; print([name for name in sys.modules if name.startswith('pytest_claims.')],"
        "[name for name in ('inspect', 'dataclasses', 'json', 'tempfile', 'pathlib') if name in sys.modules])"
    )
    # Without site: the hooks of installed packages load what they like.
    command = [sys.executable, "-S", "-c", program]
    environment = os.environ | {"PYTHONPATH": str(Path(recorder.__file__).parents[3])}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)
    rooms = ["pytest_claims.instruments", f"pytest_claims.{module.rpartition('.')[0]}"]
    originals = ["pytest_claims.machine", "pytest_claims.machine.originals"]
    assert (ran.stdout, ran.stderr) == (f"{[*rooms, *originals, f'pytest_claims.{module}']} []\n", "")
