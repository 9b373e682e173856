"""The language in which people read verdicts: catalogues of gettext, and which of them counts at the moment.

Reports are in English whoever writes them. What is shown of them is translated: `_` and `plural` are for the words of this
package, `sentence` for what claims say. ``python docs/translate.py`` keeps the catalogues.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parents[1] / "locale"
ENGLISH = "en"
#: The variables that name a user's language, the first of them that is set, as in gettext.
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
#: Other names of a translation.
_NAMES = {"zh": "zh_CN", "zh_SG": "zh_CN", "zh_Hans": "zh_CN", "zh_Hans_CN": "zh_CN"}


@dataclass(frozen=True, slots=True)
class Language:
    """A language that there are translations to, or English."""

    #: As gettext names it: ``en``, ``zh_CN``.
    name: str
    #: What this package says, and what claims say.
    interface: gettext.NullTranslations
    claims: gettext.NullTranslations

    @property
    def tag(self) -> str:
        """As web pages name it: ``zh-CN``."""
        return self.name.replace("_", "-")

    @property
    def is_english(self) -> bool:
        """Whether nothing is translated."""
        return self.name == ENGLISH


@cache
def _language(name: str) -> Language:
    if name == ENGLISH:
        return Language(name, gettext.NullTranslations(), gettext.NullTranslations())
    interface, claims = (gettext.translation(domain, LOCALE, [name]) for domain in ("interface", "claims"))
    return Language(name, interface, claims)


def available() -> list[str]:
    """The languages that there are, English first."""
    return [ENGLISH, *sorted(path.name for path in LOCALE.iterdir() if path.is_dir())]


def language_named(name: str | None) -> Language:
    """The language that a user asks for; where nobody does, that of the locale, or English if there is no translation to it.

    Raises:
        ClaimError: there is no translation to the language that was asked for.
    """
    if name is None:
        return _language(_of_locale())
    known = _known(name)
    if known is None:
        from pytest_claims.model.errors import ClaimError

        raise ClaimError(f"--lang {name}: there is no translation to it; choose from {', '.join(available())}.")
    return _language(known)


def language_or_english(name: str) -> Language:
    """The language of that name, or English where there is no translation to it."""
    return _language(_known(name) or ENGLISH)


def _of_locale() -> str:
    chosen = next(filter(None, (os.environ.get(variable) for variable in VARIABLES)), "")
    # LANGUAGE may name several, in the order in which the user likes them.
    return next(filter(None, map(_known, chosen.split(":"))), ENGLISH)


def _known(name: str) -> str | None:
    plain_name = name.partition(".")[0].partition("@")[0].replace("-", "_")
    language = plain_name.partition("_")[0]
    wanted = ENGLISH if language == ENGLISH else _NAMES.get(plain_name, plain_name)
    return wanted if wanted in available() else None


_current: ContextVar[str] = ContextVar("language", default=ENGLISH)


def switch_to(language: Language) -> Language:
    """Show what follows in `language`, and return the one that counted before. `speaking` is for a block."""
    before = current()
    _current.set(language.name)
    return before


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """What is shown inside the block is in `language`."""
    before = switch_to(language)
    try:
        yield
    finally:
        switch_to(before)


def current() -> Language:
    """The language that counts at the moment: English, unless `speaking` says otherwise."""
    return _language(_current.get())


def _(text: str, **values: object) -> str:
    """`text` in the current language, with `values` in place of their names in braces."""
    found = current().interface.gettext(text) if text else text
    return found.format(**values) if values else found


def plural(one: str, many: str, count: int, **values: object) -> str:
    """`one` or `many` in the current language, as it wants for `count`, which ``{count}`` stands for, as names for `values`."""
    return current().interface.ngettext(one, many, count).format(count=count, **values)


def N_(text: str) -> str:
    """`text` as it is: this marks what `_` will translate where it is used."""
    return text


def sentence(text: str) -> str:
    """What a claim says, or why it is so, in the current language; as it is where nobody has translated it."""
    language = current()
    if language.is_english or not text:
        return text
    known = plain(text)
    found = language.claims.gettext(known)
    return text if found == known else found


def plain(text: str) -> str:
    """`text` with one space wherever it has white space: line ends change no meaning, and no translation."""
    return " ".join(text.split())
