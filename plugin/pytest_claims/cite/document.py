"""A document as the scanners see it: the texts in which a claim can be cited, and the comments; code is left out of both."""

from dataclasses import dataclass, field
from pathlib import Path

from pytest_claims.cite.citation import Citation
from pytest_claims.model.errors import ClaimError

MARKDOWN, REST = "Markdown", "reStructuredText"
#: The endings of files that are read, and how they are written.
FORMS = {".md": MARKDOWN, ".markdown": MARKDOWN, ".mdx": MARKDOWN, ".rst": REST, ".rest": REST}
#: The largest document that is read, in bytes.
MOST_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Text:
    """Lines that belong together: no markup begins in one text and ends in another."""

    #: The number of its first line; a document begins with line 1.
    line: int
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that has a line of its own."""

    line: int
    #: What stands before it on its line: blanks, and the marks of quotations.
    indent: str
    text: str
    #: Whether it ends on its line.
    whole: bool = True


@dataclass(slots=True)
class Layout:
    """What a document is made of."""

    texts: list[Text] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    #: What is reStructuredText in a Markdown document.
    embedded: list[Text] = field(default_factory=list)

    def add(self, number: int, line: str, *, anew: bool) -> None:
        """Add a line of text.

        Args:
            anew: whether a text begins with it.
        """
        _add(self.texts, number, line, anew=anew)

    def embed(self, number: int, line: str) -> None:
        """Add a line of reStructuredText."""
        _add(self.embedded, number, line, anew=False)


def _add(texts: list[Text], number: int, line: str, *, anew: bool) -> None:
    last = texts[-1] if texts else None
    if anew or last is None or last.line + len(last.lines) != number:
        texts.append(Text(number, [line]))
    else:
        last.lines.append(line)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A place in a document where a claim is cited."""

    line: int
    #: The claim; or, where the citation is malformed, how it is to be written.
    cited: Citation | ClaimError


def lines_of(text: str) -> list[str]:
    """The lines of a document, as an editor counts them."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")


def form_of(path: Path) -> str:
    """How a document is written: `MARKDOWN` or `REST`.

    Raises:
        ClaimError: its name does not say.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise ClaimError(f"{path}: neither Markdown nor reStructuredText: its name must end in {', '.join(FORMS)}.")
    return form


def read(path: Path) -> str:
    """The text of a document, with its line ends as they are.

    Raises:
        ClaimError: it cannot be read; the message names it.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ClaimError(f"{path}: no such file or folder.") from None
    except (OSError, ValueError) as error:
        raise ClaimError(f"{path}: it cannot be read ({getattr(error, 'strerror', None) or error}).") from None
    if len(content) > MOST_BYTES:
        raise ClaimError(f"{path}: larger than {MOST_BYTES // 2**20} MiB, the most that is read of a document.")
    if b"\0" in content:
        raise ClaimError(f"{path}: this is no text: it has null bytes.")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ClaimError(f"{path}:{line}: not UTF-8. Save it as UTF-8.") from None
