"""Python source as HTML, its words marked by what they are; the page's style gives them their colours."""

from functools import lru_cache
from html import escape

from pytest_claims.report.text import visible

#: Characters of a source that is shown. The programs of claims are a few lines long; what is longer is hardly one of them.
LONGEST = 20_000


@lru_cache(maxsize=4096)
def highlighted(source: str) -> str:
    """`source` as HTML in which everything of its own is escaped."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    text = visible(source[:LONGEST])
    if len(source) > LONGEST:
        # A lexer may take very long over what was made to take long.
        return escape(f"{text}\n# {len(source) - LONGEST} characters more")
    return str(highlight(text, PythonLexer(), HtmlFormatter(nowrap=True))).rstrip()
