"""`simulate gait`: a data set that the other verbs can read, or nothing."""

import numpy as np
import pytest

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.recordings import load_dataset
from rtstgcn_edge.simulator import CLASSES


def test_it_writes_a_data_set(tmp_path, capsys):
    assert main(["simulate", "gait", str(tmp_path / "gait"), "--trials", "5", "--seconds", "2", "--seed", "3"]) == 0
    out, err = capsys.readouterr()
    assert out == "" and err == f"wrote 5 synthetic trials to {tmp_path / 'gait'}\n"
    dataset = load_dataset(tmp_path / "gait")
    assert dataset.classes == CLASSES
    assert [len(dataset.trials(part)) for part in ("train", "val")] == [4, 1]
    assert dataset.trials("val")[0].features().shape == (6, 100, 6, 1)


def test_the_seed_decides_the_recordings(tmp_path):
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        main(["simulate", "gait", str(tmp_path / name), "--trials", "1", "--seconds", "1", "--seed", seed])
    a, b, c = (load_dataset(tmp_path / name).trials("train")[0].features() for name in "abc")
    np.testing.assert_array_equal(a, b)
    assert not np.array_equal(a, c)


@pytest.mark.parametrize(
    "words",
    [
        ["--trials", "0"],
        ["--trials", "x"],
        ["--seconds", "0"],
        ["--seconds", "nan"],
        ["--seconds", "1e12"],
        ["--seconds", "inf"],
        ["--seed", "-1"],
        ["--sede", "1"],
    ],
)
def test_wrong_options_are_refused_and_nothing_is_written(tmp_path, capsys, words):
    assert main(["simulate", "gait", str(tmp_path / "gait"), *words]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "gait").exists()


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["simulate", "gait", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["simulate", "gait", str(tmp_path / "file" / "gait"), "--trials", "1", "--seconds", "1"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
