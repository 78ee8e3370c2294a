"""`docs/data.md` says what the code does, and its examples work."""

import argparse
import re
from pathlib import Path

import numpy as np
import pytest
from rtstgcn_training.prepare import own_layout, verb
from rtstgcn_training.prepare.registry import READERS

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.recordings import load_dataset

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "data.md").read_text(encoding="utf-8")


def first_cells(heading):
    """First cells of the table below a heading, without their quotes."""
    chapter = GUIDE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", chapter, flags=re.MULTILINE)


def test_layouts_options_and_keys_are_all_documented():
    parser = argparse.ArgumentParser(add_help=False)
    verb.add_arguments(parser)
    assert first_cells("Layouts") == list(READERS)
    flags = [action.option_strings[0] for action in parser._actions if action.option_strings]
    assert sorted(first_cells("Options of `prepare`")) == sorted(flags)
    assert sorted([*first_cells("Recordings of your own"), "nodes", "edges", "center"]) == sorted(
        own_layout.REQUIRED + own_layout.OPTIONAL
    )


@pytest.fixture
def example(tmp_path):
    """The files of the example; the second recording is like the first."""
    for name, content in re.findall(r"^`(mine/[^`]+)`\n\n```\w+\n(.*?)```", GUIDE, flags=re.MULTILINE | re.DOTALL):
        for file in (name, name.replace("anna", "ben")):
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text(content, encoding="utf-8")
    return tmp_path


def test_the_example_of_own_recordings_is_one(example):
    assert main(["prepare", "own", str(example / "mine"), str(example / "out")]) == 0
    dataset = load_dataset(example / "out")
    [trial] = dataset.trials("val")
    assert trial.name == "ben_1" and dataset.description["subjects"]["ben_1"] == "ben"
    assert trial.labels(6, 3).tolist() == [0, 1, 1, 1, 2, 0]
    assert trial.features()[1, :, 0, 0].tolist() == pytest.approx([0.02, 0.05, 0.31, 0.44, 0.40, 0.11])


def test_the_example_of_a_reader_works(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    for name in ("p1_a", "p2_a", "p3_b"):
        np.savez(f"raw/{name}.npz", g=np.random.default_rng(0).standard_normal((40, 3, 3)), frozen=np.arange(40) > 30)
    [program] = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
    exec(program, {})
    assert capsys.readouterr().out == "{'train': 2, 'val': 1}\n"
    dataset = load_dataset(tmp_path / "ankles")
    assert dataset.description["subjects"] == {"p1_a": "p1", "p2_a": "p2", "p3_b": "p3"}
    [trial] = dataset.trials("val")
    assert trial.features()[1, 3, 2, 0] == pytest.approx(np.load("raw/p3_b.npz")["g"][3, 2, 1] * 9.80665)
    assert trial.labels(40, 2).sum() == 9
