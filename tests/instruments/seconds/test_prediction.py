"""What a sentence predicts about a duration, and what its rivals do."""

from fractions import Fraction
from math import inf, nan

import pytest

from pytest_claims import ClaimError
from pytest_claims.instruments.seconds.prediction import Prediction, predict

CANNOT_FAIL = "cannot fail, since no duration is shorter: give a larger at_least="


def prediction(**arguments):
    return predict(**dict.fromkeys(("approx", "rel", "abs", "at_least", "at_most", "rivals")) | arguments)


@pytest.mark.parametrize(
    ("arguments", "band"),
    [
        ({"approx": 10}, (9, 11)),
        ({"approx": 10, "rel": 0.25}, (7.5, 12.5)),
        ({"approx": 10, "abs": 0.5}, (9.5, 10.5)),
        ({"approx": 10, "rel": 0.25, "abs": 0.5}, (7.5, 12.5)),
        ({"approx": 10, "rel": 0.25, "abs": 5}, (5, 15)),
        ({"approx": 10, "rel": 0, "abs": 5}, (5, 15)),
        ({"approx": 1, "abs": 2}, (-1, 3)),
        ({"approx": 0, "abs": 0.5}, (-0.5, 0.5)),
        ({"at_least": 10}, (10, inf)),
        ({"at_least": 10, "abs": 2}, (8, inf)),
        ({"at_most": 10}, (-inf, 10)),
        ({"at_most": 10, "rel": 0.5}, (-inf, 15)),
        ({"at_most": 0, "abs": 0.5}, (-inf, 0.5)),
        ({"at_least": 5, "at_most": 10}, (5, 10)),
        ({"at_least": 0.1, "at_most": 1}, (0.1, 1)),
        ({"at_least": 10, "at_most": 10, "rel": 0.1}, (9, 11)),
    ],
)
def test_a_prediction_is_a_band_of_durations(arguments, band):
    predicted = prediction(**arguments)
    assert (predicted.low, predicted.high) == pytest.approx(band)


@pytest.mark.parametrize(("duration", "fits"), [(8.9, False), (9, True), (10, True), (11, True), (11.1, False)])
def test_a_duration_in_the_band_is_as_predicted(duration, fits):
    assert (duration in prediction(approx=10)) is fits


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"at_least": 0}, f"assert_duration(at_least=0) {CANNOT_FAIL}."),
        (
            {"at_least": 1, "abs": 2},
            f"assert_duration(at_least=1), give or take 2 s, {CANNOT_FAIL}, or a smaller rel= or abs=.",
        ),
        (
            {"at_least": 1, "rel": 1},
            f"assert_duration(at_least=1), give or take 1 s, {CANNOT_FAIL}, or a smaller rel= or abs=.",
        ),
        (
            {"at_least": 1, "at_most": 9, "abs": 1},
            f"assert_duration(at_least=1), give or take 1 s, {CANNOT_FAIL}, or a smaller rel= or abs=.",
        ),
    ],
)
def test_a_bound_that_nothing_could_miss_is_refused(arguments, message):
    with pytest.raises(ClaimError) as refused:
        prediction(**arguments)
    assert str(refused.value) == message


def test_a_measurement_must_resolve_the_tolerance():
    assert prediction(approx=10).resolution == 1
    assert prediction(at_least=5, at_most=10, abs=0.25).resolution == 0.25
    # A bound without a tolerance is met or missed; how finely to look is another matter.
    assert prediction(at_most=10).resolution == 1


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"approx": 10}, "10 s, give or take 1"),
        ({"approx": 0.125, "abs": 0.5}, "0.125 s, give or take 0.5"),
        ({"at_least": 10}, "at least 10 s"),
        ({"at_most": 10, "abs": 3}, "at most 13 s"),
        ({"at_least": 5, "at_most": 10}, "at least 5 s and at most 10 s"),
        ({"at_least": 0, "at_most": 10}, "at least 0 s and at most 10 s"),
        ({"at_most": 10, "rivals": {"late": 11.5 + 1}}, "at most 10 s"),
    ],
)
def test_a_prediction_reads_as_it_was_written(arguments, text):
    assert str(prediction(**arguments)) == text


@pytest.mark.parametrize(
    ("duration", "rival"),
    [
        (10, None),
        (98, "one after another"),
        (109, "one after another"),
        (111, None),
        (44, "half"),
        (46, "half"),
        (70, None),
    ],
)
def test_a_duration_fits_the_rival_that_comes_near(duration, rival):
    assert prediction(approx=10, rivals={"one after another": 100, "half": 45}).fits(duration) == rival


def test_the_nearest_of_two_rivals_fits():
    assert prediction(approx=1, rivals={"two": 20, "three": 21}).fits(20.6) == "three"


def test_without_rivals_nothing_fits():
    assert prediction(approx=10).fits(100) is None


def test_a_rival_of_no_time_at_all_may_be_off_by_the_tolerance():
    predicted = prediction(approx=10, rivals={"does not wait": 0})
    assert predicted.fits(0.9) == "does not wait"
    assert predicted.fits(1.1) is None


def test_the_rivals_are_a_copy():
    rivals = {"one after another": 100}
    predicted = prediction(approx=10, rivals=rivals)
    rivals.clear()
    assert predicted.rivals == {"one after another": 100}


def test_a_prediction_without_rivals_has_none():
    assert prediction(approx=10) == Prediction(10, 9, 11, 1, {})


@pytest.mark.parametrize("name", ["approx", "rel", "abs", "at_least", "at_most"])
@pytest.mark.parametrize("value", [-1, -0.001, nan, inf, True, False, "10", 1j, Fraction(1, 2), [1]], ids=repr)
def test_what_is_no_duration_is_refused(name, value):
    with pytest.raises(ClaimError) as refused:
        prediction(**{"approx": 10, name: value})
    assert str(refused.value) == f"assert_duration({name}={value!r}): write a finite number that is not negative."


@pytest.mark.parametrize("value", [-1, nan, inf, True, "100", None], ids=repr)
def test_a_rival_that_predicts_no_duration_is_refused(value):
    with pytest.raises(ClaimError) as refused:
        prediction(approx=10, rivals={"late": value})
    assert str(refused.value) == f"assert_duration: the rival 'late' must predict a number of seconds, not {value!r}."


@pytest.mark.parametrize("arguments", [{}, {"rel": 0.1}, {"abs": 1}, {"rivals": {"late": 100}}])
def test_a_prediction_of_nothing_is_refused(arguments):
    with pytest.raises(ClaimError) as refused:
        prediction(**arguments)
    assert str(refused.value) == "assert_duration predicts nothing: give approx=, at_least= or at_most=."


@pytest.mark.parametrize("bounds", [{"at_least": 9}, {"at_most": 11}, {"at_least": 9, "at_most": 11}])
def test_approx_beside_bounds_is_refused(bounds):
    with pytest.raises(ClaimError) as refused:
        prediction(approx=10, **bounds)
    assert (
        str(refused.value)
        == "assert_duration: approx= already bounds the duration on both sides; leave out at_least= and at_most=."
    )


def test_bounds_the_wrong_way_round_are_refused():
    with pytest.raises(ClaimError) as refused:
        prediction(at_least=11, at_most=10)
    assert str(refused.value) == "assert_duration: at_least=11 is more than at_most=10."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            {"approx": 10, "rivals": {"late": 12}},
            "the rival 'late' (12 s) is too close to the prediction (10 s, give or take 1)",
        ),
        (
            {"approx": 10, "rivals": {"early": 8}},
            "the rival 'early' (8 s) is too close to the prediction (10 s, give or take 1)",
        ),
        (
            {"approx": 10, "rivals": {"same": 10}},
            "the rival 'same' (10 s) is too close to the prediction (10 s, give or take 1)",
        ),
        (
            {"approx": 10, "abs": 4, "rivals": {"far": 30, "late": 17.5}},
            "the rival 'late' (17.5 s) is too close to the prediction (10 s, give or take 4)",
        ),
        (
            {"at_least": 10, "rivals": {"late": 100}},
            "the rival 'late' (100 s) is too close to the prediction (10 s, give or take 1)",
        ),
        (
            {"at_most": 10, "rivals": {"early": 1}},
            "the rival 'early' (1 s) is too close to the prediction (10 s, give or take 1)",
        ),
    ],
)
def test_a_rival_that_cannot_be_told_apart_is_refused(arguments, said):
    with pytest.raises(ClaimError) as refused:
        prediction(**arguments)
    assert str(refused.value) == (
        f"{said} to be told apart: vary the numbers so that the two theories differ, "
        "assume() the examples in which they do, or give a smaller rel=."
    )


@pytest.mark.parametrize(
    "arguments",
    [
        {"approx": 10, "rivals": {"late": 12.1, "early": 7.9}},
        {"approx": 10, "rel": 0.01, "rivals": {"late": 10.3}},
        {"at_least": 10, "rivals": {"early": 5}},
        {"at_most": 10, "rivals": {"late": 20}},
    ],
)
def test_a_rival_beyond_another_tolerance_is_told_apart(arguments):
    assert prediction(**arguments).rivals == arguments["rivals"]
