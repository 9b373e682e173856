"""Renew the output quoted in README.md: run the command that each quotation names, and put what it prints in its place."""

import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
QUOTED = re.compile(r"(<!-- output of: (?P<command>.*?) \(renew.*?-->\n```text\n).*?(```\n<!-- end of output -->)", re.DOTALL)


def output_of(command: str) -> str:
    """What the claims' part of a run prints."""
    words = [word.strip("'") for word in command.split()]
    result = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=True, cwd=README.parent)
    shown = result.stdout.partition("= claims =")[2].partition("\n")[2]
    header = [line for line in result.stdout.splitlines() if line.startswith(("claims:", "        start methods"))]
    return "\n".join([f"$ {command}", *header, *shown.splitlines()[:-1]]) + "\n"


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(QUOTED.sub(lambda found: found[1] + output_of(found["command"]) + found[3], text), encoding="utf-8")
