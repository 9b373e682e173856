"""Judge the runs of a report again: what the judge was given and what it was sent is all there."""

from dataclasses import fields
from math import inf

from fake_machine import FakeMachine

from pytest_claims.instruments.seconds.prediction import Measurement, Prediction
from pytest_claims.instruments.seconds.run import Run
from pytest_claims.judge.given import Given
from pytest_claims.judge.sequence import sequence
from pytest_claims.judge.single_run import Outcome
from pytest_claims.machine.noise import Noise
from pytest_claims.model.verdict import Verdict


def given_in(example):
    """What the judge of an example in a report was given."""
    values = dict(example["given"])
    for name in ("outgrown", "budget"):
        values[name] = inf if values[name] is None else values[name]
    return Given(**{one.name: values[one.name] for one in fields(Given)})


def predictions_in(example):
    """What each duration of an example was judged against."""
    return [
        Prediction(
            reading["approx"],
            -inf if reading["band"][0] is None else reading["band"][0],
            inf if reading["band"][1] is None else reading["band"][1],
            reading["resolution"],
            reading["rivals"],
        )
        for reading in example["readings"]
    ]


def outcomes_in(example):
    """The runs of an example, each as it was sent to the judge."""
    predictions = predictions_in(example)
    for row in example["runs"]:
        run = Run(
            row["unit"], FakeMachine(), scales=row["scales"], certain=row.get("certain", False), assertions=row["assertions"]
        )
        for index, elapsed in enumerate(row["elapsed"]):
            held, held_before = (inf if row[name][index] is None else row[name][index] for name in ("held", "held_before"))
            # A run that contradicted has measured more than was judged, or less.
            prediction = predictions[index] if index < len(predictions) else predictions[-1] if predictions else _ANY
            run.measurements.append(Measurement(prediction, elapsed, held, row["before"][index], held_before))
        noise = Noise(*(row["noise"].get(name) for name in ("pressure", "used", "stolen", "waited", "offered")))
        yield from [Outcome(run, Verdict(row["verdict"]), row["reason"], row["took"], noise)] * row["times"]


_ANY = Prediction(1.0, 0.9, 1.1, 0.1, {})


def judged_again(example):
    """The verdict on an example of a report, at which units the judge asked for runs, and which row of runs decided."""
    trial = sequence(given_in(example))
    asked = [next(trial)]
    for outcome in outcomes_in(example):
        try:
            asked.append(trial.send(outcome))
        except StopIteration as judged:
            judgement = judged.value
            sent = next(index for index, one in enumerate(judgement.outcomes) if one is judgement.deciding)
            rows = [index for index, row in enumerate(example["runs"]) for _ in range(row["times"])]
            return judgement.verdict.value, asked, rows[sent]
    return None, asked, None


def trials_in(report):
    """Each judged example of a report, with the id of its claim and the name of its part."""
    for claim in report["claims"]:
        for case in claim["cases"]:
            for name in ("program", "contrast"):
                part = case["evidence"].get(name)
                for example in part["examples"] if part else ():
                    yield f"{claim['id']} {case['start_method'] or ''} {name}", example
