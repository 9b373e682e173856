"""Make the pictures of the page that documents show.

python docs/screenshot.py [FILE...]     the reports to make it from (default: evidence/)

Writes into docs/pictures: the first screen, the table of all claims in light and in dark, a claim, and the table and a claim
on a phone. `chromium --screenshot` cannot: of any page that is scrolled by more than the height of its window it draws nothing.
"""

import sys
import tempfile
from pathlib import Path

from pytest_claims.render.html.page import page
from pytest_claims.report.merge import Evidence, merge

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import chromium, media, missing, resize  # noqa: E402 (the tests' browser, found beside them)

PICTURES = ROOT / "docs" / "pictures"
#: Name, width and height in pixels, colours, and where the page is opened: at its top without a fragment.
SHOTS = [
    ("page", 1280, 900, "light", ""),
    ("matrix-light", 1280, 900, "light", "matrix"),
    ("matrix-dark", 1280, 900, "dark", "matrix"),
    ("claim", 1280, 900, "light", "thread.join-after-loop"),
    ("phone-matrix", 360, 740, "light", "chapter-2"),
    ("phone", 360, 740, "dark", "thread.sleeps-overlap"),
]


def main() -> None:
    """Make the page, open it, and write what is seen."""
    reason = missing()
    if reason:
        sys.exit(f"docs/screenshot.py: {reason}")
    paths = [Path(name) for name in sys.argv[1:]] or sorted((ROOT / "evidence").glob("*.json"))
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page(merge(paths, Evidence.SHOWN)), encoding="utf-8")
        browser = chromium(Path(folder) / "profile")
        try:
            for name, width, height, colours, place in SHOTS:
                resize(browser, width, height, scale=2 if width < 500 else 1)
                media(browser, prefers_color_scheme=colours)
                browser.get("about:blank")
                browser.get(f"{path.as_uri()}{place and '#'}{place}")
                browser.save_screenshot(str(PICTURES / f"{name}.png"))
                print(PICTURES.relative_to(ROOT) / f"{name}.png")
        finally:
            browser.quit()


if __name__ == "__main__":
    main()
