"""The site: python -m sphinx -W -b html docs build/site, and in Chinese: ... -D language=zh_CN docs build/site/zh."""

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

# python docs/translate.py keeps the catalogues; -D language=zh_CN builds the site in Chinese.
locale_dirs = ["locale"]
gettext_compact = False
gettext_additional_targets: list[str] = []

myst_heading_anchors = 3
html_theme = "furo"
templates_path = ["_templates"]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/languages.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_title = "pytest-claims"
html_copy_source = False
html_show_copyright = False
exclude_patterns = ["build", "locale", "_templates"]


def setup(app: Sphinx) -> None:
    """Let the picture of the rooms, which is drawn by whoever shows Markdown on the web, stand as text."""
    app.add_lexer("mermaid", TextLexer)
