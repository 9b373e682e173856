"""Merged reports as Markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_reports import a_case, a_claim, a_report

from pytest_claims.render import markdown
from pytest_claims.report.merge import Evidence, Merging


def text(*reports):
    merging = Merging(Evidence.NONE)
    for report in reports:
        merging.add(report)
    return markdown.text(merging.result())


def test_claims_by_subject_and_environments_are_a_matrix():
    reports = [
        a_report(a_claim("a.a"), a_claim("b.b", a_case("refuted", expected="refuted"))),
        a_report(a_claim("a.a", a_case("inconclusive")), python="3.14.0", gil=False),
    ]
    assert text(*reports) == (
        "# Claims\n\n2 claims, 2 environments, 2 runs, 3 verdicts: nothing unexpected.\n"
        "\n## a\n\n"
        "| claim | CPython 3.13.0, linux | CPython 3.14.0, no GIL, linux |\n| --- | --- | --- |\n"
        "| `a.a`<br>It takes 10 s. | holds | inconclusive |\n"
        "\n## b\n\n"
        "| claim | CPython 3.13.0, linux | CPython 3.14.0, no GIL, linux |\n| --- | --- | --- |\n"
        "| `b.b`<br>It takes 10 s. | refuted, as documented |  |\n"
    )


def test_surprises_come_first_and_say_why():
    found = text(a_report(a_claim("a.a"), a_claim("z.z", a_case("broken", "spawn", reason="a child | crashed")))).splitlines()
    assert found[2] == "2 claims, 1 environment, 1 run, 2 verdicts: **1 not as documented**."
    row = r"| `z.z` | CPython 3.13.0, linux, spawn | **broken** | holds | a child \| crashed |"
    assert found.index(row) < found.index("## a")
    assert "| `z.z`<br>It takes 10 s. | **broken**, unexpected |" in found


def test_a_conflict_shows_how_many_runs_said_what():
    found = text(a_report(), a_report(), a_report(a_claim("nap.ten", a_case("refuted"))))
    assert "**1 not as documented**, 1 of them in conflict between runs." in found
    assert "**conflict: 2 holds, 1 refuted**, unexpected |" in found


def test_start_methods_are_named_where_they_differ():
    found = text(a_report(a_claim("a.a", a_case("refuted", "fork", expected="refuted"), a_case(start_method="spawn"))))
    assert "| fork: refuted, as documented<br>spawn: holds |" in found


def test_a_run_that_was_cut_short_is_named():
    assert "\nCut short, so that claims are missing: CPython 3.13.0, linux.\n" in text(a_report(complete=False))


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a|b", r"a\|b"),
        ("`code`", r"\`code\`"),
        ("</script><img src=x>", "&lt;/script&gt;&lt;img src=x&gt;"),
        ("one\n\n# two", r"one \# two"),
        ("@everyone", "@&#8203;everyone"),
        ("[x](javascript:y)", r"\[x\](javascript:y)"),
        ("https://a.b www.a.b", "https:&#8203;//a.b www&#8203;.a.b"),
        ("\u202etxt\x1b", "&lt;U+202E&gt;txt&lt;U+001B&gt;"),
        ("&lt;", "&amp;lt;"),
        ("\\|", r"\\\|"),
    ],
)
def test_nothing_is_markup_a_link_or_a_mention(hostile, shown):
    assert markdown.escaped(hostile) == shown
    found = text(a_report(a_claim(hostile, says=hostile)))
    assert f"{shown}<br>{shown} | holds |" in found


@given(st.text())
def test_whatever_is_escaped_is_one_cell(hostile):
    shown = markdown.escaped(hostile)
    assert not re.search(r"(?<!\\)(\\\\)*[|`\[\]*_]", shown)
    assert not re.search(r"[<>\n\r]|@(?!&#8203;)", shown)


def test_a_text_of_a_megabyte_is_cut():
    assert len(text(a_report(a_claim("a" * 10**6, says="b" * 10**6)))) < 1000


def test_what_has_no_room_is_left_out_whole_and_counted(monkeypatch):
    monkeypatch.setattr(markdown, "MOST_BYTES", 2000)
    found = text(a_report(*(a_claim(f"a.n{number}") for number in range(100))))
    assert len(found.encode()) <= 2000
    shown = found.count("| holds |")
    assert 10 < shown < 100
    assert f"\n{100 - shown} rows are left out for lack of room" in found
    assert all(line.startswith("| ") and line.endswith(" |") for line in found.splitlines() if line.startswith("|"))


def test_a_summary_is_small_enough_for_github():
    many = a_report(*(a_claim(f"a.n{number}", says="ü" * 1000) for number in range(2000)))
    assert 850 * 1024 < len(text(many).encode()) <= 900 * 1024
