"""The control groups of this process, and what they allow it of the CPUs."""

import pytest

from pytest_claims.model.control_groups import quotas

VERSIONS = {
    2: ("1:name=systemd:/ignored\n0::{group}\n", ""),
    1: ("3:cpuset:/ignored\n2:cpu,cpuacct:{group}\n1:name=systemd:/ignored\n0::/ignored\n", "cpu,cpuacct"),
}


@pytest.fixture
def tree(tmp_path):
    """Writes a tree of control groups: the group that the process is in, and the files of each folder."""

    def write(version, group, files):
        membership, hierarchy = VERSIONS[version]
        (tmp_path / "membership").write_text(membership.format(group=group))
        for name, text in files.items():
            path = tmp_path / "cgroup" / hierarchy / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path / "membership", tmp_path / "cgroup"

    return write


def allowed(membership, root):
    return list(quotas(membership, root).values())


def test_a_quota_is_a_number_of_cpus(tree):
    assert allowed(*tree(2, "/", {"cpu.max": "150000 100000\n"})) == [1.5]


def test_a_quota_of_version_1_is_a_number_of_cpus(tree):
    assert allowed(*tree(1, "/", {"cpu.cfs_quota_us": "150000\n", "cpu.cfs_period_us": "100000\n"})) == [1.5]


def test_quotas_of_the_groups_around_count_too(tree):
    files = {
        "cpu.max": "400000 100000",
        "a/cpu.max": "max 100000",
        "a/b/cpu.max": "250000 100000",
        "other/cpu.max": "1000 100000",
    }
    assert allowed(*tree(2, "/a/b", files)) == [2.5, 4.0]


def test_in_a_container_of_version_1_the_outermost_group_is_its_own(tree):
    files = {"cpu.cfs_quota_us": "300000", "cpu.cfs_period_us": "100000"}
    assert allowed(*tree(1, "/docker/1f2e", files)) == [3.0]


@pytest.mark.parametrize(
    ("version", "files"),
    [(2, {"a/cpu.max": "max 100000"}), (1, {"a/cpu.cfs_quota_us": "-1", "a/cpu.cfs_period_us": "100000"})],
)
def test_a_group_without_a_quota_has_none(tree, version, files):
    assert allowed(*tree(version, "/a", files)) == []


def test_files_that_say_nothing_are_passed_over(tree):
    files = {"a/cpu.max": "", "a/b/cpu.max": "nonsense", "cpu.max": "300000 100000"}
    assert allowed(*tree(2, "/a/b/c", files)) == [3.0]


@pytest.mark.parametrize("version", [1, 2])
def test_folders_outside_the_control_groups_are_not_read(tree, version, tmp_path):
    (tmp_path / "cpu.max").write_text("1000 100000")
    assert allowed(*tree(version, "/a", {"a/cpu.max": "max 100000"})) == []


@pytest.mark.parametrize("hierarchy", ["cpuset", "cpuacct", "name=cpu"])
def test_a_hierarchy_that_counts_no_cpus_is_not_looked_at(tmp_path, hierarchy):
    (tmp_path / "membership").write_text(f"1:{hierarchy}:/a\n")
    for folder in (tmp_path, tmp_path / "a", tmp_path / hierarchy, tmp_path / hierarchy / "a"):
        folder.mkdir(exist_ok=True)
        (folder / "cpu.max").write_text("1000 100000")
    assert allowed(tmp_path / "membership", tmp_path) == []


def test_a_system_without_control_groups_has_none(tmp_path):
    assert allowed(tmp_path / "missing", tmp_path) == []
