"""What the page's style says of the columns of its table: the page's policy allows no style in an element."""

from pytest_claims.report.merged import Place
from pytest_claims.report.text import line

#: Characters of a column's name on a phone.
NAME = 24
#: Where the table has no headings: each mark has its column's name above it. As in the style itself.
PHONE = "@media screen and (max-width: 40rem)"


def rules(groups: dict[str, list[Place]]) -> str:
    """How many columns there are, how many stand under each heading, and what each is called on a phone."""
    spans = [len(places) for places in groups.values()]
    sizes = [f".n{span} {{ --span: {span}; }}" for span in sorted(set(spans))]
    names = _names([place for places in groups.values() for place in places])
    labels = [_label(number, name) for number, name in enumerate(names, start=2)]
    return "\n".join([f":root {{ --places: {sum(spans)}; }}", *sizes, f"{PHONE} {{", *labels, "}", ""])


def _names(places: list[Place]) -> list[str]:
    """A column's name, short: its version, and what is not usual of its interpreter and platform."""
    usual = places[0].platform if places else ""
    return [
        ("" if place.implementation == "cpython" else f"{line(place.interpreter, NAME)} ")
        + line(place.python, NAME)
        + ("" if place.gil else "t")
        + ("" if place.platform == usual else f" {line(place.platform, NAME)}")
        for place in places
    ]


def _label(number: int, name: str) -> str:
    # The second form says that it need not be read out, as the headings are; not every browser knows it.
    text = _quoted(name)
    return f'.matrix td:nth-child({number})::before {{ content: {text}; content: {text} / ""; }}'


def _quoted(text: str) -> str:
    """`text` as a string of CSS, in which nothing can end the string or the style."""
    kept = (one if one.isascii() and (one.isalnum() or one in " .-") else f"\\{ord(one):x} " for one in text)
    return f'"{"".join(kept)}"'
