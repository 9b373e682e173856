"""The site: python -m sphinx -W -b html docs build/site."""

from importlib.metadata import version as version_of

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
# The contents name pages that may be missing from a checkout. A page that the contents forget is still a warning.
suppress_warnings = ["toc.not_readable"]
