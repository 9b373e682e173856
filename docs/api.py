"""The page on the public names, made from their docstrings: docs/api.md."""

import inspect
import re
from enum import Enum
from pathlib import Path
from typing import TypeGuard

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "api.md"
#: The chapters of the page. A public name belongs to one of them; tests/test_documents.py holds them together.
CHAPTERS = {
    "Claims": ["claim", "seconds", "require"],
    "Durations": ["assert_duration"],
    "What ends, and what waits for ever": ["assert_ends", "assert_hangs"],
    "What can happen, and what never does": ["assert_sometimes", "assert_never", "each", "SlowToAdd", "SlowToPickle"],
    "What ran when": [
        "Timeline",
        "Span",
        "assert_order",
        "assert_before",
        "assert_overlap",
        "assert_serial",
        "assert_at_least",
        "assert_at_most",
    ],
    "Who runs, and who is kept waiting": [
        "assert_others_run",
        "assert_others_wait",
        "assert_parallel",
        "assert_not_parallel",
        "spin",
    ],
    "What it costs": ["assert_growth", "Growth"],
    "An interpreter of its own": ["fresh_interpreter", "script", "Finished"],
    "What the event loop says, and garbage": [
        "loop_messages",
        "assert_loop_said",
        "assert_loop_silent",
        "LoopMessage",
        "collect_garbage",
    ],
    "Where a sentence is false": [
        "everywhere",
        "nowhere",
        "python",
        "implementation",
        "platform",
        "start_method",
        "gil",
        "cpus",
    ],
    "What Hypothesis varies": ["worker_counts", "task_counts", "naps"],
    "Verdicts and errors": ["Verdict", "Claim", "ClaimError", "Broken", "Inconclusive"],
}


def page() -> str:
    """The whole page."""
    import pytest_claims

    lines = [
        "# The public names",
        "",
        "All are imported from `pytest_claims`. This page is made from their docstrings by `python docs/renew.py table`.",
        "Seconds are claim seconds inside a claim, and real seconds outside, unless a name says otherwise.",
    ]
    for chapter, names in CHAPTERS.items():
        lines += ["", f"## {chapter}"]
        for name in names:
            lines += ["", *_entry(name, getattr(pytest_claims, name))]
    return "\n".join(lines) + "\n"


def _entry(name: str, value: object) -> list[str]:
    lines = [f"### {name}", ""]
    if callable(value):
        lines += ["```python", _signature(name, value), "```", ""]
    lines += _in_markdown(docstring(value))
    if _is_enumeration(value):
        lines += ["", *(f"- `{name}.{member.name}`: `{member.value!r}`" for member in value)]
    for method, function in _methods(value):
        lines += ["", f"`{_signature(f'{name}.{method}', function).replace('(self, ', '(').replace('(self)', '()')}`", ""]
        lines += _in_markdown(inspect.cleandoc(function.__doc__ or ""))
    return lines


def _is_enumeration(value: object) -> TypeGuard[type[Enum]]:
    return inspect.isclass(value) and issubclass(value, Enum)


def docstring(value: object) -> str:
    """The docstring of a public name; of an object such as `gil`, that of its class."""
    own = value.__doc__ if inspect.isclass(value) or inspect.isfunction(value) else type(value).__doc__
    return inspect.cleandoc(own or "")


def _signature(name: str, value: object) -> str:
    if inspect.isclass(value) and issubclass(value, BaseException):
        return f"class {name}(Exception)"
    if _is_enumeration(value):
        # How it is called differs from Python to Python, and nobody calls it.
        return f"class {name}({value.__mro__[1].__name__})"
    try:
        signature = str(inspect.signature(value))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return name
    signature = re.sub(r"(?:[a-z_]+\.)+([A-Za-z_]+)", r"\1", signature).replace("'", "")
    return f"{'class ' if inspect.isclass(value) else ''}{name}{signature}"


def _methods(value: object) -> list[tuple[str, object]]:
    """The public methods and properties that a class explains itself."""
    if not inspect.isclass(value) or issubclass(value, (BaseException, str)):
        return []
    found = [(name, item) for name, item in vars(value).items() if not name.startswith("_")]
    methods = [(name, item.fget if isinstance(item, property) else item) for name, item in found]
    return [(name, item) for name, item in methods if inspect.isfunction(item) and item.__doc__]


def _in_markdown(text: str) -> list[str]:
    """A docstring: sections as bold words, their items as a list, what follows a double colon as code."""
    lines: list[str] = []
    in_section = in_code = False
    for line in text.splitlines():
        if in_code and (line.startswith("    ") or not line):
            lines.append(line.removeprefix("    "))
            continue
        if in_code:
            while not lines[-1]:
                lines.pop()
            lines += ["```", ""]
            in_code = False
        title = re.fullmatch(r"(Args|Raises|Returns|Yields):", line)
        item = re.fullmatch(r"    (\S[^:]*): (.*)", line)
        if title:
            lines += [f"**{title[1]}**", ""]
        elif in_section and item:
            lines.append(f"- `{item[1]}`: {item[2]}")
        elif in_section and line.strip():
            lines.append(f"  {line.strip()}")
        elif line.endswith("::"):
            lines += [line[:-1], ""] if line != "::" else []
            lines.append("```python")
            in_code = True
        else:
            lines.append(line)
        in_section = bool(title) or (in_section and (line.startswith(" ") or not line))
    if in_code:
        lines.append("```")
    return _tidy([line.replace("``", "`") if not line.startswith("```") else line for line in lines])


def _tidy(lines: list[str]) -> list[str]:
    """Without the empty line that opens a block of code."""
    return [line for before, line in zip(["", *lines], lines, strict=False) if line or before != "```python"]
