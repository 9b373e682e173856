"""How pytest was started and set up must not change what a program does."""

import multiprocessing
import sys
import warnings

import pytest
import workers

from pytest_claims.judge.isolation.launcher import no_main_module, no_warning_filters


def test_the_main_module_is_hidden_and_has_nothing_to_import_again():
    launcher = sys.modules["__main__"]
    with no_main_module():
        hidden = sys.modules["__main__"]
    assert hidden is not launcher
    assert hidden.__name__ == "__main__"
    assert getattr(hidden, "__spec__", None) is None
    assert not hasattr(hidden, "__file__")


def test_the_main_module_comes_back():
    launcher = sys.modules["__main__"]
    with no_main_module():
        pass
    assert sys.modules["__main__"] is launcher


def test_the_main_module_comes_back_after_an_exception():
    launcher = sys.modules["__main__"]
    with pytest.raises(KeyError), no_main_module():
        raise KeyError
    assert sys.modules["__main__"] is launcher


def test_a_hidden_main_module_may_be_hidden_again():
    launcher = sys.modules["__main__"]
    with no_main_module():
        with no_main_module():
            pass
        between = sys.modules["__main__"]
    assert between is not launcher
    assert sys.modules["__main__"] is launcher


def test_a_spawned_child_does_not_import_the_launcher_again(monkeypatch, tmp_path):
    script = tmp_path / "launcher.py"
    script.write_text("raise SystemExit(77)")
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(script), raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    process = multiprocessing.get_context("spawn").Process(target=workers.double, args=(1,))
    with no_main_module():
        process.start()
        process.join(workers.GIVE_UP)
    assert process.exitcode == 0


def test_a_warning_is_no_error_inside_whatever_the_runner_says():
    with no_warning_filters():
        warnings.warn("forked beside threads", DeprecationWarning, stacklevel=1)
    with pytest.raises(DeprecationWarning):
        warnings.warn("forked beside threads", DeprecationWarning, stacklevel=1)


def test_a_test_that_is_about_a_warning_still_sees_it():
    with no_warning_filters(), pytest.warns(RuntimeWarning, match="never awaited"):
        warnings.warn("never awaited", RuntimeWarning, stacklevel=1)
