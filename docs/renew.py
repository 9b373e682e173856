"""Renew what the documents quote: the output of a run, what the evidence refutes, what was measured, recipes and docstrings.

python docs/renew.py          all of it
python docs/renew.py table    all that needs no run
"""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.results import read  # noqa: E402 (found beside this folder)
from bench.table import in_short, tables  # noqa: E402
from docs import api  # noqa: E402

DOCUMENTS = ["README.md", "docs/benchmark.md", "docs/test-your-own-code.md"]
OUTPUT = re.compile(r"(<!-- output of: (?P<command>.*?) -->\n```text\n).*?(```\n<!-- end -->)", re.DOTALL)
TABLE = re.compile(r"(<!-- refuted, according to evidence/ -->\n).*?(<!-- end -->)", re.DOTALL)
MEASURED = re.compile(r"(<!-- table of: python -m bench table -->\n).*?(<!-- end -->)", re.DOTALL)
SHORT = re.compile(r"(<!-- three rows of: python -m bench table -->\n).*?(<!-- end -->)", re.DOTALL)
RECIPE = re.compile(r"(<!-- file: (?P<file>.*?) -->\n```python\n).*?(```\n<!-- end -->)", re.DOTALL)
NAMES = {"cpython": "CPython", "pypy": "PyPy"}


def output_of(command: str) -> str:
    """Who judged, and what the claims' part of the run prints."""
    words = [sys.executable, "-m", *shlex.split(command)]
    result = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
    shown = result.stdout.partition("= claims =")[2].partition("\n")[2]
    header = [line for line in result.stdout.splitlines() if line.startswith(("claims:", "        start methods"))]
    return "\n".join([f"$ {command}", *header, *shown.splitlines()[:-1]]) + "\n"


def _judge(environment: Mapping[str, object]) -> str:
    name = NAMES[str(environment["implementation"])]
    without = " (no GIL)" if environment["gil"] is False else ""
    return f"{name} {environment['python']}{without}"


def table_of_evidence() -> str:
    """The claims that some report in ``evidence/`` refutes, where, and what is true instead."""
    reports = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "evidence").glob("*.json"))]
    claims = {claim["id"]: claim for report in reports for claim in report["claims"] if _is_refuted(claim)}
    judges = ", ".join(_judge(report["environment"]) for report in reports)
    lines = [f"Measured under {judges}, all on {reports[0]['environment']['platform']}:", ""]
    lines += ["| it is said | refuted where | true instead |", "|---|---|---|"]
    for id, claim in sorted(claims.items()):
        where = claim["refuted_where"]
        condition = where if where == "everywhere" else f"`{where}`".replace("|", r"\|")
        lines.append(f"| {claim['says']} (`{id}`) | {condition} | `{claim['truth']}` |")
    return "\n".join(lines) + "\n"


def _is_refuted(claim: dict) -> bool:
    return any(case["verdict"] == "refuted" for case in claim["cases"])


def renewed(text: str, *, outputs: bool) -> str:
    """A document with its quotations renewed."""
    text = TABLE.sub(lambda found: found[1] + table_of_evidence() + found[2], text)
    text = MEASURED.sub(lambda found: found[1] + tables(*read(ROOT / "evidence" / "bench.jsonl")) + found[2], text)
    text = SHORT.sub(lambda found: found[1] + in_short(read(ROOT / "evidence" / "bench.jsonl")[0]) + found[2], text)
    text = RECIPE.sub(lambda found: found[1] + (ROOT / "docs" / found["file"]).read_text(encoding="utf-8") + found[3], text)
    return OUTPUT.sub(lambda found: found[1] + output_of(found["command"]) + found[3], text) if outputs else text


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["table"]):
        sys.exit(__doc__)
    for document in map(ROOT.joinpath, DOCUMENTS):
        text = renewed(document.read_text(encoding="utf-8"), outputs=sys.argv[1:] != ["table"])
        document.write_text(text, encoding="utf-8")
    api.PAGE.write_text(api.page(), encoding="utf-8")
