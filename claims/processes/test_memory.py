"""Memory: does a parent see what its child changed?"""

from claims.processes import programs
from pytest_claims import claim, require


@claim(
    "process.does-not-share-memory",
    says="Unlike threads, processes do not share memory: what a child process changes stays as it was in its parent.",
    source="notes 2",
    program=programs.a_list_changed_by_a_process,
    contrast=programs.a_list_changed_by_a_thread,
)
def test_a_child_process_does_not_share_memory_with_its_parent(program, processes):
    """A fork copies the memory (each page when it is first written to); spawn and forkserver send pickled copies."""
    seen_by_parent, seen_by_worker = program(processes, number=7)
    require(seen_by_worker == [7], "the worker did not append")
    assert seen_by_parent == []
