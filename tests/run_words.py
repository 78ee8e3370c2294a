"""Runs of the command line by files of a `shelf`: their words, and what a refusal is."""

import subprocess

from runs import environment, program

from rtstgcn_edge.cli.main import main


def words_of(shelf, model, source, *more):
    """Words of a run; names of files are looked for on the shelf."""
    return ["run", "--model", str(shelf / model), "--source", source.replace("SHELF", str(shelf)), *more]


LEG_RUN = ("leg.onnx", "replay:SHELF/tiny/val?speed=max")


def assert_refused(capsys, tmp_path, words, code, said):
    """One line that says it, the exit code, and no file."""
    outputs = ["--sink", f"csv:{tmp_path / 'labels.csv'}", "--summary", str(tmp_path / "summary.json")]
    assert main([*words[:1], *outputs, *words[1:]]) == code
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and said in err, err
    assert list(tmp_path.iterdir()) == []


def started(*words):
    return subprocess.Popen(
        program(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    )
