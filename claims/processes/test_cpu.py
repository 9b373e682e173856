"""Computing in several processes: is it faster?"""

from claims.processes import programs
from pytest_claims import assert_parallel, claim, cpus, require, spin


@claim(
    "process.cpu-speedup",
    says="Processes speed up CPU-bound Python code: shared out among them, it uses several CPUs at once.",
    source="notes 2",
    needs=cpus >= 2,
    alone=True,
    program=programs.one_process_a_share,
    contrast=programs.one_process_for_all_shares,
)
def test_processes_use_several_cpus(program, processes):
    """Each process has an interpreter of its own, with a lock of its own, so that none waits for another."""
    work = spin(0.2)
    with assert_parallel(at_least=1.5):
        exit_codes = program(processes, work, shares=2)
    require(not any(exit_codes), "a child did not compute")
