"""The processes that multiprocessing starts for itself. That real ones are known is tested in test_process_tree."""

import pytest

from pytest_claims.machine.helper_processes import helper_run_by

TRACKER = "from multiprocessing.resource_tracker import main;main(4)"
SERVER = "from multiprocessing.forkserver import main; main(3, 4, ['__main__'])"


@pytest.mark.parametrize(
    ("command", "helper"),
    [
        (["python", "-c", TRACKER], "resource_tracker"),
        (["python", "-Wonce", "-X", "dev", "-c", SERVER], "forkserver"),
        (["python", "-c", TRACKER, ""], "resource_tracker"),
        (["python", "-c", "import sys; " + SERVER, "-q", ""], "forkserver"),
        (["python", "-c", "from joblib.externals.loky.backend.resource_tracker import main; main(5, 0)"], "resource_tracker"),
        (["python", "-c", "from billiard.semaphore_tracker import main;main(5)"], "resource_tracker"),
        (["python", "-c", "from multiprocess.forkserver import main; main(3, 4, [])"], "forkserver"),
    ],
)
def test_what_multiprocessing_and_libraries_made_after_it_run_is_known(command, helper):
    assert helper_run_by(command) == helper


@pytest.mark.parametrize(
    "command",
    [
        [],
        [""],
        ["python", "-c"],
        ["python", "-c", "from multiprocessing import resource_tracker"],
        ["python", "-c", "from multiprocessing.resource_tracker import ensure_running"],
        ["python", "-c", "import time\n" + TRACKER],
        ["python", "-c", "print('in .resource_tracker import main;')"],
        ["python", "-c", "pass", "-c", TRACKER],
        ["python", "-c", "from multiprocessing.spawn import spawn_main; spawn_main(3)", "--multiprocessing-fork"],
        ["python", "/tmp/multiprocessing.forkserver/a.py"],
    ],
    ids=str,
)
def test_a_program_that_speaks_of_a_helper_is_none(command):
    assert helper_run_by(command) is None
