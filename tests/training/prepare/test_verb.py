"""`rtstgcn-edge prepare`."""

import subprocess
import sys

import pytest
from own_recordings import write_own

from rtstgcn_edge.cli.main import main


def run(*words):
    return main(["prepare", *map(str, words)])


def test_a_set_is_prepared_and_summed_up(tmp_path, capsys):
    assert run("own", write_own(tmp_path / "raw"), tmp_path / "out") == 0
    out, err = capsys.readouterr()
    assert out == ""
    lines = [line.split() for line in err.splitlines()]
    assert ["trials", "1", "1"] in lines and ["frames", "5", "5"] in lines
    assert ["walk", "0.2", "0.2"] in lines and ["rest", "0.3", "0.3"] in lines and ["freeze", "0.0", "0.0"] in lines
    assert lines[-1] == ["wrote", str(tmp_path / "out")]
    assert (tmp_path / "out" / "dataset.json").is_file()


def test_options_reach_the_reader(tmp_path, capsys):
    raw = write_own(tmp_path / "raw", labels="start,end,label\n0,9,walk\n")
    (raw / "labels" / "one.csv").write_text("start,end,label\n")
    assert run("own", raw, tmp_path / "out", "--validate", " anna ,", "--keep-going") == 0
    assert "note: no trial in train/" in capsys.readouterr().err
    assert (tmp_path / "out" / "val" / "features" / "one.npy").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["onw"], "no layout 'onw'; did you mean 'own'?"),
        (["own", "--validate", "anne"], "did you mean 'anna'?"),
        (["own", "--split", "cross-veiw"], "--split cross-veiw; did you mean 'cross-view'?"),
        (["own", "--split", "cross-view"], "--split is not for own but for pku-mmd"),
        (["own", "--activities", "some"], "--activities some; give various or all"),
        (["own", "--rate", "fast"], "--rate fast; give frames a second, above 0"),
        (["own", "--rate", "inf"], "--rate inf"),
        (["own", "--valdate", "anna"], "unrecognized arguments"),
    ],
)
def test_wrong_words_end_in_one_line_and_leave_nothing(tmp_path, capsys, words, said):
    name, *options = words
    raw = write_own(tmp_path / "raw")
    assert run(name, raw, tmp_path / "out", *options) == 2
    err = capsys.readouterr().err
    assert said in err and len(err.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_torch_is_not_loaded():
    program = "import sys, rtstgcn_training.prepare.verb; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
