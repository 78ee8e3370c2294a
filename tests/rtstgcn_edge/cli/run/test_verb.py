"""What a run says and writes, and what it loads for that."""

import csv
import json
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from run_words import LEG_RUN, assert_refused, started, words_of
from runs import environment, finished
from tiny_dataset import CLASSES

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.recordings import load_dataset
from rtstgcn_edge.scores import EventBoard, ScoreBoard, event_table


def test_a_run_that_was_stopped_says_so_and_one_to_the_end_does_not(shelf, tmp_path):
    summary = tmp_path / "summary.json"
    assert main(words_of(shelf, *LEG_RUN, "--sink", f"csv:{tmp_path / 'x'}", "--summary", str(summary))) == 0
    assert json.loads(summary.read_text())["complete"] is True


def test_the_summary_and_every_sink_tell_of_the_same_run(shelf, tmp_path, capsys):
    sinks = [f"--sink={kind}:{tmp_path / kind}" for kind in ("jsonl", "csv", "text")]
    assert main(words_of(shelf, *LEG_RUN, *sinks, "--summary", str(tmp_path / "summary.json"))) == 0
    out, err = capsys.readouterr()
    assert out == ""
    lines = [json.loads(line) for line in (tmp_path / "jsonl").read_text().splitlines()]
    with (tmp_path / "csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    names = [(trial, frame) for trial in ("trial0", "trial1") for frame in range(60)]
    assert [(line["trial"], line["frame"]) for line in lines] == names
    assert [(row["trial"], int(row["frame"]), row["label"]) for row in rows] == [
        (line["trial"], line["frame"], line["label"]) for line in lines
    ]
    facts = json.loads((tmp_path / "summary.json").read_text())
    assert facts["model"] == "leg" and facts["samples"]["used"] == facts["ticks"]["labelled"] == 120
    assert f"ticks  120: {facts['ticks']['labelled']} labelled" in err
    assert (tmp_path / "text").read_text().splitlines()[0] == "trial0"
    assert sum(bool(line.get("event")) for line in lines) == (tmp_path / "text").read_text().count(" s  ") - 2


def test_scores_are_those_of_the_labels_that_went_out(shelf, tmp_path):
    flags = ["--sink", f"jsonl:{tmp_path / 'x'}", "--summary", str(tmp_path / "summary.json"), "--minimum", "0.2"]
    assert main(words_of(shelf, *LEG_RUN, *flags)) == 0
    lines = [json.loads(line) for line in (tmp_path / "x").read_text().splitlines()]
    boards = {"raw": ScoreBoard(CLASSES, 0), "decided": ScoreBoard(CLASSES, 0)}
    for trial in load_dataset(shelf / "tiny").trials("val"):
        truth = trial.labels(60, 3)
        mine = [line for line in lines if line["trial"] == trial.name]
        assert [line["truth"] for line in mine] == [CLASSES[label] for label in truth]
        boards["raw"].add(np.array([CLASSES.index(line["label"]) for line in mine]), truth)
        decided = [t for t, line in enumerate(mine) if line["decided"]]
        assert decided == list(range(decided[0], 60))
        labels = np.array([CLASSES.index(mine[t]["decided"]) for t in decided])
        boards["decided"].add(labels, truth[decided])
    expected = {kind: board.result().to_dict() for kind, board in boards.items()}
    assert json.loads((tmp_path / "summary.json").read_text())["scores"] == json.loads(json.dumps(expected))


def test_events_are_scored_where_they_are_asked_for(shelf, tmp_path, capsys):
    summary = ["--summary", str(tmp_path / "summary.json")]
    assert main(words_of(shelf, *LEG_RUN, *summary, "--event", "fast", "--event", "slow")) == 0
    facts = json.loads((tmp_path / "summary.json").read_text())
    board = EventBoard(CLASSES, ["fast", "slow"], 20.0)
    truths = [trial.labels(60, 3) for trial in load_dataset(shelf / "tiny").trials("val")]
    for truth in truths:
        board.add(truth, truth)
    raw = facts["events"]["raw"]
    assert raw["event"]["true"] == board.result().event.true
    assert raw["time_share"]["true"] == board.result().time_share.true
    assert event_table(facts["events"]) in capsys.readouterr().err


def test_events_without_ground_truth_are_refused(shelf, tmp_path, capsys):
    words = words_of(shelf, "leg.onnx", "replay:SHELF/short.npy", "--event", "fast")
    assert_refused(capsys, tmp_path, words, 2, "--event fast: the source has no ground truth")


def test_decision_flags_replace_the_models_and_are_declared(shelf, tmp_path):
    flags = ["--sink", f"text:{tmp_path / 'x'}", "--summary", str(tmp_path / "summary.json")]
    main(words_of(shelf, *LEG_RUN, *flags, "--smoothing", "0.3", "--minimum", "0.2"))
    delay = json.loads((tmp_path / "summary.json").read_text())["inherent_delay_ms"]
    assert delay == pytest.approx({"model": 0, "decision": 300 + 150})


def test_standard_output_carries_labels_only(shelf, capsys):
    assert main(words_of(shelf, "gait.onnx", "sim:gait?speed=max")) == 0
    out, err = capsys.readouterr()
    label = re.compile(r" +\d+\.\d\d s  [a-z_]+ +\d\.\d\d( .*)?")
    lines = out.splitlines()
    assert lines[0] == "synthetic-gait-0" and len(lines) > 1
    assert all(label.fullmatch(line) for line in lines[1:])
    assert "model   gait: 7 classes at 50 Hz" in err and "no real person" in err and "latency (ms)" in err


def test_deadlines_that_are_missed_are_counted(shelf, tmp_path):
    flags = ["--allow-slow", "--sink", f"text:{tmp_path / 'x'}", "--summary", str(tmp_path / "summary.json")]
    main(words_of(shelf, "fast.onnx", "replay:SHELF/short.npy", *flags))
    facts = json.loads((tmp_path / "summary.json").read_text())
    assert facts["deadline_ms"] == pytest.approx(0.01)
    assert facts["deadline_misses"] == 20


def test_a_recording_without_one_good_frame_ends_with_a_summary(shelf, tmp_path, capsys):
    (tmp_path / "val" / "features").mkdir(parents=True)
    np.save(tmp_path / "val" / "features" / "x.npy", np.full((3, 10, 3, 1), np.nan, np.float32))
    (tmp_path / "val" / "labels").mkdir()
    (tmp_path / "val" / "labels" / "x.csv").write_text("0\n" * 10)
    (tmp_path / "actions.txt").write_text("\n".join(CLASSES))
    assert main(words_of(shelf, "leg.onnx", f"replay:{tmp_path / 'val'}?speed=max")) == 0
    out, err = capsys.readouterr()
    assert out == "" and "no frame was labelled" in err and "10 refused" in err and "10 reset" in err


def test_it_never_loads_what_only_training_and_export_need(shelf):
    script = (
        "import sys; from rtstgcn_edge.cli.main import main\n"
        f"code = main({words_of(shelf, *LEG_RUN)})\n"
        "heavy = {'torch', 'onnx', 'safetensors', 'rtstgcn_training', 'rtstgcn_export', 'hypothesis'}\n"
        "print('loaded:', sorted(heavy & set(sys.modules))); sys.exit(code)"
    )
    process = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment(), check=True
    )
    assert process.stdout.splitlines()[-1] == "loaded: []"


def test_alone_it_plays_the_demonstration_and_the_first_label_comes_soon():
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import onnxruntime"], env=environment(), check=True)
    least = time.perf_counter() - start
    start = time.perf_counter()
    with started("run") as process:
        trial, label = process.stdout.readline(), process.stdout.readline()
        seconds = time.perf_counter() - start
        process.send_signal(signal.SIGTERM)
        err = process.stderr.read()
        assert process.wait(60) == 0
    assert trial == "synthetic-gait-0\n" and label.startswith("     0.00 s  ")
    assert "model   demo: " in err and "source  sim:gait" in err
    print(f"first label after {seconds:.2f} s; ONNX Runtime alone takes {least:.2f} s to load")
    assert seconds < max(3, 6 * least)


def test_help_tells_every_flag():
    process = finished("run", "--help")
    assert process.returncode == 0 and process.stderr == ""
    for flag in (
        "--source",
        "--model",
        "--sink",
        "--summary",
        "--hold",
        "--smoothing",
        "--hysteresis",
        "--minimum",
        "--event",
    ):
        assert flag in process.stdout


def test_a_run_in_onnx_runtime_loads_nothing_that_builds_or_trains(shelf):
    code = (
        "import sys; from rtstgcn_edge.cli.main import main; "
        f"main(['run', '--model', {str(shelf / 'gait.onnx')!r}, '--source', 'sim:gait?speed=max', "
        "'--sink', 'text:/dev/null']); "
        "print(*{'rtstgcn_edge.native', 'subprocess', 'torch', 'onnx'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout == "\n"
