"""reStructuredText, line by line: what is text, what is a comment, and what is code.

docutils takes a hundred times as long, and needs to know all roles and directives of a project to read its documents.
"""

import re

from pytest_claims.cite.document import Comment, Layout, lines_of

_EXPLICIT = re.compile(r"\.\.(?:\s+|$)")
_DIRECTIVE = re.compile(r"\.\.\s+(?:\|[^|]+\|\s+)?(?P<name>[\w.:+-]*\w)\s?::(?:\s|$)")
#: Footnotes and targets, which are text.
_TEXT = re.compile(r"\.\.\s+(?:\[[^\]]+\]|_|__)")
#: Directives whose body is code.
_CODE = {
    *("code", "code-block", "sourcecode", "literalinclude", "raw", "math", "doctest", "testcode", "testoutput", "testsetup"),
    *("prompt", "ipython", "graphviz", "mermaid", "plantuml", "uml", "digraph", "graph", "productionlist", "highlight"),
    *("program-output", "command-output", "jupyter-execute", "plot", "include"),
}
_ITEM = re.compile(r"(?:[-*+\u2022]|\(?(?:\d+|[a-zA-Z]|#)[.)])\s+")


def layout(text: str) -> Layout:
    """The texts and comments of a reStructuredText document."""
    found = Layout()
    #: The indentation that the code being read goes deeper than, or None.
    code: int | None = None
    #: The same of a paragraph that ends in ``::``, whose next block is code if it is indented.
    literal: int | None = None
    doctest = paragraph = False
    for number, raw in enumerate(lines_of(text), 1):
        line = raw.expandtabs(8) if "\t" in raw else raw
        stripped = line.strip()
        if not stripped:
            doctest = paragraph = False
            continue
        indent = len(line) - len(line.lstrip())
        if code is not None and indent > code:
            continue
        code = None
        if literal is not None and not paragraph:
            deeper, code = indent > literal, literal
            literal = None
            if deeper:
                continue
            code = None
        if doctest or (not paragraph and stripped.startswith(">>> ")):
            doctest = True
            continue
        if not paragraph and _EXPLICIT.match(stripped) and not _TEXT.match(stripped):
            directive = _DIRECTIVE.match(stripped)
            if directive is None:
                # Of a comment, nothing is text.
                found.comments.append(Comment(number, line[:indent], stripped[2:].strip()))
                code = indent
                continue
            code = indent if directive["name"].rpartition(":")[2] in _CODE else None
            found.add(number, line, anew=True)
            continue
        item = _ITEM.match(stripped)
        found.add(number, line, anew=not paragraph or item is not None)
        paragraph = True
        literal = indent + (item.end() if item else 0) if stripped.endswith("::") else None
    return found
