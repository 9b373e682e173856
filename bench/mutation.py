"""Mutation tests: small changes to a room's code, each of which its tests have to notice. ``python -m bench.mutation judge``.

mutmut makes the mutants, and runs for each the tests that reach it. It works on a copy of the tree, since it knows no source
folder of the name that ours has. `mutation.toml` says which modules and tests belong together.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
#: What a module's score has to be, in per cent.
LEAST = 85.0
#: The sample is drawn with this.
SEED = 20261127

#: What mutmut writes of a mutant: its tests passed, or no test reaches it.
PASSED, NOT_REACHED = 0, 33

#: Without the plugin under test: its hooks would be mutants, too, and each mutant would pay for loading it.
PYTEST = """\
[pytest]
addopts = --disable-plugin-autoload -p no:cacheprovider --strict-markers
enable_assertion_pass_hook = true
filterwarnings = error
markers =
"""


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the mutants of a module."""

    module: str
    killed: int
    survivors: tuple[str, ...]

    @property
    def per_cent(self) -> float:
        """How many of the mutants were killed; none where none was tried, since the tests do not run."""
        return 100.0 * self.killed / max(1, self.killed + len(self.survivors))

    def __str__(self) -> str:
        return f"{self.module:<32} {self.killed:>5} {len(self.survivors):>9} {self.per_cent:>7.1f} %"


def settings(room: str, config: dict[str, Any]) -> str:
    """The settings of mutmut for a room, as TOML."""
    selection = [f"tests/{room}/{name}" for name in config["tests"]]
    if config["without"]:
        selection += ["-k", f"not ({config['without']})"]
    values = {
        "source_paths": ["src"],
        "only_mutate": [f"src/pytest_claims/{room}/{name}.py" for name in config["modules"]],
        "also_copy": ["conftest.py", "pytest.ini"],
        "pytest_add_cli_args_test_selection": selection,
        "timeout_multiplier": 5.0,
        "timeout_constant": 2.0,
    }
    # A list of strings is written alike in JSON and in TOML.
    return "[tool.mutmut]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())


def pytest_settings() -> str:
    """The settings of pytest, with the marks that the project has."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return PYTEST + "".join(f"    {mark}\n" for mark in project["tool"]["pytest"]["ini_options"]["markers"])


def prepare(folder: Path, room: str, config: dict[str, Any]) -> None:
    """A copy of what the mutants of a room need, in `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "plugin", folder / "src")
    shutil.copytree(ROOT / "tests", folder / "tests")
    shutil.copy(ROOT / "conftest.py", folder)
    (folder / "pytest.ini").write_text(pytest_settings(), encoding="utf-8")
    (folder / "pyproject.toml").write_text(settings(room, config), encoding="utf-8")


def run(folder: Path, names: Sequence[str]) -> None:
    """Run mutmut on the mutants of these names, or patterns; one after another."""
    subprocess.run([sys.executable, "-m", "mutmut", "run", "--max-children", "1", *names], cwd=folder, check=False)


def results(folder: Path) -> dict[str, dict[str, int | None]]:
    """By module, what became of each mutant: None if it was not tried."""
    package = folder / "mutants" / "src" / "pytest_claims"
    files = {str(file.relative_to(package)).removesuffix(".py.meta"): file for file in sorted(package.rglob("*.meta"))}
    return {module: json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"] for module, file in files.items()}


def score(module: str, mutants: dict[str, int | None]) -> Score:
    """What became of those mutants of a module that were tried."""
    tried = {name: code for name, code in mutants.items() if code is not None}
    survivors = tuple(name for name, code in tried.items() if code in (PASSED, NOT_REACHED))
    return Score(module, len(tried) - len(survivors), survivors)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit status: 0, or 1 where a module's score is too low."""
    rooms: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "mutation.toml").read_text(encoding="utf-8"))
    parser = argparse.ArgumentParser(prog="python -m bench.mutation", description=__doc__.partition("\n")[0])
    parser.add_argument("rooms", nargs="*", metavar="room", help=f"one of {', '.join(rooms)}; all if none is named")
    parser.add_argument("--sample", type=int, metavar="N", help="so many mutants of each module, drawn at random")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "mutation", help="where to work (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    unknown = sorted(set(chosen.rooms) - set(rooms))
    if unknown:
        parser.error(f"unknown room: {', '.join(unknown)}; choose from {', '.join(rooms)}.")
    if chosen.sample is not None and chosen.sample < 1:
        parser.error(f"--sample {chosen.sample}: write a number above 0.")
    scores: list[Score] = []
    for room in chosen.rooms or rooms:
        folder = chosen.folder / room
        prepare(folder, room, rooms[room])
        if chosen.sample is None:
            run(folder, [])
        else:
            # Nothing has this name: mutmut makes the mutants, and stops.
            run(folder, ["none"])
            drawn = Random(SEED)
            made = [sorted(mutants) for mutants in results(folder).values() if mutants]
            run(folder, [name for names in made for name in drawn.sample(names, min(chosen.sample, len(names)))])
        scores += [score(module, mutants) for module, mutants in results(folder).items() if mutants]
    print(f"\n{'module':<32} killed survivors    score")
    print("\n".join(map(str, scores)))
    for name in (name for one in scores for name in one.survivors):
        print(f"survived: {name}")
    untried = [one.module for one in scores if not one.killed and not one.survivors]
    if untried:
        print(f"no mutant was tried of {', '.join(untried)}: what mutmut says of it stands above.")
    return 0 if scores and all(one.per_cent >= LEAST for one in scores) else 1


if __name__ == "__main__":
    sys.exit(main())
