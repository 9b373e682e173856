"""What the plugin and its suite cost and how far they can be trusted, measured: ``python -m bench``.

Nothing here is a test, and nothing here fails because a machine is slow. Each figure is measured by a module of its own, its
raw observations are appended to a file, and the table is made from that file.
"""
