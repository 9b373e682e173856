"""A claim explained: the sentence, the verdict, why, what is true instead, both programs side by side, and pictures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from pytest_claims.model.claim import Claim
from pytest_claims.model.language import _
from pytest_claims.model.language import sentence as sentence_of
from pytest_claims.model.verdict import Verdict
from pytest_claims.render import columns
from pytest_claims.render.charts.as_text import durations, notes, timeline
from pytest_claims.report.form import EvidenceEntry
from pytest_claims.report.merged import Cell, Interpreter, MergedClaim, Sources
from pytest_claims.report.names import disagreement, where
from pytest_claims.report.sources import helpers_of, source_of


def listing(chapters: Mapping[str, Sequence[Claim]], width: int) -> Iterator[str]:
    """All claims by chapter: id and sentence, and where it is known to be false."""
    for number, (title, claims) in enumerate(chapters.items()):
        yield from ["", sentence_of(title)] if number else [sentence_of(title)]
        for claim in sorted(claims, key=lambda claim: claim.id):
            yield f"  {claim.id}"
            yield from _indented(sentence_of(claim.says), width, 4)
            if repr(claim.refuted_where) != "nowhere":
                yield from _indented(_("Refuted {where}.", where=where(repr(claim.refuted_where))), width, 4)


def sentence(claim: Claim | MergedClaim, width: int) -> Iterator[str]:
    """The claim's id, source and sentence."""
    yield f"{claim.id} ({claim.source})"
    yield from _indented(f"\N{LEFT DOUBLE QUOTATION MARK}{sentence_of(claim.says)}\N{RIGHT DOUBLE QUOTATION MARK}", width)


def explanation(claim: MergedClaim, sentences: Mapping[str, str], width: int) -> Iterator[str]:
    """One claim, as reports have it: with its verdict in each environment, and since when it is so.

    Args:
        sentences: what other claims say, by their ids: one of them may correct this one.
    """
    yield from sentence(claim, width)
    judged = [_cell(interpreter, methods, cell) for interpreter in claim.cells for methods, cell in claim.grouped(interpreter)]
    yield from _titled(_("Verdict"), judged, width)
    # In one environment there is no since.
    since = claim.histories if len(claim.cells) > 1 else ()
    yield from _titled(_("Since"), [f"{history.where}: {history.sentence}" for history in since], width)
    yield from _titled(_("Why"), [sentence_of(claim.why)], width)
    for name, value in claim.more.items():
        yield from _titled(name.capitalize(), [value], width)
    yield from _correction(claim, sentences, width)
    if claim.sources:
        yield ""
        yield from programs(claim.sources, width)
    for exhibit in claim.exhibits[:1]:
        under = _(" under {names}", names=exhibit.under) if exhibit.under else ""
        yield from _pictures(exhibit.evidence, f" ({exhibit.interpreter.label}{under})")


def sources(claim: Claim) -> Sources:
    """The texts of the claim's programs, read from where they were imported."""
    both = [program for program in (claim.program, claim.contrast) if program is not None]
    contrast = source_of(claim.contrast) if claim.contrast is not None else None
    return Sources(source_of(claim.program), contrast, tuple(helpers_of(both)))


def programs(texts: Sources, width: int) -> Iterator[str]:
    """Program and contrast side by side where there is room, and below them what they use."""
    titled = [[_("Program"), "", *texts.program.splitlines()]]
    if texts.contrast is not None:
        titled.append([_("Contrast"), "", *texts.contrast.splitlines()])
    yield from _side_by_side(titled, width)
    for helper in texts.helpers:
        yield ""
        yield from helper.splitlines()


def _cell(interpreter: Interpreter, methods: Sequence[str], cell: Cell) -> str:
    under = _(" under {names}", names=", ".join(methods)) if methods else ""
    verdict = cell.word
    if cell.conflict:
        verdict = disagreement(cell.runs)
    text = f"{interpreter.label}{under}: {verdict}"
    if cell.figure and not cell.figure.startswith("?"):
        text += _("; measured {figure}", figure=cell.figure)
        text += _(", claimed {claimed} s", claimed=cell.claimed) if cell.claimed else ""
    if cell.contrast:
        text += _("; the contrast is {verdict}", verdict=_(cell.contrast)) + (f" ({cell.against})" if cell.against else "")
    # What a refutation says is what its figures say.
    return text + (f". {cell.reason}" if cell.reason and cell.verdict != Verdict.REFUTED else "")


def _titled(title: str, texts: Iterable[str], width: int) -> Iterator[str]:
    """The texts that are not empty, under a title; nothing where all are."""
    lines = [line for text in texts for line in _indented(text, width)]
    if lines:
        yield from ["", title, *lines]


def _correction(claim: MergedClaim, sentences: Mapping[str, str], width: int) -> Iterator[str]:
    if claim.refuted_where and claim.refuted_where != "nowhere":
        yield from ["", _("Refuted {where}", where=where(claim.refuted_where))]
        if claim.truth:
            known = f"{sentence_of(sentences[claim.truth])} ({claim.truth})" if claim.truth in sentences else claim.truth
            yield from _indented(_("What is true instead: {claim}", claim=known), width)


def _pictures(evidence: EvidenceEntry, where: str) -> Iterator[str]:
    for title, lines in {_("When each ran"): timeline(evidence), _("Claim seconds"): durations(evidence)}.items():
        if lines:
            yield from ["", f"{title}{where}", "", *lines]
    for title, text in notes(evidence).items():
        yield from ["", f"{title}{where}", "", *(f"  {line}" for line in text.splitlines())]


def _side_by_side(titled: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Two texts in columns, their lines broken between words; one below the other where a word would have to be broken."""
    column = (width - 3) // 2
    both = [[part for line in text for part in _broken(line, column)] for text in titled]
    if len(both) == 1 or any(columns.width(line) > column for text in both for line in text):
        yield from titled[0]
        for text in titled[1:]:
            yield from ["", *text]
        return
    for program, contrast in zip_longest(*both, fillvalue=""):
        yield f"{columns.left(program, column)} | {contrast}".rstrip()


def _broken(line: str, column: int) -> list[str]:
    return columns.wrapped_code(line, column, " " * (len(line) - len(line.lstrip()) + 8)) or [""]


def _indented(text: str, width: int, indent: int = 2) -> Iterator[str]:
    yield from columns.wrapped(" ".join(text.split()), width, " " * indent)
