"""Where documents cite claims: what is found, and what is left alone."""

import textwrap
from time import process_time

import pytest

from pytest_claims.cite.citation import Citation
from pytest_claims.cite.document import MARKDOWN, REST
from pytest_claims.cite.scan import quotations
from pytest_claims.model.errors import ClaimError

SUBJECTS, IDS = {"thread", "pool"}, {"thread.overlap", "pool.join-waits"}


def found(text, form=MARKDOWN):
    quoted = list(quotations(textwrap.dedent(text), form, SUBJECTS, IDS))
    return [(one.line, str(one.cited) if isinstance(one.cited, ClaimError) else shown(one.cited)) for one in quoted]


def shown(cited: Citation):
    return f"{cited}{f' <{cited.relied}>' if cited.relied else ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[text](claim:thread.a-b)", "thread.a-b"),
        ('[text](claim:thread.a-b "refuted")', "thread.a-b <refuted>"),
        ("[text](claim:thread.a-b 'refuted')", "thread.a-b <refuted>"),
        ("[text](claim:thread.a-b~2 (holds))", "thread.a-b~2 <holds>"),
        ("[text]( <claim:thread.a-b> )", "thread.a-b"),
        ("[`code` and *more*](claim:other.a-b)", "other.a-b"),
        ("![picture](claim:thread.a-b)", "thread.a-b"),
        ("see [text][1]\n\n[1]: claim:thread.a-b 'holds'", "thread.a-b <holds>"),
        ("<claim:thread.a-b>", "thread.a-b"),
        ('<a href="claim:thread.a-b">text</a>', "thread.a-b"),
        ("It is `thread.a-b`.", "thread.a-b"),
        ("It is ``thread.a-b~3``.", "thread.a-b~3"),
        ("It is `Thread.A-B`.", "Thread.A-B"),
        ("It is `thread.overlap`.", "thread.overlap"),
        ("[`thread.a-b`](page.html)", "thread.a-b"),
        ("{claim}`thread.a-b`", "thread.a-b"),
        ("{claim}`text <thread.a-b>`", "thread.a-b"),
        ("{claim}`text <thread.a-b> <depends>`", "thread.a-b <depends>"),
        ("{claim}``thread.a-b <holds>``", "thread.a-b <holds>"),
        ("{claim}`threads\nwait <thread.a-b>`", "thread.a-b"),
        ("::: claim thread.a-b <holds>", "thread.a-b <holds>"),
        ("```{claim} thread.a-b\n```", "thread.a-b"),
        (":::{claim} thread.a-b\n:::", "thread.a-b"),
        ("- item\n\n  more `thread.a-b`", "thread.a-b"),
        ("1. item\n\n    more `thread.a-b`", "thread.a-b"),
        ("> quoted `thread.a-b`", "thread.a-b"),
        ("a paragraph that\n    goes on with `thread.a-b`", "thread.a-b"),
        ("!!! note\n\n    `thread.a-b`", "thread.a-b"),
        ("```{note}\n`thread.a-b`\n```", "thread.a-b"),
        ("| a | b |\n|---|---|\n| ` | b |\n| a | `thread.a-b` |", "thread.a-b"),
        ("a stray ` here\n\n`thread.a-b`", "thread.a-b"),
        ("- a stray ` here\n- `thread.a-b`", "thread.a-b"),
        (r"a \` escape, `thread.a-b`", "thread.a-b"),
        ("<!-- a --> `thread.a-b`", "thread.a-b"),
        ("`<!--` `thread.a-b` `-->`", "thread.a-b"),
        ("<!-- a\nb --> `thread.a-b`", "thread.a-b"),
        ("---\ntitle: x\n---\n`thread.a-b`", "thread.a-b"),
        ("```\ncode\n```\n`thread.a-b`", "thread.a-b"),
        ("- item\n  ```\n  code\n- `thread.a-b`", "thread.a-b"),
        ("> ```\n> code\n\n`thread.a-b`", "thread.a-b"),
        ("```{note}\n```sh\ncode\n```\n```\n`thread.a-b`", "thread.a-b"),
    ],
)
def test_citations_in_markdown(text, expected):
    assert [cited for _, cited in found(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Plain thread.a-b, `thread.join()`, `thread.join`, `other.a-b`, `a.b-c`.",
        "```\n`thread.a-b`\n[x](claim:a.b)\n```",
        "~~~ md\n[x](claim:a.b)\n```\n[x](claim:a.b)\n~~~",
        "````\n```\n[x](claim:a.b)\n```\n[x](claim:a.b)\n````",
        "text\n\n    [x](claim:a.b)\n\n    [x](claim:a.b)",
        "text\n\n\t[x](claim:a.b)",
        "- item\n\n      [x](claim:a.b)",
        "- ```\n  [x](claim:a.b)\n  ```",
        "> ```\n> [x](claim:a.b)\n> ```",
        "```{code-block} md\n[x](claim:a.b)\n```",
        "`[x](claim:a.b)` and ``{claim}`a.b` `` and ```<claim:a.b>```",
        "<!-- [x](claim:a.b) -->",
        "<!-- `thread.a-b`\n\n[x](claim:a.b) -->",
        "<!--\n[x](claim:a.b)",
        "<pre>\n[x](claim:a.b)\n\n[x](claim:a.b)\n</pre>",
        "```\nnever closed\n\n`thread.a-b`",
        "---\ntitle: <claim:a.b>\n---\n",
        "[x](https://claim.example/a.b)",
    ],
)
def test_what_is_left_alone_in_markdown(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See :claim:`thread.a-b`.", "thread.a-b"),
        ("See :claim:`text <thread.a-b>`.", "thread.a-b"),
        ("See :claim:`text\n<thread.a-b> <refuted>`.", "thread.a-b <refuted>"),
        ("See `thread.a-b <holds>`:claim:.", "thread.a-b <holds>"),
        ("See ``thread.a-b``.", "thread.a-b"),
        ("See `thread.a-b`.", "thread.a-b"),
        (".. claim:: thread.a-b <holds>", "thread.a-b <holds>"),
        (".. note::\n\n   :claim:`thread.a-b`", "thread.a-b"),
        (".. note:: :claim:`thread.a-b`", "thread.a-b"),
        (".. [1] :claim:`thread.a-b`", "thread.a-b"),
        (".. |x| replace:: :claim:`thread.a-b`", "thread.a-b"),
        ("Code::\n\n   code\n\n:claim:`thread.a-b`", "thread.a-b"),
        ("Code::\n\nno code: :claim:`thread.a-b`", "thread.a-b"),
        ("- item::\n\n      code\n\n  :claim:`thread.a-b`", "thread.a-b"),
        (".. a comment\n   of two lines\n\n:claim:`thread.a-b`", "thread.a-b"),
        (">>> 1\n1\n\n:claim:`thread.a-b`", "thread.a-b"),
        (".. code-block:: md\n\n   code\n\n:claim:`thread.a-b`", "thread.a-b"),
    ],
)
def test_citations_in_restructuredtext(text, expected):
    assert [cited for _, cited in found(text, REST)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Plain thread.a-b, ``thread.join()``, ``thread.join``, :func:`thread.a-b`, `thread.a-b`_.",
        "``:claim:`a.b```",
        "Code::\n\n   :claim:`a.b`\n\n   :claim:`a.b`",
        "Code\n::\n\n   :claim:`a.b`",
        ".. code-block:: rst\n   :linenos:\n\n   :claim:`a.b`",
        ".. code:: rst\n\n   :claim:`a.b`",
        ".. a comment :claim:`a.b`\n   :claim:`a.b`",
        "..\n   :claim:`a.b`",
        ">>> ':claim:`a.b`'\n:claim:`a.b`",
        "- item::\n\n      :claim:`a.b`",
    ],
)
def test_what_is_left_alone_in_restructuredtext(text):
    assert found(text, REST) == []


@pytest.mark.parametrize(
    ("text", "form", "problem"),
    [
        ("[x](claim:a.b refuted)", MARKDOWN, "this link to a claim is malformed: write it as [text](claim:id)"),
        ("[x](claim:a b)", MARKDOWN, "this link to a claim is malformed"),
        ("[x](claim:)", MARKDOWN, "no id: write the id of a claim"),
        ('[x](claim:a.b "wrong")', MARKDOWN, "a.b: 'wrong' is no verdict."),
        ("{claim}`a.b", MARKDOWN, "the role {claim} has no backtick at its end"),
        ("{claim}`text <a.b> <wrong>`", MARKDOWN, "a.b: 'wrong' is no verdict."),
        ("::: claim", MARKDOWN, "'': write it as id"),
        (":claim:`text <a.b", REST, "the role :claim: is malformed"),
        (":claim:`text <>`", REST, "text: '' is no verdict"),
        (":claim:``a.b``", REST, "the role :claim: is malformed"),
        (".. claim::", REST, "'': write it as id"),
    ],
)
def test_a_malformed_citation_says_how_it_is_written(text, form, problem):
    [(line, said)] = found(text, form)
    assert line == 1
    assert said.startswith(problem)


def test_lines_are_those_of_an_editor():
    text = "\ufeff# Title\r\n\r\nfirst\r\n`thread.a-b` \x0c and\r\n{claim}`text\r\n<thread.c-d>` `thread.e-f`\r\n"
    assert found(text) == [(4, "thread.a-b"), (5, "thread.c-d"), (6, "thread.e-f")]


@pytest.mark.parametrize("form", [MARKDOWN, REST])
@pytest.mark.parametrize(
    "part", ["`", "``a", "[", "](claim:", "<!--", ":claim:`", "{claim}`", "> ", "- ", "::", "\\`", "`a`` "]
)
def test_a_hostile_document_takes_no_long_time(form, part):
    begun = process_time()
    found("claim " + part * (50_000 // len(part)), form)
    assert process_time() - begun < 2


def test_restructuredtext_in_markdown_is_read_as_such():
    text = """
        {claim}`thread.a-b`

        ```{eval-rst}
        .. claim:: pool.c-d

        It is :claim:`text <thread.e-f> <refuted>`, and `{claim}` is none. ::

            :claim:`thread.in-code`
        ```

        - an item

          ```{eval-rst}
          :claim:`thread.g-h
          ```

        {claim}`thread.i-j`
    """
    cited = found(text)
    assert cited[:3] == [(2, "thread.a-b"), (5, "pool.c-d"), (7, "thread.e-f <refuted>")]
    assert cited[3][0] == 15
    assert "malformed" in cited[3][1]
    assert cited[4:] == [(18, "thread.i-j")]


def test_restructuredtext_in_markdown_that_nothing_ends_goes_to_the_end():
    assert found("```{eval-rst}\n:claim:`thread.a-b`\n") == [(2, "thread.a-b")]
