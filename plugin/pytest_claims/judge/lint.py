"""What can be wrong with a claim before it runs. One rule a function; each returns what to mend, or None."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from pytest_claims.judge.declared import called, ids_in, nearest
from pytest_claims.model.claim import ID_PATTERN, Claim
from pytest_claims.model.conditions import Both, Comparison, Condition, Either, Not

Test = Callable[..., Any]

#: Claims that may do without a contrast, each with the reason. There is no program for which these would flip.
WITHOUT_CONTRAST: dict[str, str] = {}

#: What pytest compiles a plain assert to call under ``enable_assertion_pass_hook``.
_COMPILED = "_call_assertion_pass"

#: What asserts in pytest without an assert.
_PYTESTS = {"raises", "warns", "fail", "deprecated_call", "RaisesGroup"}


def problem_of(claim: Claim, test: Test, takes: Iterable[str]) -> str | None:
    """The first thing that is wrong with `claim`, whose test takes the arguments `takes`, or None."""
    for problem in (
        _id_is_well_formed(claim),
        _contrast_is_there(claim),
        _test_asserts(test),
        _arguments_fit(claim, test, set(takes)),
    ):
        if problem:
            return f"claim {claim.id!r}: {problem}"
    return None


def _id_is_well_formed(claim: Claim) -> str | None:
    if ID_PATTERN.fullmatch(claim.id):
        return None
    return "an id is lower-case words joined by dots and hyphens, such as 'thread.join-after-loop'."


def _contrast_is_there(claim: Claim) -> str | None:
    if claim.contrast is not None or claim.id in WITHOUT_CONTRAST:
        return None
    return (
        "contrast= is missing: give the program for which the verdict flips, the mistake beside the right way or, for a false "
        "sentence, the case that makes people believe it. A claim that cannot fail proves nothing."
    )


def _test_asserts(test: Test) -> str | None:
    inner = as_written(test)
    # Many tests hold a plain assert that pytest has compiled: no need to read those.
    if _COMPILED in inner.__code__.co_names:
        return None
    tree = _source_tree(inner)
    if tree is None or any(_asserts(node) for node in ast.walk(tree)):
        return None
    return "its test asserts nothing: state the sentence with assert, assert_duration or another assertion."


def _arguments_fit(claim: Claim, test: Test, takes: set[str]) -> str | None:
    if "program" not in takes:
        if "program" not in inspect.signature(as_written(test)).parameters:
            return "its test must take an argument named program: first it is the program, and then the contrast."
        return (
            "its test takes program, but pytest does not give it: a method of a unittest.TestCase gets no arguments, and what "
            "given() varies is not the program. Write a function, or a class without a base, and leave program to pytest."
        )
    if "processes" not in takes and any(_mentions_start_method(part) for part in (claim.needs, claim.refuted_where)):
        return "a condition on the start method needs a test that takes processes, so that each is judged."
    return None


def asserts_are_counted(test: Test) -> bool:
    """Whether every assertion that `test` reaches is known to the current run.

    Ours always are; a plain assert only if pytest compiled it for ``enable_assertion_pass_hook``; `pytest.raises` never is.
    """
    inner = as_written(test)
    # To read the source takes time, and is needed for few tests.
    if _COMPILED in inner.__code__.co_names and not _PYTESTS & set(inner.__code__.co_names):
        return True
    tree = _source_tree(inner)
    return tree is not None and not any(isinstance(node, ast.Assert) or _asserts_by_pytest(node) for node in ast.walk(tree))


def as_written(test: Test) -> Test:
    """The function as it is written, below `given` and other decorators."""
    inner: Test = inspect.unwrap(getattr(getattr(test, "hypothesis", None), "inner_test", test))
    return inner


def _source_tree(function: Test) -> ast.AST | None:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError, TypeError):
        return None
    # For a function made by exec, "<string>" may be the name of another source: from Python 3.13 on, that of ``python -c``.
    found = any(getattr(node, "name", None) == function.__name__ for node in ast.walk(tree))
    return tree if found else None


def _asserts(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return True
    if not isinstance(node, ast.Call):
        return False
    return called(node).startswith("assert_") or _asserts_by_pytest(node)


def _asserts_by_pytest(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and called(node) in _PYTESTS


def _mentions_start_method(condition: Condition) -> bool:
    if isinstance(condition, (Both, Either)):
        return _mentions_start_method(condition.left) or _mentions_start_method(condition.right)
    if isinstance(condition, Not):
        return _mentions_start_method(condition.inner)
    return isinstance(condition, Comparison) and repr(condition.fact) == "start_method"


def unknown_truth(claim: Claim, file: Path) -> str | None:
    """What is wrong with the ``truth=`` of a claim declared in `file`, or None.

    A run may collect one file of a suite, so the other files of that suite are read, not imported, for the ids in them.
    """
    if claim.truth is None:
        return None
    suite = _suite_of(file)
    # In most cases the claim that is true instead is in the same file.
    files = chain([file], suite.rglob("*.py"))
    if claim.truth != claim.id and any(claim.truth in ids_in(other) for other in _with_text(claim.truth, files)):
        return None
    known = ids_in(suite) - {claim.id}
    return f"claim {claim.id!r}: truth={claim.truth!r} names no other claim.{nearest(claim.truth, known)}"


def _suite_of(file: Path) -> Path:
    folder = file.parent
    while (folder.parent / "__init__.py").exists():
        folder = folder.parent
    return folder


def _with_text(text: str, files: Iterable[Path]) -> Iterator[Path]:
    """Those of `files` in which `text` is written somewhere: to search a file takes a hundredth of the time to parse it."""
    for file in files:
        with suppress(OSError):
            if text.encode() in file.read_bytes():
                yield file
