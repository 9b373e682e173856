"""A report, from the row of one case to merged reports of many runs: written, checked, read, merged.

It may know what was judged. How a report looks to a reader is for `render`.
"""
