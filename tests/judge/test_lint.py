"""What can be wrong with a claim before it runs."""

import linecache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_claims import assert_duration, claim, cpus, start_method
from pytest_claims.judge.lint import asserts_are_counted, problem_of, unknown_truth
from pytest_claims.model.claim import claim_of


def nothing():
    pass


def asserting(program):
    assert program


def record(id="unit.three", **more):
    options = {"says": "It is three.", "source": "here", "program": nothing, "contrast": nothing, **more}
    return claim_of(claim(id, **options)(lambda program: None))


def problem(claim, test=asserting, takes=("program",)):
    return problem_of(claim, test, takes)


def test_a_sound_claim_has_no_problem():
    assert problem(record()) is None


@pytest.mark.parametrize("id", ["thread.join-after-loop", "a.b", "a1.b-2.c", "pool.map-3-workers"])
def test_well_formed_ids_pass(id):
    assert problem(record(id)) is None


@pytest.mark.parametrize(
    "id", ["", "thread", "Thread.join", "thread.", ".join", "a.b_c", "a.-b", "a.b-", "a..b", "1.b", "a.b\n", "a b.c"]
)
def test_ill_formed_ids_are_named(id):
    assert problem(record(id)) == (
        f"claim {id!r}: an id is lower-case words joined by dots and hyphens, such as 'thread.join-after-loop'."
    )


def test_a_claim_without_a_contrast_proves_nothing():
    assert problem(record(contrast=None)) == (
        "claim 'unit.three': contrast= is missing: give the program for which the verdict flips, the mistake beside the right "
        "way or, for a false sentence, the case that makes people believe it. A claim that cannot fail proves nothing."
    )


def test_a_claim_may_be_excused_from_a_contrast(monkeypatch):
    monkeypatch.setattr("pytest_claims.judge.lint.WITHOUT_CONTRAST", {"unit.three": "no program would flip it"})
    assert problem(record(contrast=None)) is None


def asserts_with_ours(program):
    with assert_duration(approx=1):
        pass


def asserts_that_it_raises(program):
    with pytest.raises(ZeroDivisionError):
        program()


@given(number=st.integers())
def asserts_under_given(program, number):
    assert program(number)


@given(number=st.integers())
def silent_under_given(program, number):
    program(number)


def silent(program):
    print(len(program()))


@pytest.mark.parametrize("test", [asserting, asserts_with_ours, asserts_that_it_raises, asserts_under_given])
def test_a_test_that_asserts_passes(test):
    assert problem(record(), test) is None


@pytest.mark.parametrize("test", [silent, silent_under_given])
def test_a_test_that_asserts_nothing_is_named(test):
    assert problem(record(), test) == (
        "claim 'unit.three': its test asserts nothing: state the sentence with assert, assert_duration or another assertion."
    )


def test_a_test_whose_source_is_not_to_be_had_is_given_the_benefit_of_the_doubt():
    names = {}
    exec("def silent(program): program()", names)
    assert problem(record(), names["silent"]) is None


def test_a_test_must_take_the_program():
    def asserting_without(processes):
        assert processes

    assert problem(record(), asserting_without, takes=("processes",)) == (
        "claim 'unit.three': its test must take an argument named program: first it is the program, and then the contrast."
    )


@pytest.mark.parametrize("test", [asserting, asserts_under_given])
def test_a_test_that_takes_the_program_but_does_not_get_it_is_told_why(test):
    assert problem(record(), test, takes=()) == (
        "claim 'unit.three': its test takes program, but pytest does not give it: a method of a unittest.TestCase gets no "
        "arguments, and what given() varies is not the program. Write a function, or a class without a base, and leave program "
        "to pytest."
    )


@pytest.mark.parametrize(
    "condition",
    [
        start_method == "fork",
        ~(start_method == "fork"),
        (cpus >= 2) & (start_method == "fork"),
        (start_method == "fork") | (cpus >= 2),
    ],
)
@pytest.mark.parametrize("argument", ["needs", "refuted_where"])
def test_a_condition_on_the_start_method_needs_a_test_that_takes_processes(argument, condition):
    claim = record(**{argument: condition})
    assert problem(claim) == (
        "claim 'unit.three': a condition on the start method needs a test that takes processes, so that each is judged."
    )
    assert problem(claim, takes=("program", "processes")) is None


def test_other_conditions_do_not():
    assert problem(record(needs=cpus >= 2)) is None


def test_our_assertions_are_always_counted_and_plain_ones_where_pytest_compiled_them_for_it():
    assert asserts_are_counted(asserts_with_ours)
    # This file is compiled with the hook, by this project's settings.
    assert asserts_are_counted(asserting)
    assert asserts_are_counted(asserts_under_given)


def test_plain_assertions_that_pytest_did_not_compile_are_not_counted(tmp_path):
    path = tmp_path / "plain.py"
    path.write_text("def test(program):\n    assert program()\n")
    names = {}
    exec(compile(path.read_text(), path, "exec"), names)
    assert not asserts_are_counted(names["test"])


def test_a_truth_may_stand_in_another_folder_of_the_same_suite(suite):
    file = suite / "claims" / "one" / "test_one.py"
    assert unknown_truth(record(truth="two.b"), file) is None
    assert unknown_truth(record(), file) is None


def test_a_truth_that_no_claim_states_names_the_nearest(suite):
    file = suite / "claims" / "one" / "test_one.py"
    assert unknown_truth(record("one.a", truth="two.bb"), file) == (
        "claim 'one.a': truth='two.bb' names no other claim. Nearest: two.b, two.a, one.b."
    )
    assert "names no other claim" in unknown_truth(record(truth="other.a"), file)


def test_a_claim_is_not_its_own_truth(suite):
    assert "names no other claim" in unknown_truth(record("one.a", truth="one.a"), suite / "claims" / "one" / "test_one.py")


def defined_in(monkeypatch, file, function, source):
    """A test compiled from the text `function`; what Python finds under the name of its file is `source`."""
    namespace = {}
    exec(compile(function, file, "exec"), namespace)
    monkeypatch.setitem(linecache.cache, file, (len(source), None, source.splitlines(keepends=True), file))
    return namespace["judge"]


def test_an_assert_that_pytest_has_not_compiled_is_found_in_the_source(monkeypatch):
    source = "def judge(program):\n    assert program()\n"
    assert problem(record(), defined_in(monkeypatch, "<compiled>", source, source)) is None


def test_a_source_that_belongs_to_another_function_tells_nothing(monkeypatch):
    other = "def another(program):\n    print(program)\n"
    assert problem(record(), defined_in(monkeypatch, "<other>", "def judge(program):\n    program()\n", other)) is None
