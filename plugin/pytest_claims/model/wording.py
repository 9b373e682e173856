"""How values are written for people: times, figures, conditions, and objects by their names. It needs nothing but Python."""

from math import floor, isfinite, log10

#: Of objects that Python shows by their address: what stands before and behind it.
_FUNCTION, _ADDRESS = "<function ", " at 0x"


def format_number(value: float, digits: int = 3) -> str:
    """`value` with so many digits that count, never with an exponent: ``0.0123``, ``9.98``, ``1860``.

    All digits before the point are written, and zeros at the end are not.
    """
    if not isfinite(value):
        return str(value)
    return rounded(value, digits - 1 - floor(log10(abs(value))) if value else 0)


def rounded(value: float, decimals: int) -> str:
    """`value` with at most so many decimals: ``9.98``. Zeros at the end are left out, and so is the sign of zero."""
    text = f"{value:.{max(0, decimals)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def real_time(seconds: float, digits: int = 3) -> str:
    """A time in the unit that people use for it: ``0.12 ms``, ``5 ms``, ``1.86 s``, ``400 s``."""
    milliseconds = format_number(1000 * seconds, digits)
    return f"{milliseconds} ms" if abs(float(milliseconds)) < 1000 else f"{format_number(seconds, digits)} s"


def from_to(least: str, most: str) -> str:
    """Two figures as one, their unit said once: ``400 to 405 ms``, ``0.9 ms to 1.2 s``; one of them where they are the same."""
    number, _, unit = least.partition(" ")
    return most if least == most else f"{number if unit == most.partition(' ')[2] else least} to {most}"


def known(value: float, error: float, digits: int = 4) -> str:
    """`value` with no more digits than are known of it: ``7.501`` where it may be off by 0.017, ``0.004`` by 0.026."""
    # A tenth of a millisecond is what timers are off by.
    decimals = 1 - floor(log10(max(error, 0.0001)))
    return min(format_number(value, digits), rounded(value, decimals), key=len)


def short_repr(value: object) -> str:
    """`repr` of a value, not too long to be quoted in a message, and without addresses."""
    from reprlib import Repr

    short = Repr()
    # The name of a function comes before its address, which is left out.
    short.maxother = 200
    return without_addresses(short.repr(value))


def without_addresses(text: str) -> str:
    """`text` with the name alone in place of ``<function name at 0x7f7e6b82ad40>``, and no address in other objects.

    An address is another one in each process, and tells a reader nothing.
    """
    if _ADDRESS not in text:
        return text
    import re

    text = re.sub(rf"{_FUNCTION}(\S+){_ADDRESS}[0-9a-fA-F]+>", r"\1", text)
    text = re.sub(rf"{_ADDRESS}[0-9a-fA-F]+(?=>)", "", text)
    return re.sub(r"<bound method (\S+) of <[^<>]*>>", r"\1", text)
