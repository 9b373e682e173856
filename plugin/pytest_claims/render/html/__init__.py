"""The page: merged reports as one file of HTML. Its template, style and script lie in `templates`.

The view works out what is shown; the template only lays it out.
"""
