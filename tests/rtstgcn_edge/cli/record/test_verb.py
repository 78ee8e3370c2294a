"""`record`, from the command line to a replay with the same labels."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from runs import environment, finished, program, write_gait_model

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.recordings.mcap.layout import unpack_prediction
from rtstgcn_edge.recordings.mcap.reader import McapRecording


def labels(path):
    """Lines of a jsonl file, but for when each was made."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return [{key: value for key, value in line.items() if key != "ms"} for line in lines]


def test_a_recorded_run_replays_to_the_same_labels(tmp_path, capsys):
    out = tmp_path / "a.mcap"
    words = ["--sink", f"jsonl:{tmp_path / 'a.jsonl'}", "--summary", str(tmp_path / "a.json")]
    assert main(["record", str(out), "--source", "sim:gait?speed=max&seed=3", *words]) == 0
    said = capsys.readouterr().err
    assert f"recorded {out}: 0." in said and " kB a second" in said
    words = ["--sink", f"jsonl:{tmp_path / 'b.jsonl'}", "--summary", str(tmp_path / "b.json")]
    assert main(["run", "--model", "demo", "--source", f"replay:{out}?speed=max", *words]) == 0
    assert labels(tmp_path / "a.jsonl") == labels(tmp_path / "b.jsonl") != []
    first, second = (json.loads((tmp_path / f"{name}.json").read_text()) for name in "ab")
    for key in ("samples", "ticks", "scores"):
        assert first[key] == second[key]
    assert first["sinks"][-1]["bytes"] == out.stat().st_size


def test_a_recording_of_a_replay_is_that_recording(tmp_path):
    """Frames and labels go through a second recording unchanged."""
    assert (
        main(["record", str(tmp_path / "a.mcap"), "--source", "sim:gait?speed=max", "--sink", "jsonl:/dev/null"]) == 0
    )
    source = f"replay:{tmp_path / 'a.mcap'}?speed=max"
    words = ["--model", "demo", "--source", source, "--sink", "jsonl:/dev/null"]
    assert main(["record", str(tmp_path / "b.mcap"), *words]) == 0
    one, other = (McapRecording(tmp_path / f"{name}.mcap") for name in "ab")
    assert [entry.data for entry in one.entries("frames")] == [entry.data for entry in other.entries("frames")]
    unpacked = [[unpack_prediction(e.data) for e in recording.entries("predictions")] for recording in (one, other)]
    assert unpacked[0] == unpacked[1] != []


def test_what_was_known_at_the_start_is_in_the_file(tmp_path):
    out = tmp_path / "a.mcap"
    before = time.time_ns()
    words = ["--smoothing", "0.5", "--sink", "jsonl:/dev/null"]
    assert main(["record", str(out), "--source", "sim:gait?speed=max", *words]) == 0
    said = McapRecording(out).metadata
    assert said["source"] == "sim:gait?speed=max" and said["model"] == "demo" and len(said["model_sha256"]) == 64
    assert json.loads(said["decision"])["smoothing_s"] == 0.5 and json.loads(said["options"])["smoothing"] == 0.5
    assert "numpy" in json.loads(said["machine"])["versions"]
    frame = next(McapRecording(out).entries("frames"))
    assert before <= frame.logged + int(said["clock_offset_ns"]) <= time.time_ns()


@pytest.mark.parametrize(
    ("out", "expected"),
    [
        ("SHELF/a.mcp", "a recording is named NAME.mcap"),
        ("SHELF/a", "a recording is named NAME.mcap"),
        ("SHELF/there.mcap", "exists; a recording is never written over"),
        ("SHELF/no/a.mcap", "no folder"),
        ("SHELF/link.mcap", "exists; a recording is never written over"),
    ],
)
def test_files_that_cannot_be_written_are_refused_before_anything(tmp_path, capsys, out, expected):
    (tmp_path / "there.mcap").write_bytes(b"precious")
    (tmp_path / "link.mcap").symlink_to(tmp_path / "nowhere")
    assert main(["record", out.replace("SHELF", str(tmp_path)), "--sink", f"jsonl:{tmp_path / 'x.jsonl'}"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert expected in line
    assert (tmp_path / "there.mcap").read_bytes() == b"precious" and not (tmp_path / "x.jsonl").exists()


def test_one_file_for_two_outputs_is_refused(tmp_path, capsys):
    out = str(tmp_path / "a.mcap")
    assert main(["record", out, "--source", "sim:gait?speed=max", "--sink", f"jsonl:{out}"]) == 2
    assert "give each output a target of its own" in capsys.readouterr().err
    assert main(["record"]) == 2
    assert "OUT.mcap" in capsys.readouterr().err


def test_ctrl_c_ends_with_a_file_that_is_whole(tmp_path):
    out = tmp_path / "a.mcap"
    process = subprocess.Popen(
        program("record", str(out), "--source", "sim:gait", "--allow-slow"), env=environment(), stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    _wait_for(out, 20_000)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0 and f"recorded {out}" in said and "stopped before the end" in said
    recording = McapRecording(out)
    assert recording.fault is None and recording.frames > 20
    assert len(list(recording.entries("summary"))) == 1


def _wait_for(path, size):
    for _ in range(10_000):
        if path.exists() and path.stat().st_size >= size:
            return
        time.sleep(0.01)
    raise AssertionError(f"{path} does not grow")


def test_killed_without_warning_it_holds_all_but_the_last_second_and_replays(tmp_path):
    out = tmp_path / "a.mcap"
    process = subprocess.Popen(
        program("record", str(out), "--source", "sim:gait", "--allow-slow", "--sink", f"jsonl:{tmp_path / 'a.jsonl'}"),
        env=environment(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _wait_for(out, 20_000)
    time.sleep(3)
    killed = time.time_ns()
    process.kill()
    process.wait()
    recording = McapRecording(out)
    assert recording.fault == "cut off"
    *_, last = recording.entries("frames")
    # half a second on a machine that has the time; what is not written until the end would be 3 s old
    assert killed - (last.logged + int(recording.metadata["clock_offset_ns"])) < 2e9
    again = finished(
        "run", "--model", "demo", "--source", f"replay:{out}?speed=max", "--sink", f"jsonl:{tmp_path}/b.jsonl"
    )
    assert again.returncode == 0 and "cut off, plays what is there" in " ".join(again.stderr.split())
    lines = labels(tmp_path / "b.jsonl")
    said = (tmp_path / "a.jsonl").read_text().splitlines()
    assert lines == [{k: v for k, v in json.loads(line).items() if k != "ms"} for line in said[: len(lines)]]
    assert len(lines) == recording.frames


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of 200 kB of its own."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_ends_the_run_with_its_summary(small_disk, tmp_path):
    out = small_disk / "a.mcap"
    words = ["--summary", str(tmp_path / "summary.json"), "--sink", "jsonl:/dev/null"]
    done = finished("record", str(out), "--source", "sim:gait?seconds=600&speed=20", "--allow-slow", *words)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        f"rtstgcn-edge: {out}: cannot be written any more (No space left on device); what was recorded is there"
    )
    assert json.loads((tmp_path / "summary.json").read_text())["ticks"]["ticks"] > 100
    recording = McapRecording(out)
    assert recording.fault == "cut off" and recording.frames > 100


def test_without_the_extra_it_says_what_to_install(tmp_path):
    code = (
        "import sys; sys.modules['mcap'] = None; from rtstgcn_edge.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    for words in (["record", str(tmp_path / "a.mcap")], ["run", "--model", "demo", "--source", "replay:x.mcap"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *words], capture_output=True, text=True, env=environment(), check=False
        )
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert "a recording (.mcap) needs the extra [record]" in line and "pip install" in line


def test_a_run_without_recording_never_loads_the_library():
    code = "import sys; from rtstgcn_edge.cli import run, record; print('mcap' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_model_of_ones_own(tmp_path):
    model = str(write_gait_model(tmp_path / "gait.onnx"))
    words = ["--model", model, "--source", "sim:gait?speed=max", "--sink", "jsonl:/dev/null"]
    assert main(["record", str(tmp_path / "a.mcap"), *words]) == 0
    assert McapRecording(tmp_path / "a.mcap").description.name == "gait"
