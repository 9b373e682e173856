"""What people see of a report: terminal, failure, Markdown, page, badge, explanation, comparison.

It reads reports and merged reports only: neither tests nor pytest's items.
"""
