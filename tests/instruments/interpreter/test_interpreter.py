"""A program that owns a whole interpreter."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from functools import partial
from math import inf, nan
from pathlib import Path

import endless
import pytest
import workers
from processes_seen import OWNS_A_SEMAPHORE, has_ended, semaphore_file, wait_for

from pytest_claims import Broken, ClaimError, Finished, fresh_interpreter, script
from pytest_claims.instruments.interpreter import interpreter

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


LEAKS = ["PYTHONWARNINGS", "PYTHONUNBUFFERED", "PYTHONDEVMODE", "PYTHONSAFEPATH", "PYTHONINSPECT", "FORCE_COLOR"]


def test_what_the_shell_says_of_how_to_run_programs_does_not_leak_in(monkeypatch):
    for name in LEAKS:
        monkeypatch.setenv(name, "1")
    assert fresh_interpreter(workers.tell_the_environment, *LEAKS).stdout == f"{[None] * len(LEAKS)}\n"


def test_what_kind_of_interpreter_it_is_and_what_the_user_says_stays(monkeypatch):
    stays = ["PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "OF_THE_USER"]
    for name in stays:
        monkeypatch.setenv(name, "1")
    assert fresh_interpreter(workers.tell_the_environment, *stays).stdout == f"{['1'] * len(stays)}\n"


def test_a_script_finds_what_lies_beside_it_whatever_the_shell_says(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONSAFEPATH", "1")
    (tmp_path / "neighbour.py").write_text("print('found')")
    (tmp_path / "script.py").write_text("import neighbour")
    assert fresh_interpreter(tmp_path / "script.py").stdout == "found\n"


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
            wait_for(told.exists)
            return super().communicate(*args, **kwargs)

    monkeypatch.setattr(interpreter.subprocess, "Popen", Popen)
    with pytest.raises(Broken):
        fresh_interpreter(workers.hang_with_a_grandchild, str(told), patience=0.01)
    wait_for(lambda: has_ended(int(told.read_text())))
    assert started[0].returncode == -signal.SIGKILL
    assert started[0].stdout.closed
    assert started[0].stderr.closed


@needs_proc
def test_what_a_program_leaves_behind_is_killed(tmp_path):
    told = tmp_path / "grandchild"
    ended = fresh_interpreter(workers.leave_a_grandchild, str(told))
    assert ended.returncode == 0
    wait_for(lambda: has_ended(int(told.read_text())))


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


posix = pytest.mark.skipif(os.name != "posix", reason="needs signals and terminals")


def test_a_script_may_be_given_as_text():
    ended = fresh_interpreter(script("import helper, sys; print(helper.x, sys.argv[1:], __name__)", helper="x = 3"), "a", 1)
    assert (ended.stdout, ended.stderr, ended.returncode) == ("3 ['a', '1'] __main__\n", "", 0)


def test_a_start_method_for_a_text_is_refused():
    with pytest.raises(ClaimError, match="a script sets its start method itself"):
        fresh_interpreter(script("pass"), start_method="spawn")


def test_the_signal_that_ended_it_is_told():
    assert Finished("", "", -9, 1.0).signal == 9
    assert Finished("", "", 0, 1.0).signal is None
    assert Finished("", "", 3, 1.0).signal is None


def test_standard_input_is_what_is_given():
    assert fresh_interpreter(script("import sys; print(repr(sys.stdin.read()))"), stdin="a\nb").stdout == "'a\\nb'\n"


@posix
@pytest.mark.parametrize("typed", ["a\nb", "a\n", ""])
def test_a_terminal_is_one(typed):
    told = script("import sys; print(sys.stdin.isatty(), sys.stdout.isatty(), sys.stderr.isatty(), repr(sys.stdin.read()))")
    ended = fresh_interpreter(told, stdin=typed, tty=True)
    assert (ended.stdout, ended.stderr) == (f"True True False {typed!r}\n", "")


@posix
@pytest.mark.parametrize("tty", [False, True])
def test_the_end_of_what_is_read_stays_the_end(tty):
    # At a terminal each of these reads takes one end of the input.
    told = script("import sys; print([sys.stdin.readline() for _ in range(9)])")
    assert fresh_interpreter(told, stdin="a\n", tty=tty).stdout == repr(["a\n"] + 8 * [""]) + "\n"


def test_options_and_environment_are_those_given():
    told = script("import os, sys; print(sys.flags.dev_mode, sys.flags.optimize, os.environ['OURS'])")
    assert fresh_interpreter(told, flags=["-X", "dev", "-O"], env={"OURS": "yes"}).stdout == "True 1 yes\n"
    assert fresh_interpreter(told, env={"OURS": "no"}).stdout == "False 0 no\n"


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs affinity")
def test_one_cpu_is_one_cpu_for_what_it_starts_as_well():
    told = """
        import os, subprocess, sys
        count = "import os; print(len(os.sched_getaffinity(0)))"
        exec(count)
        sys.stdout.flush()
        subprocess.run([sys.executable, "-c", count])
        """
    assert fresh_interpreter(script(told), one_cpu=True).stdout == "1\n1\n"


STAYS = "import time; print('I am ready', flush=True); time.sleep(60)"


@posix
@pytest.mark.parametrize("tty", [False, True])
def test_a_signal_is_sent_once_the_program_is_ready(tty):
    ended = fresh_interpreter(script(STAYS), send=signal.SIGTERM, tty=tty)
    assert (ended.stdout, ended.signal) == ("I am ready\n", signal.SIGTERM)


@posix
def test_ctrl_c_interrupts_also_where_the_caller_ignores_it():
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        ended = fresh_interpreter(script(STAYS), send=signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, handler)
    assert ended.stderr.endswith("KeyboardInterrupt\n")
    assert ended.signal == signal.SIGINT


INTERRUPTED = """
    import signal, subprocess, sys, time
    child = '''
    import time
    try:
        print("child", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        print("the child was interrupted")
    '''
    started = subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    started.stdout.readline()
    try:
        print("ready", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        if sys.argv[1] == "True":
            print(started.stdout.read(), end="")
    """.replace("\n    ", "\n")


@posix
@pytest.mark.parametrize("to_group", [False, True])
def test_the_signal_is_sent_to_the_group_if_asked_for(to_group):
    ended = fresh_interpreter(script(INTERRUPTED), to_group, send=signal.SIGINT, to_group=to_group)
    assert ended.stderr == ""
    assert ended.stdout == "ready\n" + "the child was interrupted\n" * to_group


@posix
def test_a_program_that_never_is_ready_breaks_the_experiment():
    with pytest.raises(Broken) as broken:
        fresh_interpreter(script("print('done')"), send=signal.SIGTERM)
    assert str(broken.value) == (
        "script(\"print('done')\", ...) was to be sent a signal, and never printed a line with the word ready: 'done\\n'"
    )


@posix
def test_what_hangs_is_told_where_it_waits():
    ended = fresh_interpreter(
        script("import threading; print('begun', flush=True)\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()"),
        hangs_after=0.5,
    )
    assert (ended.hung, ended.signal) == (True, signal.SIGKILL)
    assert ended.stdout == "begun\n"
    assert ended.stacks == "MainThread: <module> (script.py, line 4: lock.acquire())"


@posix
def test_a_function_that_hangs_is_told_where_it_waits():
    ended = fresh_interpreter(endless.wait_in_another_thread, hangs_after=0.5)
    assert ended.hung
    assert [line.split(" (")[0] for line in ended.stacks.splitlines()] == [
        "MainThread: wait_in_another_thread",
        "the other: take_a_lock_twice",
    ]


@posix
def test_tasks_that_wait_for_each_other_are_told():
    ended = fresh_interpreter(script("import asyncio, endless; asyncio.run(endless.wait_for_each_other())"), hangs_after=1)
    names = [line.partition(":")[0] for line in ended.stacks.splitlines()]
    assert ended.hung
    assert {"task one", "task two"} <= set(names)


@pytest.mark.slow
@needs_proc
def test_what_has_ended_does_not_hang_though_what_it_left_behind_may_still_print(tmp_path):
    told = tmp_path / "grandchild"
    source = f"""
        import pathlib, subprocess, sys
        left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        print("left it", flush=True)
        pathlib.Path({str(told)!r}).write_text(str(left.pid))
        left.returncode = 0
        """
    ended = fresh_interpreter(script(source), hangs_after=2)
    assert (ended.hung, ended.returncode, ended.stdout, ended.stderr) == (False, 0, "left it\n", "")
    wait_for(lambda: has_ended(int(told.read_text())))


@posix
def test_what_ends_in_time_does_not_hang():
    ended = fresh_interpreter(workers.leave_with, 3, hangs_after=30)
    assert (ended.hung, ended.stacks, ended.returncode) == (False, "", 3)


BOMB = "import subprocess, sys; subprocess.run([sys.executable, __file__])"


@posix
def test_a_script_that_starts_itself_again_and_again_is_stopped():
    ended = fresh_interpreter(script(BOMB), most_starts=4)
    assert (ended.starts, ended.signal) == (5, signal.SIGKILL)


@posix
def test_a_program_that_speaks_of_a_helper_is_counted():
    source = "import subprocess, sys; subprocess.run([sys.executable, '-c', '\"multiprocessing.forkserver\"'])"
    assert fresh_interpreter(script(source), most_starts=4).starts == 1


@needs_proc
@pytest.mark.parametrize(
    ("ending", "options"),
    [("input()", {"hangs_after": 0.5, "tty": True}), ("subprocess.run([sys.executable, __file__])", {"most_starts": 1})],
)
def test_what_is_stopped_leaves_no_semaphore(ending, options):
    ended = fresh_interpreter(script(OWNS_A_SEMAPHORE + ending), **options)
    assert ended.signal == signal.SIGKILL
    semaphore = semaphore_file(ended.stdout.split()[0])
    wait_for(lambda: not semaphore.exists())


@pytest.mark.slow
@posix
@pytest.mark.parametrize("start_method", multiprocessing.get_all_start_methods())
def test_every_process_that_is_started_is_counted(start_method):
    ended = fresh_interpreter(endless.start_two, start_method=start_method, most_starts=4)
    assert (ended.starts, ended.returncode, ended.stderr) == (2, 0, "")


@pytest.mark.slow
@posix
def test_a_pool_without_a_guard_goes_on_for_ever():
    source = "import multiprocessing; multiprocessing.get_context('spawn').Pool(1).map(abs, [1])"
    ended = fresh_interpreter(script(source), most_starts=3)
    assert (ended.starts, ended.signal) == (4, signal.SIGKILL)
    assert "bootstrapping phase" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"hangs_after": -1}, "(hangs_after=-1): write a finite number that is not negative."),
        ({"most_starts": 1.5}, "(most_starts=1.5): write a whole number that is not negative."),
        ({"most_starts": -1}, "(most_starts=-1): write a whole number that is not negative."),
        ({"stdin": b"x"}, "(stdin=b'x'): write a text."),
        ({"stdin": "x" * 5000, "tty": True}, "(stdin=..., tty=True): a terminal keeps 4000 bytes of what was typed."),
        ({"send": "SIGINT"}, "(send='SIGINT'): write a signal, such as signal.SIGINT."),
        ({"to_group": True}, "(to_group=True): say which signal: send=signal.SIGINT."),
        ({"flags": "-u"}, "(flags='-u'): write a list of words"),
    ],
    ids=str,
)
def test_arguments_that_are_wrong_are_refused(arguments, told):
    with pytest.raises(ClaimError) as refused:
        fresh_interpreter(workers.leave_with, 0, **arguments)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("missing", "argument"),
    [
        ("openpty", {"tty": True}),
        ("sched_setaffinity", {"one_cpu": True}),
        ("killpg", {"send": 2, "to_group": True}),
        ("setsid", {"hangs_after": 1}),
    ],
)
def test_what_the_system_does_not_have_is_told(monkeypatch, missing, argument):
    monkeypatch.delattr(os, missing, raising=False)
    with pytest.raises(ClaimError, match="has no such thing"):
        fresh_interpreter(workers.leave_with, 0, **argument)


PROGRAMS = """
import threading


def thread_that_waits():
    threading.Thread(target=threading.Event().wait).start()


def daemon_that_waits():
    threading.Thread(target=threading.Event().wait, daemon=True).start()
"""
CLAIM = """
import programs
from pytest_claims import claim, fresh_interpreter, seconds


@claim("exit.waits", says="An interpreter waits at its exit for every thread.", source="s",
       program=programs.thread_that_waits, contrast=programs.daemon_that_waits)
def test_exit(program):
    assert fresh_interpreter(program, hangs_after=seconds(20)).hung


@claim("exit.never-waits", says="An interpreter does not wait for threads at its exit.", source="s",
       program=programs.thread_that_waits, contrast=programs.daemon_that_waits)
def test_no_exit(program):
    assert not fresh_interpreter(program, hangs_after=seconds(20)).hung
"""


@pytest.mark.slow
@posix
def test_a_claim_on_what_hangs_at_the_exit_is_judged(pytester):
    pytester.makepyfile(programs=PROGRAMS, test_exit=CLAIM)
    result = pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider", "--claims-json", "out.json")
    verdicts = {claim["id"]: claim["verdict"] for claim in json.loads((pytester.path / "out.json").read_text())["claims"]}
    # A machine may be too busy to tell, but what it tells is right.
    assert verdicts["exit.waits"] in ("holds", "inconclusive"), result.stdout.str()
    assert verdicts["exit.never-waits"] in ("refuted", "inconclusive"), result.stdout.str()
