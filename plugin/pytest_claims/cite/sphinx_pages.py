"""A page of its own for each claim of the reports, with an address that stays: the id."""

from pathlib import Path

from sphinx.errors import ExtensionError

from pytest_claims.cite.sphinx_sources import Sources

MARK = ".. Made by pytest_claims.sphinx from claims_reports. Do not edit it, and do not put it under version control."


def write_pages(folder: Path, sources: Sources) -> None:
    """Write the sources of the pages into `folder`, and remove those of claims that are no more.

    A page that would stay the same is left alone, and so is read again only when its claim's evidence changed.

    Raises:
        ExtensionError: a file there was written by somebody else, or the folder cannot be written.
    """
    ids = sources.library.ids() if sources.library else ()
    pages = {f"{id}.rst": _page(id) for id in ids}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.rst"):
            if path.name not in pages and _is_made(path):
                path.unlink()
        for name, text in pages.items():
            _write(folder / name, text)
    except OSError as error:
        raise ExtensionError(f"claims_pages: {folder} cannot be written ({error.strerror}).") from None


def _page(id: str) -> str:
    return f":orphan:\n\n{MARK}\n\n{id}\n{'=' * len(id)}\n\n.. claim:: {id}\n"


def _write(path: Path, text: str) -> None:
    if not path.exists():
        path.write_text(text, encoding="utf-8")
    elif not _is_made(path):
        raise ExtensionError(f"claims_pages: {path} was written by somebody else. Name a folder of its own, or move the file.")
    elif path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _is_made(path: Path) -> bool:
    return MARK in path.read_text(encoding="utf-8", errors="replace")
