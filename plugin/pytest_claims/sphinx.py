"""A Sphinx extension: documents cite claims, and a build says where a text no longer fits what was measured.

::

    # conf.py
    extensions = ["pytest_claims.sphinx"]
    claims_reports = ["../evidence/*.json"]

It needs Sphinx: ``pip install 'pytest-claims[sphinx]'``. How documents cite is told in docs/citing-in-sphinx.md.
"""

from pytest_claims.cite.sphinx_setup import setup

__all__ = ["setup"]
