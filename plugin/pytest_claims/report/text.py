"""Texts from elsewhere, made fit to be shown: nothing in them moves a cursor, reorders a line or hides."""

import re
import unicodedata
from typing import TextIO

#: Joiners that words and emoji of some languages need; they change no other character's place.
_JOINERS = "\u200c\u200d"
#: Where an object was in memory: it is another in each run, and tells a reader nothing.
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]*")
_KEPT = f"\n\t{_JOINERS}"
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def visible(text: str) -> str:
    """`text` with a name in place of each invisible character: control, bidirectional, surrogate, unassigned.

    Line breaks and tabs stay, and other kinds of spaces become a plain one. Addresses of objects are left out.

    >>> visible("<function nap at 0x7f7e6b82ad40> returned None")
    '<function nap> returned None'
    """
    text = _ADDRESS.sub("", text)
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() or character in _KEPT else _named(character) for character in text)


def printable(text: str, stream: TextIO) -> str:
    """`text` as `visible` has it, with an escape in place of each character that `stream` cannot write."""
    encoding = stream.encoding or "utf-8"
    return visible(text).encode(encoding, "backslashreplace").decode(encoding)


def line(text: str, most: int) -> str:
    """`text` as one visible line of at most `most` characters."""
    # What is cut off need not be looked at: texts may be megabytes long.
    short = re.sub(r"\s+", " ", visible(text[: 2 * most])).strip()
    cut = len(short) > most or len(text) > 2 * most
    return short[: most - 1].rstrip() + _ELLIPSIS if cut else short


def _named(character: str) -> str:
    return " " if unicodedata.category(character) == "Zs" else f"<U+{ord(character):04X}>"
