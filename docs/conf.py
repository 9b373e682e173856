"""The site: python -m sphinx -W -b html docs build/site."""

from importlib.metadata import version as version_of

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

project = "pytest-claims"
release = version = version_of("pytest-claims")
extensions = ["pytest_claims.sphinx", "myst_parser"]

# A page is read again when what it shows of a claim has changed in these reports.
claims_reports = ["../evidence/*.json"]
claims_register = "../claims/claims-register.json"
claims_pages = "claims"

myst_heading_anchors = 3
html_theme = "furo"
html_title = "pytest-claims"
html_copy_source = False
html_show_copyright = False
exclude_patterns = ["build"]


def setup(app: Sphinx) -> None:
    """Let the picture of the rooms, which is drawn by whoever shows Markdown on the web, stand as text."""
    app.add_lexer("mermaid", TextLexer)
