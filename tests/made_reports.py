"""Reports for tests, as a run would write them."""

import json


def a_part(verdict="holds", slope=9.98, **more):
    reading = {
        "predicted": "10 s, give or take 1",
        "approx": 10,
        "rivals": {"one after another": 100},
        "slope": slope,
        "error": 0.01,
        "fits": None,
    }
    run = {"unit": 0.01, "elapsed": [0.1], "took": 0.1, "verdict": verdict, "reason": None}
    example = {"arguments": "workers=10", "verdict": verdict, "reason": None, "readings": [reading], "figures": {}}
    spans = [{"label": "nap", "lane": "1/MainThread", "start": 1.0, "end": 1.1}]
    return {"name": "programs.nap", "verdict": verdict, "examples": [{**example, "runs": [run], "spans": spans}], **more}


def a_case(verdict="holds", start_method=None, **more):
    judged = verdict in ("holds", "refuted")
    opposite = {"holds": "refuted", "refuted": "holds"}.get(verdict)
    evidence = {"jitter": 0.001, "program": a_part(verdict), "contrast": a_part(opposite, 100.0)} if judged else {}
    return {
        "start_method": start_method,
        "expected": "holds",
        "verdict": verdict,
        "reason": None,
        "contrast": opposite,
        "examples": 1,
        "evidence": evidence,
        **more,
    }


def a_claim(id="nap.ten", *cases, **more):
    cases = list(cases) or [a_case()]
    verdicts = {case["verdict"] for case in cases}
    return {
        "id": id,
        "says": "It takes 10 s.",
        "source": "notes 1",
        "why": "It sleeps.",
        "truth": None,
        "refuted_where": "nowhere",
        "expected": "holds",
        "verdict": verdicts.pop() if len(verdicts) == 1 else "mixed",
        "cases": cases,
        **more,
    }


def a_report(*claims, python="3.13.0", implementation="cpython", gil=True, platform="linux", **more):
    environment = {"python": python, "implementation": implementation, "gil": gil, "platform": platform, "cpus": 2}
    return {
        "schema": 1,
        "complete": True,
        "environment": {**environment, "start_methods": ["fork", "spawn", "forkserver"]},
        "seconds": {"claimed": 110.0, "real": 2.5},
        "claims": list(claims) or [a_claim()],
        **more,
    }


def written(folder, *reports):
    """The reports as files, in the order of their age."""
    paths = []
    for number, report in enumerate(reports):
        paths.append(folder / f"{number}.json")
        paths[-1].write_text(json.dumps(report), encoding="utf-8")
    return paths
