"""Each name of code in the glossary exists."""

import dataclasses
import re
from importlib import import_module
from pathlib import Path

import pytest

import pytest_claims

ROOT = Path(__file__).parents[1]
#: In backticks, and no name of this package: ids of claims, keys of the report, what others define.
NO_CODE = {"thread.join-after-loop", "held", "delay", "with", "@example", "multiprocessing"}
ENTRIES = re.findall(r"^- \*\*.*?(?=\n- |\n\n|\Z)", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.M | re.S)


def names(entry):
    return [name for name in re.findall(r"`([^`]+)`", entry) if name not in NO_CODE]


def find(name, modules):
    """Whether one of the modules, or the package, defines a name; or a class in it an attribute."""
    owner, _, attribute = name.partition(".")
    for module in [*modules, pytest_claims]:
        found = getattr(module, owner, None)
        if found is not None and (not attribute or attribute in members(found)):
            return True
    return False


def members(found):
    fields = {field.name for field in dataclasses.fields(found)} if dataclasses.is_dataclass(found) else set()
    return fields | set(dir(found))


def modules_of(entry):
    named = [name for name in names(entry) if name.startswith("pytest_claims.")]
    return [import_module(name) for name in named]


HOMES = [
    import_module(f"pytest_claims.{name}")
    for name in (
        "instruments.seconds.run",
        "instruments.seconds.prediction",
        "machine.noise",
        "model.claim",
        "model.environment",
    )
]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.partition("**:")[0].strip("- *"))
def test_what_an_entry_names_is_there(entry):
    assert names(entry), "an entry says where its word lives in the code"
    modules = modules_of(entry)
    missing = [name for name in names(entry) if not name.startswith("pytest_claims.") and not find(name, modules + HOMES)]
    assert missing == []


def test_the_glossary_is_linked_and_its_words_stand_once():
    assert "(glossary.md)" in (ROOT / "docs" / "adding-a-claim.md").read_text(encoding="utf-8")
    words = [word for entry in ENTRIES for word in re.findall(r"\*\*(.+?)\*\*", entry)]
    assert len(words) > 40
    assert sorted(words) == sorted(set(words))
