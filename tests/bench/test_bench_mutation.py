"""Mutation tests: which modules and tests belong together, and what is said of their mutants."""

import subprocess
import sys
import tomllib

import pytest

from bench import mutation

ROOMS = tomllib.loads((mutation.ROOT / "mutation.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("room", ROOMS)
def test_all_modules_and_tests_are_there(room):
    for name in ROOMS[room]["modules"]:
        assert (mutation.ROOT / "plugin" / "pytest_claims" / room / f"{name}.py").is_file()
    for name in ROOMS[room]["tests"]:
        assert (mutation.ROOT / "tests" / room / name).is_file()


def test_the_settings_are_for_one_room_and_leave_its_slow_tests_out():
    config = {"modules": ["slope"], "tests": ["test_slope.py"], "without": "machine"}
    settings = tomllib.loads(mutation.settings("judge", config))["tool"]["mutmut"]
    assert settings["only_mutate"] == ["src/pytest_claims/judge/slope.py"]
    assert settings["pytest_add_cli_args_test_selection"] == ["tests/judge/test_slope.py", "-k", "not (machine)"]


def test_a_mutant_that_no_test_reaches_has_survived_and_one_that_was_not_tried_does_not_count():
    score = mutation.score("judge/slope", {"a": 1, "b": 0, "c": 33, "d": None, "e": -24})
    assert (score.killed, score.survivors, score.per_cent) == (2, ("b", "c"), 50.0)
    assert str(score).split() == ["judge/slope", "2", "2", "50.0", "%"]


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_the_tests_of_a_room_can_be_collected_where_its_mutants_are_tried(room, tmp_path):
    """Mutmut says little where they cannot, and goes on."""
    mutation.prepare(tmp_path, room, ROOMS[room])
    selection = tomllib.loads(mutation.settings(room, ROOMS[room]))["tool"]["mutmut"]["pytest_add_cli_args_test_selection"]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *selection]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("tried", [{}, {"one": None, "two": None}])
def test_where_no_mutant_was_tried_the_run_fails_and_says_so(tried, monkeypatch, capsys):
    monkeypatch.setattr(mutation, "run", lambda folder, names: None)
    monkeypatch.setattr(mutation, "prepare", lambda *_: None)
    monkeypatch.setattr(mutation, "results", lambda folder: {"judge/slope": {"three": 1}, "judge/line": tried})
    assert mutation.main(["judge"]) == (1 if tried else 0)
    said = "no mutant was tried of judge/line: what mutmut says of it stands above." in capsys.readouterr().out
    assert said is bool(tried)


def test_of_a_sample_the_same_mutants_are_tried_each_time(monkeypatch):
    tried = []
    monkeypatch.setattr(mutation, "run", lambda folder, names: tried.append(names))
    monkeypatch.setattr(mutation, "prepare", lambda *_: None)
    made = {"judge/line": dict.fromkeys("abcdefgh"), "judge/slope": {"z": None}}
    monkeypatch.setattr(mutation, "results", lambda folder: made)
    for _ in range(2):
        mutation.main(["judge", "--sample", "3"])
    assert tried[0] == tried[2] == ["none"]
    assert tried[1] == tried[3]
    assert (len(tried[1]), tried[1][-1]) == (4, "z")


def test_a_run_ends_with_the_table_and_fails_below_the_least_score(monkeypatch, capsys, tmp_path):
    def run(folder, names):
        place = folder / "mutants" / "src" / "pytest_claims" / "model"
        place.mkdir(parents=True)
        code = 0 if folder.parent.name == "weak" else 1
        (place / "where_raised.py.meta").write_text(f'{{"exit_code_by_key": {{"one": 1, "two": {code}}}}}', encoding="utf-8")

    monkeypatch.setattr(mutation, "run", run)
    assert mutation.main(["model", "--folder", str(tmp_path / "strong")]) == 0
    assert mutation.main(["model", "--folder", str(tmp_path / "weak")]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "survived: two"


@pytest.mark.parametrize(
    ("arguments", "message"), [(["cellar"], "unknown room: cellar; choose from judge"), (["--sample", "0"], "above 0")]
)
def test_what_cannot_be_meant_is_told(arguments, message, capsys):
    with pytest.raises(SystemExit):
        mutation.main(arguments)
    assert message in capsys.readouterr().err
