"""The half of a call that is made in a process of its own."""

import pickle
import signal
import subprocess
import sys
import threading

import endless
import pytest

from pytest_claims.instruments.hangs import callee


class Teller(list):
    """What is sent, in place of a connection."""

    send = list.append


def test_what_is_told_of_a_call_that_returns():
    tell = Teller()
    how, elapsed, value = callee._made(tell, lambda a, b: a + b, (1,), {"b": 2})
    assert (tell, how, value) == ([None], "returned", 3)
    assert elapsed >= 0


def test_what_is_told_of_a_coroutine_function():
    assert callee._made(Teller(), endless.double_soon, (4,), {})[::2] == ("returned", 8)


@pytest.mark.parametrize("leave", [sys.exit, endless.fail])
def test_every_exception_is_an_end(leave):
    how, _, error = callee._made(Teller(), leave, (), {})
    assert how == "raised"
    assert isinstance(error, (SystemExit, ValueError))


def test_in_a_thread_it_is_the_same():
    tell = Teller()
    assert callee._made_in_thread(tell, endless.thread_name, (), {})[::2] == ("returned", "the call's thread")
    assert tell == [None]


def test_what_cannot_be_pickled_is_told():
    assert callee._pickled([1]) == (pickle.dumps([1]), "")
    nothing, why = callee._pickled(threading.Lock())
    assert nothing == b""
    assert "pickle" in why


def test_a_child_that_is_spawned_imports_little():
    heavy = [
        "pytest",
        "hypothesis",
        "asyncio",
        "multiprocessing.pool",
        "pytest_claims.instruments.hangs.hangs",
        "pytest_claims.instruments.hangs.call",
    ]
    program = f"import sys, pytest_claims.instruments.hangs.callee; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (ran.stdout, ran.stderr) == ("[]\n", "")


def test_signals_are_set_back_and_python_s_own_are_left_alone():
    program = """
import signal
from pytest_claims.instruments.hangs import callee
signal.signal(signal.SIGTERM, lambda *_: None)
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
callee._default_signals()
print(signal.getsignal(signal.SIGTERM) == signal.SIG_DFL, signal.getsignal(signal.SIGINT) is signal.default_int_handler)
print(signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN, signal.pthread_sigmask(signal.SIG_BLOCK, []))
"""
    if not hasattr(signal, "pthread_sigmask"):
        pytest.skip("needs signal masks")
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (ran.stdout, ran.stderr) == ("True True\nTrue set()\n", "")
