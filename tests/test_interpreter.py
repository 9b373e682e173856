"""A program that owns a whole interpreter."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from functools import partial
from math import inf, nan
from pathlib import Path

import pytest
import workers

from pytest_claims import Broken, ClaimError, Finished, fresh_interpreter, interpreter


def has_ended(process):
    """Whether the process is gone, or dead and only waits to be reaped by init."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def soon(check):
    """Wait for something that another process must do; a kill is not done when `kill` returns."""
    for _ in range(2000):
        if check():
            return True
        threading.Event().wait(0.005)
    return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


def test_a_function_is_called_with_its_arguments_and_its_streams_are_kept_apart():
    ended = fresh_interpreter(workers.greet, "Ada", 3, [1, "two"])
    assert (ended.stdout, ended.stderr, ended.returncode) == ("hello Ada 3 [1, 'two']\n", "careful\n", 0)
    assert ended.elapsed > 0


def test_a_script_gets_its_arguments_as_words(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import sys; print(__name__, sys.argv[1:])")
    for program in (script, str(script)):
        ended = fresh_interpreter(program, "a b", 3)
        assert (ended.stdout, ended.stderr, ended.returncode) == ("__main__ ['a b', '3']\n", "", 0)


def test_an_exception_ends_on_the_error_stream_with_its_code():
    ended = fresh_interpreter(workers.fail)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.endswith("ValueError: as told\n")


@pytest.mark.parametrize("code", [0, 3])
def test_the_code_is_the_one_that_the_program_chose(code):
    assert fresh_interpreter(workers.leave_with, code).returncode == code


def test_a_program_that_is_killed_tells_the_signal(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert fresh_interpreter(script).returncode == -signal.SIGKILL


@pytest.mark.parametrize("start_method", multiprocessing.get_all_start_methods())
def test_the_start_method_is_the_default_of_that_interpreter(start_method):
    assert fresh_interpreter(workers.tell_the_start_method, start_method=start_method).stdout == f"{start_method}\n"


def test_the_interpreter_is_the_same_program(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import sys; print(sys.executable)")
    assert fresh_interpreter(script).stdout == f"{sys.executable}\n"


def test_text_is_utf_8_whatever_the_shell_says(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    assert fresh_interpreter(workers.greet, "Zoë").stdout == "hello Zoë\n"


def test_bytes_that_are_no_text_are_replaced(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(r"import os; os.write(1, b'\xff.')")
    assert fresh_interpreter(script).stdout == "\ufffd."


def test_what_the_shell_says_of_warnings_and_buffering_does_not_leak_in(monkeypatch):
    for name in ("PYTHONWARNINGS", "PYTHONUNBUFFERED", "OF_THE_USER"):
        monkeypatch.setenv(name, "ignore")
    ended = fresh_interpreter(workers.tell_the_environment, "PYTHONWARNINGS", "PYTHONUNBUFFERED", "OF_THE_USER")
    assert ended.stdout == "[None, None, 'ignore']\n"


def test_modules_are_found_where_they_are_found_here(monkeypatch, tmp_path):
    (tmp_path / "neighbour.py").write_text("print('found')")
    monkeypatch.syspath_prepend(tmp_path)
    script = tmp_path / "elsewhere" / "script.py"
    script.parent.mkdir()
    script.write_text("import neighbour")
    assert fresh_interpreter(script).stdout == "found\n"


def test_a_program_has_nothing_to_read(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import sys; print(repr(sys.stdin.read()))")
    assert fresh_interpreter(script).stdout == "''\n"


def test_the_time_is_taken_from_start_to_exit(monkeypatch):
    monkeypatch.setattr(interpreter, "perf_counter", iter([10.0, 12.5]).__next__)
    assert fresh_interpreter(workers.leave_with, 0) == Finished("", "", 0, 2.5)


def test_a_program_that_hangs_breaks_the_claim():
    with pytest.raises(Broken) as broken:
        fresh_interpreter(workers.stay, patience=0.01)
    assert str(broken.value) == f"the interpreter that ran {workers.stay!r} did not end within 0.01 s"
    assert broken.value.__suppress_context__


@needs_proc
def test_a_program_that_hangs_is_killed_with_all_that_it_started(monkeypatch, tmp_path):
    told = tmp_path / "grandchild"
    started = []

    class Popen(subprocess.Popen):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            started.append(self)

        def communicate(self, *args, **kwargs):
            assert soon(told.exists)
            return super().communicate(*args, **kwargs)

    monkeypatch.setattr(interpreter.subprocess, "Popen", Popen)
    with pytest.raises(Broken):
        fresh_interpreter(workers.hang_with_a_grandchild, str(told), patience=0.01)
    assert soon(lambda: has_ended(int(told.read_text())))
    assert started[0].returncode == -signal.SIGKILL
    assert started[0].stdout.closed
    assert started[0].stderr.closed


@needs_proc
def test_what_a_program_leaves_behind_is_killed(tmp_path):
    told = tmp_path / "grandchild"
    ended = fresh_interpreter(workers.leave_a_grandchild, str(told))
    assert ended.returncode == 0
    assert soon(lambda: has_ended(int(told.read_text())))


def test_an_interpreter_of_its_own_is_not_ours(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import os; print(os.getpid(), os.getsid(0))")
    pid, session = fresh_interpreter(script).stdout.split()
    assert pid == session != str(os.getsid(0))


class Program:
    @staticmethod
    def run():
        pass


def here():
    def nested():
        pass

    return nested


def of_main():
    pass


of_main.__module__ = "__main__"


@pytest.mark.parametrize(
    "program",
    [here(), lambda: None, Program.run, Program(), partial(workers.greet, 1), of_main],
    ids=["nested", "lambda", "method", "object", "partial", "main"],
)
def test_a_function_that_a_fresh_interpreter_cannot_find_is_refused(program, monkeypatch):
    monkeypatch.setattr(Program, "__call__", Program.run, raising=False)
    with pytest.raises(ClaimError) as refused:
        fresh_interpreter(program)
    assert str(refused.value).endswith(
        "): another interpreter cannot import it; give a function at the top of a module, or the path of a script."
    )


@pytest.mark.parametrize("program", ["nowhere.py", 3, None, "."])
def test_a_script_that_is_not_there_is_refused(program):
    with pytest.raises(ClaimError) as refused:
        fresh_interpreter(program)
    assert str(refused.value) == (
        f"fresh_interpreter({program!r}): there is no such script; "
        "give a function at the top of a module, or the path of a script."
    )


def test_arguments_that_json_cannot_carry_are_refused():
    with pytest.raises(ClaimError) as refused:
        fresh_interpreter(workers.greet, {1, 2})
    assert str(refused.value) == (
        "fresh_interpreter: arguments travel as JSON, and these cannot: Object of type set is not JSON serializable."
    )


def test_a_start_method_that_does_not_exist_is_refused():
    with pytest.raises(ClaimError) as refused:
        fresh_interpreter(workers.tell_the_start_method, start_method="Fork")
    available = ", ".join(multiprocessing.get_all_start_methods())
    assert str(refused.value) == f"fresh_interpreter(start_method='Fork'): choose from {available}."


def test_a_start_method_for_a_script_is_refused(tmp_path):
    with pytest.raises(ClaimError) as refused:
        fresh_interpreter(tmp_path / "script.py", start_method="spawn")
    assert str(refused.value) == "fresh_interpreter: a script sets its start method itself; leave out start_method=."


@pytest.mark.parametrize("patience", [-1, nan, inf, True, "30", None], ids=repr)
def test_a_patience_that_is_no_number_of_seconds_is_refused(patience):
    with pytest.raises(ClaimError) as refused:
        fresh_interpreter(workers.stay, patience=patience)
    assert str(refused.value) == f"fresh_interpreter(patience={patience!r}): write a finite number that is not negative."
