"""Renew what the documents quote: the output of a run, what evidence refutes, what was measured, rooms, recipes, docstrings.

python docs/renew.py          all of it
python docs/renew.py table    all that needs no run
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.results import read  # noqa: E402 (found beside this folder)
from bench.table import in_short, tables  # noqa: E402
from docs import api, not_so, rooms  # noqa: E402

DOCUMENTS = [
    "README.md",
    "docs/architecture.md",
    "docs/benchmark.md",
    "docs/test-your-own-code.md",
    "docs/what-is-not-so.md",
]
#: What stands between a marker with this name and the next `end`.
MADE: dict[str, Callable[[], str]] = {
    "refuted, according to evidence/": not_so.table,
    "ten of those that evidence/ refutes": not_so.in_short,
    "table of: python -m bench table": lambda: tables(*read(ROOT / "evidence" / "bench.jsonl")),
    "three rows of: python -m bench table": lambda: in_short(read(ROOT / "evidence" / "bench.jsonl")[0]),
    "the rooms and their imports": rooms.picture,
    "the rooms, by their docstrings": rooms.table,
    "the rooms within rooms": rooms.table_of_inner_rooms,
}
BLOCK = re.compile(r"<!-- (?P<name>[^\n]*?) -->\n(?P<body>.*?)<!-- end -->", re.DOTALL)


def output_of(command: str) -> str:
    """Who judged, and what the claims' part of the run prints."""
    words = [sys.executable, "-m", *shlex.split(command)]
    result = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
    shown = result.stdout.partition("= claims =")[2].partition("\n")[2]
    header = [line for line in result.stdout.splitlines() if line.startswith(("claims:", "        start methods"))]
    return "\n".join([f"$ {command}", *header, *shown.splitlines()[:-1]]) + "\n"


def renewed(text: str, *, outputs: bool) -> str:
    """A document with its quotations renewed."""
    return BLOCK.sub(lambda block: _renewed(block, outputs=outputs), text)


def _renewed(block: re.Match[str], *, outputs: bool) -> str:
    name, body = block["name"], block["body"]
    kind, _, what = name.partition(": ")
    if name in MADE:
        body = MADE[name]()
    elif kind == "file":
        body = f"```python\n{(ROOT / 'docs' / what).read_text(encoding='utf-8')}```\n"
    elif kind != "output of":
        raise LookupError(f"<!-- {name} -->: nothing is known that makes this; see MADE in docs/renew.py.")
    elif outputs:
        body = f"```text\n{output_of(what)}```\n"
    return f"<!-- {name} -->\n{body}<!-- end -->"


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["table"]):
        sys.exit(__doc__)
    for document in map(ROOT.joinpath, DOCUMENTS):
        text = renewed(document.read_text(encoding="utf-8"), outputs=sys.argv[1:] != ["table"])
        document.write_text(text, encoding="utf-8")
    api.PAGE.write_text(api.page(), encoding="utf-8")
