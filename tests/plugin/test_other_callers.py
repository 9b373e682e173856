"""Claims whose tests another plugin calls, or a hook in a conftest.py, in place of pytest."""

import json

import pytest

pytestmark = pytest.mark.slow

CONFTEST = """
import asyncio, inspect


def pytest_pyfunc_call(pyfuncitem):
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    if inspect.iscoroutinefunction(pyfuncitem.obj) and "left_alone" not in pyfuncitem.name:
        asyncio.run(pyfuncitem.obj(**arguments))
        return True
    if "deferred" in pyfuncitem.name:  # as those of Twisted: the rest of the test comes later
        pyfuncitem.obj(**arguments)()
        return True
"""
CLAIMS = """
import asyncio
import pytest
from hypothesis import given, strategies
from pytest_claims import assert_duration, claim, seconds


async def together(nap):
    await asyncio.gather(asyncio.sleep(nap), asyncio.sleep(nap))


async def one_by_one(nap):
    await asyncio.sleep(nap)
    await asyncio.sleep(nap)


def naps(id):
    return claim(id, says="Two naps of 1 s take 1 s.", source="s", program=together, contrast=one_by_one)


@naps("called.coroutine")
async def test_coroutine(program):
    with assert_duration(approx=1):
        await program(seconds(1))


@naps("called.wrong")
async def test_wrong(program):
    with assert_duration(approx=2):
        await program(seconds(1))


@naps("called.deferred")
def test_deferred(program):
    def later():
        with assert_duration(approx=1):
            asyncio.run(program(seconds(1)))

    return later


@naps("called.by-hypothesis")
@given(strategies.integers(1, 2))
def test_deferred_and_given(program, many):
    with assert_duration(approx=many):
        asyncio.run(program(seconds(many)))


@naps("called.by-pytest")
def test_by_pytest(program):
    with assert_duration(approx=1):
        asyncio.run(program(seconds(1)))


@naps("called.by-nobody")
async def test_left_alone(program):
    with assert_duration(approx=1):
        await program(seconds(1))
"""


def test_a_claim_is_called_by_whoever_calls_the_tests(pytester):
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(test_called=CLAIMS)
    pytester.runpytest_subprocess("-n", "0", "--claims-json", "out.json", "-p", "no:cacheprovider")
    claims = json.loads((pytester.path / "out.json").read_text())["claims"]
    assert {claim["id"]: claim["verdict"] for claim in claims} == {
        "called.coroutine": "holds",
        "called.wrong": "refuted",
        "called.deferred": "holds",
        "called.by-hypothesis": "holds",
        "called.by-pytest": "holds",
        "called.by-nobody": "broken",
    }
    [nobody] = [case for claim in claims if claim["id"] == "called.by-nobody" for case in claim["cases"]]
    assert nobody["reason"].startswith("its test is a coroutine function, and no plugin awaits it: install pytest-asyncio")


def test_under_given_too_where_a_plugin_wraps_what_hypothesis_calls(pytester):
    pytester.makeconftest(
        """
        import asyncio

        def pytest_pyfunc_call(pyfuncitem):
            wrapped = pyfuncitem.obj.hypothesis.inner_test
            names = pyfuncitem._fixtureinfo.argnames

            def call(**arguments):  # with the fixtures as the item has them, as pytest-twisted does
                asyncio.run(wrapped(**arguments | {name: pyfuncitem.funcargs[name] for name in names}))

            pyfuncitem.obj.hypothesis.inner_test = call
        """
    )
    given = (
        CLAIMS.partition("@naps")[0]
        + """

@naps("called.under-given")
@pytest.mark.parametrize("parameter", [1, 2])
@given(many=strategies.integers(1, 3))
async def test_given(program, many, parameter):
    with assert_duration(approx=many):
        await program(seconds(many))
"""
    )
    pytester.makepyfile(test_called=given)
    pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider").assert_outcomes(passed=2)


WRAPPER = """
import pytest


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    return (yield)
"""


def test_a_conftest_of_another_folder_calls_none(pytester):
    for name in ("here", "elsewhere"):
        pytester.mkdir(name)
    (pytester.path / "elsewhere" / "conftest.py").write_text(CONFTEST)
    (pytester.path / "elsewhere" / "test_elsewhere.py").write_text("def test_nothing(): pass")
    (pytester.path / "here" / "test_called.py").write_text(CLAIMS.partition('@naps("called.wrong")')[0])
    result = pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["claim 'called.coroutine': its test is a coroutine function, and no plugin awaits it: *"])


@pytest.mark.parametrize("awaits", [True, False])
def test_a_wrapper_may_await(pytester, awaits):
    """Whether it does is seen when the test is called."""
    wrapper = WRAPPER.replace("    return (", "    pyfuncitem.obj = later(pyfuncitem.obj)\n    return (") if awaits else WRAPPER
    later = "\nimport asyncio\n\ndef later(function):\n    return lambda **arguments: asyncio.run(function(**arguments))\n"
    pytester.makeconftest(wrapper + later)
    pytester.makepyfile(test_called=CLAIMS.partition('@naps("called.wrong")')[0])
    result = pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=awaits, failed=not awaits)
    if not awaits:
        result.stdout.fnmatch_lines(["*saw * its test is a coroutine function, and no plugin awaits it: *"])


def test_a_wrapper_calls_no_other_test(pytester):
    """It goes around the judgement once, and not around each run: a profiler, for example, cannot begin twice."""
    pytester.makeconftest(WRAPPER.replace("return (yield)", 'print("AROUND")\n    return (yield)'))
    pytester.makepyfile(test_called=CLAIMS.partition("@naps")[0] + "@naps" + CLAIMS.split("@naps")[5])
    result = pytester.runpytest_subprocess("-n", "0", "-s", "-p", "no:cacheprovider")
    assert result.stdout.str().count("AROUND") == 1


def test_the_hook_of_another_folder_is_not_asked(pytester):
    for name, says in (("here", "None"), ("elsewhere", "1 / 0")):
        pytester.mkdir(name)
        (pytester.path / name / "conftest.py").write_text(f"def pytest_pyfunc_call(pyfuncitem): return {says}")
    (pytester.path / "elsewhere" / "test_elsewhere.py").write_text("def test_nothing(): pass")
    by_pytest = CLAIMS.partition("@naps")[0] + "@naps" + CLAIMS.split("@naps")[5]
    (pytester.path / "here" / "test_called.py").write_text(by_pytest)
    pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider").assert_outcomes(passed=1, failed=1)


def test_a_plugin_may_put_another_function_in_place_of_a_test_just_before_the_call(pytester):
    """As pytest-trio does. What the test asserts is known all the same."""
    pytester.makeconftest(
        """
        import asyncio, pytest

        def awaited(function):
            def call(**arguments):
                asyncio.run(function(**arguments))

            return call

        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_call(item):
            if hasattr(item.obj, "hypothesis"):
                item.obj.hypothesis.inner_test = awaited(item.obj.hypothesis.inner_test)
            else:
                item.obj = awaited(item.obj)
            return (yield)

        def pytest_pyfunc_call(pyfuncitem):
            return None
        """
    )
    pytester.makepyfile(
        test_replaced="""
        import pytest
        from hypothesis import given, strategies
        from pytest_claims import claim

        def three(*_): return 3

        def four(*_): return 4

        def is_three(id):
            return claim(id, says="It is three.", source="s", program=three, contrast=four)

        @is_three("replaced.plain")
        @pytest.mark.parametrize("n", [1, 2])
        async def test_plain(program, n):
            assert program() == 3

        @is_three("replaced.given")
        @given(strategies.integers(1, 3))
        async def test_given(program, many):
            assert program(many) == 3
        """
    )
    # Where asserts that pass are not counted, only the source tells that there are some.
    pytester.runpytest_subprocess("-n", "0", "-p", "no:cacheprovider").assert_outcomes(passed=3)
