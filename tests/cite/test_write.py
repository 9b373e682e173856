"""pytest-claims write: generated blocks of documents, all of them or none."""

import subprocess
import sys

import pytest
from made_reports import a_case, a_claim, a_report, written

from pytest_claims.cli.main import main

SOURCES = {"program": "def nap():\n    `sleep`(10)\n", "contrast": "def no_nap():\n    pass\n", "helpers": ["HELP = 1\n"]}
HOSTILE = "<!-- end --> | `a` *b* @all [x](http://y) \x1b[2J\n.. end"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A project with reports."""
    (tmp_path / "evidence").mkdir()
    written(
        tmp_path / "evidence",
        a_report(
            a_claim("nap.ten", sources=SOURCES),
            a_claim("nap.one-more", a_case("refuted"), truth="nap.ten"),
            a_claim("nap.not-told", a_case("inconclusive")),
            a_claim("evil.says", says=HOSTILE),
            ended="2026-11-01T10:00:00+00:00",
        ),
    )
    (tmp_path / "pyproject.toml").write_text('[tool.pytest-claims]\nreports = ["evidence"]\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


TABLE = """# Naps

<!-- claims: table nap.* -->

| it is said | verdict | where | true instead |
| --- | --- | --- | --- |
| It takes 10 s. (`nap.not-told`) | ? not verified |  |  |
| It takes 10 s. (`nap.one-more`) | ✗ refuted | everywhere | `nap.ten` |
| It takes 10 s. (`nap.ten`) | ✓ holds | everywhere |  |

Judged by CPython 3.13.0; 2026-11-01.

<!-- end -->
after
"""

PROGRAM = """- item
  <!-- claims: program nap.ten -->

  ```python
  def nap():
      `sleep`(10)

  HELP = 1
  ```

  The contrast, which gets the opposite verdict:

  ```python
  def no_nap():
      pass
  ```

  <!-- end -->
"""

REST = """Naps
====

.. claims: table nap.t*

.. list-table::
   :header-rows: 1

   * - it is said
     - verdict
     - where
     - true instead
   * - It takes 10 s. (``nap.ten``)
     - ✓ holds
     - everywhere
     -

Judged by CPython 3.13.0; 2026-11-01.

.. end

.. claims: verdict nap.one-more <refuted>

**✗ refuted everywhere**: \\“It takes 10 s.” (``nap.one-more``) What is true instead: ``nap.ten``. Judged by CPython 3.13.0; 2026-11-01.

.. end

.. claims: program nap.ten

.. code-block:: python

   def nap():
       `sleep`(10)

   HELP = 1

The contrast, which gets the opposite verdict:

.. code-block:: python

   def no_nap():
       pass

.. end
"""  # noqa: E501


def emptied(text):
    """The document with nothing in its blocks."""
    lines, inside = [], False
    for line in text.splitlines(keepends=True):
        inside = inside and line.strip() not in ("<!-- end -->", ".. end")
        if not inside:
            lines.append(line)
        inside = inside or "claims:" in line
    return "".join(lines)


@pytest.mark.parametrize(("name", "text"), [("a.md", TABLE), ("b.md", PROGRAM), ("c.rst", REST)])
def test_blocks_are_written_and_written_again_they_are_the_same(home, capsys, name, text):
    path = home / name
    path.write_text(emptied(text), encoding="utf-8")
    assert len(emptied(text)) < len(text)
    assert main(["write", "--check", name]) == 1
    assert (capsys.readouterr().out, path.read_text(encoding="utf-8")) == (f"{name}: out of date\n", emptied(text))
    assert main(["write", name]) == 0
    assert (capsys.readouterr().out, path.read_text(encoding="utf-8")) == (f"{name}: written\n", text)
    assert main(["write", name]) == 0
    assert (capsys.readouterr().out, path.read_text(encoding="utf-8")) == ("", text)
    assert main(["write", "--check", name]) == 0
    assert main(["check", name]) == (1 if "not-told" in text else 0)


@pytest.mark.parametrize(
    ("name", "begin", "end"), [("a.md", "<!-- claims: {} -->", "<!-- end -->"), ("a.rst", ".. claims: {}", ".. end")]
)
@pytest.mark.parametrize("order", ["table evil.*", "verdict evil.says"])
def test_what_a_report_says_ends_no_block(home, name, begin, end, order):
    path = home / name
    path.write_text(f"{begin.format(order)}\n\n{end}\n\nafter\n")
    assert main(["write", name]) == 0
    once = path.read_text(encoding="utf-8")
    assert "\x1b" not in once
    assert main(["write", name]) == 0
    assert path.read_text(encoding="utf-8") == once
    assert once.endswith(f"\n\n{end}\n\nafter\n")


def test_line_ends_of_windows_stay(home):
    (home / "a.md").write_bytes(emptied(TABLE).replace("\n", "\r\n").encode())
    assert main(["write", "a.md"]) == 0
    assert (home / "a.md").read_bytes() == TABLE.replace("\n", "\r\n").encode()


def test_what_a_link_leads_to_is_written(home):
    (home / "a.md").write_text(emptied(TABLE))
    (home / "link.md").symlink_to("a.md")
    assert main(["write", "link.md"]) == 0
    assert (home / "link.md").is_symlink()
    assert (home / "a.md").read_text(encoding="utf-8") == TABLE


def test_blocks_in_code_and_those_of_others_are_left_alone(home):
    text = "```\n<!-- claims: table x -->\n```\n<!-- output of: ls -->\na\n<!-- end -->\n\n    <!-- claims: table x -->\n"
    (home / "a.md").write_text(text)
    assert main(["write", "a.md"]) == 0
    assert (home / "a.md").read_text() == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "a\n<!-- claims: table nap.* -->\n",
            "a.md:2: this block has no end: write <!-- end --> on a line of its own below it.",
        ),
        (
            "<!-- claims: table nap.* -->\n<!-- claims: verdict nap.ten -->\n<!-- end -->\n<!-- end -->\n",
            "a.md:2: this block begins within the one of line 1. Is <!-- end --> missing before it?",
        ),
        (
            "<!-- claims: table nap.* -->\ntext\n<!-- output of: ls -->\na\n<!-- end -->\n",
            "a.md:3: this comment stands within the block that begins on line 1, and would be overwritten. "
            "Is <!-- end --> missing before it?",
        ),
        (
            "<!-- claims: table nap.* -->\n<!-- end -->\n<!-- claims:  table  nap.* -->\n<!-- end -->\n",
            "a.md:3: the block 'table nap.*' stands on line 1 already.",
        ),
        (
            "<!-- claims: table nap.*\n-->\n<!-- end -->\n",
            "a.md:1: this comment must end on its line: <!-- claims: table nap.* -->.",
        ),
        (
            "<!-- claims: tabel nap.* -->\n<!-- end -->\n",
            "a.md:1: 'tabel nap.*' is no block of claims. Write table PATTERN..., verdict ID or program ID.",
        ),
        (
            "<!-- claims: table -->\n<!-- end -->\n",
            "a.md:1: 'table' is no block of claims. Write table PATTERN..., verdict ID or program ID.",
        ),
        ("<!-- claims: table nap.* zzz* -->\n<!-- end -->\n", "a.md:1: no claim has an id like zzz*."),
        ("\n<!-- claims: verdict nap.tem -->\n<!-- end -->\n", "a.md:2: no claim has the id nap.tem. Nearest: nap.ten, "),
        ("<!-- claims: verdict nap.ten <refuted> -->\n<!-- end -->\n", "a.md:1: the text relies on nap.ten <refuted>, but"),
        ("<!-- claims: program nap.one-more -->\n<!-- end -->\n", "a.md:1: nap.one-more: the reports do not have its program."),
    ],
)
def test_nothing_is_written_if_a_block_is_not_sound(home, capsys, text, problem):
    (home / "a.md").write_text(text)
    (home / "b.md").write_text(emptied(TABLE))
    assert main(["write", "b.md", "a.md"]) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith(f"pytest-claims: {problem}")
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert ((home / "a.md").read_text(), (home / "b.md").read_text()) == (text, emptied(TABLE))


def test_every_document_that_is_wrong_is_told(home, capsys):
    (home / "latin.md").write_bytes(b"\xff")
    (home / "open.md").write_text("<!-- claims: table nap.* -->\n")
    assert main(["write", "latin.md", "none.md", "open.md"]) == 2
    assert [line.split(": ")[1] for line in capsys.readouterr().err.splitlines()] == ["latin.md:1", "none.md", "open.md:1"]


def test_a_document_that_cannot_be_written_is_as_it_was(home):
    (home / "docs").mkdir()
    (home / "docs" / "a.md").write_text(emptied(TABLE))
    program = (
        "import sys, tempfile\n"
        "from pytest_claims.cli.main import main\n"
        "def full(*args, **kwargs): raise OSError(28, 'No space left on device')\n"
        "tempfile.mkstemp = full\n"
        "sys.exit(main(['write', 'docs/a.md']))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, ran.stderr) == (
        2,
        "pytest-claims: docs/a.md: it cannot be written (No space left on device). It is as it was.\n",
    )
    assert (home / "docs" / "a.md").read_text() == emptied(TABLE)
