"""The command ``pytest-claims``: verify the suite, list its claims, explain one, merge and compare reports."""

import argparse
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pytest_claims.cli import citing, quiz, suite
from pytest_claims.cli.collecting import collected
from pytest_claims.judge.declared import nearest
from pytest_claims.model.errors import ClaimError
from pytest_claims.model.language import ENGLISH, available, current, language_named, speaking
from pytest_claims.render import explain, trace
from pytest_claims.render.diff import difference
from pytest_claims.render.formats import FORMATS, format_named
from pytest_claims.report import files, schema
from pytest_claims.report.chapters import by_chapter, chapter_of
from pytest_claims.report.merge import Evidence, merge
from pytest_claims.report.merged import MergedClaim, Sources
from pytest_claims.report.text import printable

Found = TypeVar("Found")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit status: 0, or 1 when a verdict is unexpected or differs, or 4 for a wrong argument."""
    parser = _parser()
    chosen, rest = parser.parse_known_args(arguments)
    if rest and chosen.command != "verify":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        with speaking(language_named(chosen.lang) if "lang" in chosen else language_named(ENGLISH)):
            return _COMMANDS[chosen.command](chosen, rest)
    except ClaimError as error:
        print(f"pytest-claims: {printable(str(error), sys.stderr)}", file=sys.stderr)
        return 4
    except BrokenPipeError:
        # The reader has read enough ("pytest-claims list | head").
        sys.stderr.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("pytest-claims", description="Is it true what they say about Python's concurrency?")
    commands = parser.add_subparsers(dest="command", required=True)
    verified = commands.add_parser("verify", help="judge the suite that came with this package; further options go to pytest")
    listed = commands.add_parser("list", help="list the claims, with their sentences")
    explained = commands.add_parser("explain", help="judge one claim now, or read reports of it, and show why it is so")
    explained.add_argument("id", help="the claim's id")
    explained.add_argument(
        "--report", action="append", type=Path, metavar="FILE", help="show what this report says of it (repeatable)"
    )
    explained.add_argument("--predict", action="store_true", help="ask what you expect before it is shown")
    for command in (listed, explained):
        command.add_argument("folder", nargs="*", help="where the claims are (default: the suite that came with this package)")
    reported = commands.add_parser("report", help="merge reports of runs into a page, a table, one document or a badge")
    reported.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a report written by pytest --claims-json")
    reported.add_argument("-o", "--out", type=Path, metavar="OUT", help="the file to write (default: what is printed)")
    reported.add_argument("--format", choices=FORMATS, help="default: what the ending of OUT says, else html")
    traced = commands.add_parser("trace", help="write what ran at the same time in a claim, for Perfetto (ui.perfetto.dev)")
    traced.add_argument("id", help="the claim's id")
    traced.add_argument("files", nargs="*", type=Path, metavar="FILE", help="reports of it (default: it is judged now)")
    traced.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help="the file to write")
    compared = commands.add_parser("diff", help="what differs between two reports; exit status 1 when a verdict does")
    compared.add_argument("a", type=Path, metavar="A", help="a report, or several merged")
    compared.add_argument("b", type=Path, metavar="B", help="the one to compare it with")
    commands.add_parser("schema", help="print the JSON Schema of reports")
    asked = citing.add_parsers(commands)
    for command in (verified, listed, explained, reported, asked):
        command.add_argument(
            "--lang", metavar="NAME", help=f"the language to speak: {', '.join(available())} (default: your locale)"
        )
    return parser


def _verify(chosen: argparse.Namespace, rest: Sequence[str]) -> int:
    return suite.run([], [*rest, "--lang", current().name]).returncode


def _list(chosen: argparse.Namespace, rest: Sequence[str]) -> int:
    found = [(claim, chapter_of(test)) for claim, test in collected(chosen.folder)]
    chapters = by_chapter((claim.id, chapter, claim) for claim, chapter in found)
    return _print(explain.listing(chapters, _width()))


def _explain(chosen: argparse.Namespace, rest: Sequence[str]) -> int:
    if chosen.report:
        return _explain_reported(chosen)
    by_id = {claim.id: claim for claim, _ in collected(chosen.folder)}
    claim = _known(chosen.id, by_id, "no claim has the id")
    expected = _ask(chosen, explain.sentence(claim, _width()), explain.sources(claim))
    (judged,) = suite.judge(claim.id, chosen.folder).claims
    return _explained(judged, {claim.id: claim.says for claim in by_id.values()}, expected)


def _explain_reported(chosen: argparse.Namespace) -> int:
    if chosen.folder:
        raise ClaimError(f"explain: {chosen.folder[0]} and --report: name a folder to judge the claim now, or reports to read.")
    merged = merge(chosen.report)
    claim = _known(chosen.id, merged.by_id, "no report has the claim")
    expected = _ask(chosen, explain.sentence(claim, _width()), claim.sources)
    return _explained(claim, {claim.id: claim.says for claim in merged.claims}, expected)


def _explained(claim: MergedClaim, sentences: Mapping[str, str], expected: str | None) -> int:
    if expected:
        _print([quiz.comment(expected, (cell.verdict for cell in claim.all_cells)), ""])
    return _print(explain.explanation(claim, sentences, _width()))


def _ask(chosen: argparse.Namespace, sentence: Iterable[str], sources: Sources | None) -> str | None:
    """What the reader expects of the sentence, if asked to say so, after a look at the programs."""
    if not chosen.predict:
        return None
    quiz.check(sys.stdin)
    _print([*sentence, "", *(explain.programs(sources, _width()) if sources else ()), ""])
    return quiz.ask()


def _trace(chosen: argparse.Namespace, rest: Sequence[str]) -> int:
    files.check_writable(chosen.out, "-o")
    merged = merge(chosen.files) if chosen.files else suite.judge(chosen.id, [])
    claim = _known(chosen.id, merged.by_id, "no report has the claim")
    text = trace.trace(claim.exhibits[0].evidence, chosen.id) if claim.exhibits else None
    if text is None:
        raise ClaimError(f"{chosen.id}: nothing of it was recorded on a timeline; it is judged by other means.")
    return _write(chosen.out, text)


def _known(id: str, known: Mapping[str, Found], otherwise: str) -> Found:
    if id not in known:
        raise ClaimError(f"{otherwise} {id}.{nearest(id, known)}")
    return known[id]


def _report(chosen: argparse.Namespace, rest: Sequence[str]) -> int:
    form = format_named(chosen.format, chosen.out)
    if chosen.out is None:
        return _print_document(form.text(merge(chosen.files, form.evidence)))
    files.check_writable(chosen.out, "-o")
    return _write(chosen.out, form.text(merge(chosen.files, form.evidence)))


def _diff(chosen: argparse.Namespace, rest: Sequence[str]) -> int:
    a, b = (merge([path], Evidence.NONE) for path in (chosen.a, chosen.b))
    found = difference(a, b)
    _print(found.lines())
    return 1 if found.changed else 0


def _schema(chosen: argparse.Namespace, rest: Sequence[str]) -> int:
    return _print_document(schema.text())


def _register(chosen: argparse.Namespace, rest: Sequence[str]) -> int:
    return citing.register(chosen, lambda folders: [claim for claim, _ in collected(folders)])


_COMMANDS = {
    "verify": _verify,
    "list": _list,
    "explain": _explain,
    "trace": _trace,
    "report": _report,
    "diff": _diff,
    "schema": _schema,
    **citing.COMMANDS,
    "register": _register,
}


def _print(lines: Iterable[str]) -> int:
    for line in lines:
        print(printable(line, sys.stdout))
    return 0


def _write(path: Path, text: str) -> int:
    try:
        files.replace(path, text)
    except OSError as error:  # the disk may have filled up since it was looked at
        raise ClaimError(f"-o {path}: it could not be written ({error.strerror}).") from None
    return 0


def _print_document(text: str) -> int:
    """Print a document as it would be written to a file: in UTF-8, whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
    return 0


def _width() -> int:
    return max(60, min(shutil.get_terminal_size((120, 24)).columns, 140))
