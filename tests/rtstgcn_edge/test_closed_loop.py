"""Sensor, model and answer in one loop: a virtual device, `run` in a process of its own, and both ends' accounts."""

import json
import signal
import subprocess
import sys
import threading
import time

import pytest
from rtstgcn_firmware.messages import Kind

from rtstgcn_edge.virtual_imu import Player, Settings, VirtualImu, choose_firmware, load_movement, measure

CUE = "cue=walking&on=label&holdoff=0.1&labels=all"


def loop(tmp_path, settings, seconds):
    """(what the device counted, what it heard, the summary of the run)."""
    heard = []
    movement = load_movement("sim:gait")
    told = lambda *label: heard.append(label)  # noqa: E731
    _, firmware = choose_firmware("wire", "auto", print)
    device = VirtualImu(movement, measure(movement.readings), settings, firmware, on_label=told)
    player = Player(device, link=tmp_path / "imu")
    thread = threading.Thread(target=player.run)
    thread.start()
    words = ["run", "--source", f"imu:{tmp_path / 'imu'}", "--sink", f"serial:{tmp_path / 'imu'}?{CUE}"]
    command = [sys.executable, "-m", "rtstgcn_edge.cli.main", *words, "--summary", str(tmp_path / "s.json")]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    time.sleep(seconds)
    run.send_signal(signal.SIGINT)
    err = run.communicate(timeout=20)[1]
    time.sleep(0.1)
    player.stop()
    thread.join(5)
    assert run.returncode == 0, err
    return player.facts(), heard, json.loads((tmp_path / "s.json").read_text())


def test_every_cue_is_heard_and_acknowledged_and_both_clocks_agree_how_long_it_took(tmp_path):
    settings = Settings(skew_ppm=100, jitter_ms=5, own_clocks=True, uptime_s=4293, seed=5)  # the clock wraps around
    device, heard, summary = loop(tmp_path, settings, 6)
    (sink,) = summary["sinks"]
    cues = sink["cues"]
    assert cues["sent"] == device["heard"]["cues"] > 5
    assert cues["acknowledged"] >= cues["sent"] - 1 and cues["unanswered"] == cues["unsent"] == 0
    assert sink["labels"] == device["heard"]["labels"] and sink["events"] == device["heard"]["events"]
    assert {name for _, label, name in heard if label.kind == Kind.CUE} == {"walking"}
    on_host, around = sink["sample_to_cue_ms"]["p50"], sink["round_trip_ms"]["p50"]
    assert 0 < on_host < around < on_host + 15  # the way back takes 0 to 5 ms
    assert abs(device["cue_round_trip_ms"]["p50"] - around) < 1


@pytest.mark.slow
def test_a_loop_outlives_resets_and_the_names_of_the_classes_are_told_again(tmp_path):
    settings = Settings(reset_every_s=2.5, loss=0.02, corrupt=0.0005, seed=1)
    device, heard, summary = loop(tmp_path, settings, 8)
    assert device["resets"] == 2 or device["resets"] == 3
    after = [name for ns, label, name in heard if ns > 3.5e9 and label.kind == Kind.LABEL]
    assert len(after) > 50 and after.count("") < len(after) * 0.2
    (sink,) = summary["sinks"]
    cues = sink["cues"]
    assert cues["sent"] == cues["acknowledged"] + cues["unanswered"] + cues["waiting"]
