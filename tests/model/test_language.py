"""Which language people are spoken to."""

import pytest

from pytest_claims.model import language
from pytest_claims.model.errors import ClaimError
from pytest_claims.model.language import (
    N_,
    _,
    current,
    language_named,
    language_or_english,
    plural,
    sentence,
    speaking,
    switch_to,
)

CHINESE = language_named("zh_CN")


@pytest.fixture
def locale(monkeypatch):
    """Sets the variables that name a user's language; those that are not given are not set."""

    def set_(**values):
        for name in language.VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_


def test_without_a_word_everything_is_english():
    assert current().name == "en"
    assert (current().tag, current().is_english) == ("en", True)
    assert _("holds") == "holds"
    assert _("{seconds} s claimed", seconds=3) == "3 s claimed"
    assert sentence("Any\n   sentence.") == "Any\n   sentence."
    assert [plural("{count} CPU", "{count} CPUs", count) for count in (1, 2)] == ["1 CPU", "2 CPUs"]


def test_inside_the_block_everything_is_chinese_and_after_it_english():
    with speaking(CHINESE):
        assert current().tag == "zh-CN"
        assert _("holds") == "成立"
        assert _("{seconds} s claimed", seconds=3) == "论断说 3 秒"
        assert plural("{count} CPU", "{count} CPUs", 1) == "1 个 CPU"
    assert _("holds") == "holds"


def test_what_nobody_translated_stays_as_it_is():
    with speaking(CHINESE):
        assert _("a text that is nowhere") == "a text that is nowhere"
        assert sentence("My own\n  sentence.") == "My own\n  sentence."
        assert (sentence(""), _("")) == ("", "")


def test_a_sentence_is_known_however_its_lines_are_broken(suite_sentence):
    with speaking(CHINESE):
        assert sentence(suite_sentence) == sentence(suite_sentence.replace(" ", "\n    ")) != suite_sentence


@pytest.fixture
def suite_sentence():
    """A sentence of the suite."""
    return next(text for text in CHINESE.claims._catalog if text.count(" ") > 3)


def test_an_error_inside_the_block_ends_it():
    with pytest.raises(LookupError), speaking(CHINESE):
        raise LookupError
    assert current().is_english


def test_a_mark_changes_nothing():
    assert N_("holds") == "holds"


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_TW.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.GB18030"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "fr:en:zh_CN"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:zh_CN"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": ""}, "en"),
        ({"LANG": "zh_CN@pinyin"}, "zh_CN"),
    ],
)
def test_who_asks_for_nothing_gets_the_language_of_the_locale(locale, variables, name):
    locale(**variables)
    assert language_named(None).name == name


@pytest.mark.parametrize("name", ["zh_CN", "zh-CN", "zh", "zh_SG", "zh_Hans", "zh-Hans-CN"])
def test_a_language_may_be_named_as_browsers_name_it(name):
    assert language_named(name).name == "zh_CN"


def test_who_asks_for_english_gets_it_whatever_the_locale(locale):
    locale(LANG="zh_CN.UTF-8")
    assert [language_named(name).name for name in ("en", "en_US")] == ["en", "en"]


def test_a_language_without_a_translation_is_refused_by_name():
    with pytest.raises(ClaimError, match=r"--lang xx: there is no translation to it; choose from en, zh_CN\."):
        language_named("xx")
    assert language_or_english("xx").name == "en"
    assert language_or_english("zh_CN").name == "zh_CN"


def test_a_switch_lasts_until_the_next_and_tells_what_was_before():
    english = current()
    assert switch_to(CHINESE) is english
    try:
        assert current() is CHINESE
    finally:
        assert switch_to(english) is CHINESE
    assert current() is english
