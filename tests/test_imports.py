"""What import-linter's contracts (in pyproject.toml) cannot say about imports."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path

import pytest
from development_tools import needs
from packaging.requirements import Requirement

import pytest_claims

ROOT = Path(__file__).parents[1]
PLUGIN = Path(pytest_claims.__file__).parent
SUITE = ROOT / "claims"


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


def outsiders(source: str) -> set[str]:
    """The packages outside of the standard library that `source` imports."""
    tops = {module.partition(".")[0] for module, _ in imported_names(source)}
    return tops - sys.stdlib_module_names - {""}


PLUGIN_SOURCES = {
    ".".join(path.relative_to(PLUGIN).with_suffix("").parts): path.read_text(encoding="utf-8")
    for path in sorted(PLUGIN.rglob("*.py"))
}


@pytest.mark.slow
@needs("import-linter")
def test_the_contracts_of_import_linter_are_kept():
    linter = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run(
        [linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=100
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_room_says_what_it_may_know():
    rooms = sorted(path.parent for path in PLUGIN.rglob("__init__.py") if path.parent != PLUGIN)
    assert len(rooms) >= 8
    said = {str(room.relative_to(PLUGIN)): ast.get_docstring(ast.parse((room / "__init__.py").read_text())) for room in rooms}
    assert [room for room, text in said.items() if not text or len(text.splitlines()) < 3] == []


def test_the_model_imports_the_standard_library_and_packaging_only():
    model = {
        name: outsiders(source) - {"pytest_claims"} for name, source in PLUGIN_SOURCES.items() if name.startswith("model.")
    }
    assert len(model) >= 8
    assert {name: packages for name, packages in model.items() if packages} == {"model.version": {"packaging"}}


@pytest.mark.parametrize(
    ("package", "modules"),
    [
        ("fastjsonschema", {"report.schema"}),
        ("packaging", {"model.version"}),
        ("wcwidth", {"render.columns"}),
        ("hypothesis", {"instruments.strategies", "judge.hypothesis_examples"}),
        ("filelock", {"machine.lock"}),
        ("jinja2", {"render.html.page"}),
        ("markdown", {"cite.markdown"}),
        ("pygments", {"render.html.highlight"}),
        (
            "sphinx",
            {"cite.sphinx_" + name for name in ("claim", "domain", "nodes", "pages", "role", "setup", "sources", "table")},
        ),
        ("docutils", {"cite.sphinx_" + name for name in ("claim", "domain", "nodes", "parts", "role", "table")}),
        ("xdist", {"plugin.xdist_scheduler"}),
        ("claims", set()),
        ("bench", set()),
    ],
)
def test_only_these_modules_know_a_package(package, modules):
    assert {name for name, source in PLUGIN_SOURCES.items() if package in outsiders(source)} == modules


def test_only_the_plugin_and_the_command_line_know_pytest():
    assert {name.partition(".")[0] for name, source in PLUGIN_SOURCES.items() if "pytest" in outsiders(source)} == {
        "plugin",
        "cli",
    }


def test_the_page_comes_out_of_a_plain_install():
    plain = [Requirement(text) for text in requires("pytest-claims") or []]
    installed = {requirement.name.lower() for requirement in plain if requirement.marker is None}
    # Jinja2 brings MarkupSafe, and cannot be without it.
    needed = {package for name, source in PLUGIN_SOURCES.items() if name.startswith("render.") for package in outsiders(source)}
    assert needed - {"pytest_claims", "markupsafe"} <= installed
    assert {"jinja2", "pygments"} <= needed


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
    [
        "import pytest_claims",
        f"from pytest_claims import {LIGHT}",
        "import pytest_claims.judge.trial, pytest_claims.report.document",
    ],
    ids=["the package", "its names", "the judge"],
)
def test_importing_the_package_loads_nothing_heavy(statement):
    heavy = ["pytest", "_pytest", "hypothesis", "asyncio", "multiprocessing.pool", "filelock"]
    heavy += ["packaging", "fastjsonschema", "wcwidth"]
    program = f"import sys; {statement}; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("[]\n", "", 0)


def test_every_public_name_exists():
    assert [name for name in pytest_claims.__all__ if not hasattr(pytest_claims, name)] == []
    assert sorted(set(pytest_claims.__all__)) == pytest_claims.__all__


THREE = {"words": ["low", "other low"], "instruments": ["middle"], "edge": ["top"]}
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
