"""Citations: ids, revisions, and what a text relies on."""

import pytest

from pytest_claims.cite.citation import Citation, citation, role
from pytest_claims.model.errors import ClaimError


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("thread.join", Citation("thread.join")),
        ("  thread.join  ", Citation("thread.join")),
        ("thread.join~2", Citation("thread.join", 2)),
        ("threads wait <thread.join>", Citation("thread.join", text="threads wait")),
        ("threads wait <thread.join~12>", Citation("thread.join", 12, text="threads wait")),
        ("thread.join <refuted>", Citation("thread.join", relied="refuted")),
        ("threads wait <thread.join> <depends>", Citation("thread.join", relied="depends", text="threads wait")),
        ("a < b <thread.join>", Citation("thread.join", text="a < b")),
        ("wait <Thread.Join>", Citation("Thread.Join", text="wait")),
    ],
)
def test_a_role_names_a_claim(content, expected):
    assert role(content) == expected


FORMS = ": write it as id, text <id>, id <verdict> or text <id> <verdict>."


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", f"''{FORMS}"),
        ("<>", f"'<>'{FORMS}"),
        ("a <thread.x> <thread.y>", f"'a <thread.x> <thread.y>'{FORMS}"),
        ("wait <thread.x", f"'wait <thread.x'{FORMS}"),
        ("two words", f"'two words'{FORMS}"),
        (
            "thread.x <right>",
            "thread.x: 'right' is no verdict. Write one of holds, refuted, depends, inconclusive, not-applicable, or nothing.",
        ),
        ("thread.x~a", "thread.x~a: after ~ stands the number of a revision, such as ~2."),
        ("thread.x~0", "thread.x~0: after ~ stands the number of a revision, such as ~2."),
        ("~2", "no id: write the id of a claim, such as thread.join-after-loop."),
    ],
)
def test_a_malformed_role_says_how_it_is_written(content, problem):
    with pytest.raises(ClaimError) as raised:
        role(content)
    assert str(raised.value) == problem


def test_a_citation_is_written_as_it_is_cited():
    assert [str(citation("thread.join")), str(citation("thread.join~3"))] == ["thread.join", "thread.join~3"]
