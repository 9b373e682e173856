"""Judge one example: run the test's body at the units that the sequential trial asks for."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any

from pytest_claims.judge.given import Given
from pytest_claims.judge.sequence import Judgement, sequence
from pytest_claims.judge.single_run import Body, Translate, run_once
from pytest_claims.machine.noise import THIS_MACHINE, Machine, Oversleep
from pytest_claims.machine.process_tree import descendants
from pytest_claims.model.verdict import Verdict

#: Real seconds for which a look at the machine is good: it takes ten milliseconds.
FRESH = 0.5
#: Where to begin, by what has to start before anybody sleeps: a unit much smaller than the time between the first and the last
#: worker's start measures start-up only. Read on two idle cores: threads and tasks start within 1 ms, forked workers within 10,
#: those of a fork server within 20 and spawned ones within 100.
FIRST_UNIT = {None: 0.005, "fork": 0.01, "forkserver": 0.02, "spawn": 0.04}


@dataclass
class Bench:
    """What the examples of one case are judged with, and what is learned from one and used in the next."""

    given: Given
    machine: Machine = THIS_MACHINE
    #: Called before each run but the first: fixtures that a run may have changed are made anew.
    renew: Callable[[], None] = lambda: None
    #: How late a wake-up may be on this machine at this moment.
    oversleep: Oversleep = field(default_factory=Oversleep)
    #: When that was looked at.
    looked: float = -inf
    #: Whether a run has been made.
    used: bool = False
    #: Exceptions that belong to whoever generates the examples, and pass through.
    foreign: tuple[type[BaseException], ...] = ()
    #: What an exception that only the test runner knows means in our terms; None where it means nothing to us.
    translate: Translate = lambda error: None


@dataclass(frozen=True, slots=True)
class Example:
    """One example and what it showed."""

    #: The arguments, as in a call: ``workers=10``.
    arguments: str
    given: Given
    judgement: Judgement

    @property
    def verdict(self) -> Verdict:
        """Of this example alone."""
        return self.judgement.verdict

    @property
    def reason(self) -> str | None:
        """Why, where there is more to say."""
        return self.judgement.reason


def judge_example(body: Body, arguments: str, bench: Bench) -> Example:
    """Run `body` until the example's verdict is certain, or the budget is used up. Every run that was made is kept."""
    _look_at_the_machine(bench)
    given = replace(bench.given, delay=bench.oversleep.total, unexplained_delay=bench.oversleep.unexplained)
    trial = sequence(given)
    started = bench.machine.now()
    unit = next(trial)
    while True:
        if bench.used:
            bench.renew()
        bench.used = True
        # What runs here already, started by a fixture for example, is not a run's to leave behind.
        before = descendants()
        outcome = run_once(body, unit, before, bench.foreign, bench.translate, bench.machine)
        try:
            unit = trial.send(outcome)
        except StopIteration as judged:
            judgement: Judgement = judged.value
            break
    budget = max(1.0, given.budget - (bench.machine.now() - started))
    held = judgement.verdict is Verdict.HOLDS
    bench.given = replace(bench.given, budget=budget, established=bench.given.established or held)
    return Example(arguments, given, judgement)


def _look_at_the_machine(bench: Bench) -> None:
    now = bench.machine.now()
    if now - bench.looked > FRESH:
        bench.oversleep = bench.machine.oversleep().at_least_half_of(bench.oversleep)
        bench.looked = now


def arguments_of(values: dict[str, Any]) -> str:
    """How an example's arguments are written."""
    return ", ".join(f"{name}={value!r}" for name, value in values.items())
