"""Memory: what is left, what is held, and what the C library keeps."""

import subprocess
import sys

import pytest
import torch
from rtstgcn_training.chunked import memory
from rtstgcn_training.chunked.memory import available

CPU = torch.device("cpu")
MIB = 2**20


HELD = """
import torch
from rtstgcn_training.chunked.memory import held
before = held(torch.device("cpu"))
block = torch.ones(2**24)
print(held(torch.device("cpu")) - before)
"""


def test_what_a_tensor_takes_is_held():
    # in a process of its own: here the C library may hand out what another test has freed
    done = subprocess.run([sys.executable, "-c", HELD], capture_output=True, text=True, check=True)
    assert int(done.stdout) == pytest.approx(64 * MIB, rel=0.1)


MAPPED = """
import sys
import torch
from rtstgcn_training.chunked.memory import held
block = torch.from_file(sys.argv[1], size=2**26, dtype=torch.uint8)
before = held(torch.device("cpu"))
assert int(block.max()) == 0  # every page is read; a sum would be taken in 8 bytes an element
print(held(torch.device("cpu")) - before)
"""


def test_a_mapped_file_is_not_held(tmp_path):
    path = tmp_path / "block"
    path.write_bytes(bytes(64 * MIB))
    done = subprocess.run([sys.executable, "-c", MAPPED, str(path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 8 * MIB


def test_the_most_that_was_held_grows_with_a_block_and_does_not_fall_without_it():
    before = memory.most_held()
    block = torch.ones(before // 4)  # on top of what is here anyway
    most = memory.most_held()
    assert most > max(before, block.nbytes)
    del block
    assert memory.most_held() > 0.99 * most  # the kernel counts in batches


def test_what_is_available_is_what_the_tightest_limit_leaves(monkeypatch):
    monkeypatch.setattr(memory, "_free_main_memory", lambda: 8 * MIB)
    monkeypatch.setattr(memory, "_left_in_control_groups", list)
    assert available(CPU) == 8 * MIB
    monkeypatch.setattr(memory, "_left_in_control_groups", lambda: [9 * MIB, 3 * MIB])
    assert available(CPU) == 3 * MIB


def test_free_main_memory_is_a_part_of_what_there_is():
    import os

    assert 0 < memory._free_main_memory() <= os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def control_group(folder, limit, taken, cached):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "memory.max").write_text(f"{limit}\n")
    (folder / "memory.current").write_text(f"{taken}\n")
    (folder / "memory.stat").write_text(f"anon 1\ninactive_file {cached}\n")


def test_every_control_group_above_the_process_counts(tmp_path):
    root, of = tmp_path / "cgroup", tmp_path / "self"
    of.write_text("1:name=systemd:/ignored\n0::/slurm/job1\n")
    control_group(root / "slurm" / "job1", 1000, 700, 50)
    control_group(root / "slurm", 5000, 4900, 0)
    control_group(root, "max", 10**6, 0)
    control_group(root / "elsewhere", 1, 1, 0)
    assert sorted(memory._left_in_control_groups(root, of)) == [100, 350]


def test_a_group_over_its_limit_leaves_nothing_and_no_group_no_limit(tmp_path):
    root, of = tmp_path / "cgroup", tmp_path / "self"
    assert memory._left_in_control_groups(root, of) == []
    of.write_text("0::/\n")
    assert memory._left_in_control_groups(root, of) == []
    control_group(root, 1000, 1200, 0)
    assert memory._left_in_control_groups(root, of) == [0]


PROGRAM = """
import torch
from rtstgcn_training.chunked.memory import held, keep_freed_memory
if {keep}:
    keep_freed_memory()
cpu = torch.device("cpu")
before = held(cpu)
blocks = [torch.ones(2**20) for _ in range(50)]
del blocks
print(held(cpu) - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="of glibc alone")
@pytest.mark.parametrize("keep", [False, True])
def test_freed_memory_is_kept_for_the_next_tensors(keep):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(keep=keep)], capture_output=True, text=True, check=True, timeout=300
    )
    assert (int(done.stdout) > 150 * MIB) == keep
