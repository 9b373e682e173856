"""What there is to draw of a slope."""

import pytest
from made_reports import a_part
from made_reports import a_reading as any_reading

from pytest_claims.render.charts.slope import MARGIN, MOST_RIVALS, PlotLine, Point, plots


def a_reading(slope=10.0, **more):
    return any_reading(slope, **{"rivals": {"one by one": 100}, "error": 0.2, **more})


def measured(*readings, runs=((0.01, [0.13]), (0.02, [0.23])), verdict="holds"):
    part = a_part(verdict)
    ran = [{"unit": unit, "elapsed": elapsed, "verdict": "holds"} for unit, elapsed in runs]
    part["examples"][0].update(readings=list(readings), runs=ran)
    return part


def plotted(program, contrast=None):
    return plots({"program": program, "contrast": contrast})


def test_without_durations_there_is_no_plot():
    assert plotted(None) == []
    assert plotted(measured(runs=((0.01, []),))) == []


def test_samples_of_both_and_the_lines_of_fit_claim_and_rival_are_there():
    contrast = measured(a_reading(20.0), runs=((0.01, [0.25]), (0.03, [0.65])), verdict="refuted")
    (plot,) = plotted(measured(a_reading()), contrast)
    assert plot.points == (
        Point("program", 0.01, 0.13),
        Point("program", 0.02, 0.23),
        Point("contrast", 0.01, 0.25),
        Point("contrast", 0.03, 0.65),
    )
    assert [(line.kind, line.text, line.slope) for line in plot.lines] == [
        ("claim", "claimed: 10 s", 10),
        ("rival", "if one by one: 100 s", 100),
        ("program", "program: 10 s, give or take 0.2", 10.0),
        ("contrast", "contrast: 20 s, give or take 0.2", 20.0),
    ]
    assert (plot.right, plot.top) == pytest.approx((MARGIN * 0.03, MARGIN * 0.65))


def test_the_theories_are_given_the_programs_start_up():
    (plot,) = plotted(measured(a_reading()), measured(a_reading(20.0)))
    assert [line.overhead for line in plot.lines] == pytest.approx([0.03, 0.03, 0.03, -0.17])


def test_the_start_up_that_the_judge_read_is_believed():
    (plot,) = plotted(measured(a_reading(overhead=0.05)))
    assert {line.overhead for line in plot.lines} == {0.05}


def test_runs_that_another_assertion_failed_are_not_drawn():
    part = measured(a_reading())
    part["examples"][0]["runs"][0]["verdict"] = "refuted"
    assert [point.unit for point in plotted(part)[0].points] == [0.02]


@pytest.mark.parametrize(
    ("band", "said"),
    [
        ([5, None], ["claimed: at least 5 s"]),
        ([0, 7], ["claimed: at most 7 s"]),
        ([None, 7], ["claimed: at most 7 s"]),
        ([2, 7], ["claimed: at least 2 s", "claimed: at most 7 s"]),
    ],
)
def test_a_bound_is_drawn_where_no_figure_is_claimed(band, said):
    (plot,) = plotted(measured(a_reading(approx=None, band=band)))
    assert [line.text for line in plot.lines if line.kind == "claim"] == said


def test_a_slope_that_was_not_read_has_no_line():
    (plot,) = plotted(measured(a_reading(None)))
    assert [line.kind for line in plot.lines] == ["claim", "rival"]


def test_each_duration_has_a_plot_of_its_own():
    found = plotted(measured(a_reading(), a_reading(), runs=((0.01, [0.1, 0.5]),)))
    assert [plot.points[0].elapsed for plot in found] == [0.1, 0.5]


def test_a_few_rivals_are_enough():
    rivals = {str(number): number for number in range(1, 20)}
    (plot,) = plotted(measured(a_reading(rivals=rivals)))
    assert sum(line.kind == "rival" for line in plot.lines) == MOST_RIVALS


@pytest.mark.parametrize(
    ("overhead", "slope", "ends"),
    [
        (0.0, 1.0, ((0, 0), (10, 10))),
        (0.0, 4.0, ((0, 0), (5, 20))),
        (-2.0, 1.0, ((2, 0), (10, 8))),
        (5.0, 0.0, ((0, 5), (10, 5))),
        (5.0, -1.0, ((0, 5), (5, 0))),
        (30.0, 0.0, None),
        (30.0, 1.0, None),
        (-30.0, 1.0, None),
    ],
)
def test_a_line_ends_where_the_plot_does(overhead, slope, ends):
    assert PlotLine("rival", "", overhead, slope).within(10, 20) == ends
