"""Where claims are found, and how pytest is run on them."""

import pytest

from pytest_claims.cli import suite
from pytest_claims.model.errors import ClaimError


def test_suite_of_a_checkout_is_beside_the_plugin():
    home = suite.installed_suite()
    assert (home / "claims" / "threads" / "test_join.py").is_file()


def test_an_installation_without_a_suite_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(suite, "__file__", str(tmp_path / "site" / "pytest_claims" / "cli" / "suite.py"))
    with pytest.raises(ClaimError, match=r"has no suite: install the wheel, or name a folder"):
        suite.installed_suite()


def test_suite_of_a_wheel_is_beside_the_package(monkeypatch, tmp_path):
    home = tmp_path / "pytest_claims_suite"
    (home / "claims").mkdir(parents=True)
    (home / "conftest.py").touch()
    monkeypatch.setattr(suite, "__file__", str(tmp_path / "pytest_claims" / "cli" / "suite.py"))
    assert suite.installed_suite() == home


def test_a_folder_that_does_not_exist_is_named():
    with pytest.raises(ClaimError, match=r"^nowhere: no such file or folder\.$"):
        suite.arguments(["nowhere"])


def test_named_folders_replace_the_suite(tmp_path):
    assert suite.arguments([str(tmp_path)]) == [str(tmp_path)]


@pytest.mark.slow
def test_judging_an_unknown_claim_passes_on_what_pytest_says(tmp_path):
    (tmp_path / "test_nothing.py").touch()
    with pytest.raises(ClaimError, match=r"--claim a\.b: no claim has such an id"):
        suite.judge("a.b", [str(tmp_path)])
