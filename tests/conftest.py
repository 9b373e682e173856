"""What the tests of the plugin share."""

import shutil
import tempfile

import pytest

pytest_plugins = ["pytester"]


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
