"""Work for a CPU that travels to any process."""

import json
import os
import pickle
import subprocess
import sys

import pytest

from pytest_claims.instruments.cpu.spin import Spin


def test_work_does_the_same_wherever_and_with_whatever_it_is_called():
    work = pickle.loads(pickle.dumps(Spin(10)))
    assert work == Spin(10)
    assert work() == work(1, "two") == sum(number**2 for number in range(10))


def test_work_of_one_amount_is_the_same_work():
    assert {Spin(3), Spin(3), Spin(4)} == {Spin(4), Spin(3)}
    assert Spin(3) != Spin(4)
    assert Spin(3) != 3


def test_work_says_how_much_it_is():
    assert repr(Spin(3)) == "Spin(rounds=3)"


@pytest.mark.parametrize("rounds", [0, 1])
def test_little_work_is_done_at_once(rounds):
    assert Spin(rounds)() == 0


def test_work_that_is_measured_does_the_same_in_steps_and_notes_them(tmp_path):
    notes = tmp_path / "notes"
    notes.touch()
    assert Spin(10, str(notes), 4)() == Spin(10)()
    process, _thread, began, waited, lasted, used = json.loads(notes.read_text())
    assert process == os.getpid()
    assert began > 0
    assert waited >= -1
    assert len(lasted) == len(used) == 3


def test_work_that_nobody_measures_notes_nothing(tmp_path):
    Spin(10, str(tmp_path / "notes"), 4)()
    assert list(tmp_path.iterdir()) == []


def test_what_travels_knows_where_to_note(tmp_path):
    work = pickle.loads(pickle.dumps(Spin(10, "somewhere", 4)))
    assert (work.rounds, work.path, work.step) == (10, "somewhere", 4)


def test_without_an_account_of_waits_the_notes_say_so(tmp_path, monkeypatch):
    notes = tmp_path / "notes"
    notes.touch()
    really = os.open

    def no_proc(path, *arguments):
        if str(path).startswith("/proc"):
            raise FileNotFoundError(path)
        return really(path, *arguments)

    monkeypatch.setattr(os, "open", no_proc)
    Spin(10, str(notes), 4)()
    assert json.loads(notes.read_text())[3] == -1


def test_work_needs_only_what_an_interpreter_has_loaded():
    module = "pytest_claims.instruments.cpu.spin"
    program = f"import sys; before = set(sys.modules); import {module}; print(sorted(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    originals = ["pytest_claims.machine", "pytest_claims.machine.originals"]
    rooms = ["pytest_claims", "pytest_claims.instruments", "pytest_claims.instruments.cpu"]
    assert ran.stdout == f"{[*rooms, module, *originals]}\n"
