"""The control groups of this process, such as those of a container, and what they allow it of the CPUs (Linux)."""

from collections.abc import Iterator
from pathlib import Path

MEMBERSHIP, ROOT = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")


def quotas(membership: Path = MEMBERSHIP, root: Path = ROOT) -> dict[Path, float]:
    """The CPUs that this process may use at once, on the average: what each of its groups allows that has a quota."""
    return {group: allowed for group in _groups(membership, root) if (allowed := _quota(group)) is not None}


def _groups(membership: Path, root: Path) -> Iterator[Path]:
    """The folders that count CPUs: of this process's group and of those around it. In a container the outermost is its own.

    Version 2 has one hierarchy for everything, version 1 one for CPUs, on its own or together with others.
    """
    try:
        lines = membership.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        hierarchy, controllers, path = line.split(":", 2)
        if hierarchy == "0":
            top = root
        elif "cpu" in controllers.split(","):
            top = root / controllers
        else:
            continue
        group = top / path.lstrip("/")
        yield from (folder for folder in (group, *group.parents) if folder.is_relative_to(top))


def _quota(group: Path) -> float | None:
    try:
        if (group / "cpu.max").exists():
            allowed, period = (group / "cpu.max").read_text().split()
        else:
            allowed, period = ((group / f"cpu.cfs_{name}_us").read_text() for name in ("quota", "period"))
        return None if allowed == "max" or int(allowed) < 0 else int(allowed) / int(period)
    except (OSError, ValueError):
        return None
