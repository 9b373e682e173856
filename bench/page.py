"""How long the page of 20 environments and 500 claims takes to be made, to load in Chromium, and to be filtered.

python bench/page.py [FILE...]     the reports to make it from (default: evidence/)

Claims and environments are multiplied until there are enough. The goal: loading and filtering without a visible pause, which is
100 ms from a key to the next picture.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from time import perf_counter

from pytest_claims.render.html.page import page
from pytest_claims.report.form import ClaimEntry, EnvironmentEntry, Report
from pytest_claims.report.merge import Evidence, Merging

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import chromium, missing, resize  # noqa: E402 (the tests' browser, found beside them)

ENVIRONMENTS, CLAIMS, GOAL = 20, 500, 100

#: Types into the filter; for each text, the milliseconds until the next picture.
TYPING = """
const [texts, done] = arguments;
const find = document.getElementById("find");
const next = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
(async () => {
  const took = [];
  for (const text of texts) {
    await next();
    const started = performance.now();
    find.value = text;
    find.dispatchEvent(new Event("input"));
    await next();
    took.push(performance.now() - started);
  }
  done(took);
})();
"""
TEXTS = ["j", "jo", "joi", "join", "joi", "", "thread", "", "nothing like it", "", "a", ""]
LOADING = """
const [loaded] = performance.getEntriesByType("navigation");
const [painted] = performance.getEntriesByName("first-contentful-paint");
return [painted.startTime, loaded.loadEventEnd, document.querySelectorAll("*").length];
"""


def many(paths: list[Path]) -> Merging:
    """The reports, as many times and under as many names as it takes."""
    reports: list[Report] = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    merging = Merging(Evidence.SHOWN)
    for number in range(ENVIRONMENTS):
        report = reports[number % len(reports)]
        python = f"3.{11 + number // len(reports)}.{number % len(reports)}"
        environment: EnvironmentEntry = {**report["environment"], "python": python}
        copies: Iterator[ClaimEntry] = ({**one, "id": f"{one['id']}-{copy}"} for copy in count() for one in report["claims"])
        claims = sorted(islice(copies, CLAIMS), key=lambda one: one["id"])
        merging.add({**report, "environment": environment, "claims": claims})
    return merging


def main() -> None:
    """Make the page, look at it, and print what it took."""
    reason = missing()
    if reason:
        sys.exit(f"bench/page.py: {reason}")
    merging = many([Path(name) for name in sys.argv[1:]] or sorted((ROOT / "evidence").glob("*.json")))
    started = perf_counter()
    text = page(merging.result())
    made = perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(text, encoding="utf-8")
        browser = chromium(Path(folder) / "profile")
        try:
            resize(browser, 1280)
            browser.get(path.as_uri())
            painted, loaded, elements = browser.execute_script(LOADING)
            took = browser.execute_async_script(TYPING, TEXTS)
        finally:
            browser.quit()
    print(f"{ENVIRONMENTS} environments x {CLAIMS} claims: {len(text) / 1e6:.1f} MB, {elements} elements, made in {made:.2f} s")
    print(f"loading: first paint after {painted:.0f} ms, all of it after {loaded:.0f} ms")
    worst = max(took)
    print(f"filtering: {sorted(took)[len(took) // 2]:.0f} ms from a key to the next picture, {worst:.0f} ms at worst")
    print(f"goal: at most {GOAL} ms; {'reached' if worst <= GOAL else 'MISSED'}")


if __name__ == "__main__":
    main()
