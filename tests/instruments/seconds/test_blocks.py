"""An assertion that needs a block and has none is an error, in a test and in a claim."""

import asyncio

import pytest

from pytest_claims import (
    ClaimError,
    assert_duration,
    assert_loop_silent,
    assert_not_parallel,
    assert_others_run,
    assert_parallel,
)
from pytest_claims.instruments.seconds.blocks import forget_blocks, missing_block
from pytest_claims.instruments.seconds.run import Run, running

CALLS = {
    "assert_duration": "assert_duration(approx=1)",
    "assert_others_run": "assert_others_run(at_most=1)",
    "assert_others_wait": "assert_others_wait(at_least=1)",
    "assert_parallel": "assert_parallel()",
    "assert_not_parallel": "assert_not_parallel()",
    "assert_loop_said": "assert_loop_said('never')",
    "assert_loop_silent": "assert_loop_silent()",
}


@pytest.fixture(autouse=True)
def nothing_is_noted():
    forget_blocks()
    yield
    forget_blocks()


@pytest.mark.parametrize("name", CALLS)
def test_in_a_plain_test_it_is_a_failure_that_tells_what_to_write(pytester, name):
    after = "def test_after_it():\n    assert seconds(1)\n"
    pytester.makepyfile(test_it=f"from pytest_claims import *\n\ndef test_it():\n    {CALLS[name]}\n\n{after}")
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-n", "0")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            f"{name}(...) in test_it.py, line 4, measured nothing: it needs a block. Write `with {name}(...):` and put what it "
            "measures below it, indented."
        ]
    )
    result.stdout.no_fnmatch_line("*hooks.py*")


def test_a_test_that_fails_for_another_reason_says_that_one(pytester):
    pytester.makepyfile("from pytest_claims import *\n\ndef test_it():\n    assert_duration(approx=1)\n    assert 1 == 2\n")
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-n", "0")
    result.assert_outcomes(failed=1)
    result.stdout.no_fnmatch_line("assert_duration(...) in *")


def test_what_was_made_before_a_test_may_be_used_by_it(pytester):
    pytester.makepyfile(
        """
        import pytest
        from pytest_claims import *

        SOON = assert_duration(at_most=60)

        @pytest.fixture
        def later():
            return assert_duration(at_most=60)

        def test_it(later):
            with SOON, later:
                pass

        def test_that_needs_none(later):
            assert seconds(1)
        """
    )
    pytester.runpytest_inprocess("-p", "no:cacheprovider", "-n", "0").assert_outcomes(passed=2)


def test_a_claim_is_broken(pytester):
    pytester.makepyfile(
        """
        from pytest_claims import *

        def three(): return 3
        def four(): return 4

        @claim("unit.three", says="It is three.", source="here", program=three, contrast=four)
        def test_it(program):
            assert_duration(approx=1)
            assert program() == 3
        """
    )
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-n", "0")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*broken*", "*assert_duration(...) in test_a_claim_is_broken.py, line 8, measured nothing*"])


def test_a_run_of_a_claim_says_so():
    with pytest.raises(ClaimError, match="measured nothing"), running(Run(1.0)):
        assert_duration(approx=1)
    assert missing_block() is None


def test_the_one_that_was_forgotten_is_told_among_others_that_come_and_go():
    assert_duration(approx=1)
    for _ in range(20):
        with assert_duration(at_most=60):
            pass
    assert missing_block().startswith("assert_duration(...) in test_blocks.py, line ")
    assert missing_block() is None


def in_async_with(assertion):
    async def block():
        async with assertion:
            await asyncio.sleep(0.06)

    asyncio.run(block())


@pytest.mark.parametrize(
    "use",
    [
        lambda: assert_duration(approx=1)(print),
        lambda: assert_parallel()(print),
        lambda: assert_loop_silent()(print)(),
        lambda: in_async_with(assert_duration(at_most=60)),
        lambda: in_async_with(assert_others_run()),
        lambda: assert_duration(at_most=1, took=0.5),
    ],
    ids=["decorator", "decorator of CPU use", "decorator that is called", "async with", "async with of others", "took"],
)
def test_other_ways_to_use_one_are_no_error(use):
    use()
    assert missing_block() is None


@pytest.mark.parametrize("make", [lambda: assert_duration(approx=1), assert_parallel, assert_loop_silent])
def test_what_is_no_function_cannot_be_decorated(make):
    with pytest.raises(ClaimError, match="with statement"):
        make()(3)


def test_what_an_assertion_on_a_block_yields_and_raises_is_as_before():
    with pytest.raises(ZeroDivisionError), assert_not_parallel() as use:
        1 / 0  # noqa: B018
    assert use.wall == 0
    with assert_loop_silent() as said:
        pass
    assert said == []
