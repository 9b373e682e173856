"""What users get wrong about arguments is said in one message that tells how to write it."""

import inspect

import pytest

import pytest_claims
from pytest_claims import (
    ClaimError,
    Timeline,
    assert_ends,
    assert_growth,
    assert_hangs,
    fresh_interpreter,
    script,
)

#: Of these Python itself says what does not fit: they travel to children, and load nothing that could say it better.
BY_PYTHON = {"SlowToAdd", "SlowToPickle", "collect_garbage"}
#: Records that the plugin makes, and exceptions.
NOT_CALLED = {"Broken", "Claim", "ClaimError", "Finished", "Growth", "Inconclusive", "LoopMessage", "Span", "Verdict"}
FUNCTIONS = {
    name: value
    for name in pytest_claims.__all__
    if callable(value := getattr(pytest_claims, name))
    and name not in NOT_CALLED | BY_PYTHON
    and (inspect.isclass(value) or inspect.isfunction(value))
}
METHODS = {name: getattr(Timeline, name) for name in ("span", "mark", "watch")}


@pytest.fixture
def timeline():
    with Timeline() as timeline:
        yield timeline


def test_what_is_called_is_known():
    assert {"assert_duration", "Timeline", "worker_counts"} <= FUNCTIONS.keys()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_argument_that_is_unknown_is_refused_and_the_message_shows_a_call(name):
    if name == "script":
        pytest.skip("each name is that of a module")
    with pytest.raises(ClaimError, match=rf"^{name}\(.*Write ") as refused:
        FUNCTIONS[name](nonsense=1)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "name", sorted(FUNCTIONS.keys() - {"assert_ends", "assert_hangs", "assert_loop_said", "fresh_interpreter"})
)
def test_too_many_arguments_are_refused(name):
    with pytest.raises(ClaimError, match=name):
        FUNCTIONS[name](*range(9))


@pytest.mark.parametrize("name", METHODS)
def test_methods_of_a_timeline_say_how_they_are_called(timeline, name):
    for arguments in ((), range(9)):
        with pytest.raises(ClaimError, match=rf"^Timeline\.{name}\(.*Write (with )?timeline\.{name}\("):
            getattr(timeline, name)(*arguments)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda line: Timeline(3), "Timeline(3): too many positional arguments. Write with Timeline() as timeline:."),
        (lambda line: line.span(3), "Timeline.span(3): a label is a text."),
        (lambda line: line.mark(3), "Timeline.mark(3): a label is a text."),
        (lambda line: line.watch(3), "Timeline.watch(3): give the function itself, without calling it."),
        (lambda line: line.watch(print, 3), "Timeline.watch(3): a label is a text."),
        (lambda line: assert_ends(print, within=1, in_thread=3), "assert_ends(in_thread=3): write True or False."),
        (lambda line: assert_hangs(print, and_exit=3), "assert_hangs(and_exit=3): write True or False."),
        (lambda line: fresh_interpreter(script(""), tty=3), "fresh_interpreter(tty=3): write True or False."),
        (lambda line: fresh_interpreter(script(""), one_cpu=3), "fresh_interpreter(one_cpu=3): write True or False."),
        (
            lambda line: fresh_interpreter(script(""), env="A=1"),
            "fresh_interpreter(env='A=1'): write names and values as texts: {'PYTHONHASHSEED': '0'}.",
        ),
        (
            lambda line: fresh_interpreter(script(""), env={"A": 1}),
            "fresh_interpreter(env={'A': 1}): write names and values as texts: {'PYTHONHASHSEED': '0'}.",
        ),
        (
            lambda line: fresh_interpreter(script(""), flags=3),
            'fresh_interpreter(flags=3): write a list of words, such as ["-X", "dev"].',
        ),
        (
            lambda line: fresh_interpreter(script(""), send=-1),
            "fresh_interpreter(send=-1): write a signal, such as signal.SIGINT.",
        ),
        (
            lambda line: assert_growth(print, at_most=[1]),
            "assert_growth(at_most=[1]): write one of 'constant', 'linear', 'n log n', 'linearithmic', 'quadratic', 'cubic'.",
        ),
    ],
)
def test_an_argument_of_the_wrong_kind_is_refused(timeline, call, message):
    with pytest.raises(ClaimError) as refused:
        call(timeline)
    assert str(refused.value) == message
