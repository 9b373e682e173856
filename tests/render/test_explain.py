"""A claim explained."""

from dataclasses import replace

from made_reports import a_case, a_claim, a_report
from wcwidth import wcswidth

from pytest_claims import everywhere, start_method
from pytest_claims.model.claim import claim, claim_of
from pytest_claims.render.explain import explanation, listing, sources
from pytest_claims.report.merge import Evidence, Merging, one_run


def add(numbers):
    return sum(numbers)


def forget(numbers):
    a_name_that_is_rather_long_for_half_a_terminal = list(numbers)
    return a_name_that_is_rather_long_for_half_a_terminal and None


def helper(numbers):
    return add(numbers)


def through_a_helper(numbers):
    return helper(numbers)


def through_the_same_helper(numbers):
    return helper(helper(numbers))


@claim("sum.adds", says="sum adds numbers up.", source="notes 1", program=add, contrast=forget)
def a_test():
    pass


CLAIM = claim_of(a_test)


def entry_of(texts):
    return {"program": texts.program, "contrast": texts.contrast, "helpers": list(texts.helpers)}


def explained(record=CLAIM, *cases, sentences=None, width=80):
    """The claim, judged just now."""
    case = a_case(evidence={"jitter": 0.0, "program": None, "contrast": None})
    said = {"says": record.says, "source": record.source, "truth": record.truth, "refuted_where": repr(record.refuted_where)}
    entry = a_claim(record.id, *(cases or [case]), **said, why="It loops.", sources=entry_of(sources(record)))
    (found,) = one_run(a_report(entry)).claims
    return list(explanation(found, sentences or {}, width))


def test_sentence_source_verdict_and_reason_are_there():
    lines = explained()
    assert lines[0] == "sum.adds (notes 1)"
    assert lines[1] == "  “sum adds numbers up.”"
    assert "  CPython 3.13.0, linux: holds; the contrast is refuted" in lines
    assert lines[lines.index("Why") + 1] == "  It loops."


def test_programs_stand_side_by_side_and_fit_the_width():
    lines = explained(width=130)
    table = lines[next(number for number, line in enumerate(lines) if line.startswith("Program")) :]
    assert table[0].split() == ["Program", "|", "Contrast"]
    assert table[2].startswith("def add(numbers):")
    assert table[2].endswith("| def forget(numbers):")
    assert max(map(len, lines)) <= 130


def test_lines_are_broken_between_words():
    lines = explained(width=124)
    broken = next(
        number for number, line in enumerate(lines) if line.endswith("a_name_that_is_rather_long_for_half_a_terminal =")
    )
    assert lines[broken + 1].endswith("|             list(numbers)")


def test_programs_stand_one_below_the_other_where_there_is_no_room():
    lines = explained(width=80)
    assert lines.index("def add(numbers):") < lines.index("Contrast") < lines.index("def forget(numbers):")


def test_functions_that_the_programs_use_follow_once():
    lines = explained(replace(CLAIM, program=through_a_helper, contrast=through_the_same_helper), width=130)
    below = lines[lines.index("def helper(numbers):") :]
    assert below == ["def helper(numbers):", "    return add(numbers)", "", "def add(numbers):", "    return sum(numbers)"]


def test_a_false_sentence_names_its_correction():
    false = replace(CLAIM, refuted_where=start_method == "fork", truth="sum.adds")
    lines = explained(false, sentences={"sum.adds": CLAIM.says})
    assert "Refuted where start_method == 'fork'" in lines
    assert "  What is true instead: sum adds numbers up. (sum.adds)" in lines


def test_each_start_method_has_its_line_and_a_broken_one_its_reason():
    lines = explained(CLAIM, a_case("broken", "spawn", reason="a child crashed"), a_case("holds", "fork", evidence={}))
    assert "  CPython 3.13.0, linux under spawn: broken. a child crashed" in lines
    assert "  CPython 3.13.0, linux under fork: holds; the contrast is refuted" in lines


def test_listing_is_sorted_and_says_where_a_claim_is_refuted():
    other = replace(CLAIM, id="all.works", refuted_where=everywhere)
    assert list(listing({"Sums": [CLAIM, other], "More": [CLAIM]}, 80)) == [
        "Sums",
        "  all.works",
        "    sum adds numbers up.",
        "    Refuted everywhere.",
        "  sum.adds",
        "    sum adds numbers up.",
        "",
        "More",
        "  sum.adds",
        "    sum adds numbers up.",
    ]


def merged(*reports):
    merging = Merging(Evidence.SHOWN)
    for report in reports:
        merging.add(report)
    return merging.result()


def from_reports(*reports, id="nap.ten", width=80):
    found = merged(*reports)
    return list(explanation(found.by_id[id], {claim.id: claim.says for claim in found.claims}, width))


def test_what_was_recorded_and_measured_is_drawn():
    lines = explained(CLAIM, a_case("holds"))
    assert lines[lines.index("When each ran (CPython 3.13.0, linux)") + 2 :][:2] == ["  program", f"process 1 |={'nap':=<47}|"]
    assert f"{'contrast':<20} {100:>8} |{'=' * 48}" in lines


def test_what_instruments_saw_stands_among_the_figures_and_what_they_say_below_the_pictures():
    case = a_case("holds")
    case["evidence"]["program"]["examples"][0] |= {
        "readings": [],
        "notes": {"seen": "3 in 40", "where it waited": "line 1\nline 2"},
    }
    lines = explained(CLAIM, case)
    assert "  CPython 3.13.0, linux: holds; measured 3 in 40; the contrast is refuted (100" in lines
    assert lines[lines.index("Where it waited, program (CPython 3.13.0, linux)") + 2 :][:2] == ["  line 1", "  line 2"]


def test_a_report_says_what_each_environment_found_and_since_when():
    lines = from_reports(a_report(), a_report(a_claim("nap.ten", a_case("refuted")), python="3.14.0"))
    assert lines[:2] == ["nap.ten (notes 1)", "  “It takes 10 s.”"]
    there = lines.index("Verdict")
    assert lines[there + 1 : there + 3] == [
        "  CPython 3.13.0, linux: holds; measured 9.98 s, claimed 10 s; the contrast is",
        "  refuted (100 s)",
    ]
    assert lines[lines.index("Since") + 1] == "  CPython: holds since 3.13 or earlier, refuted since 3.14"
    assert "When each ran (CPython 3.14.0, linux)" in lines


def test_a_report_names_start_methods_where_they_differ_and_runs_that_disagree():
    cases = [a_case("refuted", "fork", expected="refuted"), a_case("holds", "spawn")]
    text = "\n".join(from_reports(a_report(a_claim("nap.ten", *cases)), width=200))
    assert "CPython 3.13.0, linux under fork: refuted, as documented; measured" in text
    text = "\n".join(from_reports(a_report(), a_report(a_claim("nap.ten", a_case("refuted"))), width=200))
    assert "CPython 3.13.0, linux: runs disagree (1 holds, 1 refuted); measured" in text


def test_a_report_with_sources_shows_them_and_one_with_a_correction_names_it():
    sources = {"program": "def one(): ...", "contrast": "def two(): ...", "helpers": ["def three(): ..."]}
    false = a_claim("nap.ten", sources=sources, refuted_where="everywhere", truth="nap.true")
    lines = from_reports(a_report(false, a_claim("nap.true", says="It takes 9 s.")), width=120)
    assert any(line.startswith("def one(): ...") and line.endswith("| def two(): ...") for line in lines)
    assert "def three(): ..." in lines
    assert lines[lines.index("Refuted everywhere") + 1] == "  What is true instead: It takes 9 s. (nap.true)"
    assert "  What is true instead: nap.true" in from_reports(a_report(false))


def test_there_is_no_since_in_one_environment():
    assert "Since" not in from_reports(a_report())


def test_a_chinese_claim_lines_up():
    says, why = ("在循环中启动、在循环之后等待的线程会重叠。" * 4, "每个线程都已经睡着了、所以等待会重叠。" * 4)
    texts = {"program": "def 下载(文件):\n    return 文件", "contrast": "def 等待(文件):\n    return 0", "helpers": []}
    lines = from_reports(a_report(a_claim("nap.ten", a_case(evidence={}), says=says, why=why, sources=texts)), width=60)
    assert max(map(wcswidth, lines)) <= 60
    text = "".join(line.strip() for line in lines)
    assert (text.count(says), text.count(why)) == (1, 1)
    # A letter takes one column, a Chinese character two: the bars between the programs stand below each other.
    bars = [wcswidth(line[: line.index(" |")]) for line in lines if " |" in line]
    assert bars == [28, 28, 28, 28]
