"""What a fresh interpreter does before its program begins."""

import json
from contextlib import ExitStack

import pytest

from pytest_claims import ClaimError, fresh_interpreter, script
from pytest_claims.instruments.interpreter.preparation import AT_START, Preparation

NOTHING = {"answers": False, "one_cpu": False, "sigint": False, "most_starts": None}


def test_where_nothing_is_asked_for_nothing_is_put_into_the_environment():
    with ExitStack() as undo:
        preparation = Preparation(undo, **NOTHING)
        preparation.check(["-I", "-S", "-E"])
        assert preparation.put_into({"A": "b"}) == {"A": "b"}
        assert preparation.pass_fds == ()
        assert preparation.starts() is None


@pytest.mark.parametrize("wanted", [{"answers": True}, {"one_cpu": True}, {"sigint": True}, {"most_starts": 0}], ids=str)
def test_what_is_asked_for_is_put_into_the_environment(wanted):
    with ExitStack() as undo:
        preparation = Preparation(undo, **{**NOTHING, **wanted})
        environment = preparation.put_into({"PYTHONPATH": "x"})
        assert environment["PYTHONPATH"].startswith(str(AT_START))
        assert environment["PYTHONPATH"].endswith("x")
        assert any(json.loads(environment["PYTEST_CLAIMS_AT_START"]).values())


@pytest.mark.parametrize(
    ("flag", "refused"),
    [("-I", True), ("-E", True), ("-uS", True), ("-X", False), ("-WError", False), ("-u", False), ("EIS", False)],
)
def test_options_that_make_the_interpreter_deaf_are_refused(flag, refused):
    with ExitStack() as undo:
        preparation = Preparation(undo, **{**NOTHING, "one_cpu": True})
        if refused:
            with pytest.raises(ClaimError, match=f"with {flag} the interpreter does not import"):
                preparation.check([flag])
        else:
            preparation.check([flag])


def test_files_of_a_run_are_removed_after_it():
    with ExitStack() as undo:
        folder = Preparation(undo, **{**NOTHING, "most_starts": 3}).folder()
        assert (folder / "starts").exists()
    assert not folder.exists()


def test_a_sitecustomize_of_the_user_is_imported_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text("print('of the user')")
    monkeypatch.syspath_prepend(tmp_path)
    ended = fresh_interpreter(script("import sys, sitecustomize; print(sitecustomize.__file__, *sys.path)"), hangs_after=30)
    first, second = ended.stdout.splitlines()
    assert first == "of the user"
    assert second.startswith(str(tmp_path / "sitecustomize.py"))
    assert str(AT_START) not in second
    assert ended.stderr == ""


def test_without_another_sitecustomize_there_is_ours():
    ended = fresh_interpreter(script("import sitecustomize; print(sitecustomize.__file__)"), hangs_after=30)
    assert ended.stderr == ""
    assert ended.stdout.endswith("sitecustomize.py\n")


def test_what_the_users_sitecustomize_cannot_import_is_told(tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text("import a_module_that_is_missing")
    monkeypatch.syspath_prepend(tmp_path)
    assert "a_module_that_is_missing" in fresh_interpreter(script("pass"), hangs_after=30).stderr
