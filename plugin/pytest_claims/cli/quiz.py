"""Ask the reader what will happen, before it is shown: a surprise is remembered."""

from collections.abc import Callable, Iterable
from typing import TextIO

from pytest_claims.model.errors import ClaimError
from pytest_claims.model.verdict import MIXED, Verdict

QUESTION = "Is it so? [h]olds, [r]efuted, [d]epends: "
_ANSWERS = {"h": Verdict.HOLDS.value, "r": Verdict.REFUTED.value, "d": MIXED}
_WORDS = {Verdict.HOLDS.value: "it holds", Verdict.REFUTED.value: "it is refuted", MIXED: "it depends on where"}


def check(terminal: TextIO) -> None:
    """Make sure, before anything is shown, that there is somebody to ask.

    Raises:
        ClaimError: there is nobody.
    """
    if not terminal.isatty():
        raise ClaimError("--predict asks what you expect, and there is no terminal to ask in: leave it out.")


def ask(prompt: Callable[[str], str] = input) -> str:
    """What the reader expects: *holds*, *refuted* or *mixed*. Asks again until the answer is one of them.

    Args:
        prompt: prints its argument, and returns the line that was typed.

    Raises:
        ClaimError: there is no answer.
    """
    while True:
        try:
            typed = prompt(QUESTION).strip().lower()
        except EOFError:
            raise ClaimError("--predict: no answer, so nothing is shown; without --predict all of it is.") from None
        # The first letter will do, and so will the word or its beginning.
        known = [answer for letter, answer in _ANSWERS.items() if typed and _names(answer, letter).startswith(typed)]
        if known:
            return known[0]


def comment(expected: str, verdicts: Iterable[str]) -> str:
    """What became of the reader's expectation, given the verdicts of all cases."""
    decided = {verdict for verdict in verdicts if verdict in (Verdict.HOLDS, Verdict.REFUTED, MIXED)}
    if not decided:
        return f"You expected that {_WORDS[expected]}. It is not known: nothing was decided."
    found = decided.pop() if len(decided) == 1 else MIXED
    if found == expected:
        return f"You expected that {_WORDS[expected]}, and so it is."
    return f"You expected that {_WORDS[expected]}. It is not so: {_WORDS[found]}."


def _names(answer: str, letter: str) -> str:
    return "depends" if letter == "d" else answer
