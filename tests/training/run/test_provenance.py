"""Where a checkpoint comes from: what is said, and what is left out."""

import json
import os
import platform
import subprocess
from pathlib import Path

import torch
from rtstgcn_training.configuration import Configuration
from rtstgcn_training.run import provenance as module
from rtstgcn_training.run.provenance import environment, git_commit, git_dirty, provenance
from tiny_dataset import write_tiny_dataset

from rtstgcn_edge import __version__
from rtstgcn_edge.recordings import load_dataset

ROOT = Path(__file__).parents[3]


def test_data_set_settings_and_versions_are_said_and_no_folder_of_the_machine(tmp_path):
    root = write_tiny_dataset(tmp_path / "walks", train=1, val=1, split="by subject")
    own = {"init": "a.safetensors", "teacher": "b.safetensors", "actions": "c.txt", "graph": "d.json"}
    processor = {"name": "tiny", "data": str(root), "out": str(tmp_path / "out")}
    processor |= {key: str(tmp_path / name) for key, name in own.items()}
    configuration = Configuration.model_validate({"processor": processor, "optimizer": {"seed": 7}})
    found = provenance(configuration, load_dataset(root))
    assert found["data"] == {"name": "tiny", "source": "made for tests", "split": "by subject"}
    assert found["configuration"]["optimizer"]["seed"] == 7
    assert found["configuration"]["processor"]["name"] == "tiny"
    assert found["version"] == __version__
    assert str(tmp_path) not in json.dumps(found)


def test_the_commit_is_that_of_the_checkout_and_none_outside_of_one():
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert git_commit() == (head.stdout.strip() if (ROOT / ".git").exists() else None)


def test_a_machine_without_git_knows_no_commit(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git_commit() is None and git_dirty() is None


def test_a_tree_that_was_changed_is_dirty(tmp_path, monkeypatch):
    def git(*words):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=tmp_path, check=True)

    monkeypatch.setattr(module, "__file__", str(tmp_path / "training/package/run/provenance.py"))
    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "a")
    assert len(git_commit()) == 40 and git_dirty() is False
    (tmp_path / "new").write_text("")
    assert git_dirty() is True


def test_the_environment_says_machine_versions_and_commit():
    found = json.loads(json.dumps(environment("cpu")))
    assert found["packages"]["torch"] == torch.__version__
    assert found["python"] == platform.python_version()
    assert (found["threads"], found["device"]) == (torch.get_num_threads(), "cpu")
    assert found["cpu"] and found["cpus"] == os.cpu_count()
    assert (found["git_commit"], found["git_dirty"]) == (git_commit(), git_dirty())
