"""A script as text."""

import pytest

from pytest_claims import ClaimError, script


def test_a_script_and_its_modules_are_written_side_by_side(tmp_path):
    path = script(
        """
        import helper
        if helper.x:
            print(1)
        """,
        helper="x = 1",
    ).write(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["helper.py", "script.py"]
    assert path.read_text() == "\nimport helper\nif helper.x:\n    print(1)\n"
    assert (tmp_path / "helper.py").read_text() == "x = 1"


def test_a_script_is_named_by_its_first_line():
    assert repr(script("\nprint(1)\nprint(2)")) == "script('print(1)', ...)"


def test_a_module_with_the_name_of_the_script_is_refused():
    with pytest.raises(ClaimError, match=r"^script\(script=\.\.\.\): this is the name of the script itself"):
        script("", script="")


@pytest.mark.parametrize("texts", [{"source": 3}, {"source": "", "helper": None}], ids=str)
def test_what_is_no_text_is_refused(texts):
    with pytest.raises(ClaimError, match="is a text, not"):
        script(**texts)
