"""The page, as text. What a browser makes of it is in test_page_in_browser.py."""

import base64
import hashlib
import json
import re
from copy import deepcopy
from email.message import Message
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made_reports import a_case, a_claim, a_part, a_report

from pytest_claims.render.html import page as html_page
from pytest_claims.render.html.page import page
from pytest_claims.report.merge import Evidence, Merging, merge

VOID = {"meta", "link", "input", "br", "col"}
#: Texts that have broken pages before.
HOSTILE = [
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\"' onmouseover='alert(1)' autofocus \"",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "\u202eevil\u2066\u200f",
    "\x00\x07\x1b[31m\x7f\x85",
    "\udcff\ud800",
    "<!-- --> ]]> &lt; &#60;",
    "javascript:alert(1)",
    "x" * 1_000_000,
    "ab " * 300_000,
]


class Document(HTMLParser):
    """The elements of a page, and whether each of them is closed where it should be."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.text = [], [], ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def made(*reports):
    merging = Merging(Evidence.SHOWN)
    for report in reports:
        merging.add(report)
    return page(merging.result())


def full(text, id=None):
    """A report in which every text that is free is `text`."""
    part = a_part(name=text)
    example = part["examples"][0]
    example.update(arguments=text, reason=text)
    example["readings"][0].update(predicted=text, fits=text, rivals={text: 100})
    example["notes"] = {"seen": text, text: text}
    example["spans"] = [{"label": text, "lane": text, "start": 1.0, "end": 1.1}]
    evidence = {"jitter": 0.0, "program": part, "contrast": part}
    case = a_case("refuted", text, reason=text, evidence=evidence)
    sources = {"program": text, "contrast": text, "helpers": [text]}
    texts = dict.fromkeys(("says", "source", "why", "truth", "refuted_where"), text)
    claim = a_claim(text if id is None else id, case, sources=sources, **texts)
    return a_report(claim, python=text, implementation=text, platform=text)


def test_the_page_is_one_well_formed_document_that_refers_to_nothing_outside():
    document = Document(made(a_report(), a_report(python="3.14.0")))
    assert all(not attributes.get("src") for _, attributes in document.elements)
    links = {attributes["href"] for tag, attributes in document.elements if "href" in attributes}
    assert {link for link in links if not link.startswith("#")} == {"data:,"}
    assert "http" not in "".join(links)


def test_the_policy_allows_this_style_and_this_script_only():
    text = made(a_report())
    (policy,) = [meta["content"] for meta in Document(text).all("meta") if meta.get("http-equiv")]
    for tag, rule in {"style": "style-src", "script": "script-src"}.items():
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not [attributes for _, attributes in Document(text).elements if "style" in attributes]


def test_the_matrix_is_a_table_with_a_caption_and_scopes():
    text = made(a_report(a_claim("a.a"), a_claim("b.b")), a_report(python="3.14.0"))
    document = Document(text)
    assert "<caption" in text[text.index('id="verdicts"') :]
    scopes = [cell.get("scope") for cell in document.all("th")]
    assert scopes.count("colgroup") == 1
    assert scopes.count("rowgroup") == 3
    assert all(scopes)
    assert "not judged" in document.text


def test_whatever_is_laid_out_otherwise_says_that_it_is_part_of_a_table():
    text = made(a_report(a_claim("a.a"), a_claim("b.b")), a_report(python="3.14.0"))
    matrix = Document(text[text.index('<table class="matrix"') : text.index("</table>") + len("</table>")])
    roles = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
    for tag, role in roles.items():
        assert {attributes.get("role") for attributes in matrix.all(tag)} == {role}
    headers = {attributes.get("scope"): attributes.get("role") for attributes in matrix.all("th")}
    columns = {"col": "columnheader", "colgroup": "columnheader"}
    assert headers == {**columns, "row": "rowheader", "rowgroup": "rowheader"}


def test_every_link_within_the_page_leads_somewhere_and_no_two_places_share_a_name():
    false = a_claim("a.false", a_case("refuted", expected="refuted"), refuted_where="everywhere", truth="a.true")
    document = Document(made(a_report(false, a_claim("a.true"))))
    ids = [attributes["id"] for _, attributes in document.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in document.all("a")} <= set(ids)
    assert {"a.false", "a.true"} <= set(ids)


def test_a_claim_shows_all_that_is_known():
    sources = {"program": "def one(): pass", "contrast": "def two(): pass", "helpers": ["def three(): pass"]}
    text = made(a_report(a_claim("nap.ten", sources=sources, source="notes 7", why="It sleeps.")))
    said = Document(text).text
    for part in ("It takes 10 s.", "notes 7", "It sleeps.", "def one", "def two", "def three", "holds since 3.13 or earlier"):
        assert part in said
    assert "pytest-claims explain nap.ten" in said
    assert text.count("<svg ") == 2
    assert said.count("The same as a table") == 2


def test_what_instruments_say_stands_among_the_figures_and_the_pictures():
    part = a_part()
    part["examples"][0] |= {"readings": [], "notes": {"seen": "3 in 40", "where it waited": "File <here>, line 1"}}
    evidence = {"jitter": 0.0, "program": part, "contrast": None}
    others = deepcopy(evidence)
    others["program"]["examples"][0]["notes"]["seen"] = "4 in 50"
    text = made(
        a_report(a_claim("nap.ten", a_case("holds", "fork", evidence=evidence), a_case("holds", "spawn", evidence=others)))
    )
    said = Document(text).text
    for words in ("3 in 40; 4 in 50", "Where it waited, program", "File <here>, line 1"):
        assert words in said


def test_what_is_not_so_comes_first_with_what_is_true_instead():
    everywhere = a_claim("pool.false", a_case("refuted", expected="refuted"), says="It is false.", truth="pool.true")
    somewhere = a_claim(
        "pool.depends", a_case("refuted", "fork"), a_case("holds", "spawn"), says="It depends.", truth="else.where"
    )
    said = Document(made(a_report(a_claim("pool.true", says="It is true."), everywhere, somewhere))).text
    first, _, rest = said.partition("All claims")
    wrong, _, depends = first.partition("What is so in some environments only")
    assert ["It is false." in part for part in (wrong, depends, rest)] == [True, False, True]
    assert ["It depends." in part for part in (wrong, depends, rest)] == [False, True, True]
    assert re.search(r"It is false\.\s+True instead:\s+It is true\.", wrong)
    assert re.search(
        r"not as documented\s+Refuted: CPython on linux: 3\.13\.0 under fork\.\s*True instead: else\.where", depends
    )


def test_where_all_is_so_there_is_no_list_of_what_is_not():
    text = made(a_report(a_claim("pool.true")))
    assert "What is not so" not in Document(text).text
    assert 'id="not-so"' not in text


def test_chapters_have_titles_and_the_order_of_a_course_in_the_table_and_below():
    course = {"Processes": 1, "Process pools": 2, "Threads": 7, "Joining threads": 7.5, "Tasks": 20, "A last one": None}
    ids = {"task.a": "Tasks", "last.b": "A last one", "process.c": "Processes", "thread.e": "Threads"}
    ids |= {"pool.d": "Process pools", "thread.join-g": "Joining threads"}
    chapters = {id: {"title": title, "place": course[title], "suite": None} for id, title in ids.items()}
    claims = [a_claim(id, chapter=chapter) for id, chapter in chapters.items()]
    document = Document(made(a_report(*claims, a_claim("limiter.b"))))
    titles = [*course, "limiter"]
    places = [[found.start() for found in re.finditer(rf"(?m)^\s*{title}\s*$", document.text)] for title in titles]
    for listing in zip(*(found[-2:] for found in places), strict=True):
        assert list(listing) == sorted(listing)
    articles = [article["id"] for article in document.all("article")]
    assert articles == ["process.c", "pool.d", "thread.e", "thread.join-g", "task.a", "last.b", "limiter.b"]


@pytest.mark.parametrize(
    ("suites", "subject"),
    [(["Our limiters"], "Our limiters"), ([None], "Claims"), (["A", "B"], "Claims"), (["A", "A"], "A"), (["<b>"], "&lt;b&gt;")],
)
def test_the_first_words_say_what_it_is_about(suites, subject):
    chapters = [{"title": "One", "place": 1, "suite": suite} for suite in suites]
    text = made(a_report(*[a_claim(f"nap.{number}", chapter=chapter) for number, chapter in enumerate(chapters)]))
    assert f"<title>{subject}: " in text
    assert f"<h1>{subject} " in text


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ([], "#about"),
        (["Changes, http://example.org/changes"], "#about"),
        (["Old, javascript:alert(1)", "Homepage, https://example.org/claims"], "https://example.org/claims"),
    ],
)
def test_it_leads_to_the_project(monkeypatch, named, address):
    package = Message()
    for one in named:
        package["Project-URL"] = one
    monkeypatch.setattr(html_page, "metadata", lambda name: package)
    document = Document(made(a_report()))
    header = document.text.index("pytest-claims")
    assert header < document.text.index("All claims")
    assert address in {link["href"] for link in document.all("a")}
    assert "about" in {attributes.get("id") for _, attributes in document.elements}


def test_it_shows_no_addresses_of_objects():
    text = made(full("<function nap at 0x7f7e6b82ad40>(10), <Lock object at 0x7F7E>"))
    assert "at 0x" not in text
    assert "<function nap>(10), <Lock object>" in Document(text).text


def test_reports_of_one_environment_are_told_apart_by_their_names(tmp_path):
    def report(slope, verdict="holds"):
        evidence = {"jitter": 0.0, "program": a_part(verdict, slope=slope), "contrast": a_part("refuted", 100.0)}
        return a_report(a_claim("nap.ten", a_case(verdict, evidence=evidence)))

    paths = [tmp_path / "published" / "3.13.json", tmp_path / "mine.json"]
    paths[0].parent.mkdir()
    for path, made_up in zip(paths, (report(9.8), report(10.2)), strict=True):
        path.write_text(json.dumps(made_up), encoding="utf-8")
    said = " ".join(Document(page(merge(paths))).text.split())
    figures = {"mine.json": 10.2, "3.13.json": 9.8}
    rows = [rf"{name} ?CPython 3\.13\.0, linux \S+holds ?{slope} s ?100 s" for name, slope in figures.items()]
    table = rf"Each report by itself, the newest first report ?environment ?verdict ?measured ?contrast {' '.join(rows)}"
    assert re.search(table, said)
    assert "3.13.0 2 runs" in said
    assert "mine.json, 3.13.json" in said
    assert "CPython 3.13.0, linux in mine.json: holds" in said
    alone = Document(page(merge(paths[1:]))).text
    assert "Each report by itself" not in alone
    assert "2 runs" not in alone


def test_a_sentence_is_shown_whole_wherever_it_stands():
    says = " ".join(f"word{number}" for number in range(200))
    false = a_claim("nap.false", a_case("refuted", expected="refuted"), says=says)
    text = made(a_report(false))
    # In the list of what is not so, in the table, and above its evidence.
    assert Document(text).text.count(says) == 3
    assert "word199" in text


def test_a_chinese_sentence_says_its_language():
    says = "在循环里启动线程。循环之后再 join"
    text = made(a_report(a_claim("nap.ten", says=says, why="It sleeps.")))
    assert text.count(f'lang="zh">{says}</bdi>') == 2
    assert "<bdi>It sleeps.</bdi>" in text


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_texts_change_nothing_but_the_text(text):
    harmless, hostile = made(full("harmless")), made(full(text))
    assert [tag for tag, _ in Document(hostile).elements if tag != "span"] == [
        tag for tag, _ in Document(harmless).elements if tag != "span"
    ]
    names = {name for _, attributes in Document(hostile).elements for name in attributes}
    assert names == {name for _, attributes in Document(harmless).elements for name in attributes}
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", hostile)
    assert len(hostile) < 500_000


def test_what_is_hostile_is_still_there_to_be_read():
    assert "</script><script>alert(1)</script>" in Document(made(full(HOSTILE[0]))).text
    assert "<U+202E>evil" in Document(made(full(HOSTILE[4]))).text


def test_nothing_on_it_moves():
    # Whoever asks for less motion need not be asked after: there is none.
    (style,) = re.findall("<style>(.*?)</style>", made(a_report()), re.DOTALL)
    assert not re.search("animation|transition|scroll-behavior", style)
    assert "smooth" not in made(a_report())


def test_the_page_of_the_evidence_stays_small():
    merged = merge(sorted((Path(__file__).parents[3] / "evidence").glob("*.json")))
    assert len(page(merged).encode()) < 12_000 * len(merged.claims)
