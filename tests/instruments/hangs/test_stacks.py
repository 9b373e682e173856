"""Where the threads and tasks of a process wait, in words."""

import asyncio
import inspect
import os
import sys
import threading
from pathlib import Path

import endless
import pytest

from pytest_claims.instruments.hangs import stacks
from pytest_claims.instruments.hangs.stacks import calls_in_words, is_users
from pytest_claims.model.own_files import is_plugin

HERE = __file__


def test_own_calls_are_told_with_their_source_and_without_folders():
    line = inspect.getsourcelines(endless.take_a_lock_twice)[1]
    calls = [("run", threading.__file__, 10), ("take", endless.__file__, line + 2), ("acquire", threading.__file__, 5)]
    assert calls_in_words("MainThread", calls) == f"MainThread: take (endless.py, line {line + 2}: lock.acquire())"


def test_of_a_thread_without_own_calls_the_innermost_is_told():
    assert (
        calls_in_words("feeder", [("run", threading.__file__, 10), ("wait", threading.__file__, 5)])
        == "feeder: wait (threading.py, line 5)"
    )


def test_the_innermost_own_calls_are_told_and_long_lines_are_cut(tmp_path):
    file = tmp_path / "long.py"
    file.write_text("x" * 100)
    calls = [(f"f{number}", str(file), 1) for number in range(9)]
    said = calls_in_words("name", calls)
    assert said.startswith("name: f3 (long.py, line 1: xxx")
    assert said.count(" > ") == stacks.MOST_CALLS - 1
    assert "x" * (stacks.MOST_SOURCE - 1) + "\N{HORIZONTAL ELLIPSIS})" in said
    assert "x" * stacks.MOST_SOURCE not in said


@pytest.mark.parametrize(
    ("path", "own", "plugin"),
    [
        (HERE, True, False),
        (threading.__file__, False, False),
        (asyncio.__file__, False, False),
        (pytest.__file__, True, False),
        (stacks.__file__, False, True),
        (str(Path(stacks.__file__).parents[1] / "interpreter" / "at_start" / "sitecustomize.py"), False, True),
        ("<frozen importlib._bootstrap>", False, False),
        ("<string>", False, False),
    ],
)
def test_whose_a_call_is(path, own, plugin):
    assert (is_users(path), is_plugin(path)) == (own, plugin)


def said_of(frame=None):
    return list(stacks._said(frame))


def test_threads_are_told_by_name_the_main_thread_first():
    begun, end = threading.Event(), threading.Event()

    def wait_for_the_end():
        begun.set()
        end.wait()

    thread = threading.Thread(target=wait_for_the_end, name="the waiter")
    thread.start()
    begun.wait()
    try:
        said = said_of(sys._getframe())
    finally:
        end.set()
        thread.join()
    assert said[0].startswith(f"{threading.main_thread().name}: ")
    assert "said = said_of(sys._getframe())" in said[0]
    waiter = [line for line in said if line.startswith("the waiter: ")]
    assert len(waiter) == 1
    assert "wait_for_the_end (test_stacks.py, line " in waiter[0]


def test_tasks_are_told_down_to_what_they_await():
    async def inner():
        await asyncio.Event().wait()

    async def outer():
        await inner()

    async def numbers():
        await asyncio.Event().wait()
        yield 1

    async def listens():
        async for _ in numbers():
            pass

    async def main():
        tasks = [asyncio.create_task(outer(), name="a"), asyncio.create_task(listens(), name="bb")]
        await asyncio.sleep(0)
        said = said_of()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return said

    said = [line for line in asyncio.run(main()) if line.startswith(("task a:", "task bb:"))]
    assert "outer (test_stacks.py, line " in said[0]
    assert " > inner (test_stacks.py, line " in said[0]
    # What an asynchronous generator awaits on behalf of its caller cannot be seen from outside.
    assert "listens (test_stacks.py, line " in said[1]


def test_tasks_of_a_loop_in_another_thread_are_told():
    begun, loops = threading.Event(), []

    async def stay():
        end = asyncio.Event()
        loops.append((asyncio.get_running_loop(), end))
        begun.set()
        await end.wait()

    thread = threading.Thread(target=lambda: asyncio.run(stay()), name="runs a loop")
    thread.start()
    begun.wait()
    try:
        said = said_of()
    finally:
        loop, end = loops[0]
        loop.call_soon_threadsafe(end.set)
        thread.join()
    assert any(line.startswith("task Task-") and "stay (test_stacks.py" in line for line in said)


def test_more_than_can_be_read_is_counted(monkeypatch):
    monkeypatch.setattr(stacks, "MOST_LINES", 0)
    assert said_of(sys._getframe())[-1].startswith("and ")


def test_what_fails_meanwhile_ends_the_answer_all_the_same(monkeypatch):
    def fail(_):
        raise RuntimeError("it changed")

    monkeypatch.setattr(stacks, "_said", fail)
    reader, writer = os.pipe()
    try:
        stacks._write(writer, None)
        assert os.read(reader, 1000).decode() == f"{stacks.BEGIN}RuntimeError: it changed\n{stacks.END}"
    finally:
        os.close(reader)
        os.close(writer)
