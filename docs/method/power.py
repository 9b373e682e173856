"""How often the judge is right, at which noise: made-up machines and programs, the judge's own rules.

A program takes what it claims, a quarter more or a quarter less. The machine adds noise to each run. The trial goes on as real
ones do, with the runs that the judge asks for.
"""

from collections import Counter
from collections.abc import Callable
from math import ceil
from random import Random

from pytest_claims.instruments.seconds.prediction import Measurement, predict
from pytest_claims.instruments.seconds.run import Run
from pytest_claims.judge.given import Given
from pytest_claims.judge.sequence import MOST_RUNS, sequence
from pytest_claims.judge.single_run import Outcome
from pytest_claims.machine.noise import Machine, Noise
from pytest_claims.model.verdict import Verdict

TRIES, UNIT, CLAIMED = 400, 0.005, 10
PREDICTION = predict(approx=CLAIMED, rel=None, abs=None, at_least=None, at_most=None, rivals={"one after another": 100})
#: Real seconds that the noise adds to a run on average, or at the most.
LEVELS = [0.0002, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3]

Added = Callable[[Random, float, float], float]
"""Real seconds that are added to a run: random numbers, the level, and how much of the trial is over."""

MACHINES: dict[str, Added] = {
    "always busy": lambda random, level, over: random.expovariate(1 / level),
    "bursts, in one run of five": lambda random, level, over: random.uniform(0, 5 * level) if random.random() < 0.2 else 0.0,
    "slower and slower": lambda random, level, over: level * over + random.uniform(0, 0.0005),
    "timers that tick so coarsely": lambda random, level, over: 0.0,
}
FACTORS = {"as claimed": (1.0, Verdict.HOLDS), "25 % slower": (1.25, Verdict.REFUTED), "25 % faster": (0.75, Verdict.REFUTED)}


def curves() -> dict[str, dict[str, list[dict[str, float]]]]:
    """For each machine and program, and each level of noise: the shares of right, wrong and open verdicts."""
    return {
        machine: {
            program: [_shares(machine, noise, factor, right, level) for level in LEVELS]
            for program, (factor, right) in FACTORS.items()
        }
        for machine, noise in MACHINES.items()
    }


def _shares(machine: str, noise: Added, factor: float, right: Verdict, level: float) -> dict[str, float]:
    said = Counter(_verdict(Random(seed), machine, noise, factor, level) for seed in range(TRIES))
    return {
        "right": said[right] / TRIES,
        "open": said[Verdict.INCONCLUSIVE] / TRIES,
        "wrong": (TRIES - said[right] - said[Verdict.INCONCLUSIVE]) / TRIES,
    }


class StillMachine(Machine):
    """A machine on which no time passes, and that counts nothing."""

    def now(self) -> float:
        """Always the same moment."""
        return 0.0

    def counted(self) -> Noise:
        """Nothing."""
        return Noise(None, None, None, None)


def _verdict(random: Random, machine: str, noise: Added, factor: float, level: float) -> Verdict:
    tick = level if machine.startswith("timers") else 0.0
    still = StillMachine()
    made = 0

    def run(unit: float) -> Outcome:
        nonlocal made
        slept = factor * CLAIMED * unit
        elapsed = 0.001 + (tick * ceil(slept / tick) if tick else slept) + noise(random, level, made / MOST_RUNS)
        made += 1
        one = Run(unit, still, scales=True, assertions=1)
        one.measurements.append(Measurement(PREDICTION, elapsed))
        return Outcome(one, Verdict.HOLDS, None, elapsed, still.counted())

    delay = max(tick, *(noise(random, level, 0.0) for _ in range(8)), 0.0001)
    trial = sequence(Given(UNIT, unexplained_delay=delay))
    unit = next(trial)
    while True:
        try:
            unit = trial.send(run(unit))
        except StopIteration as judged:
            verdict: Verdict = judged.value.verdict
            return verdict
