"""What the style of the page says of the columns."""

import re

import pytest

from pytest_claims.render.html.style import rules
from pytest_claims.report.merged import Interpreter


def interpreter(python="3.13.0", implementation="cpython", gil=True, platform="linux"):
    return Interpreter(implementation, python, gil, platform)


def names(*interpreters):
    """What the columns are called, as a browser reads the strings."""
    found = re.findall(
        r':nth-child\((\d+)\)::before \{ content: "(.*?)"; content: "\2" / ""; \}', rules({"": list(interpreters)})
    )
    assert [int(number) for number, _ in found] == list(range(2, 2 + len(interpreters)))
    return [re.sub(r"\\([0-9a-f]+) ", lambda one: chr(int(one[1], 16)), text) for _, text in found]


def test_a_column_is_called_by_its_version_and_what_is_not_usual():
    columns = [interpreter(), interpreter("3.14.0", gil=False), interpreter("3.11.1", "pypy"), interpreter(platform="darwin")]
    assert names(*columns) == ["3.13.0", "3.14.0t", "PyPy 3.11.1", "3.13.0 darwin"]


@pytest.mark.parametrize("text", ['"} * { top: 0 } /*', "</style><script>", "a\\b", "3.13\n.0", "线程"])
def test_no_version_ends_the_string_or_the_style(text):
    columns = [interpreter(text)]
    found = rules({"": columns})
    assert "</" not in found
    assert found.isascii()
    assert found.count("{") == found.count("}") == 4
    assert names(*columns) == [" ".join(text.split())]


def test_the_style_knows_how_many_columns_stand_under_each_heading():
    found = rules({"a": [interpreter(), interpreter("3.14.0")], "b": [interpreter("3.15.0")]})
    assert "--interpreters: 3;" in found
    assert ".n1 { --span: 1; }" in found
    assert ".n2 { --span: 2; }" in found


def test_a_page_without_columns_has_a_style():
    assert "--interpreters: 0;" in rules({})
