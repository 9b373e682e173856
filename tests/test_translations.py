"""The translations: complete, and of what is said today."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("babel")
pytest.importorskip("sphinx")
from babel.messages.catalog import Catalog
from development_tools import needs

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from docs import translate  # noqa: E402 (found beside this folder)


@pytest.mark.slow
@needs("myst-parser")
@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_no_sentence_is_missing_or_stale(language):
    assert list(translate.check(language)) == []


def test_every_document_of_the_guide_is_translated():
    pages = {f"guide/{path.stem}" for path in (ROOT / "docs" / "guide").glob("*.md")}
    assert len(pages) > 12
    assert {*translate.DOCUMENTS} == {"index", *pages}


def a_catalogue(**texts):
    made = Catalog(locale="zh_CN")
    for text, translation in texts.items():
        made.add(text.replace("_", " "), translation)
    return made


WANTED = a_catalogue(One="", Two="")


@pytest.mark.parametrize(
    ("have", "said"),
    [
        ({"One": "一", "Two": "二"}, []),
        ({"One": "一"}, ["not translated: Two"]),
        ({"One": "一", "Two": ""}, ["not translated: Two"]),
        ({"One": "一", "Two": "二", "Three": "三"}, ["stale: Three"]),
    ],
)
def test_what_is_missing_or_stale_is_named(have, said):
    assert list(translate.problems(WANTED, a_catalogue(**have))) == said


@pytest.mark.parametrize(
    ("text", "translation", "said"),
    [
        ("call `join()` once", "调用一次", ["lost in the translation: `join()` of: call `join()` once"]),
        ("it waits {claim}`a.b`", "它等待 {claim}`a.b <refuted>`", None),
        ("see [this](a.md)", "见[这里](b.md)", None),
        ("{count} claims", "{counts} 条论断", None),
        ("{count} claims, [a](b.md), `x`, {claim}`a.b`", "`x`，[甲](b.md)，{claim}`a.b`，{count} 条论断", []),
    ],
)
def test_a_translation_keeps_code_citations_addresses_and_values(text, translation, said):
    wanted, have = Catalog(locale="zh_CN"), Catalog(locale="zh_CN")
    wanted.add(text)
    have.add(text, translation)
    found = list(translate.problems(wanted, have))
    if said is None:
        assert [line.partition(" in the translation")[0] for line in found] == ["lost", "new"]
    else:
        assert found == said


def test_a_text_that_is_doubtful_counts_as_not_translated():
    have = a_catalogue(One="一", Two="二")
    have["Two"].flags.add("fuzzy")
    assert list(translate.problems(WANTED, have)) == ["not translated: Two"]


def test_an_update_keeps_what_is_translated_and_forgets_what_is_gone():
    made = translate.merged(WANTED, a_catalogue(One="一", Three="三"), "zh_CN")
    assert {message.id: message.string for message in translate.texts(made)} == {"One": "一", "Two": ""}


@pytest.mark.parametrize("name", ["interface", "claims"])
def test_what_is_installed_is_compiled_from_what_was_translated(name):
    path = translate.PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / f"{name}.po"
    assert path.with_suffix(".mo").read_bytes() == translate.compiled(translate.translated(path, "zh_CN"))
