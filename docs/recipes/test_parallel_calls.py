"""Parallel calls: three that take 1, 2 and 3 s take 3 s together, and no more than two run at once where that is the limit."""

import asyncio

from pytest_claims import Timeline, assert_at_most, assert_duration, assert_overlap, claim, seconds


async def call_all(call, arguments, limit=100):
    """All calls at once, but no more than `limit`."""
    slots = asyncio.Semaphore(limit)

    async def one(argument):
        async with slots:
            return await call(argument)

    return await asyncio.gather(*map(one, arguments))


async def call_one_after_another(call, arguments, limit=100):
    """The bug: each call is awaited before the next one is made."""
    return [await call(argument) for argument in arguments]


async def call_without_a_limit(call, arguments, limit=100):
    """The bug: nobody looks at the limit."""
    return await asyncio.gather(*map(call, arguments))


@claim(
    "calls.overlap",
    says="Three calls of 1, 2 and 3 s take 3 s.",
    source="our handbook",
    program=call_all,
    contrast=call_one_after_another,
)
def test_calls_overlap(program):
    """Gather starts all of them before it waits for any."""
    with assert_duration(approx=3, rivals={"one after another": 6}):
        asyncio.run(program(asyncio.sleep, [seconds(1), seconds(2), seconds(3)]))


@claim(
    "calls.two-at-once",
    says="With a limit of two no more than two calls run at once.",
    source="our handbook",
    program=call_all,
    contrast=call_without_a_limit,
)
def test_no_more_than_two_at_once(program):
    """Spans are counted; no clock decides."""
    with Timeline() as timeline:
        asyncio.run(program(timeline.watch(asyncio.sleep), [seconds(1)] * 5, limit=2))
    assert_at_most(2, timeline)


def test_calls_overlap_whatever_the_clock_says():
    """The same outside a claim: that calls overlapped is seen in the spans, on a busy machine as well."""
    with Timeline() as timeline:
        asyncio.run(call_all(timeline.watch(asyncio.sleep), [0.05] * 3))
    assert_overlap(timeline, at_least=3)
