"""The plugin for pytest and xdist: options, collection, judging in place of running, sharing out, reporting.

It may know all rooms but the command line. No other room knows xdist, and only the command line knows pytest, too.
"""
