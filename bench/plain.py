"""Folders with tests that do nothing: what a run costs that has nothing to do."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Tests in a file.
_IN_A_FILE = 100
#: How the plugin is left out: every other plugin that is installed stays.
WITHOUT = ["-p", "no:claims"]


@contextmanager
def empty_tests(count: int) -> Iterator[Path]:
    """A folder with so many of them, and settings of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        (folder / "pytest.ini").write_text("[pytest]\n")
        for first in range(0, count, _IN_A_FILE):
            tests = [f"def test_{number}():\n    pass\n" for number in range(first, min(first + _IN_A_FILE, count))]
            (folder / f"test_from_{first}.py").write_text("\n\n".join(tests))
        yield folder
