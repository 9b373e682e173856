"""The pictures of docs/method.md, from samples and curves."""

from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from docs.method.page import COLOURS, samples_of
from docs.method.power import FACTORS, LEVELS
from pytest_claims.judge.line import fit

MARKS = {"idle": "o", "loaded": "^"}
OUTCOMES = {"right": ("#2a7f62", "-"), "open": ("#8a8f98", "--"), "wrong": ("#c8553d", ":")}

# The same picture from the same samples: no dates, no random ids.
mpl.rcParams.update({"svg.hashsalt": "pytest-claims", "svg.fonttype": "none", "font.size": 9, "axes.spines.top": False})
mpl.rcParams.update({"axes.spines.right": False, "legend.frameon": False, "figure.constrained_layout.use": True})


def draw_slopes(measured: dict, file: Path) -> None:
    """Elapsed time against the unit, idle and loaded, with the line of each and that of the rival."""
    figure, axes = plt.subplots(1, len(measured["programs"]), figsize=(11, 3.6))
    for axis, (title, taken) in zip(axes, measured["programs"].items(), strict=True):
        top = max(unit for unit, *_ in taken["idle"]["samples"])
        axis.plot([0, top], [0, taken["rival"] * top], color="#8a8f98", linestyle=":", label=f"the rival's {taken['rival']} s")
        for condition, colour in COLOURS.items():
            samples = samples_of(taken, condition)
            line = fit(samples, taken[condition]["delay"])
            axis.plot(
                [sample.unit for sample in samples],
                [sample.elapsed for sample in samples],
                MARKS[condition],
                color=colour,
                alpha=0.5,
                markersize=4,
                label=f"{condition}: {line.slope:.2f} s, give or take {line.error:.2g}",
            )
            axis.plot([0, top], [line.overhead, line.overhead + line.slope * top], color=colour)
        axis.set(title=_wrapped(title), xlabel="real seconds per claim second", ylim=(0, None), xlim=(0, top * 1.05))
        axis.set_ylim(0, max(elapsed for _, elapsed, _ in taken["loaded"]["samples"]) * 1.3)
        axis.legend(loc="upper left", fontsize=8)
    axes[0].set_ylabel("real seconds elapsed")
    _save(figure, file)


def draw_stopwatch(measured: dict, file: Path) -> None:
    """What one run says, divided by its unit: the sentence's seconds, if start-up and noise were nothing."""
    figure, axes = plt.subplots(1, len(measured["programs"]), figsize=(11, 3.2))
    for axis, (title, taken) in zip(axes, measured["programs"].items(), strict=True):
        axis.axhspan(0.9, 1.1, color="#2a7f62", alpha=0.15, label="within 10 % of the claim")
        for condition, colour in COLOURS.items():
            samples = samples_of(taken, condition)
            ratios = [sample.elapsed / sample.unit / taken["claimed"] for sample in samples]
            axis.plot(
                [s.unit for s in samples], ratios, MARKS[condition], color=colour, alpha=0.5, markersize=4, label=condition
            )
        axis.set(title=_wrapped(title), xscale="log", yscale="log", xlabel="real seconds per claim second")
        axis.set_yticks([1, 2, 5, 10], ["1", "2", "5", "10"])
        axis.minorticks_off()
    axes[0].set_ylabel("one run / what is claimed")
    axes[0].legend(loc="upper right", fontsize=8)
    _save(figure, file)


def draw_power(curves: dict, file: Path) -> None:
    """The shares of right, open and wrong verdicts against the level of noise."""
    figure, axes = plt.subplots(len(FACTORS), len(curves), figsize=(11, 6), sharex=True, sharey=True)
    for column, (machine, programs) in zip(axes.T, curves.items(), strict=True):
        column[0].set_title(machine)
        for axis, (program, shares) in zip(column, programs.items(), strict=True):
            _draw_shares(axis, shares)
            if axis in axes[:, 0]:
                axis.set_ylabel(program)
        column[-1].set_xlabel("noise in ms")
    axes[0, 0].legend(loc="center left", fontsize=8)
    _save(figure, file)


def _draw_shares(axis: Axes, shares: list[dict[str, float]]) -> None:
    for outcome, (colour, style) in OUTCOMES.items():
        axis.plot([1000 * level for level in LEVELS], [one[outcome] for one in shares], style, color=colour, label=outcome)
    axis.set(xscale="log", ylim=(-0.03, 1.03))


def _wrapped(title: str) -> str:
    first, _, rest = title.partition(", ")
    return f"{first},\n{rest}"


def _save(figure: plt.Figure, file: Path) -> None:
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
