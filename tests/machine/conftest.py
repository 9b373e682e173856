"""What the tests of the machine share."""

import subprocess
import sys

import pytest


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
