"""A claim: one sentence that a program can check, and everything that belongs to it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pytest_claims.model.conditions import Condition, everywhere, nowhere
from pytest_claims.model.errors import ClaimError, called_as

Program = Callable[..., Any]
Function = TypeVar("Function", bound=Callable[..., Any])

#: Lower-case words joined by hyphens, at least two of them joined by a dot: ``thread.join-after-loop``.
ID_PATTERN = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+")

_ATTRIBUTE = "pytest_claim"


@dataclass(frozen=True, slots=True)
class Claim:
    """The record that `claim` attaches to a test. It is inert: nothing happens until a run judges it."""

    #: The stable id that documents cite. It never changes and is never used again for another sentence.
    id: str
    #: The sentence.
    says: str
    #: Where the sentence was read.
    source: str
    #: The few lines of Python that the sentence is about.
    program: Program
    #: The program for which the verdict flips.
    contrast: Program | None
    #: Where the claim can be judged at all; elsewhere it is *not-applicable*.
    needs: Condition
    #: Where the sentence is known to be false, so that measuring it to be false is expected.
    refuted_where: Condition
    #: The id of the claim that says what is true instead.
    truth: str | None
    #: Whether nothing else may run beside it (it measures the use of the CPUs).
    alone: bool
    #: How often the sentence has been worded: documents cite one of its revisions. The first is 1.
    revision: int = 1

    @property
    def subject(self) -> str:
        """The first word of the id."""
        return self.id.partition(".")[0]


@called_as("@claim('thread.join-after-loop', says='...', source='...', program=..., contrast=...) above a test")
def claim(
    id: str,
    *,
    says: str,
    source: str,
    program: Program,
    contrast: Program | None = None,
    needs: Condition = everywhere,
    refuted_where: Condition = nowhere,
    truth: str | None = None,
    alone: bool = False,
    revision: int = 1,
) -> Callable[[Function], Function]:
    """Declare that a test measures a sentence.

    ::

        @claim("sleep.adds-up", says="Two sleeps of 3 s take 6 s.", source="our wiki", program=nap_twice, contrast=nap_once)
        def test_two_sleeps_add_up(program):
            with assert_duration(approx=6):
                program(seconds(3))

    The test takes ``program`` as an argument and is run twice, with `program` and with `contrast` in its place. It states the
    sentence as assertions; the contrast must get the opposite verdict, or the claim is *broken*.

    Args:
        id: lower-case words joined by dots and hyphens, ``subject.sentence-in-short``.
        says: the sentence, true to its author, wrong or right.
        source: where it was read.
        program: what the sentence is about; ordinary Python.
        contrast: the mistake beside the right way or, for a false sentence, the case that makes people believe it.
        needs: where the claim can be judged: ``needs=cpus >= 2``.
        refuted_where: where the sentence is known to be false: ``everywhere``, ``start_method == "fork"``.
        truth: the id of the claim that states what is true instead.
        alone: nothing else may run beside it, because it measures the use of the CPUs.
        revision: 2 once the sentence has been worded anew, and so on: documents that cite an earlier one are told.

    Raises:
        ClaimError: an argument is of the wrong kind. Ids, contrasts and truths are checked when tests are collected.
    """
    __tracebackhide__ = True
    if not isinstance(id, str):
        raise ClaimError(f"@claim takes an id first, such as 'thread.join-after-loop', not {id!r}.")
    for name, text in {"says": says, "source": source}.items():
        if not isinstance(text, str) or not text.strip():
            raise ClaimError(f"claim {id!r}: {name}= must be a sentence, not {text!r}.")
    for name, program_ in {"program": program, "contrast": contrast}.items():
        if not callable(program_) and not (name == "contrast" and program_ is None):
            raise ClaimError(f"claim {id!r}: {name}= must be a function, not {program_!r}.{_called(program_)}")
    for name, condition in {"needs": needs, "refuted_where": refuted_where}.items():
        if not isinstance(condition, Condition):
            raise ClaimError(
                f"claim {id!r}: {name}= must be a condition, such as cpus >= 2 or start_method == 'fork', not {condition!r}."
            )
    if not isinstance(alone, bool):
        raise ClaimError(f"claim {id!r}: alone= must be True or False, not {alone!r}.")
    if truth is not None and not isinstance(truth, str):
        raise ClaimError(f"claim {id!r}: truth= must be the id of another claim, not {truth!r}.")
    if type(revision) is not int or revision < 1:
        raise ClaimError(f"claim {id!r}: revision= must be a whole number, 1 or more, not {revision!r}.")
    record = Claim(id, says, source, program, contrast, needs, refuted_where, truth, alone, revision)

    def attach(function: Function) -> Function:
        __tracebackhide__ = True
        if not callable(function) or isinstance(function, type):
            kind = "a class: write it above each of its tests" if isinstance(function, type) else repr(function)
            raise ClaimError(f"claim {id!r}: it stands above a test function, not above {kind}.")
        other = claim_of(function)
        if other is not None:
            raise ClaimError(f"claim {id!r}: its test measures {other.id!r} already. Write one test for each sentence.")
        setattr(function, _ATTRIBUTE, record)
        return function

    return attach


def _called(given: object) -> str:
    return " Leave out the parentheses: program=nap, not program=nap()." if given is None else ""


def claim_of(function: object) -> Claim | None:
    """The claim that a test measures, or None."""
    record = getattr(function, _ATTRIBUTE, None)
    return record if isinstance(record, Claim) else None
