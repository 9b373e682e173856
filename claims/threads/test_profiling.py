"""cProfile: whose calls does it count?"""

import sys

from claims.threads import profiling
from pytest_claims import claim, implementation, python, require

#: Since 3.12 cProfile of CPython is told of calls by sys.monitoring.
BY_MONITORING = (implementation == "cpython") & (python >= "3.12")
SEES_ALL = sys.implementation.name == "cpython" and sys.version_info >= (3, 12)


@claim(
    "thread.cprofile-sees-one-thread-only",
    says="cProfile profiles only the thread that switched it on; calls in other threads do not show up.",
    source="https://github.com/python/cpython/issues/82788",
    refuted_where=BY_MONITORING,
    truth="thread.cprofile-sees-all-threads",
    program=profiling.one_cprofile,
    contrast=profiling.a_profile_function if SEES_ALL else profiling.a_cprofile_in_each_thread,
)
def test_cprofile_sees_one_thread(program):
    """Until 3.11 it was set for one thread, as by sys.setprofile, of which that is true to this day."""
    called = program()
    require("in_the_main_thread" in called, "the profile is empty")
    assert "in_the_thread" not in called


@claim(
    "thread.cprofile-sees-all-threads",
    says="Since Python 3.12 cProfile counts the calls of all threads, whichever thread switched it on.",
    source="the correction of thread.cprofile-sees-one-thread-only",
    needs=BY_MONITORING,
    program=profiling.one_cprofile,
    contrast=profiling.a_profile_function,
)
def test_cprofile_sees_all_threads(program):
    """sys.monitoring, by which it is told of calls since then, is switched on for all threads of the interpreter. Only one
    profile can be on at a time, and times are wrong where calls of several threads overlap: it takes them for one thread's.
    """
    called = program()
    require("in_the_main_thread" in called, "the profile is empty")
    assert "in_the_thread" in called
