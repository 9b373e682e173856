"""The rooms of the package, drawn from its imports and described by their own docstrings: for docs/architecture.md."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import grimp

PACKAGE = Path(__file__).parents[1] / "plugin" / "pytest_claims"
#: Packages that are the same as another one for a reader.
SAME = {"_pytest": "pytest", "markupsafe": "jinja2"}


def picture() -> str:
    """The rooms as a Mermaid chart. An arrow is left out where other arrows lead to the same room."""
    imports = {room: imported_rooms(room) for room in rooms()}
    arrows = [
        f"    {room} --> {other}"
        for room in imports
        for other in sorted(imports[room])
        if not any(other in _below(imports, between) for between in imports[room])
    ]
    return "\n".join(["```mermaid", "flowchart TD", *arrows, "```"]) + "\n"


def table() -> str:
    """Each room: what it is and may know, by its docstring; the rooms and the packages that its modules import."""
    lines = ["| room | what it is, and what it may know | imports the rooms | and the packages |", "|---|---|---|---|"]
    for room in rooms():
        others, packages = (", ".join(sorted(found)) for found in (imported_rooms(room), imported_packages(room)))
        lines.append(f"| `{room}/` | {_docstring(PACKAGE / room)} | {others} | {packages} |")
    return "\n".join(lines) + "\n"


def table_of_inner_rooms() -> str:
    """The rooms within rooms, by their docstrings."""
    lines = ["| room | what it is |", "|---|---|"]
    inner = sorted(path.parent for path in PACKAGE.glob("*/*/**/__init__.py"))
    lines += [f"| `{path.relative_to(PACKAGE)}/` | {_docstring(path)} |" for path in inner]
    return "\n".join(lines) + "\n"


def rooms() -> list[str]:
    """The rooms, the uppermost first: whoever imports stands above what it imports."""
    names = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
    imports = {room: imported_rooms(room) for room in names}
    return sorted(names, key=lambda room: (-len(_below(imports, room)), room))


def imported_rooms(room: str) -> set[str]:
    """The other rooms that modules of `room` import."""
    ours = {name.split(".")[1] for name in _imported_by(room) if name.startswith("pytest_claims.")}
    return ours - {room}


def imported_packages(room: str) -> set[str]:
    """The packages outside of the standard library that modules of `room` import."""
    tops = {name.partition(".")[0] for name in _imported_by(room)} - sys.stdlib_module_names - {"pytest_claims"}
    return {SAME.get(top, top) for top in tops}


def _imported_by(room: str) -> Iterator[str]:
    graph = _graph()
    inside = f"pytest_claims.{room}"
    for module in graph.modules:
        if module == inside or module.startswith(f"{inside}."):
            yield from graph.find_modules_directly_imported_by(module)


@cache
def _graph() -> "grimp.ImportGraph":
    # PyPy has no such package, and the other tests of documents go without.
    import grimp

    return grimp.build_graph(
        "pytest_claims", include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


def _below(imports: dict[str, set[str]], room: str) -> set[str]:
    """The rooms that can be reached from `room`."""
    found = set(imports[room])
    return found.union(*(_below(imports, other) for other in found))


def _docstring(package: Path) -> str:
    text = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""
    return " ".join(text.split()).replace("|", r"\|")
