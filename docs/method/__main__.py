"""Renew docs/method.md: python -m docs.method [measure].

Without a word the pictures and the table are drawn again from docs/method/samples.json. With ``measure`` new samples are taken,
which keeps the machine busy for about a minute.
"""

import json
import sys

from docs.method.draw import draw_power, draw_slopes, draw_stopwatch
from docs.method.page import HERE, PAGE, SAMPLES, renewed
from docs.method.power import curves


def main() -> None:
    """Renew the samples if that is asked for, then the pictures and the page."""
    if sys.argv[1:] not in ([], ["measure"]):
        sys.exit(__doc__)
    if sys.argv[1:] == ["measure"]:
        from docs.method.measure import measure

        SAMPLES.write_text(json.dumps(measure(), indent=1) + "\n", encoding="utf-8")
    measured = json.loads(SAMPLES.read_text(encoding="utf-8"))
    draw_slopes(measured, HERE / "slopes.svg")
    draw_stopwatch(measured, HERE / "stopwatch.svg")
    draw_power(curves(), HERE / "power.svg")
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), measured), encoding="utf-8")


if __name__ == "__main__":
    main()
