"""Whether an event loop runs in this thread."""

import asyncio
import subprocess
import sys
from threading import Thread

from pytest_claims.machine.running_loop import loop_runs_here


def test_it_runs_in_a_coroutine_and_in_no_other_thread():
    async def here_and_elsewhere():
        elsewhere = []
        thread = Thread(target=lambda: elsewhere.append(loop_runs_here()))
        thread.start()
        thread.join()
        return loop_runs_here(), elsewhere

    assert asyncio.run(here_and_elsewhere()) == (True, [False])
    assert not loop_runs_here()


def test_nobody_has_to_import_asyncio_for_the_answer():
    script = "import sys; from pytest_claims.machine import running_loop; print(running_loop.loop_runs_here(), *sys.modules)"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    answer, *modules = result.stdout.split()
    assert answer == "False"
    assert "asyncio" not in modules
