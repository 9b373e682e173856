"""Renew docs/method.md: python -m docs.method [measure].

Without a word the pictures and the table are drawn again from docs/method/samples.json. With ``measure`` new samples are taken,
which keeps the machine busy for about a minute.
"""

import json
import re
import sys
from pathlib import Path

from docs.method.draw import draw_power, draw_slopes, draw_stopwatch, table
from docs.method.power import curves

HERE = Path(__file__).parent
SAMPLES, PAGE = HERE / "samples.json", HERE.parent / "method.md"
TABLE = re.compile(r"(<!-- table of: docs/method/samples.json -->\n).*?(<!-- end -->)", re.DOTALL)


def renewed(page: str, measured: dict) -> str:
    """The page with its table made again from the samples."""
    where = f"Taken on {measured['environment']}; loaded means {measured['hogs']} CPU-bound loops a core.\n\n"
    return TABLE.sub(lambda found: found[1] + where + table(measured) + found[2], page)


def main() -> None:
    """Renew the samples if that is asked for, then the pictures and the page."""
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
