"""The ids of claims as their source says them: what a suite declares is known before, and without, importing it."""

import ast
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from pytest_claims.model.claim import ID_PATTERN


@cache
def ids_in(place: Path) -> frozenset[str]:
    """The ids of the claims declared in the file `place`, or in the files below the folder, read from their source."""
    ids: set[str] = set()
    for file in [place] if place.is_file() else place.rglob("*.py"):
        ids.update(*map(_ids_said, _declarations(_parsed(file))))
    return frozenset(filter(ID_PATTERN.fullmatch, ids))


def ids_of_all_tests(file: Path) -> frozenset[str] | None:
    """The ids in `file` if all its tests are functions above which a claim is declared with its id as a text; else None."""
    tree = _parsed(file)
    ids: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            if any(name == "*" or name.lower().startswith("test") for name in _names_bound(node)):
                return None
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test"):
            said = {id for call in _calls_above(node) if called(call) == "claim" for id in _ids_said(call)}
            if not said:
                return None
            ids |= said
    return frozenset(ids) or None


def nearest(id: str, known: Iterable[str]) -> str:
    """A sentence that names the known ids that come nearest to `id`, or nothing; for a pattern, those of whole groups too."""
    names = set(known)
    if any(character in id for character in "*?["):
        names |= {f"{name.partition('.')[0]}.*" for name in names}
    matches = get_close_matches(id, sorted(names), n=3, cutoff=0.4)
    return f" Nearest: {', '.join(matches)}." if matches else ""


def called(node: ast.Call) -> str:
    """The name of what is called, without what stands before its last dot."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _parsed(file: Path) -> ast.Module:
    try:
        return ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return ast.Module([], [])


def _declarations(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls that may declare a claim: of `claim`, and those above a function, which may be somebody's own way to call it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == "claim":
            yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from (call for call in _calls_above(node) if not ast.unparse(call.func).startswith("pytest.mark."))


def _calls_above(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.Call]:
    return [call for call in node.decorator_list if isinstance(call, ast.Call)]


def _names_bound(node: ast.AST) -> Iterator[str]:
    """The names that a statement gives to something at the top of a module, where pytest would look for tests."""
    if isinstance(node, ast.ClassDef):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from (alias.asname or alias.name for alias in node.names)
    else:
        yield from (name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store))


def _ids_said(call: ast.Call) -> set[str]:
    """What is passed first, or as ``id=``, where it is a text."""
    passed = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "id")]
    return {one.value for one in passed if isinstance(one, ast.Constant) and isinstance(one.value, str)}
