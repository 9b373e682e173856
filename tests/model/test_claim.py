"""The record that @claim attaches to a test."""

import dataclasses

import pytest

from pytest_claims import ClaimError, claim, cpus, everywhere, nowhere
from pytest_claims.model.claim import ID_PATTERN, Claim, claim_of


def program():
    pass


def contrast():
    pass


CALLED = "Leave out the parentheses: program=nap, not program=nap()."


def declare(id="thread.join-after-loop", **changes):
    words = {"says": "Threads overlap.", "source": "notes 2.1", "program": program} | changes
    return claim(id, **words)


def test_a_claim_is_attached_to_the_test_itself():
    def test():
        pass

    assert declare()(test) is test
    assert claim_of(test).id == "thread.join-after-loop"


def test_one_test_measures_one_sentence():
    test = declare("thread.first")(lambda program: None)
    with pytest.raises(ClaimError) as refused:
        declare("thread.second")(test)
    assert str(refused.value) == (
        "claim 'thread.second': its test measures 'thread.first' already. Write one test for each sentence."
    )
    assert claim_of(test).id == "thread.first"


def test_a_claim_keeps_what_was_said():
    record = claim_of(
        claim(
            "thread.join-after-loop",
            says="Threads overlap.",
            source="notes 2.1",
            program=program,
            contrast=contrast,
            needs=(needs := cpus >= 2),
            refuted_where=everywhere,
            truth="thread.other",
            alone=True,
        )(lambda program: None)
    )
    assert record == Claim(
        "thread.join-after-loop",
        "Threads overlap.",
        "notes 2.1",
        program,
        contrast,
        needs,
        everywhere,
        "thread.other",
        True,
    )


def test_a_claim_can_be_judged_everywhere_and_is_refuted_nowhere_unless_it_says_so():
    record = claim_of(declare()(lambda program: None))
    assert (record.contrast, record.needs, record.refuted_where, record.truth, record.alone) == (
        None,
        everywhere,
        nowhere,
        None,
        False,
    )


def test_the_subject_is_the_first_word_of_the_id():
    assert claim_of(declare("pool.chunks.of-one")(lambda program: None)).subject == "pool"


def test_a_claim_cannot_be_changed():
    record = claim_of(declare()(lambda program: None))
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.says = "Threads take turns."


@pytest.mark.parametrize("test", [lambda: None, None, 3])
def test_what_was_not_declared_is_no_claim(test):
    assert claim_of(test) is None


def test_an_attribute_of_the_same_name_is_no_claim():
    def test():
        pass

    test.pytest_claim = "mine"
    assert claim_of(test) is None


def test_any_callable_may_be_the_program():
    assert claim_of(declare(program=dict)(lambda program: None)).program is dict


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": program}, "@claim takes an id first, such as 'thread.join-after-loop', not program."),
        ({"id": None}, "@claim takes an id first, such as 'thread.join-after-loop', not None."),
        ({"says": ""}, "claim 'thread.join-after-loop': says= must be a sentence, not ''."),
        ({"says": " \n"}, "claim 'thread.join-after-loop': says= must be a sentence, not ' \\n'."),
        ({"says": 3}, "claim 'thread.join-after-loop': says= must be a sentence, not 3."),
        ({"source": None}, "claim 'thread.join-after-loop': source= must be a sentence, not None."),
        ({"program": None}, f"claim 'thread.join-after-loop': program= must be a function, not None. {CALLED}"),
        ({"program": "sleep"}, "claim 'thread.join-after-loop': program= must be a function, not 'sleep'."),
        ({"contrast": "sleep"}, "claim 'thread.join-after-loop': contrast= must be a function, not 'sleep'."),
        (
            {"needs": True},
            "claim 'thread.join-after-loop': needs= must be a condition, "
            "such as cpus >= 2 or start_method == 'fork', not True.",
        ),
        (
            {"needs": cpus},
            "claim 'thread.join-after-loop': needs= must be a condition, "
            "such as cpus >= 2 or start_method == 'fork', not cpus.",
        ),
        (
            {"refuted_where": "everywhere"},
            "claim 'thread.join-after-loop': refuted_where= must be a condition, "
            "such as cpus >= 2 or start_method == 'fork', not 'everywhere'.",
        ),
        ({"alone": "yes"}, "claim 'thread.join-after-loop': alone= must be True or False, not 'yes'."),
        ({"alone": None}, "claim 'thread.join-after-loop': alone= must be True or False, not None."),
        ({"truth": program}, "claim 'thread.join-after-loop': truth= must be the id of another claim, not program."),
    ],
)
def test_an_argument_of_the_wrong_kind_is_refused(changes, message):
    with pytest.raises(ClaimError) as refused:
        declare(**changes)
    assert str(refused.value) == message


@pytest.mark.parametrize("id", ["thread.join-after-loop", "a.b", "gil2.cpu-3-times.x", "pool.3-workers"])
def test_words_joined_by_dots_and_hyphens_are_an_id(id):
    assert ID_PATTERN.fullmatch(id)


@pytest.mark.parametrize(
    "id",
    ["", "thread", "thread.", ".join", "Thread.join", "thread.join_after", "2.join", "thread..join", "a.-b", "a.b-", "a.b c"],
)
def test_anything_else_is_no_id(id):
    assert not ID_PATTERN.fullmatch(id)


@pytest.mark.parametrize(
    ("write", "problem"),
    [
        (lambda: claim(program), "claim(program): missing a required argument: 'says'."),
        (lambda: claim("a.b", "It is so."), "claim('a.b', 'It is so.'): too many positional arguments."),
        (lambda: claim(), "claim(): missing a required argument: 'id'."),
        (lambda: claim("a.b", say="It."), "claim('a.b', say='It.'): missing a required argument: 'says'."),
    ],
    ids=["without parentheses", "without a name", "without anything", "by another name"],
)
def test_a_declaration_that_does_not_fit_says_how_to_write_one(write, problem):
    with pytest.raises(ClaimError) as refused:
        write()
    usage = "@claim('thread.join-after-loop', says='...', source='...', program=..., contrast=...) above a test"
    assert str(refused.value) == f"{problem} Write {usage}."


def test_a_claim_stands_above_a_function():
    with pytest.raises(ClaimError, match=r"it stands above a test function, not above 3\.$"):
        declare()(3)
    with pytest.raises(ClaimError, match=r"not above a class: write it above each of its tests\.$"):
        declare()(type("TestIt", (), {}))
