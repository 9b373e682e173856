"""Mutation tests: which modules and tests belong together, and what is said of their mutants."""

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
    assert mutation.score("judge/slope", {}).per_cent == 100


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
