"""How often the judge is right, at which noise: made-up machines and programs, the judge's own rules.

A program takes what it claims, a quarter more or a quarter less. The machine adds noise to each run. The trial goes on as real
ones do, with the runs that the judge asks for.
"""

from collections import Counter
from collections.abc import Callable
from math import ceil, inf
from random import Random

from pytest_claims.example import BUDGET, MOST_RUNS, REAL_SECOND
from pytest_claims.line import Sample
from pytest_claims.prediction import predict
from pytest_claims.slope import read
from pytest_claims.verdict import Verdict

TRIES, UNIT, CLAIMED = 400, 0.005, 10
PREDICTION = predict(approx=CLAIMED, rel=None, abs=None, at_least=None, at_most=None, rivals={"one after another": 100})
#: Real seconds that the noise adds to a run on average, or at the most.
LEVELS = [0.0002, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3]

Noise = Callable[[Random, float, float], float]
"""Real seconds that are added to a run: random numbers, the level, and how much of the trial is over."""

MACHINES: dict[str, Noise] = {
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


def _shares(machine: str, noise: Noise, factor: float, right: Verdict, level: float) -> dict[str, float]:
    said = Counter(_verdict(Random(seed), machine, noise, factor, level) for seed in range(TRIES))
    return {
        "right": said[right] / TRIES,
        "open": said[None] / TRIES,
        "wrong": (TRIES - said[right] - said[None]) / TRIES,
    }


def _verdict(random: Random, machine: str, noise: Noise, factor: float, level: float) -> Verdict | None:
    tick = level if machine.startswith("timers") else 0.0

    def run(unit: float, over: float) -> float:
        slept = factor * CLAIMED * unit
        return 0.001 + (tick * ceil(slept / tick) if tick else slept) + noise(random, level, over)

    jitter = max(tick, *(noise(random, level, 0.0) for _ in range(8)), 0.0001)
    samples: list[Sample] = []
    unit = UNIT
    while True:
        samples.append(Sample(unit, run(unit, len(samples) / MOST_RUNS), inf))
        reading = read(samples, PREDICTION, jitter)
        if reading.verdict is not None:
            return reading.verdict
        unit = min(reading.next_unit, REAL_SECOND)
        price = max(sample.elapsed / sample.unit for sample in samples) * unit
        if len(samples) >= MOST_RUNS or sum(sample.elapsed for sample in samples) + price > BUDGET:
            return None
