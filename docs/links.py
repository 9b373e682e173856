"""Check the links of a built site: whatever leads to the site itself leads somewhere, to an element where it names one.

python docs/links.py build/site     exit status 1 if a link leads nowhere

Addresses of other sites are not looked at: they change without anybody's fault here.
"""

import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The links of a page, and the ids that links can lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note them."""
        found = dict(attrs)
        self.ids |= {value for name in ("id", "name") if (value := found.get(name))}
        self.links += [value for name in ("href", "src") if (value := found.get(name)) is not None]


@cache
def page(path: Path) -> Page:
    """The page in a file."""
    return Page(path.read_text(encoding="utf-8"))


def broken(site: Path) -> Iterator[str]:
    """The links that lead nowhere, with their page."""
    for file in sorted(site.rglob("*.html")):
        for link in dict.fromkeys(page(file).links):
            problem = _problem(file, link, site)
            if problem:
                yield f"{file.relative_to(site)}: {link}: {problem}"


def _problem(file: Path, link: str, site: Path) -> str:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return ""
    target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
    if target.is_dir():
        target /= "index.html"
    if not target.is_relative_to(site.resolve()) and target != file:
        return "leads out of the site"
    if not target.exists():
        return "no such file"
    fragment = unquote(parts.fragment)
    if fragment and target.suffix == ".html" and fragment not in page(target).ids:
        return "no such place on that page"
    return ""


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1], "index.html").exists():
        sys.exit(__doc__)
    found = list(broken(Path(sys.argv[1]).resolve()))
    print(*found, sep="\n") if found else print("every link leads somewhere")
    sys.exit(1 if found else 0)
