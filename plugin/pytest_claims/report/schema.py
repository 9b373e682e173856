"""The published form of a report, and what in a document departs from it.

The checks are made from ``report.schema.json`` itself, so that there is one place that says what a report is. Only the keywords
that the file uses are known here: ``$ref``, ``type``, ``enum``, ``minimum``, ``maximum``, ``minLength``, ``required``,
``properties``, ``additionalProperties``, ``items``, ``minItems`` and ``maxItems``.
"""

import json
from collections.abc import Callable
from functools import cache
from math import inf, isfinite
from pathlib import Path
from typing import Any

from pytest_claims.report.text import line

Check = Callable[[Any], None]
Node = dict[str, Any]

#: How deep objects and lists in each other may go in fields that are not known here; a report itself goes no deeper than 12.
MOST_DEEP = 50

_TYPES: dict[str, set[type]] = {
    "string": {str},
    "null": {type(None)},
    "boolean": {bool},
    "integer": {int},
    "number": {int, float},
    "array": {list},
    "object": {dict},
}


class _Departure(Exception):
    """What is wrong, and the steps to it, the innermost first."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.steps: list[str | int] = []


def text() -> str:
    """The JSON Schema of reports."""
    return Path(__file__).with_name("report.schema.json").read_text(encoding="utf-8")


def departure(document: object, name: str) -> str | None:
    """Where and how `document` departs from the definition `name` of the schema, or None.

    Args:
        name: ``run`` or ``merged``.
    """
    try:
        _definition(name)(document)
    except _Departure as found:
        where = "".join(f"[{step}]" if isinstance(step, int) else f".{line(step, 40)}" for step in reversed(found.steps))
        return f"{where.removeprefix('.') or 'the document'} {found.problem}"
    return None


@cache
def _definitions() -> dict[str, Node]:
    found: dict[str, Node] = json.loads(text())["$defs"]
    return found


@cache
def _definition(name: str) -> Check:
    return _check(_definitions()[name])


def _check(node: Node) -> Check:
    if "$ref" in node:
        return _definition(node["$ref"].rpartition("/")[2])
    names = node["type"] if isinstance(node["type"], list) else [node["type"]]
    if "object" in names:
        return _object(node, nullable="null" in names)
    return _array(node) if "array" in names else _scalar(node, names)


def _scalar(node: Node, names: list[str]) -> Check:
    types = frozenset[type]().union(*(_TYPES[name] for name in names))
    words = frozenset(node.get("enum", ()))
    low, high = node.get("minimum", -inf), node.get("maximum", inf)
    shortest = node.get("minLength", 0)
    bounded = "minimum" in node
    wanted = " or ".join(names) + (f" of {', '.join(word for word in node['enum'] if word)}" if words else "")

    def check(value: Any) -> None:
        if type(value) not in types or (words and value not in words):
            raise _Departure(f"must be {wanted}, not {_shown(value)}")
        if bounded and value is not None and not low <= value <= high:
            raise _Departure(f"must be from {low:g} to {high:g}, not {_shown(value)}")
        if shortest and len(value) < shortest:
            raise _Departure("must not be empty")

    return check


def _array(node: Node) -> Check:
    item_check = _check(node["items"])
    fewest, most = node.get("minItems", 0), node.get("maxItems", inf)

    def check(value: Any) -> None:
        if type(value) is not list:
            raise _Departure(f"must be array, not {_shown(value)}")
        if not fewest <= len(value) <= most:
            raise _Departure(f"must have {'at least ' if most == inf else ''}{fewest} items, not {len(value)}")
        checked = 0
        try:
            for checked, item in enumerate(value):  # noqa: B007
                item_check(item)
        except _Departure as found:
            found.steps.append(checked)
            raise

    return check


def _object(node: Node, *, nullable: bool) -> Check:
    known = {name: _check(inner) for name, inner in node.get("properties", {}).items()}
    others = _check(node["additionalProperties"]) if "additionalProperties" in node else _writable
    required = frozenset(node.get("required", ()))

    def check(value: Any) -> None:
        if type(value) is not dict:
            if nullable and value is None:
                return
            raise _Departure(f"must be object, not {_shown(value)}")
        if not required <= value.keys():
            raise _Departure(f"has no {' and no '.join(sorted(required - value.keys()))}")
        name = ""
        try:
            for name, item in value.items():
                known.get(name, others)(item)
        except _Departure as found:
            found.steps.append(name)
            raise

    return check


def _writable(value: Any) -> None:
    """What is not known here is kept, so that it must be possible to write it again."""
    level = [value]
    for _ in range(MOST_DEEP):
        if any(type(item) is float and not isfinite(item) for item in level):
            raise _Departure("has a number that is not finite")
        containers = [item for item in level if type(item) in (dict, list)]
        level = [item for one in containers for item in (one.values() if type(one) is dict else one)]
        if not level:
            return
    raise _Departure(f"is nested more than {MOST_DEEP} levels deep")


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "an array"
    if isinstance(value, int) and abs(value) > 10**20:
        return "a number of more than 20 digits"
    return line(json.dumps(value[:99] if isinstance(value, str) else value, ensure_ascii=False), 50)
