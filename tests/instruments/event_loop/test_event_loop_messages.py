"""What the event loop said: collected around the loop or inside it, and asserted."""

import asyncio
import json
import logging
import time
import warnings

import pytest

from pytest_claims import Broken, ClaimError, assert_loop_said, assert_loop_silent, collect_garbage, loop_messages
from pytest_claims.instruments.seconds.run import SUMMARY_NOTE, Run, running


async def fail():
    raise ZeroDivisionError("by nothing")


async def forgets_what_fails():
    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task


async def forgets_what_waits():
    async def waits():
        await asyncio.get_running_loop().create_future()

    asyncio.create_task(waits())  # noqa: RUF006
    await asyncio.sleep(0)
    collect_garbage()


async def calls_back_what_fails():
    asyncio.get_running_loop().call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)


async def forgets_to_await():
    fail()


async def blocks():
    time.sleep(0.11)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("program", "level", "beginning", "exception"),
    [
        (forgets_what_fails, "ERROR", "Task exception was never retrieved\n", ZeroDivisionError),
        (forgets_what_waits, "ERROR", "Task was destroyed but it is pending!\n", type(None)),
        (calls_back_what_fails, "ERROR", "Exception in callback ", ZeroDivisionError),
        (forgets_to_await, "RuntimeWarning", "coroutine 'fail' was never awaited", type(None)),
    ],
)
def test_what_a_loop_says_is_heard_around_it(program, level, beginning, exception):
    with loop_messages() as said:
        asyncio.run(program())
    (message,) = said
    assert (message.level, type(message.exception)) == (level, exception)
    assert message.text.startswith(beginning)


@pytest.mark.slow
def test_a_loop_is_heard_by_what_runs_in_it():
    async def main():
        with loop_messages() as said:
            await forgets_what_fails()
        await calls_back_what_fails()  # too late
        return said

    assert [message.text.partition("\n")[0] for message in asyncio.run(main())] == ["Task exception was never retrieved"]


@pytest.mark.slow
def test_every_loop_of_the_block_is_heard_while_it_runs():
    with loop_messages() as said:
        asyncio.run(forgets_what_fails())
        collect_garbage()
        first = len(said)
        asyncio.run(calls_back_what_fails())
    assert (first, len(said)) == (1, 2)


def test_in_debug_mode_what_blocks_the_loop_is_told():
    with loop_messages() as said:
        asyncio.run(blocks(), debug=True)
    (message,) = [message for message in said if message.text.startswith("Executing ")]
    assert message.level == "WARNING"
    assert "blocks" in str(message)
    assert "took 0." in message.text


def test_a_loop_that_nobody_closed_is_told():
    with loop_messages() as said:
        asyncio.new_event_loop()
    assert [message.text for message in said if message.text.startswith("unclosed event loop")]


def test_a_handler_of_the_programs_own_gets_what_it_would_get():
    heard = []

    async def main():
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: heard.append(context["message"]))
        await forgets_what_fails()

    with loop_messages() as said:
        asyncio.run(main())
    assert (heard, said) == (["Task exception was never retrieved"], [])


def test_other_warnings_go_where_they_would_go():
    with warnings.catch_warnings(record=True) as others:
        warnings.simplefilter("always")
        with loop_messages() as said:
            warnings.warn("soon gone", DeprecationWarning, stacklevel=1)
            warnings.warn("an overflow", RuntimeWarning, stacklevel=1)
    assert [str(other.message) for other in others] == ["soon gone", "an overflow"]
    assert said == []


@pytest.mark.slow
def test_what_was_forgotten_before_the_block_is_not_its_own(caplog):
    loop = asyncio.new_event_loop()
    task = loop.create_task(fail())
    loop.run_until_complete(asyncio.wait([task]))
    loop.close()
    task.itself = [task]
    del task
    with assert_loop_silent():
        pass
    assert "never retrieved" in caplog.text


@pytest.mark.slow
def test_afterwards_all_is_as_before(caplog):
    logger = logging.getLogger("asyncio")
    logger.setLevel(logging.CRITICAL)
    logger.disabled = True
    state = (list(logger.handlers), logger.level, logger.disabled, list(warnings.filters), warnings.showwarning)
    try:
        with pytest.raises(KeyError), loop_messages() as said:
            [asyncio.run(forgets_what_fails()), {}["missing"]]
        assert len(said) == 1
        assert (list(logger.handlers), logger.level, logger.disabled, list(warnings.filters), warnings.showwarning) == state
        logger.disabled = False
        assert not logger.isEnabledFor(logging.ERROR)
    finally:
        logger.disabled = False
        logger.setLevel(logging.NOTSET)


def test_where_nobody_could_hear_it_the_experiment_is_broken():
    logging.disable(logging.CRITICAL)
    try:
        with pytest.raises(Broken, match=r"logging\.disable is in force"), assert_loop_silent():
            pass
    finally:
        logging.disable(logging.NOTSET)
    assert logging.getLogger("asyncio").handlers == []


@pytest.mark.slow
def test_what_should_be_said_is_asserted():
    with assert_loop_said("never retrieved", "ZeroDivisionError"):
        asyncio.run(forgets_what_fails())
    with pytest.raises(AssertionError) as failed, assert_loop_said("never retrieved", "pending"):
        asyncio.run(forgets_what_fails())
    assert str(failed.value).startswith("the event loop did not say 'pending'. It said once:\nERROR: Task exception was never ")
    with pytest.raises(AssertionError) as failed, assert_loop_said("pending"):
        pass
    assert str(failed.value) == "the event loop did not say 'pending'. It said nothing."


@pytest.mark.slow
def test_silence_is_asserted():
    with assert_loop_silent():
        asyncio.run(asyncio.sleep(0))
    with pytest.raises(AssertionError) as failed, assert_loop_silent():
        [asyncio.run(program()) for program in (forgets_what_fails, calls_back_what_fails)]
    lines = str(failed.value).splitlines()
    assert lines[0] == "the event loop was not silent. It said 2 times:"
    assert sum(line.startswith("ERROR: ") for line in lines) == 2


@pytest.mark.parametrize("texts", [(), ("",), (3,)])
def test_a_text_that_nothing_can_miss_is_refused(texts):
    with pytest.raises(ClaimError, match="write what the event loop should say"), assert_loop_said(*texts):
        pass


@pytest.mark.slow
def test_inside_a_claim_it_is_noted():
    with running(Run(0.01)) as run, assert_loop_said("never retrieved"):
        asyncio.run(forgets_what_fails())
    assert run.assertions == 1
    assert run.notes["the event loop said"].startswith("ERROR: Task exception was never retrieved\nfuture: ")
    assert run.notes[SUMMARY_NOTE] == "Task exception was never retrieved"
    with running(Run(0.01)) as run, assert_loop_silent():
        pass
    assert (run.notes[SUMMARY_NOTE], run.notes["the event loop said"]) == ("silent", "nothing")


PROGRAMS = """
import asyncio


async def fail():
    raise ZeroDivisionError


async def forgets(nap):
    task = asyncio.create_task(fail())
    await asyncio.sleep(nap)


async def awaits(nap):
    try:
        await asyncio.create_task(fail())
    except ZeroDivisionError:
        pass
"""
CLAIMS = """
import asyncio
import programs
from pytest_claims import assert_loop_said, assert_loop_silent, claim, seconds


def say(id, program, contrast):
    return claim(id, says="So it is.", source="asyncio", program=program, contrast=contrast)


@say("loop.tells", programs.forgets, programs.awaits)
def test_tells(program):
    with assert_loop_said("exception was never retrieved"):
        asyncio.run(program(seconds(1)))


@say("loop.silent", programs.awaits, programs.forgets)
def test_silent(program):
    with assert_loop_silent():
        asyncio.run(program(seconds(1)))


@say("loop.false", programs.forgets, programs.awaits)
def test_false(program):
    with assert_loop_silent():
        asyncio.run(program(seconds(1)))
"""


@pytest.mark.slow
def test_claims_on_what_a_loop_says_are_judged(pytester):
    pytester.makepyfile(programs=PROGRAMS, test_claims=CLAIMS)
    result = pytester.runpytest_subprocess("-n", "0", "--claims-json", "out.json", "-p", "no:cacheprovider")
    report = json.loads((pytester.path / "out.json").read_text())
    # On a busy machine a contradiction may be noise; then it is inconclusive.
    may_be = {"loop.tells": "holds", "loop.silent": "holds", "loop.false": "refuted"}
    verdicts = {claim["id"]: claim["verdict"] for claim in report["claims"]}
    assert {id: verdict for id, verdict in verdicts.items() if verdict not in (may_be[id], "inconclusive")} == {}
    assert len(verdicts) == 3
    if verdicts["loop.false"] == "refuted":
        result.stdout.fnmatch_lines(["*the event loop was not silent. It said once:*"])
