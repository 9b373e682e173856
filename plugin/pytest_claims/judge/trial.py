"""The trial of one case: the program, then the contrast in its place, and the verdict that follows."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any

from pytest_claims.judge.example import FIRST_UNIT, Bench, Example, judge_example
from pytest_claims.judge.given import BUDGET, Given
from pytest_claims.judge.hypothesis_examples import for_each_example, foreign_exceptions
from pytest_claims.judge.lint import asserts_are_counted
from pytest_claims.judge.single_run import Body, Translate
from pytest_claims.machine.noise import THIS_MACHINE, Machine
from pytest_claims.model.claim import Claim, Program
from pytest_claims.model.environment import Environment
from pytest_claims.model.expectation import expected, why_not_applicable
from pytest_claims.model.verdict import Verdict

#: Real seconds for the examples of a program under ``--real-time``.
REAL_TIME_BUDGET = 3600.0
NOTHING_HOLDS = "its contrast contradicts the sentence, too: nothing shows that the sentence could hold"


@dataclass
class Part:
    """The program's or the contrast's share of a trial."""

    verdict: Verdict
    examples: list[Example] = field(default_factory=list)

    @property
    def reason(self) -> str | None:
        """Why the verdict is what it is, where an example says so."""
        return self.examples[self.deciding].reason if self.examples else None

    @property
    def deciding(self) -> int:
        """Which example decided: the first of this verdict, or else the last."""
        said = [example.verdict for example in self.examples]
        return said.index(self.verdict) if self.verdict in said else len(said) - 1

    @property
    def outgrown(self) -> float:
        """From which unit on each example has held, so that start-up does not decide; infinite where it has not."""
        held = [example.judgement.smallest_that_held for example in self.examples]
        return max(held, default=inf) if self.verdict is Verdict.HOLDS else inf


@dataclass
class Case:
    """A claim judged in one environment."""

    claim: Claim
    environment: Environment
    expected: Verdict
    verdict: Verdict
    reason: str | None = None
    program: Part | None = None
    contrast: Part | None = None
    #: How late a wake-up was on this machine during the trial, in real seconds.
    delay: float = 0.0


def try_claim(
    claim: Claim,
    function: Callable[..., Any],
    fixtures: dict[str, Any],
    environment: Environment,
    *,
    real_time: bool = False,
    renew: Callable[[], None] = lambda: None,
    machine: Machine = THIS_MACHINE,
    translate: Translate = lambda error: None,
) -> Case:
    """Judge `claim`, measured by the test `function`, in `environment`.

    Args:
        fixtures: what the test takes besides ``program``, which is put beside them, and its examples.
        renew: makes those of `fixtures` anew that a run may have changed; called before each run but the first.
        real_time: make the claim second a real one.
        translate: what an exception that only the test runner knows means: a `Broken`, an `AssertionError`, or None.
    """
    case = Case(claim, environment, expected(claim, environment), Verdict.NOT_APPLICABLE)
    case.reason = why_not_applicable(claim, environment)
    if case.reason:
        return case
    given = Given(
        FIRST_UNIT[environment.start_method],
        # Under --real-time each sentence is verified in its own seconds, and may take as long as it says.
        budget=REAL_TIME_BUDGET if real_time else BUDGET,
        real_time=real_time,
        asserts_are_counted=asserts_are_counted(function),
    )
    bench = Bench(given, machine, renew, foreign=foreign_exceptions(), translate=translate)

    def judge(program: Program, hunted: bool, outgrown: float = inf) -> Part:
        bench.given = replace(given, hunted=hunted, outgrown=outgrown)
        fixtures["program"] = program
        return _judge_part(function, fixtures, bench)

    # First the one that should hold: where it has held, neither start-up nor noise makes the other one contradict.
    if claim.contrast is not None and case.expected is Verdict.REFUTED:
        case.contrast = judge(claim.contrast, hunted=False)
        case.program = judge(claim.program, hunted=True, outgrown=case.contrast.outgrown)
    else:
        case.program = judge(claim.program, hunted=case.expected is Verdict.REFUTED)
        if claim.contrast is not None and case.program.verdict in (Verdict.HOLDS, Verdict.REFUTED):
            hunted = case.program.verdict is Verdict.HOLDS
            case.contrast = judge(claim.contrast, hunted=hunted, outgrown=case.program.outgrown)
    case.verdict, case.reason = _together(case.program, case.contrast, case.expected)
    case.delay = bench.oversleep.total
    return case


def _judge_part(function: Callable[..., Any], fixtures: dict[str, Any], bench: Bench) -> Part:
    """All examples must agree with the sentence for it to hold; the first that does not ends the trial."""
    part = Part(Verdict.HOLDS)

    def judge(body: Body, arguments: str) -> None:
        if part.verdict in (Verdict.REFUTED, Verdict.BROKEN):
            return
        example = judge_example(body, arguments, bench)
        part.examples.append(example)
        if example.verdict is not Verdict.HOLDS:
            part.verdict = example.verdict

    for_each_example(function, fixtures, judge)
    return part


def _together(program: Part, contrast: Part | None, hoped_for: Verdict) -> tuple[Verdict, str | None]:
    """The verdict on the claim, given what its program and its contrast did."""
    if contrast is None or program.verdict not in (Verdict.HOLDS, Verdict.REFUTED):
        return program.verdict, program.reason
    if contrast.verdict is Verdict.BROKEN or (program.verdict is hoped_for and contrast.verdict is Verdict.INCONCLUSIVE):
        return contrast.verdict, f"its contrast: {contrast.reason}"
    if program.verdict is hoped_for and contrast.verdict is program.verdict:
        missing = "its contrast does not contradict the sentence" if program.verdict is Verdict.HOLDS else NOTHING_HOLDS
        return Verdict.BROKEN, missing
    return program.verdict, program.reason
