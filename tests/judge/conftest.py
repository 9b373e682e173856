"""What the tests of the judge share."""

import pytest

from pytest_claims.judge.declared import ids_in

SOURCE = """
from pytest_claims import claim
@claim("one.a", says="", source="", program=print)
def test_a(program): pass
class TestB:
    @claim("one.b", says="", source="", program=print)
    def test_b(self, program): pass
@claim(name, says="", source="", program=print)
def test_c(program): pass
other("one.d")
@pytest.mark.parametrize("one.not", [])
@other("one.in-my-way", says="")
def test_e(program): pass
@pytest_claims.claim(id="one.in-full", says="", source="", program=print)
async def test_f(program): pass
"""


@pytest.fixture
def suite(tmp_path):
    """A suite of claims in two folders, with a file that cannot be parsed, and another suite beside it."""
    ids_in.cache_clear()
    for path, text in {
        "claims/__init__.py": "",
        "claims/one/__init__.py": "",
        "claims/one/test_one.py": SOURCE,
        "claims/two/__init__.py": "",
        "claims/two/test_two.py": SOURCE.replace("one.", "two."),
        "claims/two/broken.py": "def (",
        "other/test_other.py": SOURCE.replace("one.", "other."),
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path
