"""How a run ends before its source does."""

import json
import signal
import subprocess

import pytest
from run_words import LEG_RUN, started, words_of
from runs import environment, program

from rtstgcn_edge.cli.main import main


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_in_real_time_with_its_summary(shelf, tmp_path, number):
    flags = ["--allow-slow", "--sink", "jsonl:-", "--summary", str(tmp_path / "summary.json")]
    with started(*words_of(shelf, "gait.onnx", "sim:gait?seconds=60", *flags)) as process:
        first = [json.loads(process.stdout.readline()) for _ in range(10)]
        process.send_signal(number)
        rest = [json.loads(line) for line in process.stdout]
        err = process.stderr.read()
        assert process.wait(60) == 0
    assert [line["frame"] for line in first + rest] == list(range(len(first + rest)))
    facts = json.loads((tmp_path / "summary.json").read_text())
    assert facts["ticks"]["labelled"] == len(first + rest) < 1000
    assert facts["complete"] is False and "stopped before the end of the source" in err
    assert facts["scores"]["raw"]["frames"] == len(first + rest)
    assert "latency (ms)" in err and "Traceback" not in err


@pytest.mark.parametrize("sink", ["text:-", "jsonl:-", "csv:-"])
def test_a_reader_that_goes_away_ends_the_run_with_its_summary(shelf, sink):
    with started(*words_of(shelf, "gait.onnx", "sim:gait?speed=max", "--sink", sink)) as process:
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
        assert process.wait(60) == 0
    assert "frames " in err and "Traceback" not in err and "Broken" not in err and "Exception" not in err


def test_a_reader_of_all_that_is_said_may_go_away_and_the_summary_is_kept(shelf, tmp_path):
    """As where a connection of ssh without a terminal breaks off."""
    path = tmp_path / "summary.json"
    words = words_of(shelf, "gait.onnx", "sim:gait?speed=max", "--sink", "text:-", "--summary", str(path))
    with started(*words) as process:
        process.stdout.readline()
        process.stdout.close()
        process.stderr.close()
        assert process.wait(60) == 0
    assert json.loads(path.read_text())["complete"] is False


@pytest.mark.parametrize("sinks", [["text:-"], ["jsonl:-"], ["csv:/dev/full", "text:-"]])
def test_a_full_disk_ends_the_run_in_one_line_that_names_the_sink(shelf, tmp_path, sinks):
    flags = [f"--sink={sink}" for sink in sinks]
    words = program(*words_of(shelf, "gait.onnx", "sim:gait?speed=max&seconds=0.2", *flags))
    target = "/dev/full" if len(sinks) == 1 else tmp_path / "out"
    with open(target, "w") as out:  # noqa: PTH123 - a device
        process = subprocess.run(words, stdout=out, stderr=subprocess.PIPE, text=True, env=environment(), check=False)
    assert process.returncode == 2
    last = process.stderr.splitlines()[-1]
    assert last == f"rtstgcn-edge: {sinks[0]}: cannot be written any more (No space left on device)"
    assert "Traceback" not in process.stderr and "Exception" not in process.stderr


def test_a_summary_on_a_full_disk_is_told_in_one_line(shelf, tmp_path, capsys):
    flags = ["--sink", f"text:{tmp_path / 'x'}", "--summary", "/dev/full"]
    assert main(words_of(shelf, *LEG_RUN, *flags)) == 2
    err = capsys.readouterr().err
    assert err.splitlines()[-1] == "rtstgcn-edge: --summary /dev/full: cannot be written (No space left on device)"
