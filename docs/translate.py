"""Keep the catalogues of the translations up to date: the guide, the claims' sentences and reasons, and what commands say.

python docs/translate.py          note what is new or worded anew, with an empty translation, and compile what is translated
python docs/translate.py check    only say what is missing or stale; exit status 1 if anything is
"""

import inspect
import io
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from pytest_claims.cli.collecting import collected
from pytest_claims.model.language import plain
from pytest_claims.model.verdict import MIXED, Verdict
from pytest_claims.report.chapters import chapter_of

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "plugin" / "pytest_claims"
LANGUAGES = ["zh_CN"]
#: The documents of the site that are translated, without their endings.
DOCUMENTS = ["index", *sorted(f"guide/{path.stem}" for path in (ROOT / "docs" / "guide").glob("*.md"))]
HEADER = "# Kept by docs/translate.py: write the translations (msgstr) only."
#: What a translation keeps: citations, code, addresses of links, and the values of messages.
KEPT = re.compile(r"\{claim\}`[^`]+`|`[^`]+`|\]\([^)]+\)|\{\w+\}")
#: What marks a text to be translated in Python and in templates.
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {"_": None, "plural": (1, 2), "N_": None}


def documents() -> Iterator[tuple[str, Catalog]]:
    """The texts of each document, as Sphinx takes them apart."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "gettext", "-D", "gettext_compact=0", "docs", folder]
        subprocess.run(command, check=True, cwd=ROOT)
        for name in DOCUMENTS:
            with (Path(folder) / f"{name}.pot").open("rb") as file:
                yield name, read_po(file)


def interface() -> Catalog:
    """What the commands, the summary of a run and the page say."""
    catalog = Catalog()
    methods = [("**/*.py", "python"), ("**/*.html", "jinja2.ext.babel_extract")]
    # Where a text stands changes with every edit, and tells a translator little.
    for _, _, message, _, context in extract_from_dir(PACKAGE, methods, keywords=dict(KEYWORDS)):
        catalog.add(message, context=context)
    # Words that stand in reports.
    for word in (*Verdict, MIXED, "everywhere", "nowhere", "contrast", "program"):
        catalog.add(str(word))
    return catalog


def claims() -> Catalog:
    """The sentence of each claim, and why it is so."""
    declared = sorted(collected([str(ROOT / "claims")]), key=lambda found: found[0].id)
    chapters: dict[str, float] = {}
    for _, test in declared:
        chapter = chapter_of(test)
        if chapter:
            chapters |= {chapter["suite"] or "": 0, chapter["title"]: chapter["place"] or 0}
    catalog = Catalog()
    for title in sorted(filter(None, chapters), key=chapters.__getitem__):
        catalog.add(plain(title), auto_comments=["the title of the suite or of a chapter"])
    for claim, test in declared:
        for text in filter(None, (plain(claim.says), plain(inspect.getdoc(test) or ""))):
            catalog.add(text, auto_comments=[claim.id])
    return catalog


def catalogues(language: str) -> Iterator[tuple[Path, Catalog]]:
    """Each catalogue of `language`, with the texts that it has to have."""
    of_package, of_site = (folder / "locale" / language / "LC_MESSAGES" for folder in (PACKAGE, ROOT / "docs"))
    yield of_package / "interface.po", interface()
    yield of_package / "claims.po", claims()
    for name, catalog in documents():
        yield of_site / f"{name}.po", catalog


def translated(path: Path, language: str) -> Catalog:
    """The catalogue as it is; an empty one where there is none."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(wanted: Catalog, have: Catalog, language: str) -> Catalog:
    """The texts of `wanted`, with the translations that `have` has of them."""
    # The dates stay: a file is only to change when a text does.
    dates = {"creation_date": have.creation_date, "revision_date": have.revision_date}
    made = Catalog(locale=language, project="pytest-claims", header_comment=HEADER, fuzzy=False, **dates)
    for message in texts(wanted):
        known = have.get(message.id, message.context)
        empty = ("", "") if isinstance(message.id, tuple) else ""
        made.add(
            message.id,
            known.string if known else empty,
            auto_comments=message.auto_comments,
            context=message.context,
        )
    return made


def texts(catalog: Catalog) -> Iterator[Message]:
    """All messages but the head of the file."""
    return (message for message in catalog if message.id)


def problems(wanted: Catalog, have: Catalog) -> Iterator[str]:
    """What is missing in a catalogue, what is stale, and where a translation lost code, a citation, an address or a value."""
    for message in texts(wanted):
        known = have.get(message.id, message.context)
        if known is None or not known.string or known.fuzzy:
            yield f"not translated: {_shown(message)}"
            continue
        original, translation = (text if isinstance(text, str) else text[-1] for text in (message.id, known.string))
        lost = Counter(KEPT.findall(original)) - Counter(KEPT.findall(translation))
        added = Counter(KEPT.findall(translation)) - Counter(KEPT.findall(original))
        for what, found in {"lost": lost, "new": added}.items():
            if found:
                yield f"{what} in the translation: {', '.join(found)} of: {_shown(message)}"
    for message in texts(have):
        if wanted.get(message.id, message.context) is None:
            yield f"stale: {_shown(message)}"


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as programs read it."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def is_of_package(path: Path) -> bool:
    """Whether programs read the catalogue, and so need it compiled; Sphinx compiles its own."""
    return path.is_relative_to(PACKAGE)


def update(language: str) -> None:
    """Note what is new, forget what is no more, and compile."""
    for path, wanted in catalogues(language):
        made = merged(wanted, translated(path, language), language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, made, width=120, omit_header=False, include_previous=False)
        if is_of_package(path):
            path.with_suffix(".mo").write_bytes(compiled(made))


def check(language: str) -> Iterator[str]:
    """What is missing or stale, with the file."""
    for path, wanted in catalogues(language):
        have = translated(path, language)
        yield from (f"{path.relative_to(ROOT)}: {problem}" for problem in problems(wanted, have))
        if is_of_package(path):
            built = path.with_suffix(".mo")
            if not built.exists() or built.read_bytes() != compiled(have):
                yield f"{built.relative_to(ROOT)}: not compiled from what is beside it: python docs/translate.py"


def _shown(message: Message) -> str:
    return (message.id if isinstance(message.id, str) else message.id[0])[:100]


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        found = [problem for language in LANGUAGES for problem in check(language)]
        print(*found, sep="\n")
        sys.exit(1 if found else 0)
    if sys.argv[1:]:
        sys.exit(__doc__)
    for language in LANGUAGES:
        update(language)
