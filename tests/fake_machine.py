"""A machine made of numbers, and runs made up without any: all tests of the judge use these."""

from math import inf

from pytest_claims.instruments.seconds.prediction import Measurement, predict
from pytest_claims.instruments.seconds.run import Run
from pytest_claims.judge.single_run import Outcome
from pytest_claims.machine.noise import Machine, Noise, Oversleep, Snapshot
from pytest_claims.model.verdict import Verdict

QUIET = Oversleep(0.0002, 0.0002)


class FakeMachine(Machine):
    """A clock that moves only when somebody sleeps, on a machine that is as busy as it is told to be."""

    def __init__(self):
        self.time = 0.0
        #: In so much of a second somebody waits for a CPU; None if nobody counts that.
        self.pressure = 0.0
        #: The real seconds for which the thread that asks has waited.
        self.waited = 0.0
        #: What a look at the machine shows, one after another; the last one stays.
        self.delays = [QUIET]

    def sleep(self, real_seconds):
        self.time += real_seconds

    def now(self):
        return self.time

    def counted(self):
        if self.pressure is None:
            return Noise(None, None, None, None)
        return Noise(self.pressure * self.time, 2 * self.time, 0.0, self.waited)

    def snapshot(self):
        return Snapshot(self.counted(), {})

    def oversleep(self):
        return self.delays.pop(0) if len(self.delays) > 1 else self.delays[0]


def predicted(approx=None, *, rel=None, abs=None, at_least=None, at_most=None, **rivals):
    """What a sentence predicts of a duration."""
    return predict(approx=approx, rel=rel, abs=abs, at_least=at_least, at_most=at_most, rivals=rivals)


def a_run(
    unit,
    verdict=Verdict.HOLDS,
    *,
    took=None,
    measured=(),
    scales=True,
    certain=False,
    reason=None,
    pressure=0.0,
    waited=0.0,
    assertions=1,
):
    """A run that was never made; `measured` are predictions and real seconds, or whole measurements."""
    run = Run(unit, FakeMachine(), scales=scales, certain=certain, assertions=assertions)
    run.measurements += [one if isinstance(one, Measurement) else Measurement(*one) for one in measured]
    took = took if took is not None else sum(one.elapsed for one in run.measurements)
    counted = None if pressure is None else pressure * took
    noise = Noise(counted, None if counted is None else 2 * took, 0.0, waited)
    reason = reason or ("no" if verdict is Verdict.REFUTED else None)
    return Outcome(run, verdict, reason, took, noise)


def send_all(trial, make):
    """Drive a sequential trial with runs that ``make(unit)`` makes up; the judgement."""
    unit = next(trial)
    while True:
        try:
            unit = trial.send(make(unit))
        except StopIteration as judged:
            return judged.value


def measured(prediction, elapsed, wait_bound=inf, before=0.0, wait_bound_before=inf):
    """One measurement, in real seconds."""
    return Measurement(prediction, elapsed, wait_bound, before, wait_bound_before)
