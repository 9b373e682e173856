"""The source text of a claim's programs, and of the helpers that they use."""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Sequence

from pytest_claims.model.claim import Program


def source_of(program: Program) -> str:
    """The text of `program`, as far left as it goes; its repr where there is no text."""
    # For a function made by exec, "<string>" may be the name of another source: from Python 3.13 on, that of ``python -c``.
    if getattr(getattr(program, "__code__", None), "co_filename", None) == "<string>":
        return repr(program)
    try:
        return textwrap.dedent(inspect.getsource(program)).rstrip()
    except (OSError, TypeError):
        return repr(program)


def helpers_of(programs: Sequence[Program]) -> list[str]:
    """The texts of the functions and classes that the programs use, and those use, of the module that they are in."""
    return [text for program, text in _reached(programs) if program not in programs]


def _reached(programs: Sequence[Program]) -> Iterator[tuple[Program, str]]:
    """The programs and, in the order in which they are met, the helpers; each with its text."""
    waiting = list(programs)
    for program in waiting:
        text = source_of(program)
        yield program, text
        inner = inspect.unwrap(program)
        known = vars(inspect.getmodule(inner)) if inspect.getmodule(inner) else {}
        for name in _names(text):
            helper = known.get(name)
            own = getattr(helper, "__module__", None) == getattr(inner, "__module__", "")
            if own and callable(helper) and helper not in waiting:
                waiting.append(helper)


def _names(text: str) -> list[str]:
    """The names in the source of a program, in their order."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return []
    return [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
