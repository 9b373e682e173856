"""A report can be judged again: every trial in ``evidence/`` comes out as it is written there."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from replay import judged_again, trials_in

EVIDENCE = sorted((Path(__file__).parents[2] / "evidence").glob("*.json"))


def compared(trials):
    """The trials that come out otherwise than written, and those in which the judge asks for other runs than were made."""
    differ, strayed = [], []
    for name, example in trials:
        verdict, asked, deciding = judged_again(example)
        if (verdict, deciding) != (example["verdict"], example["deciding"]):
            differ.append((name, example["arguments"], verdict, example["verdict"], deciding, example["deciding"]))
        # The judge asked for each of the runs that were made.
        made = [row["unit"] for row in example["runs"] for _ in range(row["times"])]
        if any(abs(one - other) > 1e-4 * other for one, other in zip(asked, made, strict=False)):
            strayed.append((name, example["arguments"], asked, made))
    return differ, strayed


def trials_of(file):
    trials = list(trials_in(json.loads(file.read_text(encoding="utf-8"))))
    assert len(trials) > 300
    return trials


@pytest.mark.parametrize("file", EVIDENCE, ids=lambda file: file.stem)
def test_every_trial_comes_out_as_it_is_written(file):
    assert compared(trials_of(file)) == ([], [])


def test_a_report_that_was_doctored_is_found_out():
    trials = dict(trials_in(json.loads(EVIDENCE[0].read_text(encoding="utf-8"))))
    example = deepcopy(trials["thread.join-after-loop  program"])
    assert judged_again(example)[0] == "holds"
    for run in example["runs"]:
        run["elapsed"] = [10 * elapsed for elapsed in run["elapsed"]]
        run["held"] = [0.0 for _ in run["held"]]
    assert judged_again(example)[0] != "holds"
