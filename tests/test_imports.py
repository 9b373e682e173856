"""The layers of the house: imports go downward only."""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

import pytest_claims

ROOT = Path(__file__).parents[1]
PLUGIN = Path(pytest_claims.__file__).parent
SUITE = ROOT / "claims"

#: From the bottom to the top. A module imports from its own layer and those below it.
LAYERS = {
    "words": ["wording", "errors", "environment", "conditions", "record", "verdict", "expectation", "span"],
    "instruments": [
        "clock",
        "prediction",
        "duration",
        "timeline",
        "recorder",
        "spinning",
        "order",
        "together",
        "parallelism",
        "races",
        "rarity",
        "rounds",
        "slow",
        "beats",
        "meanwhile",
        "exponent",
        "costs",
        "growth",
        "strategies",
        "interpreter",
        "children",
        "collecting",
        "stacks",
        "asking",
        "callee",
        "calling",
        "hanging",
        "scripts",
        "streams",
        "preparation",
        "endings",
        "family",
        "frames",
        "garbage",
        "launcher",
        "listening",
        "loop_state",
        "machine",
        "noise",
        "process_state",
        "shared_memory",
        "holders",
        "exclusive",
        "interrupts",
    ],
    "public names": ["__init__"],
    "judge": ["given", "slope", "outcome", "witness", "sequence", "example", "examples", "lint", "trial"],
    "results": [
        "text",
        "files",
        "sources",
        "rows",
        "picture",
        "lanes",
        "trace",
        "slope_plot",
        "messages",
        "report",
        "schema",
        "reading",
        "history",
        "merged",
        "merging",
    ],
    "faces": [
        "terminal",
        "suite",
        "explain",
        "predict",
        "svg",
        "highlight",
        "page_view",
        "html_page",
        "markdown",
        "badge",
        "combined",
        "diff",
        "faces",
        "cli",
        "sphinx",
        "documents",
        "__main__",
    ],
    "edge": [
        "items",
        "link",
        "workers",
        "turns",
        "distribution",
        "scheduling",
        "reporting",
        "awaiting",
        "fixtures",
        "judging",
        "hooks",
    ],
}

Imports = Mapping[str, Iterable[str]]


def violations(imports: Imports, layers: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """What is wrong with a layout, given the modules that each module imports and the layers from the bottom to the top."""
    names = list(layers)
    level = {module: number for number, modules in enumerate(layers.values()) for module in modules}
    for module, imported in imports.items():
        if module not in level:
            yield f"{module} stands in no layer"
            continue
        for other in imported:
            if other in level and level[other] > level[module]:
                yield f"{module} ({names[level[module]]}) imports {other} ({names[level[other]]})"
    yield from (f"a circle: {' -> '.join(circle)}" for circle in circles(imports))


def circles(imports: Imports) -> Iterator[list[str]]:
    """The circles in which modules import each other, each from its alphabetically first module."""
    for module in imports:
        paths = [[module]]
        while paths:
            path = paths.pop()
            for other in imports.get(path[-1], ()):
                if other == module:
                    yield [*path, module]
                elif other > module and other not in path:
                    paths.append([*path, other])


def imported_names(source: str) -> Iterator[tuple[str, str | None]]:
    """The modules that `source` imports, each with the name taken from it; those for type checkers only are left out."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            waiting += node.orelse
            continue
        if isinstance(node, ast.Import):
            yield from ((name.name, None) for name in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from (("." * node.level + (node.module or ""), name.name) for name in node.names)
        waiting += ast.iter_child_nodes(node)


def modules_of(package: str, folder: Path) -> dict[str, set[str]]:
    """For each module of a flat package, the modules of the package that it imports."""
    known = {path.stem for path in folder.glob("*.py")}
    imports = {}
    for path in folder.glob("*.py"):
        imports[path.stem] = set()
        for module, name in imported_names(path.read_text(encoding="utf-8")):
            first, _, rest = module.partition(".")
            if first in (package, ""):
                imports[path.stem].add(rest or (name if name in known else "__init__"))
    return imports


def outsiders(source: str) -> set[str]:
    """The packages outside of the standard library that `source` imports."""
    tops = {module.partition(".")[0] for module, _ in imported_names(source)}
    return tops - sys.stdlib_module_names - {""}


PLUGIN_SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(PLUGIN.glob("*.py"))}


def test_imports_in_the_plugin_go_downward_and_form_no_circle():
    imports = modules_of("pytest_claims", PLUGIN)
    assert imports["duration"] >= {"clock", "prediction"}
    assert list(violations(imports, LAYERS)) == []


def test_words_import_the_standard_library_only():
    assert {name: outsiders(PLUGIN_SOURCES[name]) - {"pytest_claims"} for name in LAYERS["words"]} == {
        name: set() for name in LAYERS["words"]
    }


@pytest.mark.parametrize(
    ("package", "modules"),
    [
        (
            "pytest",
            {
                "judging",
                "workers",
                "hooks",
                "reporting",
                "scheduling",
                "distribution",
                "turns",
                "items",
                "link",
                "awaiting",
                "fixtures",
                "cli",
            },
        ),
        ("hypothesis", {"strategies", "examples"}),
        ("filelock", {"exclusive"}),
        ("jinja2", {"html_page"}),
        ("pygments", {"highlight"}),
        ("claims", set()),
        ("xdist", {"distribution"}),
        ("bench", set()),
    ],
)
def test_only_these_modules_know_a_package(package, modules):
    assert {name for name, source in PLUGIN_SOURCES.items() if package in outsiders(source)} <= modules


def test_claims_import_the_public_names_only():
    used = {
        (str(path.relative_to(ROOT)), f"{module}.{name or ''}")
        for path in SUITE.rglob("*.py")
        for module, name in imported_names(path.read_text(encoding="utf-8"))
        if module.partition(".")[0] == "pytest_claims" and not (module == "pytest_claims" and name in pytest_claims.__all__)
    }
    assert used == set()


def test_programs_of_claims_import_the_standard_library_only():
    used = {
        str(path.relative_to(ROOT)): outsiders(path.read_text(encoding="utf-8")) - {"claims"}
        for path in SUITE.rglob("[!_]*.py")
        if not path.name.startswith("test_")
    }
    assert len(used) >= 9
    assert {path: packages for path, packages in used.items() if packages} == {}


def test_what_children_of_the_tests_run_imports_the_standard_library_only():
    assert outsiders((Path(__file__).parent / "workers.py").read_text(encoding="utf-8")) == set()


LIGHT = ", ".join(name for name in pytest_claims.__all__ if name not in ("naps", "task_counts", "worker_counts"))


@pytest.mark.parametrize(
    "statement",
    ["import pytest_claims", f"from pytest_claims import {LIGHT}", "import pytest_claims.trial, pytest_claims.report"],
    ids=["the package", "its names", "the judge"],
)
def test_importing_the_package_loads_nothing_heavy(statement):
    heavy = ["pytest", "_pytest", "hypothesis", "asyncio", "multiprocessing.pool", "filelock"]
    program = f"import sys; {statement}; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("[]\n", "", 0)


def test_every_public_name_exists():
    assert [name for name in pytest_claims.__all__ if not hasattr(pytest_claims, name)] == []
    assert sorted(set(pytest_claims.__all__)) == pytest_claims.__all__


THREE = {"words": ["low", "other low"], "instruments": ["middle"], "edge": ["top"]}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"top": {"middle", "json"}}, []),
        ({"low": {"top"}}, ["low (words) imports top (edge)", "a circle: low -> top -> low"]),
        ({"low": {"middle"}, "middle": set(), "other low": set()}, ["low (words) imports middle (instruments)"]),
        ({"low": {"other low"}}, ["a circle: low -> other low -> low"]),
        ({"low": {"low"}}, ["a circle: low -> low"]),
        ({"stray": {"low"}}, ["stray stands in no layer"]),
    ],
)
def test_a_bad_layout_is_found(change, found):
    imports = {"low": set(), "other low": {"low"}, "middle": {"low"}, "top": {"low"}} | change
    assert list(violations(imports, THREE)) == found


def test_a_long_circle_is_found_once():
    assert list(circles({"c": ["a"], "b": ["c"], "a": ["b", "d"], "d": ["e"], "e": []})) == [["a", "b", "c", "a"]]


SOURCE = """
import json, os.path
from typing import TYPE_CHECKING
from package import one, two as three
from package.deep import four
if TYPE_CHECKING:
    import for_types
else:
    import for_real
def later():
    from . import neighbour
"""


def test_imports_are_read_wherever_they_stand():
    assert set(imported_names(SOURCE)) == {
        ("json", None),
        ("os.path", None),
        ("typing", "TYPE_CHECKING"),
        ("package", "one"),
        ("package", "two"),
        ("package.deep", "four"),
        ("for_real", None),
        (".", "neighbour"),
    }


def test_packages_from_elsewhere_are_told_from_the_standard_library():
    assert outsiders(SOURCE) == {"package", "for_real"}


def test_modules_of_a_package_are_told_from_its_names(tmp_path):
    sources = {"__init__": "", "one": "from package import two, NAME\n", "two": "import package.three, json\n"}
    sources["three"] = "from . import one, NAME\nfrom .two import name\n"
    for name, source in sources.items():
        (tmp_path / f"{name}.py").write_text(source)
    assert modules_of("package", tmp_path) == {
        "__init__": set(),
        "one": {"two", "__init__"},
        "two": {"three"},
        "three": {"one", "two", "__init__"},
    }
