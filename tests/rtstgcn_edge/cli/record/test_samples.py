"""`record --no-model`: from a device that no model is for to a data set, and to a run of a model by its samples."""

import json
import os
import signal
import threading

import numpy as np
import pytest
from boards import HELLO, Board
from cables import Cable, until

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.model_file import find_model, open_model
from rtstgcn_edge.recordings.mcap.layout import unpack_frame
from rtstgcn_edge.recordings.mcap.reader import McapRecording
from rtstgcn_edge.sources import open_source


@pytest.fixture
def device(tmp_path):
    cable = Cable(tmp_path)
    boards = []

    def started(**facts):
        boards.append(Board(cable, HELLO._replace(**facts), names=("left", "right"), rate_hz=100))
        return f"imu:{cable.link}"

    yield started
    for board in boards:
        board.stop()
    cable.unplug()


def record(out, source, seconds=2.5):
    """A recording of some seconds, ended by Ctrl-C."""
    ended = threading.Event()

    def interrupt():
        until(lambda: out.exists() or ended.is_set(), 60)
        if not ended.wait(seconds):
            os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        return main(["record", str(out), "--no-model", "--source", source])
    finally:
        ended.set()
        thread.join()


def test_a_device_of_no_model_is_recorded_and_becomes_a_data_set(tmp_path, device, capsys):
    folder = tmp_path / "mine" / "recordings"
    folder.mkdir(parents=True)
    out = folder / "anna_1.mcap"
    assert record(out, device(model="", channels=0b111)) == 0
    printed = capsys.readouterr()
    assert printed.out == "" and "2 nodes at 100 Hz" in printed.err and f"recorded {out}: 0." in printed.err
    recording = McapRecording(out)
    assert recording.fault is None and recording.metadata["model"] == "" and recording.received
    assert recording.description.skeleton["joints"] == ["left", "right"] and recording.description.rate_hz == 100
    frames = [unpack_frame(entry.data, 3, 2) for entry in recording.entries("frames")]
    assert len(frames) > 80 and [frame.number for frame in frames] == list(range(len(frames)))
    (body,) = frames[40].bodies  # 4096 of 32768 of 8 g along z
    np.testing.assert_allclose(body.joints[2], 9.80665, rtol=1e-6)
    assert list(recording.entries("predictions")) == []
    status = [json.loads(entry.data) for entry in recording.entries("status")]
    assert status[-1]["source"]["nodes"]["left"]["used"] > 0.9 * len(frames)

    (tmp_path / "mine" / "labels").mkdir()
    (tmp_path / "mine" / "labels" / "anna_1.csv").write_text("start,end,label\n0.1,0.3,walking\n")
    described = {"classes": ["other", "walking"], "background": "other", "validate": []}
    (tmp_path / "mine" / "dataset.json").write_text(json.dumps(described))
    assert main(["prepare", "own", str(tmp_path / "mine"), str(tmp_path / "set")]) == 0
    (features,) = (tmp_path / "set").rglob("features/*.npy")
    assert np.load(features).shape[:2] == (3, len(frames))


def test_a_model_of_another_rate_runs_on_its_samples_and_is_told_so(tmp_path, capsys):
    cable = Cable(tmp_path)
    joints = open_model(find_model("demo")).manifest.skeleton["joints"]
    board = Board(cable, HELLO._replace(nodes=6), names=joints, rate_hz=100)
    out = tmp_path / "a.mcap"
    try:
        assert record(out, f"imu:{cable.link}") == 0
    finally:
        board.stop()
        cable.unplug()
    replay = f"replay:{out}?speed=max"
    assert main(["run", "--model", "demo", "--source", replay]) == 2
    assert "from=samples resamples what the device sent" in capsys.readouterr().err
    source = open_source(f"{replay}&from=samples", open_model(find_model("demo")).manifest)
    assert "made without a model" in source.description
    (trial,) = source.trials()
    joints = [frame.bodies[0].joints for frame in trial.frames if frame.bodies]
    assert len(joints) > 40
    np.testing.assert_allclose(np.stack(joints[20:])[:, 2], 9.80665, rtol=1e-4)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--no-model: name the sensors, as in --source imu:/dev/ttyUSB0"),
        (["--source", "sim:gait"], "sim:gait does not say what it gives (imu: does)"),
        (["--source", "imu:/dev/none", "--model", "demo"], "--model: with --no-model there are no labels"),
        (["--source", "imu:/dev/none", "--sink", "text:-"], "--sink: with --no-model there are no labels"),
        (["--source", "imu:/dev/none", "--allow-slow"], "--allow-slow: with --no-model there are no labels"),
        (["--source", "imu:/dev/none?baudd=3"], "unknown option 'baudd'; did you mean 'baud'?"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(tmp_path, capsys, words, said):
    assert main(["record", str(tmp_path / "a.mcap"), "--no-model", *words]) == 2
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and said in err
    assert not (tmp_path / "a.mcap").exists()


def test_a_file_that_is_there_is_refused_before_the_port_is_opened(tmp_path, capsys):
    (tmp_path / "a.mcap").write_bytes(b"precious")
    assert main(["record", str(tmp_path / "a.mcap"), "--no-model", "--source", "imu:/dev/none"]) == 2
    assert "never written over" in capsys.readouterr().err


def test_a_run_without_a_model_is_told_of_it(device, capsys):
    assert main(["run", "--source", device(model="")]) == 2
    assert capsys.readouterr().err.endswith("; 'record --no-model' needs none\n")
