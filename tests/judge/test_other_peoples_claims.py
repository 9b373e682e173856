"""Claims as other people write them: the name of each says what has to come of it, on a busy machine, too."""

import json
import re

import pytest

THINGS = '''
"""Somebody's code under test."""
import time


class Bucket:
    def __init__(self, size, period):
        self.size, self.period, self.tokens, self.at = size, period, float(size), time.monotonic()

    def take(self):
        while True:
            now = time.monotonic()
            self.tokens, self.at = min(self.size, self.tokens + (now - self.at) / self.period), now
            if self.tokens >= 1:
                self.tokens -= 1
                return
            time.sleep((1 - self.tokens) * self.period)


class NoBucket(Bucket):
    def take(self):
        pass


def sends(bucket, n):
    for _ in range(n):
        sum(range(8_000))
        bucket.take()


def throttled(period, timed, kind=Bucket):
    bucket = kind(10, period)
    sends(bucket, 10)
    with timed:
        sends(bucket, 5)


def free(period, timed):
    throttled(period, timed, NoBucket)


def ends_after(real_seconds):
    return lambda: time.sleep(real_seconds)


calls = {}


def wrong_every(often):
    def program(*_):
        calls[often] = calls.get(often, -1) + 1
        return calls[often] % often != 0

    return program


def always_wrong(*_):
    return False


def always_right(*_):
    return True


def naps(n):
    return lambda nap: time.sleep(n * nap)


def naps_async(n):
    async def program(nap):
        import asyncio

        await asyncio.sleep(n * nap)

    return program


def raises(nap):
    raise KeyError(nap)


def warns(nap):
    import warnings

    warnings.warn("soon", DeprecationWarning)


def appends(n):
    def program(bag):
        bag += [0] * n
        return len(bag)

    return program
'''
CLAIMS = """
import time
from threading import Thread

import pytest
import things
from pytest_claims import assert_duration, claim, seconds


def say(id, program, contrast, says="So it is."):
    return claim(id, says=says, source="a report", program=program, contrast=contrast)


@say("bucket.after-the-burst", things.throttled, things.free)
def test_right_after_the_burst(program):
    program(seconds(0.1), assert_duration(approx=0.5))


@say("ends.never", things.ends_after(0.2), things.ends_after(0))
def test_wrong_never_ends(program):
    thread = Thread(target=program, daemon=True)
    thread.start()
    thread.join(seconds(10))
    assert thread.is_alive()


@say("red.once", things.wrong_every(10**6), things.always_wrong)
def test_wrong_once_red(program):
    assert program(seconds(1))


@say("red.sometimes", things.wrong_every(7), things.always_wrong)
def test_wrong_sometimes_red_without_seconds(program):
    time.sleep(0.001)
    assert program()


@say("red.contrast", things.always_right, things.wrong_every(5))
def test_right_contrast_that_races(program):
    assert program()


@say("nap.longer", things.naps(2.5), things.naps(1))
def test_refuted_slower(program):
    with assert_duration(approx=2):
        program(seconds(1))


@say("nap.no-seconds", things.naps(1), things.naps(0.5))
def test_broken_without_seconds(program):
    with assert_duration(approx=0.1):
        program(0.1)


@say("nap.same", things.naps(1), things.naps(1))
def test_broken_contrast_that_does_the_same(program):
    with assert_duration(approx=1):
        program(seconds(1))


@say("nap.raises", things.raises, things.naps(1))
def test_right_raises(program):
    with pytest.raises(KeyError):
        program(seconds(1))


@say("nap.warns", things.warns, things.naps(1))
def test_right_warns(program):
    with pytest.warns(DeprecationWarning):
        program(seconds(1))


@pytest.mark.xfail(strict=True)
@say("nap.expected-failure", things.naps(2), things.naps(1))
def test_xfail_too_long(program):
    with assert_duration(approx=1):
        program(seconds(3))


@pytest.fixture
def bag(tmp_path):
    tmp_path.joinpath("one").mkdir()
    return []


@say("bag.counts", things.appends(1), things.appends(2))
def test_right_fresh_fixtures(program, bag, tmp_path, request, monkeypatch, capsys):
    monkeypatch.setattr(things, "calls", {})
    print(request.node.name)
    assert program(bag) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
    assert capsys.readouterr().out.count(request.node.name) == 1


def test_wrong_lower_bound():
    with assert_duration(at_least=0.3, at_most=3.0):
        time.sleep(0.05)


def test_right_bounds():
    with assert_duration(at_least=0.1, at_most=3.0):
        time.sleep(0.11)


def test_right_plain_on_a_busy_machine():
    with assert_duration(approx=0.1):
        time.sleep(0.1)
"""
ASYNC = """
import pytest
import things
from pytest_claims import assert_duration, claim, seconds
from hypothesis import example, given, strategies


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"


@pytest.mark.anyio
@claim("nap.async", says="s", source="s", program=things.naps_async(2), contrast=things.naps_async(1))
async def test_right_async(program, anyio_backend):
    async with assert_duration(approx=6):
        await program(seconds(3))


@pytest.mark.anyio
@claim("nap.async-given", says="s", source="s", program=things.naps_async(2), contrast=things.naps_async(1))
@given(n=strategies.integers(1, 2))
async def test_right_async_given(program, anyio_backend, n):
    async with assert_duration(approx=2 * n):
        await program(seconds(n))
"""
MAY_BE = {
    "right": {"passed", "skipped"},
    "wrong": {"failed"},
    "refuted": {"failed"},
    "broken": {"failed"},
    "xfail": {"xfailed"},
}


def outcomes_of(result):
    """The outcome of each test, from the short summary of ``-rA``."""
    said = re.findall(r"^(PASSED|FAILED|SKIPPED|XFAIL|ERROR)\b.*?::(test_\w+)", result.stdout.str(), re.MULTILINE)
    words = {"PASSED": "passed", "FAILED": "failed", "SKIPPED": "skipped", "XFAIL": "xfailed", "ERROR": "error"}
    return {name: words[word] for word, name in said}


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["0", "2"])
def test_other_peoples_claims_come_out_as_their_names_say(pytester, workers):
    pytester.makepyfile(things=THINGS, test_claims=CLAIMS)
    result = pytester.runpytest_subprocess("-n", workers, "-rA", "--claims-json", "out.json", "-p", "no:cacheprovider")
    outcomes = outcomes_of(result)
    names = re.findall(r"def (test_\w+)", CLAIMS)
    # A test that was skipped is told by its file and line only.
    for name in names:
        kind = name.split("_")[1]
        # Among other tests noise may be why one run contradicts.
        may_be = MAY_BE[kind] | ({"skipped"} if "sometimes_red" in name or "once_red" in name else set())
        assert outcomes.get(name, "skipped") in may_be, (name, outcomes, result.stdout.str())
    report = json.loads((pytester.path / "out.json").read_text())
    verdicts = {claim["id"]: claim["verdict"] for claim in report["claims"]}
    assert (verdicts["nap.longer"], verdicts["nap.no-seconds"], verdicts["nap.same"]) == ("refuted", "broken", "broken")
    assert "1 xfailed" in result.stdout.str()
    assert "expected-failure: refuted" not in result.stdout.str()


@pytest.mark.slow
def test_async_claims_are_judged_where_a_plugin_awaits_them(pytester):
    pytest.importorskip("anyio")
    pytester.makepyfile(things=THINGS, test_async=ASYNC)
    result = pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider")
    outcomes = result.parseoutcomes()
    assert outcomes.get("passed", 0) + outcomes.get("skipped", 0) == 2, result.stdout.str()


@pytest.mark.slow
def test_an_async_claim_that_nobody_awaits_is_refused_when_it_is_collected(pytester):
    pytester.makepyfile(things=THINGS, test_async=ASYNC.replace("@pytest.mark.anyio\n", ""))
    result = pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*claim 'nap.async': its test is a coroutine function, and no plugin awaits it: install *"])
