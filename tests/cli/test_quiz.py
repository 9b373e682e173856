"""The reader is asked first."""

import io

import pytest

from pytest_claims.cli.quiz import QUESTION, ask, check, comment
from pytest_claims.model.errors import ClaimError


class Terminal(io.StringIO):
    def isatty(self):
        return True


def answering(*lines):
    asked = []
    answers = iter(lines)

    def read(question):
        asked.append(question)
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    return read, asked


@pytest.mark.parametrize(
    ("typed", "understood"),
    [("h", "holds"), (" Holds ", "holds"), ("r", "refuted"), ("REF", "refuted"), ("d", "mixed"), ("depends", "mixed")],
)
def test_a_letter_or_the_word_will_do(typed, understood):
    assert ask(answering(typed)[0]) == understood


def test_it_asks_again_until_it_understands():
    read, asked = answering("", "maybe", "hx", "h")
    assert ask(read) == "holds"
    assert asked == [QUESTION] * 4


def test_without_a_terminal_there_is_nobody_to_ask():
    with pytest.raises(ClaimError, match=r"^--predict asks what you expect, and there is no terminal"):
        check(io.StringIO("h\n"))
    check(Terminal())


def test_the_end_of_the_input_is_said_in_one_line():
    with pytest.raises(ClaimError, match=r"^--predict: no answer, .*$"):
        ask(answering("what?")[0])


@pytest.mark.parametrize(
    ("expected", "verdicts", "said"),
    [
        ("holds", ["holds", "holds"], "You expected that it holds, and so it is."),
        ("holds", ["refuted"], "You expected that it holds. It is not so: it is refuted."),
        ("refuted", ["holds", "refuted"], "You expected that it is refuted. It is not so: it depends on where."),
        ("mixed", ["holds", "refuted", "inconclusive"], "You expected that it depends on where, and so it is."),
        ("holds", ["broken", "not-applicable"], "You expected that it holds. It is not known: nothing was decided."),
        ("holds", ["holds", "not-applicable"], "You expected that it holds, and so it is."),
    ],
)
def test_the_reader_is_told_what_became_of_the_expectation(expected, verdicts, said):
    assert comment(expected, verdicts) == said
