"""From a question in plain words to the claims that answer it."""

import json

import pytest
from made_reports import a_case, a_claim, a_report

from pytest_claims.cite.find import find, lines
from pytest_claims.cite.library import Library
from pytest_claims.cli.main import main

STOPS = a_claim(
    "cancel.stops-the-task",
    a_case("refuted"),
    says="After cancel() the task has stopped.",
    truth="cancel.asks",
    why="It only asks.",
)
ASKS = a_claim("cancel.asks", says="cancel() asks a task to end.", why="The loop raises CancelledError where it waits.")
EMPTY = a_claim("list.stays-empty", says="A list stays empty across processes.", why="Each process has a copy.")
UNSURE = a_claim("list.grows", a_case("inconclusive"), says="A list grows.")


@pytest.fixture
def reports(tmp_path):
    file = tmp_path / "report.json"
    file.write_text(json.dumps(a_report(STOPS, ASKS, EMPTY, UNSURE)), encoding="utf-8")
    return file


def ids(question, reports, **options):
    return [claim.id for claim in find(question, Library.load([reports]), **options)]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Does cancelling a task stop it?", "cancel.stops-the-task"),
        ("TASKS STOPPED by cancel", "cancel.stops-the-task"),
        ("why is my list empty", "list.stays-empty"),
        ("where is CancelledError raised", "cancel.asks"),
        ("growing lists", "list.grows"),
    ],
)
def test_the_claim_with_the_rarest_words_comes_first(reports, question, first):
    assert ids(question, reports)[0] == first


def test_a_word_counts_most_in_the_id_and_least_in_the_reason(reports):
    assert ids("asks", reports) == ["cancel.asks", "cancel.stops-the-task"]


def test_no_more_are_found_than_are_wanted(reports):
    assert len(ids("cancel task list", reports)) == 4
    assert len(ids("cancel task list", reports, most=2)) == 2


@pytest.mark.parametrize("question", ["zebra", "what is it", "", "!?"])
def test_words_that_no_claim_has_find_nothing(reports, question):
    assert ids(question, reports) == []


def test_a_claim_is_shown_with_its_sign_and_with_what_is_true_instead(reports):
    assert list(lines(find("cancel stops", Library.load([reports]), most=1))) == [
        "✗ refuted everywhere: cancel.stops-the-task",
        "    After cancel() the task has stopped.",
        "    True instead: cancel.asks",
    ]


def test_the_command_prints_what_was_found(reports, capsys):
    assert main(["find", "empty", "list", "--reports", str(reports)]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "✓ holds everywhere: list.stays-empty",
        "    A list stays empty across processes.",
    ]


def test_the_command_says_that_nothing_was_found(reports, capsys):
    assert main(["find", "zebra", "--reports", str(reports)]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        "pytest-claims: no claim has any of the words: zebra. pytest-claims list shows all claims.\n",
    )


def test_a_wrong_number_is_refused(reports, capsys):
    assert main(["find", "list", "--most", "0", "--reports", str(reports)]) == 2
    assert capsys.readouterr().err == "pytest-claims: --most 0: write a number above 0.\n"
