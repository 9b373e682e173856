"""How the cost of a call grows: made-up costs first, then real ones, then claims."""

import json
from math import log

import pytest

from pytest_claims import Broken, ClaimError, Inconclusive, assert_growth
from pytest_claims.instruments.cpu import costs
from pytest_claims.instruments.seconds.run import Run, running


@pytest.fixture
def made_up(monkeypatch):
    """Makes a call that costs what the function of n says."""
    spent = [0.0]
    monkeypatch.setattr(costs, "process_time", lambda: spent[0])
    monkeypatch.setattr(costs, "perf_counter", lambda: spent[0])
    monkeypatch.setattr(costs, "busy_seconds", lambda: spent[0])

    def call_that_costs(cost):
        def call(n):
            spent[0] += cost(n)

        return call

    return call_that_costs


def nlogn(n):
    return n * log(n) * 1e-6


def test_beside_others_what_grows_faster_than_predicted_may_only_have_lost_its_caches(made_up, monkeypatch):
    """Seen beside two busy loops: to look 524,288 lines up in a set, which is linear."""
    seen = {32_768: 1.94e-3, 65_536: 3.44e-3, 131_072: 8.37e-3, 262_144: 22.1e-3, 524_288: 93.9e-3}
    call = made_up(seen.__getitem__)
    with pytest.raises(AssertionError, match=r"grows like n\*\*1\.74"):
        assert_growth(call, at_most="linear", sizes=list(seen))
    monkeypatch.setattr(costs, "busy_seconds", iter(range(0, 10**6, 1000)).__next__)
    with pytest.raises(Inconclusive):
        assert_growth(call, at_most="linear", sizes=list(seen))
    with pytest.raises(AssertionError):
        assert_growth(made_up(lambda n: 1e-12 * n**2), at_most="linear", sizes=list(seen))


@pytest.mark.parametrize(
    ("cost", "bounds"),
    [
        (lambda n: 0.002, {"at_most": "constant"}),
        (lambda n: 0.002, {"at_most": "cubic"}),
        (lambda n: n * 1e-6, {"at_most": "linear", "at_least": "linear"}),
        (nlogn, {"at_most": "linear"}),
        (nlogn, {"at_most": "n log n", "at_least": "linearithmic"}),
        (lambda n: n**2 * 1e-7, {"at_most": "quadratic", "at_least": "quadratic"}),
        (lambda n: n**3 * 1e-8, {"at_least": "cubic"}),
        (lambda n: 0.02 + n * 1e-6, {"at_most": "linear"}),
    ],
)
def test_what_grows_like_its_class_passes(made_up, cost, bounds):
    assert_growth(made_up(cost), **bounds)


@pytest.mark.parametrize(
    ("cost", "bounds", "message"),
    [
        (
            lambda n: n**2 * 1e-7,
            {"at_most": "linear"},
            r"grows like n\*\*2\.00 \(2\.00 to 2\.00\), not like n: n = 128: 1\.64 ms",
        ),
        (lambda n: n * 1e-6, {"at_most": "constant"}, r"grows like n\*\*1\.00 .*, not like a constant: n"),
        (lambda n: n**3 * 1e-8, {"at_most": "quadratic"}, r"grows like n\*\*3\.00 .*, not like n\*\*2: n"),
        (lambda n: n * 1e-6, {"at_least": "quadratic"}, r"grows like n\*\*1\.00 .*, not like n\*\*2: n"),
        (lambda n: n**2 * 1e-7, {"at_least": "cubic"}, r", not like n\*\*3: n"),
        (lambda n: 0.02, {"at_least": "n log n"}, r"grows like n\*\*0\.00 .*, not like n log n: n"),
        (lambda n: 0.004 + n**2 * 1e-8, {"at_most": "linear"}, r"not like n: "),
        (lambda n: 2**n * 1e-8, {"at_most": "cubic"}, r"not like n\*\*3: "),
    ],
)
def test_what_grows_otherwise_fails_and_says_how_it_grows(made_up, cost, bounds, message):
    with pytest.raises(AssertionError, match=message):
        assert_growth(made_up(cost), **bounds)


def test_what_lies_between_two_classes_tells_nothing(made_up):
    costs = dict(zip([1000, 2000, 4000], [0.001, 0.0028, 0.0081], strict=True))
    call = made_up(lambda n: costs[n] * next(noise))
    noise = iter([1, 1, 1] + [1.05] * 99)
    message = (
        r"grows like n\*\*1\.51 \(1\.35 to 1\.67\), too near to where the class ends, n\*\*1\.5, to tell: n = 1,000: 1 ms, "
    )
    with pytest.raises(Inconclusive, match=message):
        assert_growth(call, at_most="linear", sizes=[*costs])


def test_the_figures_are_returned_and_left_in_the_run(made_up):
    run = Run(0.01)
    with running(run):
        growth = assert_growth(made_up(lambda n: n * 1e-6), at_most="linear", sizes=[1000, 2000, 4000])
    assert growth.costs == {size: pytest.approx([size * 1e-6] * 5) for size in (1000, 2000, 4000)}
    assert run.figures == {"exponent": pytest.approx(1)}
    assert run.notes == {"seen": "n^1.00", "costs": "n = 1,000: 1 ms\nn = 2,000: 2 ms\nn = 4,000: 4 ms"}
    assert (run.assertions, run.scales) == (1, False)


def test_the_figures_of_a_failure_are_left_in_the_run_as_well(made_up):
    run = Run(0.01)
    with running(run), pytest.raises(AssertionError):
        assert_growth(made_up(lambda n: n * 1e-6), at_most="constant")
    assert (run.notes["seen"], run.assertions) == ("n^1.00", 1)


def test_an_exception_of_the_call_passes_through(made_up):
    with running(Run(0.01)) as run, pytest.raises(ZeroDivisionError):
        assert_growth(lambda n: 1 // 0, at_most="linear")
    assert (run.assertions, run.notes) == (0, {})


async def coroutine(n):
    return n


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, 'assert_growth predicts nothing: give at_most="linear", for example, or at_least=.'),
        ({"at_most": "O(n)"}, "assert_growth(at_most='O(n)'): write one of 'constant', 'linear', "),
        ({"at_least": 2}, "assert_growth(at_least=2): write one of 'constant', 'linear', "),
        ({"at_least": "constant"}, "assert_growth(at_least='constant'): nothing grows more slowly; "),
        ({"at_least": "cubic", "at_most": "linear"}, "assert_growth: at_least='cubic' is more than at_most='linear'."),
        ({"at_most": "linear", "call": 3}, "assert_growth(call=3): give an ordinary function of one argument."),
        ({"at_most": "linear", "call": coroutine}, "assert_growth(call=coroutine): give an ordinary function"),
        ({"at_most": "linear", "prepare": 3}, "assert_growth(prepare=3): give an ordinary function of one argument."),
        ({"at_most": "linear", "budget": -1}, "assert_growth(budget=-1): write a finite number of real seconds."),
        ({"at_most": "linear", "sizes": [1, 2]}, "assert_growth(sizes=[1, 2]): give a list of three or more whole numbers"),
        ({"at_most": "linear", "sizes": [1, 2, 3]}, "assert_growth(sizes=[1, 2, 3]): give a list"),
        ({"at_most": "linear", "sizes": [1, 2.0, 8]}, "assert_growth(sizes=[1, 2.0, 8]): give a list"),
        ({"at_most": "linear", "sizes": [0, 2, 8]}, "assert_growth(sizes=[0, 2, 8]): give a list"),
        ({"at_most": "linear", "sizes": [1, 8, 8]}, "assert_growth(sizes=[1, 8, 8]): give a list"),
        ({"at_most": "linear", "sizes": 8}, "assert_growth(sizes=8): give a list"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value[:40],
)
def test_bad_arguments_are_refused_before_anything_runs(arguments, message):
    def never(n):
        raise AssertionError("it ran")

    with pytest.raises(ClaimError) as refused:
        assert_growth(**{"call": never} | arguments)
    assert str(refused.value).startswith(message)


def pop_all(position):
    def pops(numbers):
        while numbers:
            numbers.pop(position)

    return pops


@pytest.mark.slow
def test_a_real_program_is_measured_and_its_contrast_told_from_it():
    def told(program):
        try:
            return assert_growth(program, prepare=lambda n: list(range(n)), at_most="linear").exponent.best < 1.5
        except AssertionError:
            return False

    try:
        assert (told(pop_all(-1)), told(pop_all(0))) == (True, False)
    except (Broken, Inconclusive) as error:  # a machine on which there is no telling
        pytest.skip(str(error))


CLAIMS = """
from pytest_claims import assert_growth, claim


def strip_by_index(text):
    words, begin = [], 0
    while (end := text.find(",", begin)) >= 0:
        words.append(text[begin:end])
        begin = end + 1
    return words


def strip_by_copy(text):
    words = []
    while "," in text:
        word, _, text = text.partition(",")
        words.append(word)
    return words


def say(id, program, contrast):
    says = "The cost of parsing grows linearly with the text."
    return claim(id, says=says, source="a report", program=program, contrast=contrast)


@say("parse.linear", strip_by_index, strip_by_copy)
def test_right(program):
    assert_growth(program, prepare=lambda n: "word," * n, at_most="linear")


@say("parse.quadratic", strip_by_copy, strip_by_index)
def test_wrong(program):
    assert_growth(program, prepare=lambda n: "word," * n, at_most="linear")


def test_plain():
    assert_growth(strip_by_index, prepare=lambda n: "word," * n, at_most="linear")
"""


@pytest.mark.slow
def test_a_claim_on_growth_is_judged_and_a_quadratic_bug_refuted(pytester):
    pytester.makepyfile(CLAIMS)
    result = pytester.runpytest_subprocess("-n", "0", "--claims-json", "out.json", "-p", "no:cacheprovider")
    report = json.loads((pytester.path / "out.json").read_text())
    verdicts = {claim["id"]: claim["verdict"] for claim in report["claims"]}
    assert verdicts["parse.linear"] in ("holds", "inconclusive"), result.stdout.str()
    assert verdicts["parse.quadratic"] in ("refuted", "inconclusive"), result.stdout.str()
    assert "2 failed" not in result.stdout.str()
    if verdicts["parse.quadratic"] == "refuted":
        result.stdout.fnmatch_lines(["*grows like n?*not like n: n = *"])
