"""What the page's style says of the columns of its table: the page's policy allows no style in an element."""

from pytest_claims.report.merged import Interpreter
from pytest_claims.report.text import line

#: Characters of a column's name on a phone.
NAME = 24
#: Where the table has no headings: each mark has its column's name above it. As in the style itself.
PHONE = "@media screen and (max-width: 40rem)"


def rules(groups: dict[str, list[Interpreter]]) -> str:
    """How many columns there are, how many stand under each heading, and what each is called on a phone."""
    spans = [len(interpreters) for interpreters in groups.values()]
    sizes = [f".n{span} {{ --span: {span}; }}" for span in sorted(set(spans))]
    names = _names([interpreter for interpreters in groups.values() for interpreter in interpreters])
    labels = [_label(number, name) for number, name in enumerate(names, start=2)]
    return "\n".join([f":root {{ --interpreters: {sum(spans)}; }}", *sizes, f"{PHONE} {{", *labels, "}", ""])


def _names(interpreters: list[Interpreter]) -> list[str]:
    """A column's name, short: its version, and what is not usual of its interpreter and platform."""
    usual = interpreters[0].platform if interpreters else ""
    return [
        ("" if interpreter.implementation == "cpython" else f"{line(interpreter.implementation_name, NAME)} ")
        + line(interpreter.python, NAME)
        + ("" if interpreter.gil else "t")
        + ("" if interpreter.platform == usual else f" {line(interpreter.platform, NAME)}")
        for interpreter in interpreters
    ]


def _label(number: int, name: str) -> str:
    # The second form says that it need not be read out, as the headings are; not every browser knows it.
    text = _quoted(name)
    return f'.matrix td:nth-child({number})::before {{ content: {text}; content: {text} / ""; }}'


def _quoted(text: str) -> str:
    """`text` as a string of CSS, in which nothing can end the string or the style."""
    kept = (one if one.isascii() and (one.isalnum() or one in " .-") else f"\\{ord(one):x} " for one in text)
    return f'"{"".join(kept)}"'
