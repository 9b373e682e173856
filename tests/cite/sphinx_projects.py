"""Small Sphinx projects, and real builds of them."""

import json
import re
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from textwrap import dedent

from made_reports import a_case, a_claim, a_report

TEN = a_claim(
    "nap.ten",
    says="Ten naps take 10 s.",
    why="They overlap.",
    sources={"program": "def nap():\n    sleep(10)", "contrast": "def naps():\n    sleep(100)", "helpers": []},
)
LAST = a_claim(
    "nap.last-waits",
    a_case("refuted", expected="refuted"),
    says="The last one waits.",
    expected="refuted",
    refuted_where="everywhere",
    truth="nap.ten",
)
LOCK = a_claim("lock.one", says="One holds it.")
NOISY = a_claim("nap.noisy", a_case("inconclusive"), says="It is quiet.")


@dataclass(frozen=True)
class Build:
    """What a build said."""

    code: int
    said: str
    warnings: list[str]

    @property
    def read(self):
        """The pages that were read."""
        return sorted(re.findall(r"^reading sources\.\.\. \[ *\d+%\] (\S+)", self.said, re.MULTILINE))


class Project:
    """A folder with a conf.py, a report and pages."""

    def __init__(self, folder, pages, *claims, conf="", reports=("reports/*.json",)):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.claims = {claim["id"]: claim for claim in claims or (TEN, LAST, LOCK, NOISY)}
        if reports:
            self.report()
        settings = ['extensions = ["pytest_claims.sphinx", "myst_parser", "sphinx.ext.intersphinx"]', 'project = "naps"']
        settings += [f"claims_reports = {list(reports)!r}", conf]
        (folder / "conf.py").write_text("\n".join(settings), encoding="utf-8")
        for name, text in pages.items():
            self.write(name, text)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return path

    def report(self, *claims):
        """Write the report, with these claims in place of those with the same ids."""
        self.claims |= {claim["id"]: claim for claim in claims}
        self.write("reports/here.json", json.dumps(a_report(*self.claims.values())))

    def build(self, *options, builder="html"):
        """Build the project, with warnings as errors."""
        from sphinx.cmd.build import build_main

        where = ["-d", str(self.folder / "trees" / builder), str(self.folder), str(self.folder / "out" / builder)]
        with redirect_stdout(StringIO()) as said, redirect_stderr(StringIO()) as warned, warnings.catch_warnings():
            # What Sphinx and its extensions use that is to go is not of this project.
            warnings.simplefilter("ignore")
            try:
                code = build_main(["-W", "--no-color", "-b", builder, *options, *where])
            except SystemExit as ended:
                code = ended.code
        prefix = f"{self.folder}/"
        return Build(code, said.getvalue(), [line.removeprefix(prefix) for line in warned.getvalue().splitlines() if line])

    def built(self, name, builder="html"):
        """The text of a file that the build wrote."""
        return (self.folder / "out" / builder / name).read_text(encoding="utf-8")


INDEX = """
    Naps
    ====

    .. toctree::
       :glob:

       *
    """
