"""Files that are written whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from pytest_claims.model.errors import ClaimError


def replace(path: Path, text: str) -> None:
    """Write `text` to `path` as UTF-8, in one step: a reader sees the old file or the new one, never half of one.

    Lone surrogates, which UTF-8 has no form for, are written as JSON and Python escape them.

    Raises:
        OSError: it cannot be written. What was there before is there still.
    """
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, 0o666 & ~_umask())
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise


def check_writable(path: Path, option: str) -> None:
    """Make sure, before anything runs, that a file can be written to `path`, which the user gave with `option`.

    Raises:
        ClaimError: it cannot.
    """
    if path.is_dir():
        raise ClaimError(f"{option} {path}: this is a folder; name a file in it.")
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise ClaimError(f"{option} {path}: no file can be written there ({error.strerror}).") from None
    os.close(handle)
    os.unlink(draft)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
