"""A script and its modules as text, written to files for a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from pytest_claims.model.errors import ClaimError, called_as

#: The name of the script's file, without its ending.
MAIN = "script"


@dataclass(frozen=True, slots=True)
class Script:
    """The source of a script and of the modules beside it; made by `script`."""

    source: str
    modules: Mapping[str, str]

    def write(self, folder: Path) -> Path:
        """Write the files to `folder`, and return the script's path."""
        for name, source in {**self.modules, MAIN: self.source}.items():
            (folder / f"{name}.py").write_text(source, encoding="utf-8")
        return folder / f"{MAIN}.py"

    def __repr__(self) -> str:
        return f"script({self.source.strip().partition(chr(10))[0]!r}, ...)"


@called_as("script('print(1)'), and the texts of modules by their names")
def script(source: str, **modules: str) -> Script:
    """A script for `fresh_interpreter`, as text: what matters may be at its top level.

    ::

        fresh_interpreter(script("from multiprocessing import Pool; Pool(2).map(abs, [1])"), most_starts=20)

    Args:
        source: the text of the script, which may be indented as a whole.
        modules: the texts of modules beside it, by the names under which the script imports them.

    Raises:
        ClaimError: the text of one is missing, or a module has the script's name.
    """
    texts = {MAIN: source, **modules}
    if MAIN in modules:
        raise ClaimError(f"script({MAIN}=...): this is the name of the script itself; name the module otherwise.")
    for name, text in texts.items():
        if not isinstance(text, str):
            raise ClaimError(
                f"script: the source of {name!r} is a text, not {text!r}; fresh_interpreter takes a path as it is."
            )
    return Script(dedent(source), {name: dedent(text) for name, text in modules.items()})
