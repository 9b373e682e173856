"""What the tests of the plugin share."""

import shutil
import subprocess
import sys
import tempfile

import pytest

pytest_plugins = ["pytester"]


def pytest_collection_modifyitems(items):
    """Ids of tests are the same in every run and every process: none holds an address."""
    for item in items:
        if " at 0x" in item.nodeid:
            raise pytest.UsageError(f"{item.nodeid}: this id holds an address; give ids= to parametrize.")


@pytest.fixture(scope="session", autouse=True)
def _the_same_everywhere():
    """Runs that tests start print the same everywhere, in English.

    pytest prints more, and Hypothesis varies less, where the variables of CI services are set. What is to be read at once
    has to be, even where the environment does not ask for that.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CI", "BUILD_NUMBER", "PYTHONUNBUFFERED"):
            patch.delenv(name, raising=False)
        patch.setenv("LANGUAGE", "en")
        yield


@pytest.fixture
def own_lock(monkeypatch):
    """Runs that a test starts wait for nobody else's claims, and are no workers of this run. The folder of their lock.

    The lock that claims of this machine share lies in the folder for temporary files.
    """
    folder = tempfile.mkdtemp(prefix="claims-")
    monkeypatch.setenv("TMPDIR", folder)
    for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def started():
    """Starts programs, returns once each has printed a line, and ends them."""
    processes = []

    def start(program):
        process = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        processes.append(process)
        process.stdout.readline()
        return process.pid

    yield start
    for process in processes:
        process.kill()
        process.communicate()
