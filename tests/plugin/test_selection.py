"""What a run is asked for, and what it leaves alone: selection by id, without importing more than is needed."""

import pytest

from pytest_claims.model.errors import ClaimError
from pytest_claims.plugin import selection, worker_count

ONE = """
from pytest_claims import claim
@claim("one.{name}", says="It is so.", source="here", program=len, contrast=print)
def test_{name}(program):
    \"\"\"Because.\"\"\"
    assert program
"""


class Config:
    """As much of pytest's as is asked."""

    def __init__(self, folder, *claims, args=(), methods=(), **ini):
        self.options = {"claim": list(claims), "start_method": list(methods), "dist": "no", "distload": False}
        self.options |= {"usepdb": False, "collectonly": False, "pyargs": False}
        self.args = [str(folder / one) for one in args] or [str(folder)]
        self.invocation_params = type("Params", (), {"dir": folder})
        self.ini = {"python_functions": ["test"], "claims_workers": "7"} | ini
        self.option = type("Option", (), {"numprocesses": None})()
        self.stash = pytest.Stash()

    def getoption(self, name, default=None):
        return self.options.get(name, default)

    def getini(self, name):
        return self.ini[name]


@pytest.fixture
def folder(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / f"test_{name}.py").write_text(ONE.format(name=name), encoding="utf-8")
    (tmp_path / "test_other.py").write_text("def test_other(): pass\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("patterns", "left_alone"),
    [
        ([], []),
        (["one.a"], ["test_b.py", "test_c.py"]),
        (["one.a", "*.c"], ["test_b.py"]),
        (["one.*"], []),
    ],
)
def test_files_in_which_no_claim_matches_are_left_alone(folder, patterns, left_alone):
    config = Config(folder, *patterns)
    assert [path.name for path in sorted(folder.iterdir()) if selection.need_not_be_collected(config, path)] == left_alone


def test_where_other_functions_may_be_tests_every_file_is_collected(folder):
    config = Config(folder, "one.a", python_functions=["test", "check"])
    assert not selection.need_not_be_collected(config, folder / "test_b.py")


def test_neither_folders_nor_other_files_are_left_alone(folder):
    (folder / "test_b.txt").write_text(ONE.format(name="b"), encoding="utf-8")
    config = Config(folder, "one.a")
    assert not any(selection.need_not_be_collected(config, path) for path in (folder, folder / "test_b.txt"))


@pytest.mark.parametrize(
    ("patterns", "args", "workers"),
    [
        ([], [], 7),
        (["one.a"], [], 1),
        (["one.*"], [], 3),
        (["one.?"], ["test_a.py", "test_b.py"], 2),
        (["nowhere"], [], 1),
        ([], ["test_a.py"], 7),
        ([], ["test_a.py::test_a"], 1),
        ([], ["test_a.py::test_a", "test_b.py::TestB::test_b"], 2),
        ([], ["test_a.py::test_a", "test_b.py"], 7),
        ([], ["test_a.py::TestA"], 7),
        # pytest says in one process that it is not there.
        ([], ["test_nowhere.py"], None),
        ([], ["test_a.py", "test_nowhere.py::test_a"], None),
        ([], ["a" * 300], None),
    ],
)
def test_there_are_no_more_workers_than_tests_that_were_asked_for(folder, patterns, args, workers):
    config = Config(folder, *patterns, args=args)
    worker_count.choose_workers(config)
    assert config.option.numprocesses == workers


def test_names_of_modules_are_no_paths(folder):
    config = Config(folder, args=["claims.pools"])
    config.options["pyargs"] = True
    worker_count.choose_workers(config)
    assert config.option.numprocesses == 7


def test_there_are_never_more_than_the_ini_file_says(folder):
    config = Config(folder, "one.*", claims_workers="2")
    worker_count.choose_workers(config)
    assert config.option.numprocesses == 2
    config = Config(folder, "one.*", claims_workers="0")
    worker_count.choose_workers(config)
    assert config.option.numprocesses is None


def test_an_id_that_no_file_declares_is_refused_with_the_nearest(folder):
    with pytest.raises(ClaimError, match=r"^--claim two\.a: no claim has such an id\. Nearest: one\.a"):
        selection.check_selection(Config(folder, "one.b", "two.a"))


def test_a_start_method_that_is_not_there_is_refused(folder):
    with pytest.raises(ClaimError, match=r"^--start-method thread: not available here; choose from "):
        selection.check_selection(Config(folder, methods=["thread"]))


@pytest.mark.slow
@pytest.mark.parametrize("n", [0, 1])
def test_only_what_was_asked_for_is_imported(pytester, n):
    for name in ("a", "b"):
        text = f"open('imported.txt', 'a').write('{name}')\n" + ONE.format(name=name).replace("print", "dict")
        pytester.makepyfile(**{f"test_{name}": text.replace("assert program", "assert program == len")})
    result = pytester.runpytest_subprocess("--claim", "one.a", f"-n{n}")
    result.assert_outcomes(passed=1)
    assert set((pytester.path / "imported.txt").read_text()) == {"a"}
