"""The trial of one case: the program, then the contrast in its place, and the verdict that follows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pytest_claims.environment import Environment
from pytest_claims.example import FIRST_UNIT, Bench, Example, judge_example
from pytest_claims.examples import for_each_example, foreign_exceptions
from pytest_claims.expectation import expected, why_not_applicable
from pytest_claims.lint import asserts_are_counted
from pytest_claims.outcome import Body, Translate
from pytest_claims.record import Claim, Program
from pytest_claims.verdict import Verdict


@dataclass
class Part:
    """The program's or the contrast's share of a trial."""

    verdict: Verdict
    examples: list[Example] = field(default_factory=list)

    @property
    def reason(self) -> str | None:
        """Why the verdict is what it is, where an example says so."""
        return self.deciding.reason if self.examples else None

    @property
    def deciding(self) -> Example:
        """The example that decided: the last one, since a trial ends with the first that decides."""
        return next((example for example in self.examples if example.verdict is self.verdict), self.examples[-1])


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
    jitter: float = 0.0


def try_claim(
    claim: Claim,
    function: Callable[..., Any],
    fixtures: dict[str, Any],
    environment: Environment,
    *,
    real_time: bool = False,
    translate: Translate = lambda error: None,
) -> Case:
    """Judge `claim`, measured by the test `function`, in `environment`.

    Args:
        fixtures: what the test takes besides ``program`` and its examples.
        real_time: make the claim second a real one.
        translate: what an exception that only the test runner knows means: a `Broken`, an `AssertionError`, or None.
    """
    case = Case(claim, environment, expected(claim, environment), Verdict.NOT_APPLICABLE)
    case.reason = why_not_applicable(claim, environment)
    if case.reason:
        return case
    # Under --real-time each sentence is verified in its own seconds, and may take as long as it says.
    bench = Bench(
        FIRST_UNIT[environment.start_method],
        real_time=real_time,
        foreign=foreign_exceptions(),
        translate=translate,
        asserts_are_counted=asserts_are_counted(function),
    )
    budget = bench.budget if not real_time else 3600.0

    def judge(program: Program, hoped_for: Verdict) -> Part:
        bench.budget = budget
        return _judge_part(function, {**fixtures, "program": program}, hoped_for, bench)

    case.program = judge(claim.program, case.expected)
    case.verdict, case.reason = case.program.verdict, case.program.reason
    if claim.contrast is not None and case.verdict in (Verdict.HOLDS, Verdict.REFUTED):
        case.contrast = judge(claim.contrast, case.verdict.opposite)
        case.verdict, case.reason = _with_contrast(case.program, case.contrast, case.expected)
    case.jitter = bench.lateness.whole
    return case


def _judge_part(function: Callable[..., Any], fixtures: dict[str, Any], hoped_for: Verdict, bench: Bench) -> Part:
    """All examples must agree with the sentence for it to hold; the first that does not ends the trial."""
    part = Part(Verdict.HOLDS)

    def judge(body: Body, arguments: str) -> None:
        if part.verdict in (Verdict.REFUTED, Verdict.BROKEN):
            return
        # Once an example has held for certain against expectation, it is no surprise if the next ones do.
        surprised = bool(part.examples) and part.verdict is Verdict.HOLDS
        example = judge_example(body, arguments, Verdict.HOLDS if surprised else hoped_for, bench)
        part.examples.append(example)
        if example.verdict is not Verdict.HOLDS:
            part.verdict = example.verdict

    for_each_example(function, fixtures, judge)
    return part


def _with_contrast(program: Part, contrast: Part, hoped_for: Verdict) -> tuple[Verdict, str | None]:
    if contrast.verdict is program.verdict.opposite:
        return program.verdict, program.reason
    if contrast.verdict is program.verdict:
        both = "both hold" if program.verdict is Verdict.HOLDS else "both are refuted"
        reason = f"its contrast did not flip: {both}, so the test cannot tell one program from the other"
        if program.verdict is not hoped_for:
            reason = f"the program does not do what the claim expects ({hoped_for}), and {reason}"
        return Verdict.BROKEN, reason
    return contrast.verdict, f"its contrast: {contrast.reason}"
