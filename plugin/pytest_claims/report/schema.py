"""The published form of a report, and what in a document departs from it.

The checks are made from ``report.schema.json`` itself, so that there is one place that says what a report is. What they do not
see, since it is not known here, is looked at for what could not be written again.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_claims.report.text import line

if TYPE_CHECKING:
    from fastjsonschema import JsonSchemaValueException

#: How deep objects and lists in each other may go; a report itself goes no deeper than 12.
MOST_DEEP = 50
#: Characters of a path and of a problem that are shown.
_PATH, _PROBLEM = 120, 200


def text() -> str:
    """The JSON Schema of reports."""
    return Path(__file__).with_name("report.schema.json").read_text(encoding="utf-8")


def departure(document: object, name: str) -> str | None:
    """Where and how `document` departs from the definition `name` of the schema, or None.

    Args:
        name: ``run`` or ``merged``.
    """
    check, departs = _check(name)
    try:
        check(document)
    except departs as found:
        where = found.name or "data"
        problem = found.message.removeprefix(where).strip()
        if found.rule == "required":
            problem = f"has no {' and no '.join(sorted(set(found.rule_definition) - found.value.keys()))}"
        elif not isinstance(found.value, (dict, list)) or found.rule == "type":
            problem = f"{line(problem, _PROBLEM)}, not {_shown(found.value)}"
        return f"{_place(where)} {problem}"
    return _not_writable(document)


@cache
def _check(name: str) -> "tuple[Callable[[object], object], type[JsonSchemaValueException]]":
    """The check, and what it raises: kept together, for a module that is loaded twice has two classes of one name."""
    # Not before it is needed: it takes longer to load than all else here.
    import fastjsonschema

    definitions: dict[str, Any] = json.loads(text())["$defs"]
    short = {known: _inlined(one, definitions) for known, one in definitions.items()}
    whole = {"$ref": f"#/$defs/{name}", "$defs": short}
    check: Callable[[object], object] = fastjsonschema.compile(whole, use_default=False, use_formats=False)
    return check, fastjsonschema.JsonSchemaValueException


def _inlined(node: Any, definitions: Mapping[str, Any]) -> Any:
    """The node with each definition that has no fields in the place of its name: a call less for each number of a report."""
    if isinstance(node, list):
        return [_inlined(one, definitions) for one in node]
    if not isinstance(node, dict):
        return node
    named = definitions.get(str(node.get("$ref")).rpartition("/")[2])
    if named is not None and "properties" not in named:
        return _inlined(named, definitions)
    return {name: _inlined(one, definitions) for name, one in node.items() if name != "description"}


def _place(path: str) -> str:
    """Where in a document something is: ``claims[0].says``."""
    return line(path.removeprefix("data").removeprefix("."), _PATH) or "the document"


def _not_writable(document: object) -> str | None:
    """What is not known here is kept, so that it must be possible to write it again."""
    level: list[Any] = [document]
    for _ in range(MOST_DEEP):
        level = [item for one in level for item in (one.values() if type(one) is dict else one) if type(item) in _LOOKED_AT]
        if not all(isfinite(item) for item in level if type(item) is float):
            return f"{_path_of(document, _is_not_finite)} is a number that is not finite"
        level = [item for item in level if type(item) is not float]
        if not level:
            return None
    return f"{_path_of(document, _is_deep)} is nested more than {MOST_DEEP} levels deep"


_LOOKED_AT = frozenset((dict, list, float))


def _path_of(document: object, fits: Callable[[object, int], bool]) -> str:
    """The path to the first thing for which `fits`, given how deep it stands; the document goes no deeper than `MOST_DEEP`."""
    waiting: list[tuple[str, object, int]] = [("data", document, 0)]
    for path, value, depth in waiting:
        if fits(value, depth):
            return _place(path)
        steps: Iterable[tuple[str, object]] = ()
        if isinstance(value, dict):
            steps = ((f".{line(name, 40)}", inner) for name, inner in value.items())
        elif isinstance(value, list):
            steps = ((f"[{index}]", inner) for index, inner in enumerate(value))
        waiting += [(path + step, inner, depth + 1) for step, inner in steps]
    return "the document"


def _is_not_finite(value: object, depth: int) -> bool:
    return type(value) is float and not isfinite(value)


def _is_deep(value: object, depth: int) -> bool:
    return depth == MOST_DEEP


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "an array"
    if isinstance(value, int) and abs(value) > 10**20:
        return "a number of more than 20 digits"
    return line(json.dumps(value[:99] if isinstance(value, str) else value, ensure_ascii=False), 50)
