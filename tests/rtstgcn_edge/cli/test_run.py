"""`run`, from the command line to the last label: what is refused, how it ends, and what is written where."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time

import numpy as np
import onnx
import pytest
import torch
from model_files import emitted
from onnx import helper
from runs import environment, finished, program, random_recording, tiny_model, write_gait_model, write_model
from tiny_dataset import CLASSES, DESCRIPTION, write_tiny_dataset

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.cli.run import checks
from rtstgcn_edge.cli.trial_run import trial_run
from rtstgcn_edge.manifest import METADATA_KEY
from rtstgcn_edge.model_file import bundled_models
from rtstgcn_edge.recordings import load_dataset
from rtstgcn_edge.scores import EventBoard, ScoreBoard, event_table
from rtstgcn_edge.skeletons import Skeleton

LEG = {key: DESCRIPTION[key] for key in ("edges", "center")} | {"name": "leg", "joints": DESCRIPTION["nodes"]}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A data set, a model for it, one for the walker, and files that are no models; tests only read it."""
    shelf = tmp_path_factory.mktemp("shelf")
    write_tiny_dataset(shelf / "tiny", train=1, val=2, frames=60)
    said = {key: DESCRIPTION[key] for key in ("channels", "units", "rate_hz", "background")}
    model = tiny_model(classes=3)
    leg = Skeleton.from_dict(LEG).to_dict()
    write_model(shelf / "leg.onnx", model, name="leg", classes=list(CLASSES), skeleton=leg, **said)
    write_gait_model(shelf / "gait.onnx")
    write_model(shelf / "fast.onnx", tiny_model(), name="fast", rate_hz=1e5)
    np.save(shelf / "short.npy", random_recording(20))
    np.save(shelf / "joints.npy", random_recording(20, joints=4))
    (shelf / "empty").mkdir()
    write_tiny_dataset(shelf / "mislabelled", train=1, val=1, frames=60)
    (shelf / "mislabelled" / "val" / "labels" / "trial0.csv").write_text("0\n" * 59)
    write_tiny_dataset(shelf / "nodes", train=1, val=1, nodes=["ankle", "knee", "hip"])
    _write_bad_models(shelf)
    return shelf


def _write_bad_models(shelf):
    whole = (shelf / "leg.onnx").read_bytes()
    (shelf / "truncated.onnx").write_bytes(whole[: len(whole) // 2])
    (shelf / "empty.onnx").write_bytes(b"")
    for ending in ("onnx", "c", "so"):
        (shelf / f"text.{ending}").write_text("a shopping list")
    content = emitted(tiny_model())
    manifest = json.loads(content.metadata_props[0].value)
    contradictions = {
        "classes": {"classes": ["a", "b", "c"]},
        "fifo": {"fifos": [manifest["fifos"][0] | {"width": 5}, manifest["fifos"][1]]},
        "nofifo": {"fifos": manifest["fifos"][:1]},
        "version": {"format_version": 9},
        "misspelt": {"clases": ["a"]},
    }
    for name, changes in contradictions.items():
        helper.set_model_props(content, {METADATA_KEY: json.dumps(manifest | changes)})
        onnx.save(content, shelf / f"{name}.onnx")
    helper.set_model_props(content, {METADATA_KEY: "{"})
    onnx.save(content, shelf / "broken.onnx")
    del content.metadata_props[:]
    onnx.save(content, shelf / "foreign.onnx")


def words_of(shelf, model, source, *more):
    """Words of a run; names of files are looked for on the shelf."""
    return ["run", "--model", str(shelf / model), "--source", source.replace("SHELF", str(shelf)), *more]


LEG_RUN = ("leg.onnx", "replay:SHELF/tiny/val?speed=max")

BAD_MODELS = [
    ("missing.onnx", 2, "no such model file"),
    ("truncated.onnx", 4, "not a readable ONNX model"),
    ("empty.onnx", 4, "not a readable ONNX model"),
    ("text.onnx", 4, "not a readable ONNX model"),
    ("missing.c", 2, "no such model file"),
    ("text.c", 4, "not C source of a model; 'rtstgcn-edge export --target c' makes it"),
    ("text.so", 4, "not a shared library; 'rtstgcn-edge models build NAME.c text.so' makes one"),
    ("foreign.onnx", 4, "an ONNX file without a manifest"),
    ("broken.onnx", 4, "manifest: "),
    ("version.onnx", 4, "manifest: format_version"),
    ("misspelt.onnx", 4, "unknown key 'clases'; did you mean 'classes'?"),
    ("classes.onnx", 4, "manifest and graph disagree: output 'logits' is"),
    ("fifo.onnx", 4, "manifest and graph disagree: input 'fifo_window0' is"),
    ("nofifo.onnx", 4, "is in the graph but not the manifest"),
]
BAD_SOURCES = [
    ("leg.onnx", "replay:SHELF/missing.npy", 3, "missing.npy: no such trial or folder"),
    ("leg.onnx", "repaly:SHELF/short.npy", 2, "unknown scheme 'repaly:'; did you mean 'replay'?"),
    ("leg.onnx", "SHELF/short.npy", 2, "no scheme"),
    ("leg.onnx", "replay:SHELF/tiny/val?sped=max", 2, "unknown option 'sped'; did you mean 'speed'?"),
    ("leg.onnx", "replay:SHELF/tiny/val?speed=fast", 2, "speed=fast: a factor of real time"),
    ("leg.onnx", "replay:SHELF/empty", 2, "no trials"),
    ("leg.onnx", "replay:SHELF/joints.npy", 2, "3 channels x 4 joints, but model 'leg' takes 3 x 3"),
    ("leg.onnx", "replay:SHELF/leg.onnx", 2, "not a readable .npy array"),
    ("leg.onnx", "replay:SHELF/mislabelled/val", 2, "59 labels for the 60 frames of trial0"),
    ("leg.onnx", "replay:SHELF/nodes/val", 2, "nodes ankle, knee, hip; model 'leg' takes hip, knee, ankle"),
    ("leg.onnx", "replay:SHELF/short.npy?rate_hz=50", 2, "50 Hz, but model 'leg' runs at 20 Hz"),
    ("leg.onnx", "sim:gait", 2, "sim:gait: 50 Hz, but model 'leg' runs at 20 Hz"),
    ("gait.onnx", "sim:gate", 2, "no simulation named 'gate'; did you mean 'gait'?"),
    ("gait.onnx", "replay:SHELF/tiny/val", 2, "20 Hz, but model 'gait' runs at 50 Hz"),
]
BAD_FLAGS = [
    (["--smoothing", "-1"], "--smoothing: "),
    (["--smoothing", "inf"], "--smoothing: "),
    (["--hysteresis", "1"], "--hysteresis: "),
    (["--minimum", "nan"], "--minimum: "),
    (["--minimum", "soon"], "argument --minimum: invalid float value: 'soon'"),
    (["--hold", "-1"], "--hold -1: seconds from 0 to 3600 are expected"),
    (["--hold", "nan"], "--hold nan: seconds from 0 to 3600 are expected"),
    (["--people", "0"], "--people 0: 1 to 16 skeletons at once are expected"),
    (["--people", "17"], "--people 17: 1 to 16 skeletons at once are expected"),
    (["--people", "few"], "argument --people: invalid int value: 'few'"),
    (["--keep", "nearst"], "argument --keep: invalid choice: 'nearst'"),
    (["--sauce", "x"], "unrecognized arguments: --sauce x; did you mean '--source'? (see 'rtstgcn-edge run --help')"),
    (["--sink", "jsnol:-"], "unknown scheme 'jsnol:'; did you mean 'jsonl'?"),
    (["--sink", "text:-?colour=1"], "unknown option 'colour'"),
    (["--sink", "text:"], "names no file"),
    (["--sink", "text:OUT/none/x.txt"], "no folder"),
    (["--sink", "text:OUT"], "names no file"),
    (["--sink", "text:-", "--sink", "jsonl:-"], "--sink jsonl:-: standard output is written by --sink text:-"),
    (["--sink", "text:OUT/labels.csv"], "labels.csv is written by --sink csv:"),
    (["--sink", "text:OUT/../OUTNAME/labels.csv"], "labels.csv is written by --sink csv:"),
    (["--sink", "text:OUT/summary.json"], "is written by --sink text:"),
    (["--engine", "nativ"], "argument --engine: invalid choice: 'nativ' (choose from "),
    (["--engine", "native"], "--engine native: neither leg.so nor leg.c lies beside "),
    (["--event", "fst"], "--event 'fst': no such class; did you mean 'fast'?"),
    (["--event", "rest", "--event", "slow", "--event", "fast"], "--event: 3 of 3 classes named"),
]


def assert_refused(capsys, tmp_path, words, code, said):
    """One line that says it, the exit code, and no file."""
    outputs = ["--sink", f"csv:{tmp_path / 'labels.csv'}", "--summary", str(tmp_path / "summary.json")]
    assert main([*words[:1], *outputs, *words[1:]]) == code
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and said in err, err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("model", "code", "said"), BAD_MODELS)
def test_a_bad_model_is_refused_before_anything_is_written(shelf, tmp_path, capsys, model, code, said):
    assert_refused(capsys, tmp_path, words_of(shelf, model, LEG_RUN[1]), code, said)


@pytest.mark.parametrize(("model", "source", "code", "said"), BAD_SOURCES)
def test_a_bad_source_is_refused_before_anything_is_written(shelf, tmp_path, capsys, model, source, code, said):
    assert_refused(capsys, tmp_path, words_of(shelf, model, source), code, said)


@pytest.mark.parametrize(("flags", "said"), BAD_FLAGS)
def test_a_bad_flag_is_refused_before_anything_is_written(shelf, tmp_path, capsys, flags, said):
    flags = [flag.replace("OUTNAME", tmp_path.name).replace("OUT", str(tmp_path)) for flag in flags]
    assert_refused(capsys, tmp_path, words_of(shelf, *LEG_RUN, *flags), 2, said)


def test_a_replay_without_a_model_is_refused_with_the_bundled_ones(shelf, tmp_path, capsys):
    words = ["run", "--source", f"replay:{shelf / 'short.npy'}"]
    bundled = ", ".join(sorted(bundled_models()))
    assert_refused(
        capsys, tmp_path, words, 2, f"needs --model: a .onnx, .c or .so file, or a bundled model ({bundled})"
    )


@pytest.mark.parametrize("source", ["camera:0", "video:clip.mp4"])
def test_a_camera_without_a_model_is_told_those_that_it_can_serve(tmp_path, capsys, source):
    said = f"--source {source} needs --model: a .onnx, .c or .so file, or a bundled model (utkinect-camera)"
    assert_refused(capsys, tmp_path, ["run", "--source", source], 2, said)


def test_a_model_that_does_not_exist_by_that_name_is_refused_with_the_near_miss(tmp_path, capsys):
    assert_refused(capsys, tmp_path, ["run", "--model", "dmeo"], 2, "no model named 'dmeo'; did you mean 'demo'?")


@pytest.mark.parametrize("summary", ["OUT", "OUT/none/x.json"])
def test_a_summary_that_names_no_file_is_refused(shelf, tmp_path, capsys, summary):
    flags = ["--summary", summary.replace("OUT", str(tmp_path))]
    assert main(words_of(shelf, *LEG_RUN, *flags)) == 2
    assert "names no file in an existing folder" in capsys.readouterr().err


READ = ["x.onnx", "val/features/trial0.npy", "val/labels/trial1.csv", "dataset.json", "actions.txt"]


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("output", ["--sink=csv:{}", "--summary={}"])
def test_what_is_read_is_never_overwritten(shelf, tmp_path, capsys, name, output):
    root = write_tiny_dataset(tmp_path / "data", train=1, val=2, frames=60)
    (root / "x.onnx").write_bytes((shelf / "leg.onnx").read_bytes())
    before = (root / name).read_bytes()
    words = ["run", "--model", str(root / "x.onnx"), "--source", f"replay:{root / 'val'}?speed=max"]
    assert main([*words, output.format(root / name)]) == 2
    assert "is read by this run" in capsys.readouterr().err
    assert (root / name).read_bytes() == before


def test_a_hard_link_to_what_is_read_is_no_target_either(shelf, tmp_path, capsys):
    np.save(tmp_path / "x.npy", random_recording(5))
    os.link(tmp_path / "x.npy", tmp_path / "same.json")
    words = ["run", "--model", str(shelf / "leg.onnx"), "--source", f"replay:{tmp_path / 'x.npy'}?speed=max"]
    assert main([*words, "--summary", str(tmp_path / "same.json")]) == 2
    assert "same.json is read by this run" in capsys.readouterr().err
    np.load(tmp_path / "x.npy")


def test_an_empty_model_or_source_is_no_demonstration(shelf, tmp_path, capsys):
    assert_refused(capsys, tmp_path, ["run", "--model", "", "--source", f"replay:{shelf / 'short.npy'}"], 2, "''")
    assert_refused(capsys, tmp_path, ["run", "--source", ""], 2, "no scheme")


def test_a_model_whose_logits_are_not_finite_is_refused(tmp_path, capsys):
    model = tiny_model()
    with torch.no_grad():
        model.head.bias[1] = np.nan
    write_model(tmp_path / "m.onnx", model)
    np.save(tmp_path / "x.npy", random_recording(5))
    words = ["run", "--model", str(tmp_path / "m.onnx"), "--source", f"replay:{tmp_path / 'x.npy'}"]
    assert main(words) == 4
    assert "gives logits that are not finite" in capsys.readouterr().err


def test_a_closed_standard_output_is_refused_in_one_line():
    words = " ".join(program("run", "--source", "'sim:gait?speed=max'"))
    done = subprocess.run(["sh", "-c", f"{words} >&-"], capture_output=True, text=True, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (2, "rtstgcn-edge: text:-: standard output is closed; name a file\n")


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


def test_a_model_slower_than_its_rate_is_refused_for_a_source_in_real_time(shelf, tmp_path, capsys):
    words = words_of(shelf, "fast.onnx", "replay:SHELF/short.npy")
    assert_refused(capsys, tmp_path, words, 4, "a frame here, but a frame comes every 0.0 ms; take a smaller model")


@pytest.mark.parametrize(("slow", "code"), [(1, 0), (2, 0), (3, 4)])
def test_a_machine_that_was_busy_for_a_moment_is_not_taken_for_a_slow_one(shelf, monkeypatch, slow, code):
    tried = []

    def busy(engine, frames):
        tried.append(trial_run(engine, frames))
        return tried[-1]._replace(seconds=[1.0] * len(frames)) if len(tried) <= slow else tried[-1]

    monkeypatch.setattr(checks, "trial_run", busy)
    assert main(words_of(shelf, "leg.onnx", "replay:SHELF/short.npy")) == code
    assert len(tried) == min(slow + 1, 3)


@pytest.mark.parametrize(("query", "flags"), [("", ["--allow-slow"]), ("?speed=max", [])])
def test_a_slow_model_runs_where_it_is_allowed_or_nothing_waits_for_it(shelf, capsys, query, flags):
    assert main(words_of(shelf, "fast.onnx", f"replay:SHELF/short.npy{query}", *flags)) == 0
    assert "ticks  20: 20 labelled" in capsys.readouterr().err


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


def started(*words):
    return subprocess.Popen(
        program(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    )


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
