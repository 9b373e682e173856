"""Threads ask for a value that is cached: is it computed once?"""

import sys

from hypothesis import example, given

from claims.atomic import once
from pytest_claims import claim, everywhere, python, require, seconds, worker_counts

CACHED_PROPERTY_HAS_A_LOCK = sys.version_info < (3, 12)


@claim(
    "atomic.lru-cache-makes-a-singleton",
    says="@lru_cache on a function without arguments makes a thread-safe singleton: it is called once.",
    source="https://github.com/python/cpython/issues/141831 (what many programs rely on)",
    refuted_where=everywhere,
    truth="atomic.lru-cache-calls-again-meanwhile",
    program=once.a_cached_function,
    contrast=once.a_cached_function_called_under_a_lock,
)
@given(threads=worker_counts())
@example(threads=2)
def test_a_cached_function_is_called_once(program, threads):
    """The lock of lru_cache guards its table, not the call: whoever asks before the first call has returned finds no value and
    calls the function, too.
    """
    got, times = program(threads, seconds(4))
    require(len(got) == threads, "a thread got nothing")
    assert times == len(set(got)) == 1


@claim(
    "atomic.lru-cache-calls-again-meanwhile",
    says="Threads that call an @lru_cache function while its first call runs call it again, and get different objects.",
    source="the correction of atomic.lru-cache-makes-a-singleton",
    program=once.a_cached_function,
    contrast=once.a_cached_function_called_before,
)
@given(threads=worker_counts())
@example(threads=2)
def test_a_cached_function_is_called_again(program, threads):
    """A cache can give only what has been returned. Call it once before the threads start, or under a lock."""
    got, times = program(threads, seconds(4))
    require(len(got) == threads, "a thread got nothing")
    assert times > 1
    assert len(set(got)) > 1


@claim(
    "atomic.cached-property-runs-once",
    says="functools.cached_property computes its value once per instance, with threads too.",
    source="https://github.com/python/steering-council/issues/172; true until Python 3.11",
    refuted_where=python >= "3.12",
    truth="atomic.cached-property-has-no-lock",
    program=once.a_cached_property,
    contrast=once.a_property_that_looks_first if CACHED_PROPERTY_HAS_A_LOCK else once.a_property_that_looks_under_a_lock,
)
@given(threads=worker_counts())
@example(threads=2)
def test_a_cached_property_is_computed_once(program, threads):
    """Until 3.11 it held a lock while it computed: one for all instances, so that these had to wait for each other, too. For
    that reason 3.12 took the lock away.
    """
    got, times = program(threads, seconds(4))
    require(len(got) == threads, "a thread got nothing")
    assert times == len(set(got)) == 1


@claim(
    "atomic.cached-property-has-no-lock",
    says="Since Python 3.12 threads that read a cached_property while it is computed compute it again and get other objects.",
    source="the correction of atomic.cached-property-runs-once",
    needs=python >= "3.12",
    program=once.a_cached_property,
    contrast=once.a_property_that_looks_under_a_lock,
)
@given(threads=worker_counts())
@example(threads=2)
def test_a_cached_property_is_computed_again(program, threads):
    """It looks into the dict of the instance, computes, and stores there, without a lock. The last value stays."""
    got, times = program(threads, seconds(4))
    require(len(got) == threads, "a thread got nothing")
    assert times > 1
    assert len(set(got)) > 1
