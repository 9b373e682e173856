"""Blocks of shared memory: how long do they stay?"""

from claims.sharing import blocks
from pytest_claims import claim, everywhere, fresh_interpreter, platform, require


@claim(
    "shared.block-stays-until-unlink",
    says="A SharedMemory block outlives the process that created it and stays until somebody calls unlink.",
    source="the documentation of multiprocessing.shared_memory, in Chinese, in a blog",
    needs=platform != "win32",
    refuted_where=everywhere,
    truth="shared.block-goes-with-its-program",
    program=blocks.create_and_end,
    contrast=blocks.create_untracked_and_end,
)
def test_a_block_stays_until_it_is_unlinked(program):
    """It would, in the operating system. But Python unlinks what a program has left, in a process that outlives it."""
    ended = fresh_interpreter(program)
    require(ended.returncode == 0, f"the interpreter failed: {ended.stderr}")
    assert blocks.unlink_if_there(ended.stdout.strip())


@claim(
    "shared.block-goes-with-its-program",
    says="A SharedMemory block that a program has not unlinked is unlinked when the program has ended, with a warning.",
    source="the correction of shared.block-stays-until-unlink",
    needs=platform != "win32",
    program=blocks.create_and_end,
    contrast=blocks.create_untracked_and_end,
)
def test_a_block_goes_with_its_program(program):
    """The resource tracker, which all processes of a program share, does so. Since Python 3.13 one can have track=False."""
    ended = fresh_interpreter(program)
    require(ended.returncode == 0, f"the interpreter failed: {ended.stderr}")
    assert not blocks.unlink_if_there(ended.stdout.strip())
    assert "leaked shared_memory" in ended.stderr


@claim(
    "shared.attacher-may-leave-unnoticed",
    says="A program that attaches to another program's SharedMemory block, closes it and ends leaves the block as it is.",
    source="the documentation of multiprocessing.shared_memory, in Chinese, in a blog; contradicted by "
    "https://github.com/python/cpython/issues/82300",
    needs=platform != "win32",
    refuted_where=everywhere,
    truth="shared.attacher-takes-the-block-along",
    program=blocks.attach_in_another_program,
    contrast=blocks.attach_in_a_child,
)
def test_an_attacher_may_leave_unnoticed(program):
    """It is so for a child of multiprocessing, which has the resource tracker of its parent."""
    ended = fresh_interpreter(program)
    require(ended.returncode == 0, f"the interpreter failed: {ended.stderr}")
    assert ended.stdout.strip() == "there"


@claim(
    "shared.attacher-takes-the-block-along",
    says="A program that attaches to another program's SharedMemory block and ends unlinks it, unless it said track=False.",
    source="the correction of shared.attacher-may-leave-unnoticed",
    needs=platform != "win32",
    program=blocks.attach_in_another_program,
    contrast=blocks.attach_in_a_child,
)
def test_an_attacher_takes_the_block_along(program):
    """Its own resource tracker notes the block as if the program had created it. track=False came with Python 3.13."""
    ended = fresh_interpreter(program)
    require(ended.returncode == 0, f"the interpreter failed: {ended.stderr}")
    assert ended.stdout.strip() == "gone"
