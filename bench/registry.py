"""All figures, in the order of the table."""

from bench import empty_tests, importing, memory, noticed, stopwatch, suite, today
from bench.figure import Figure

MODULES = (suite, noticed, empty_tests, stopwatch, importing, memory, today)
FIGURES: dict[str, Figure] = {figure.name: figure for module in MODULES for figure in module.FIGURES}
