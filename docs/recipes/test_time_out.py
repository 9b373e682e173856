"""A time-out: the caller goes on in time, whatever the cancelled call has still to clean up."""

import asyncio

from pytest_claims import assert_duration, claim, seconds


async def call_within(limit, call):
    """Its result, or None when the time is over. Who was late is cancelled, and cleans up while the caller goes on."""
    task = asyncio.ensure_future(call)
    await asyncio.wait({task}, timeout=limit)
    if task.done():
        return task.result()
    task.cancel()
    return None


async def call_within_by_wait_for(limit, call):
    """The bug: asyncio.wait_for waits until the cancelled call has ended."""
    try:
        return await asyncio.wait_for(call, limit)
    except TimeoutError:
        return None


async def slow_call(work, clean_up):
    try:
        await asyncio.sleep(work)
    finally:
        await asyncio.sleep(clean_up)


@claim(
    "call.gives-up-in-time",
    says="With a limit of 1 s the caller goes on after 1 s, although the clean-up takes 2 s.",
    source="our handbook",
    program=call_within,
    contrast=call_within_by_wait_for,
)
def test_the_caller_goes_on_in_time(program):
    """asyncio.wait neither cancels nor waits for what it was given; wait_for does both."""

    async def main():
        with assert_duration(approx=1, rivals={"after the clean-up": 3}):
            assert await program(seconds(1), slow_call(seconds(10), seconds(2))) is None

    asyncio.run(main())
