"""Documents that quote a claim: what reports say of it, where a document cites it, and what is written in its place.

It reads reports and merged reports only: neither tests nor pytest's items. Only `markdown` knows Python-Markdown.
"""
