"""The command of the benchmark."""

import json

import pytest

from bench import __main__ as command
from bench.figure import Figure
from bench.registry import FIGURES
from bench.results import Stamp


@pytest.fixture
def bench(monkeypatch, tmp_path):
    """The command, with one figure that counts its runs."""
    observed = iter(range(100))

    def measure(limit):
        number = next(observed)
        if number == 3:
            raise KeyboardInterrupt
        if number == 4:
            raise RuntimeError("no such luck")
        return {"number": number, "limit": limit}

    monkeypatch.setattr(command, "FIGURES", {"counting": Figure("counting", "numbers", 2, measure, limit=7)})
    monkeypatch.setattr(command.results, "stamp", lambda: Stamp("abc", False, "3.13.0", "cpython", "Linux", 2))
    monkeypatch.setattr(command.signal, "signal", lambda number, handler: None)
    file = tmp_path / "bench.jsonl"

    def run(*words):
        status = command.main([*words, "--results", str(file)])
        lines = file.read_text().splitlines() if file.exists() else []
        return status, [json.loads(line)["data"]["number"] for line in lines]

    return run


def test_runs_are_made_until_there_are_as_many_as_wanted(bench, capsys):
    assert bench("counting") == (0, [0, 1])
    assert bench("counting") == (0, [0, 1])
    assert bench("counting", "--runs", "3") == (0, [0, 1, 2])
    assert [line.partition(",")[0] for line in capsys.readouterr().out.splitlines()] == [
        "counting: run 1 of 2",
        "counting: run 2 of 2",
        "counting: 2 runs made before",
        "counting: run 3 of 3",
    ]


def test_what_had_been_measured_is_kept_on_an_interrupt_and_the_same_command_goes_on(bench, capsys):
    assert bench("--runs", "4") == (130, [0, 1, 2])
    assert "the same command goes on" in capsys.readouterr().err
    assert bench("--runs", "4") == (1, [0, 1, 2])
    assert capsys.readouterr().err == "a run could not be made:\nno such luck\n"
    assert bench("--runs", "4") == (0, [0, 1, 2, 5])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "unknown: nonsense; choose from table, counting."),
        (["table"], "holds no results: measure something first."),
        (["counting", "--runs", "0"], "--runs 0: write a number above 0."),
        (["counting", "--limit", "-1"], "--limit -1.0: write a number above 0."),
    ],
)
def test_wrong_words_are_told(bench, capsys, words, said):
    with pytest.raises(SystemExit, match="2"):
        bench(*words)
    assert said in capsys.readouterr().err


def test_a_limit_is_the_figures_own_unless_one_is_given(bench, tmp_path):
    bench("counting", "--runs", "1")
    bench("counting", "--limit", "5")
    lines = (tmp_path / "bench.jsonl").read_text().splitlines()
    assert [json.loads(line)["data"]["limit"] for line in lines] == [7, 5]


def test_the_list_names_all_figures(capsys):
    assert command.main(["--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(FIGURES)


def test_the_table_is_made_from_results(bench, monkeypatch, capsys):
    bench("counting")
    capsys.readouterr()
    assert bench("table")[0] == 0
    assert "Measured at commit abc, cpython 3.13.0 on Linux, 2 CPUs: counting." in capsys.readouterr().out
