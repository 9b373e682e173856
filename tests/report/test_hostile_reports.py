"""Reports with whatever in them are refused in one message, or shown with everything escaped."""

import json
import re
from copy import deepcopy
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from made_reports import a_case, a_claim, a_report

from pytest_claims.model.errors import ClaimError
from pytest_claims.render.diff import difference
from pytest_claims.render.formats import FORMATS
from pytest_claims.report import schema
from pytest_claims.report.merge import Evidence, merge

#: Any characters, lone surrogates included, and what means something in one of the forms.
TEXTS = st.text(st.characters()) | st.sampled_from(
    [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "{{ 7 * 7 }}{% raw %}",
        "a|b\n\n# c `d` @everyone [e](javascript:f) https://g.h",
        "\u202e\u2066\u200f\x1b[2J\x00\ud800\r",
        "'\"><svg/onload=alert(1)>",
        "--><!--",
        "x" * 2**20,
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
#: Attributes that lead somewhere: here, to anchors of the page and to an empty icon.
LINKS = ("href", "src", "action", "formaction", "xlink:href", "srcset", "poster")
QUICKLY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)


def shown_in_all_forms(*documents):
    """What each form makes of the documents; a `ClaimError` where they are refused."""
    with TemporaryDirectory() as folder:
        paths = []
        for number, document in enumerate(documents):
            paths.append(Path(folder, f"{number}.json"))
            paths[-1].write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
        a, b = (merge([paths[number]], Evidence.NONE) for number in (0, -1))
        return {
            "diff": "\n".join(difference(a, b).lines()),
            **{name: form.text(merge(paths, form.evidence)) for name, form in FORMATS.items()},
        }


def refusal_or_forms(*documents):
    try:
        return shown_in_all_forms(*documents)
    except ClaimError as refused:
        return str(refused)


def leads_away(name, value):
    return name in LINKS and value != "data:," and not value.startswith("#")


class Page(HTMLParser):
    """The elements and links of a page."""

    def __init__(self, text):
        super().__init__()
        self.elements = set()
        self.unsafe = []
        self.scripts = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.scripts += tag == "script"
        self.unsafe += [(name, value) for name, value in attrs if name.startswith("on") or leads_away(name, value)]


SOURCES = {"program": "p", "contrast": "c", "helpers": ["h"]}
#: The elements of a page in which nobody put anything.
HARMLESS = Page(shown_in_all_forms(a_report(a_claim(sources=SOURCES)))["html"]).elements


def check_forms(shown):
    assert schema.departure(json.loads(shown["json"]), "merged") is None
    assert json.loads(shown["badge"])["schemaVersion"] == 1
    for line in shown["markdown"].splitlines():
        assert line.isprintable() or re.search("[\u200c\u200d]", line)
        assert not re.search(r"<(?!br>)", line), line
        assert "@everyone" not in line
        assert not line.startswith("|") or line.endswith(" |")
    assert all(line.isprintable() or re.search("[\u200c\u200d]", line) for line in shown["diff"].splitlines())
    page = Page(shown["html"])
    assert (page.scripts, page.unsafe) == (1, [])
    assert page.elements <= {*HARMLESS, "svg", "rect", "line", "circle", "text", "title", "g", "path", "polyline", "polygon"}
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", shown["html"])


def hostile(text):
    """A report with `text` wherever a text may be."""
    claim = a_claim(
        text or "id",
        a_case(start_method=text, reason=text),
        a_case("refuted", start_method=f"{text}2", reason=text),
        says=text,
        source=text,
        why=text,
        truth=text,
        refuted_where=text,
        sources={"program": text, "contrast": text, "helpers": [text]},
        news={text: text},
    )
    part = claim["cases"][0]["evidence"]["program"]
    part["name"] = part["examples"][0]["arguments"] = part["examples"][0]["reason"] = text
    part["examples"][0]["figures"] = {text: 1.5}
    part["examples"][0]["readings"][0] |= {"predicted": text, "rivals": {text: 3}, "fits": text}
    part["examples"][0]["spans"] = [{"label": text, "lane": text, "start": 0, "end": 1}]
    report = a_report(claim, python=text or "3", implementation=text or "x", platform=text or "y", news=text)
    report["environment"]["start_methods"] = [text]
    return report


@QUICKLY
@given(text=TEXTS)
@example(text="</script><script>alert(1)</script>")
@example(text="<img src=x onerror=alert(1)>")
@example(text="a|b\n\n# c `d` @everyone [e](javascript:f) https://g.h")
@example(text="\u202e\u2066\u200f\x1b[2J\x00\ud800\r")
@example(text="\u202e</script>" * 100_000)
def test_hostile_texts_are_escaped_in_every_form(text):
    check_forms(shown_in_all_forms(hostile(text), a_report()))


def paths_in(value, path=()):
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from paths_in(inner, (*path, step))


WHOLE = a_report(
    a_claim(
        "nap.ten",
        a_case(start_method="fork"),
        a_case("refuted", "spawn"),
        sources=SOURCES,
    ),
    ended="2026-11-24T22:59:30+00:00",
)
STEPS = [path for path in paths_in(WHOLE) if path]


@settings(QUICKLY, max_examples=150)
@given(changes=st.lists(st.tuples(st.sampled_from(STEPS), JSON), min_size=1, max_size=3))
def test_whatever_stands_anywhere_is_refused_or_shown(changes):
    document = deepcopy(WHOLE)
    for path, value in changes:
        inner = document
        try:
            for step in path[:-1]:
                inner = inner[step]
            inner[path[-1]] = value
        except (KeyError, IndexError, TypeError):  # an earlier change took it away
            continue
    shown = refusal_or_forms(document, WHOLE)
    if isinstance(shown, str):
        assert re.fullmatch(r"\S+/0\.json: .{20,500}", shown)
    else:
        check_forms(shown)


@QUICKLY
@given(cut=st.integers(0, 3000), junk=st.binary(max_size=20))
def test_whatever_bytes_are_refused_or_shown(cut, junk):
    whole = json.dumps(WHOLE).encode()
    with pytest.raises(ClaimError, match=r"0\.json: "):
        shown_in_all_forms(whole[:cut] + b"\xff" + junk)


@pytest.mark.parametrize("levels", [30, 60, 300, 900, 5_000, 200_000])
def test_deep_nesting_is_refused_or_written_again(levels):
    content = json.dumps(WHOLE)[:-1] + ', "deep": ' + "[" * levels + "]" * levels + "}"
    if levels < schema.MOST_DEEP:
        check_forms(shown_in_all_forms(content.encode()))
        return
    with pytest.raises(ClaimError, match=r"nested (more than 50 levels deep|too deep to be a report)"):
        shown_in_all_forms(content.encode())


def test_numbers_at_the_edge_are_drawn():
    report = deepcopy(WHOLE)
    for case in report["claims"][0]["cases"]:
        for part in (case["evidence"]["program"], case["evidence"]["contrast"]):
            (one,) = part["examples"]
            numbers = {"slope": 1e12, "error": 0, "approx": -1e12, "rivals": {"a": 1e-300}, "overhead": -1e12}
            one["readings"][0] |= {**numbers, "band": [None, 1e12]}
            one["runs"] = [{**one["runs"][0], "unit": unit, "elapsed": [1e12]} for unit in (0, -1e12, 1e-300, 1e12)]
            one["spans"] = [
                {"label": "a", "lane": "b", "start": 1e12, "end": -1e12},
                {"label": "a", "lane": "b", "start": 0, "end": 1e-300},
            ]
    check_forms(shown_in_all_forms(report))
