"""The package imports, and judges a claim, where what only POSIX systems or only Linux have is missing, as on Windows."""

import subprocess
import sys

import pytest

#: Takes away what Windows lacks once pytest and the libraries are loaded, which look at the name of the platform. What this
#: package never asks for, and filelock does, is left.
WITHOUT = """
import builtins, os, signal, sys, threading, time
import _pytest, hypothesis, multiprocessing.connection, multiprocessing.pool, pytest, selectors, subprocess, tempfile
import _pytest.cacheprovider, _pytest.faulthandler, _pytest.pathlib, _pytest.tmpdir, filelock, logging, sqlite3, asyncio

MISSING = {
    os: "O_CLOEXEC fork forkpty getuid getgid getpgid getsid setsid setpgid killpg register_at_fork pread "
        "sched_getaffinity sched_setaffinity getpriority setpriority PRIO_PROCESS openpty sysconf pidfd_open uname mkfifo "
        "WNOHANG wait3 wait4 waitid getloadavg nice",
    signal: "SIGKILL SIGHUP SIGALRM SIGUSR1 SIGUSR2 SIGRTMIN SIGRTMAX SIGPIPE SIGQUIT SIGCHLD SIGCONT SIGSTOP SIGTSTP "
            "pthread_kill pthread_sigmask SIG_BLOCK SIG_UNBLOCK SIG_SETMASK setitimer getitimer alarm siginterrupt sigwait",
    time: "clock_gettime clock_gettime_ns tzset CLOCK_MONOTONIC",
}
for module, names in MISSING.items():
    for name in names.split():
        vars(module).pop(name, None)
for name in ("fcntl", "resource", "termios", "pwd", "grp", "pty", "tty"):
    sys.modules[name] = None


def without_proc(function):
    def call(path, *args, **kwargs):
        if str(path).startswith(("/proc", "/sys")):
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return function(path, *args, **kwargs)
    return call


builtins.open, os.open, os.listdir = map(without_proc, (builtins.open, os.open, os.listdir))
"""

CLAIMS = """
from time import sleep
from pytest_claims import Timeline, assert_duration, assert_order, claim, seconds

def once(nap): sleep(nap)
def twice(nap):
    sleep(nap)
    sleep(nap)

@claim("unit.naps", says="It takes 2 s.", source="here", program=once, contrast=twice)
def test_nap(program):
    with assert_duration(approx=2):
        program(seconds(2))

def first(timeline):
    timeline.mark("first")
    timeline.mark("second")
def second(timeline):
    timeline.mark("second")
    timeline.mark("first")

@claim("unit.order", says="First comes first.", source="here", program=first, contrast=second, alone=True)
def test_order(program):
    with Timeline() as timeline:
        program(timeline)
    assert_order(timeline, "first", "second")

def test_plain():
    with assert_duration(at_most=60):
        sleep(0.001)
"""


def run(code, **options):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, **options)


@pytest.mark.usefixtures("own_lock")
def test_a_claim_is_judged(tmp_path):
    (tmp_path / "test_it.py").write_text(CLAIMS)
    options = [
        "-p",
        "no:cacheprovider",
        "-p",
        "no:faulthandler",
        "-n",
        "0",
        "-v",
        "-W",
        "error",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
    ]
    options += ["--claims-json", "r.json"]
    code = f"{WITHOUT}\nsys.exit(pytest.main({options!r}))"
    result = run(code, cwd=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "3 passed" in result.stdout
    assert (tmp_path / "r.json").exists()


def test_every_module_is_imported():
    code = WITHOUT + (
        "import importlib, pkgutil, pytest_claims\n"
        "names = [info.name for info in pkgutil.walk_packages(pytest_claims.__path__, 'pytest_claims.')]\n"
        # One is a program, and one is the start of an interpreter.
        "names = [name for name in names if not name.endswith(('__main__', 'at_start', 'sitecustomize'))]\n"
        "for name in names: importlib.import_module(name)\n"
        "print(len(names) > 60)"
    )
    result = run(code)
    assert (result.returncode, result.stdout) == (0, "True\n"), result.stderr
