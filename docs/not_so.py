"""What is not so: the claims that evidence refutes, as the whole table and in short. Made from ``evidence/*.json``."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
#: Sentences that README shows.
SHORT = 10
BELIEVED = ROOT / "docs" / "guide" / "twenty-things-that-are-not-so.md"
NAMES = {"cpython": "CPython", "pypy": "PyPy"}
Claim = Mapping[str, Any]


def table() -> str:
    """All of them: the sentence, where it is refuted, and the id of what is true instead."""
    lines = [f"Measured under {_judges()}:", "", "| it is said | refuted where | true instead |", "|---|---|---|"]
    for id, claim in sorted(_refuted().items()):
        lines.append(f"| {claim['says']} (`{id}`) | {_where(claim)} | {_says(claim['truth'])} (`{claim['truth']}`) |")
    return "\n".join(lines) + "\n"


def in_short() -> str:
    """A few of them, the most believed first: in the order of the guide's page of things that are not so."""
    refuted = _refuted()
    order = re.findall(r"\{claim\}`([^` ]+) <(?:refuted|depends)>`", BELIEVED.read_text(encoding="utf-8"))
    shown = [id for id in dict.fromkeys(order) if id in refuted][:SHORT]
    return "".join(f"- {refuted[id]['says']} (`{id}`{_unless_everywhere(refuted[id])})\n" for id in shown)


@cache
def _reports() -> list[Any]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "evidence").glob("*.json"))]


def _refuted() -> dict[str, Claim]:
    return {claim["id"]: claim for report in _reports() for claim in report["claims"] if _is_refuted(claim)}


def _is_refuted(claim: Claim) -> bool:
    return any(case["verdict"] == "refuted" for case in claim["cases"])


def _says(id: str) -> str:
    return next(str(claim["says"]) for report in _reports() for claim in report["claims"] if claim["id"] == id)


def _where(claim: Claim) -> str:
    where = str(claim["refuted_where"])
    return where if where == "everywhere" else f"`{where}`".replace("|", r"\|")


def _unless_everywhere(claim: Claim) -> str:
    return "" if claim["refuted_where"] == "everywhere" else f", where `{claim['refuted_where']}`"


def _judges() -> str:
    environments = [report["environment"] for report in _reports()]
    judges = ", ".join(_judge(environment) for environment in environments)
    platforms = " and ".join(sorted({str(environment["platform"]) for environment in environments}))
    return f"{judges}, on {platforms}"


def _judge(environment: Mapping[str, object]) -> str:
    name = NAMES[str(environment["implementation"])]
    without = " (no GIL)" if environment["gil"] is False else ""
    return f"{name} {environment['python']}{without}"
