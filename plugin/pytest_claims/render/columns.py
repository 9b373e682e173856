"""Texts in columns of a terminal, where a Chinese character takes two and a combining mark takes none."""

import textwrap

from pytest_claims.report.text import line

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def width(text: str) -> int:
    """How many columns `text` takes, which has no control characters."""
    if text.isascii():
        return len(text)
    # Not before it is needed: its tables take time to load, and most texts are ASCII.
    import wcwidth

    return wcwidth.width(text)


def left(text: str, columns: int) -> str:
    """`text` with spaces behind it, so that it takes `columns`."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """`text` with spaces before it, so that it takes `columns`."""
    return " " * (columns - width(text)) + text


def fitted(text: str, columns: int) -> str:
    """`text` as one visible line that takes at most `columns`, with an ellipsis where it was cut."""
    short = line(text, max(columns, 0))
    if width(short) <= columns:
        return short
    cells = cells_of(short.removesuffix(_ELLIPSIS))[: columns - 1]
    # Half of a wide character is none.
    whole = cells[:-1] if cells and width(cells[-1]) > 1 else cells
    return "".join(whole).rstrip() + _ELLIPSIS


def cells_of(text: str) -> list[str]:
    """`text` cut into columns: a wide character stands in the first of its two, and a mark with what it belongs to."""
    if text.isascii():
        return list(text)
    cells: list[str] = []
    for character in text:
        taken = width(character)
        if taken == 0 and cells:
            # Behind a wide character, the cell that it takes besides its own is empty.
            cells[-1 if cells[-1] or len(cells) == 1 else -2] += character
        else:
            cells += [character, *[""] * (taken - 1)]
    return cells


def wrapped(text: str, columns: int, indent: str = "") -> list[str]:
    """`text` as lines that take at most `columns`, each behind `indent`; between Chinese characters a line may end."""
    if text.isascii():
        return textwrap.wrap(text, columns, initial_indent=indent, subsequent_indent=indent)
    import wcwidth

    return wcwidth.wrap(text, columns, initial_indent=indent, subsequent_indent=indent)


def wrapped_code(text: str, columns: int, indent: str) -> list[str]:
    """A line of a program, broken between words only, what follows behind `indent`."""
    if text.isascii():
        return textwrap.wrap(text, columns, subsequent_indent=indent, drop_whitespace=False, break_long_words=False)
    import wcwidth

    return wcwidth.wrap(text, columns, subsequent_indent=indent, drop_whitespace=False, break_long_words=False)
