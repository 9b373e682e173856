"""The processes that a program started, and the end of those that it left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import workers
from processes_seen import FORKS_BESIDE_THREADS, OWNS_A_SEMAPHORE, has_ended, semaphore_file, wait_for

from pytest_claims.judge.isolation.launcher import no_main_module
from pytest_claims.machine import process_tree
from pytest_claims.machine.helper_processes import helper_run_by
from pytest_claims.machine.process_tree import descendants, kill_group, kill_new_descendants, kill_tree

pytestmark = FORKS_BESIDE_THREADS
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@pytest.fixture(params=multiprocessing.get_all_start_methods())
def context(request):
    with no_main_module():
        yield multiprocessing.get_context(request.param)


@pytest.fixture
def before():
    """The descendants that were there before the test; those that it leaves are killed."""
    earlier = descendants()
    yield earlier
    kill_new_descendants(earlier)


def test_a_child_is_a_descendant_until_it_has_ended(context, before):
    child = context.Process(target=workers.stay)
    child.start()
    assert descendants() - before == {child.pid}
    child.kill()
    child.join(workers.GIVE_UP)
    assert descendants() - before == set()


@needs_proc
def test_a_child_of_a_child_is_a_descendant_too(context, before):
    queue = context.SimpleQueue()
    child = context.Process(target=workers.start_a_child_and_stay, args=(context.get_start_method(), queue))
    child.start()
    family = set(queue.get())
    assert child.pid in family
    assert family <= descendants() - before


@needs_proc
def test_a_program_of_another_kind_is_a_descendant(before):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as program:
        assert descendants() - before == {program.pid}
    assert descendants() - before == set()


@needs_proc
def test_a_child_that_has_ended_but_nobody_waited_for_is_no_descendant(before):
    with subprocess.Popen([sys.executable, "-S", "-c", "pass"]) as program:
        wait_for(lambda: process_tree.stat_fields(program.pid)[0] == "Z")
        assert program.pid in process_tree.children_of(os.getpid())
        assert descendants() - before == set()


@needs_proc
def test_where_no_process_names_its_children_all_processes_are_looked_at(monkeypatch, before):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as program:
        monkeypatch.setattr(process_tree, "children_of", lambda process: None)
        assert descendants() - before == {program.pid}


@needs_proc
def test_the_servants_of_multiprocessing_are_no_descendants(before):
    if "forkserver" not in multiprocessing.get_all_start_methods():
        pytest.skip("needs a fork server")
    with no_main_module():
        child = multiprocessing.get_context("forkserver").Process(target=workers.double, args=(1,))
        child.start()
        child.join(workers.GIVE_UP)
    mine = {process for process, parent in process_tree._parents().items() if parent == os.getpid()}
    helpers = {process for process in mine if helper_run_by(process_tree._command(process))}
    assert len(helpers) >= 2
    assert not helpers & descendants()


def test_what_is_left_is_killed(context, before):
    left = [context.Process(target=workers.stay) for _ in range(2)]
    for child in left:
        child.start()
    assert kill_new_descendants(before) == 2
    for child in left:
        child.join(workers.GIVE_UP)
        assert child.exitcode == -signal.SIGKILL
    assert descendants() - before == set()


@needs_proc
def test_the_children_of_what_is_left_are_killed(context, before):
    queue = context.SimpleQueue()
    child = context.Process(target=workers.start_a_child_and_stay, args=(context.get_start_method(), queue))
    child.start()
    _, grandchild = queue.get()
    assert kill_new_descendants(before) >= 2
    child.join(workers.GIVE_UP)
    assert grandchild not in descendants()


def test_children_that_were_there_before_are_left_alone(context, before):
    earlier = context.Process(target=workers.stay)
    earlier.start()
    later = context.Process(target=workers.stay)
    known = descendants()
    later.start()
    assert kill_new_descendants(known) == 1
    later.join(workers.GIVE_UP)
    assert later.exitcode == -signal.SIGKILL
    assert earlier.exitcode is None
    assert kill_new_descendants(descendants()) == 0
    assert earlier.is_alive()


@pytest.mark.skipif("forkserver" not in multiprocessing.get_all_start_methods(), reason="needs a fork server")
def test_the_fork_server_is_left_alone_and_serves_the_next(before):
    with no_main_module():
        context = multiprocessing.get_context("forkserver")
        left = context.Process(target=workers.stay)
        left.start()
        from multiprocessing.forkserver import _forkserver

        server = _forkserver._forkserver_pid
        assert kill_new_descendants(before) == 1
        left.join(workers.GIVE_UP)
        following = context.Process(target=workers.double, args=(1,))
        following.start()
        following.join(workers.GIVE_UP)
    assert following.exitcode == 0
    assert _forkserver._forkserver_pid == server


def test_where_nothing_is_left_nothing_is_killed(monkeypatch):
    monkeypatch.setattr(os, "kill", None)
    assert kill_new_descendants(descendants()) == 0


def test_a_process_that_has_just_ended_is_no_error(monkeypatch):
    def gone(process, number):
        raise ProcessLookupError(process)

    monkeypatch.setattr(os, "kill", gone)
    monkeypatch.setattr(process_tree, "descendants", lambda: {1234567, 1234568})
    assert kill_new_descendants({1234567}) == 1


def test_without_a_list_of_processes_the_children_of_multiprocessing_are_known(monkeypatch):
    monkeypatch.setattr(process_tree, "_parents", lambda: None)
    monkeypatch.setattr(process_tree, "active_children", lambda: [SimpleNamespace(pid=7), SimpleNamespace(pid=None)])
    assert descendants() == {7}


SERVER = ["python", "-c", "from multiprocessing.forkserver import main; main(3)"]
TRACKER = ["python", "-c", "from multiprocessing.resource_tracker import main;main(4)"]


@pytest.mark.parametrize(
    ("processes", "found"),
    [
        ({}, set()),
        ({2: (1, ["python", "a.py"])}, {2}),
        ({2: (1, ["python", "a.py"]), 3: (2, ["sleep", "60"]), 4: (3, ["sleep", "60"])}, {2, 3, 4}),
        ({2: (1, SERVER), 3: (1, TRACKER)}, set()),
        ({2: (1, SERVER), 3: (2, SERVER), 4: (3, ["sleep", "60"])}, {3, 4}),
        ({2: (1, ["python", "a.py"]), 3: (2, SERVER), 4: (3, SERVER)}, {2, 4}),
        ({8: (9, ["python", "of", "somebody", "else"]), 9: (0, ["init"])}, set()),
    ],
)
def test_descendants_are_children_and_theirs_without_servants(monkeypatch, processes, found):
    monkeypatch.setattr(os, "getpid", lambda: 1)
    monkeypatch.setattr(process_tree, "_parents", lambda: {process: parent for process, (parent, _) in processes.items()})
    monkeypatch.setattr(process_tree, "_command", lambda process: processes[process][1])
    assert descendants() == found


@needs_proc
@pytest.mark.parametrize("kill", [kill_tree, kill_group])
def test_what_is_killed_leaves_no_semaphore(kill):
    source = OWNS_A_SEMAPHORE + "time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, start_new_session=True) as program:
        semaphore = semaphore_file(program.stdout.readline().decode().strip())
        assert semaphore.exists()
        kill(program.pid)
        assert program.wait(workers.GIVE_UP) == -signal.SIGKILL
        wait_for(lambda: not semaphore.exists())


@needs_proc
@pytest.mark.parametrize("kill", [kill_tree, kill_group])
@pytest.mark.parametrize("helper", ["resource_tracker", "forkserver"])
def test_a_program_that_speaks_of_a_helper_is_killed(kill, helper):
    source = f"from multiprocessing import {helper}\nprint('multiprocessing.{helper}', flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", source], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as program:
        assert program.stdout.readline().decode().strip() == f"multiprocessing.{helper}"
        kill(program.pid)
        assert program.wait(workers.GIVE_UP) == -signal.SIGKILL


@needs_proc
def test_a_program_that_speaks_of_a_helper_is_a_descendant(before):
    source = "from multiprocessing import forkserver, resource_tracker\n'multiprocessing.forkserver'\ninput()"
    with subprocess.Popen([sys.executable, "-c", source], stdin=subprocess.PIPE) as program:
        assert descendants() - before == {program.pid}


STARTS_ANOTHER = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True); input()'])"


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
@pytest.mark.parametrize("has_proc", [pytest.param(True, marks=needs_proc), False])
def test_a_group_is_killed_whether_or_not_the_system_shows_it(monkeypatch, has_proc):
    exists = os.path.exists
    monkeypatch.setattr(os.path, "exists", lambda path: exists(path) and (has_proc or not str(path).startswith("/proc")))
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_ANOTHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as program:
        assert program.stdout.readline() == b"1\n"
        kill_group(program.pid)
        assert program.wait(workers.GIVE_UP) == -signal.SIGKILL
        assert program.stdout.read() == b""  # which ends when the other one has ended, too


def test_a_group_that_has_ended_is_no_error(before):
    with subprocess.Popen([sys.executable, "-c", ""], start_new_session=True) as program:
        program.wait(workers.GIVE_UP)
    kill_group(program.pid)


@needs_proc
def test_a_program_that_is_being_loaded_is_looked_at_again(monkeypatch):
    commands, read_file = iter([b"", b"", b"python\0"]), process_tree.read_file
    monkeypatch.setattr(process_tree, "read_file", lambda path: next(commands) if path.endswith("cmdline") else read_file(path))
    assert process_tree._command(os.getpid()) == ["python", ""]


@needs_proc
def test_a_dead_process_that_nobody_waited_for_is_looked_at_once(monkeypatch):
    monkeypatch.setattr(process_tree, "sleep", lambda seconds: pytest.fail("nothing is being loaded"))
    with subprocess.Popen([sys.executable, "-c", ""]) as program:
        wait_for(lambda: has_ended(program.pid))
        assert process_tree._command(program.pid) == []
