"""Which files are this package's own."""

import pytest_claims
from pytest_claims.model import own_files
from pytest_claims.model.own_files import is_plugin


def test_a_file_of_the_package_is_its_own_and_no_other_is():
    assert is_plugin(own_files.__file__)
    assert is_plugin(pytest_claims.__file__)
    assert not is_plugin(__file__)


def test_a_package_with_a_longer_name_is_somebody_elses():
    assert not is_plugin(own_files.FOLDER[:-1] + "_suite/claims/start.py")
