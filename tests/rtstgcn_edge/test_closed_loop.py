"""Sensor, model and answer in one loop: a virtual device, `run` in a process of its own, and both ends' accounts."""

import json
import signal
import subprocess
import sys
import threading
import time

import pytest
from cables import until
from rtstgcn_firmware.messages import Kind

from rtstgcn_edge.virtual_imu import Player, Settings, VirtualImu, choose_firmware, load_movement, measure

CUE = "cue=walking&on=label&holdoff=0.1&labels=all"


def loop(tmp_path, settings, enough):
    """(what the device counted, what it heard, the summary of the run), stopped once `enough(counted, heard)`."""
    heard = []
    movement = load_movement("sim:gait")
    told = lambda *label: heard.append(label)  # noqa: E731
    _, firmware = choose_firmware("wire", "auto", print)
    device = VirtualImu(movement, measure(movement.readings), settings, firmware, on_label=told)
    player = Player(device, link=tmp_path / "imu")
    thread = threading.Thread(target=player.run)
    thread.start()
    words = ["run", "--allow-slow", "--source", f"imu:{tmp_path / 'imu'}", "--sink", f"serial:{tmp_path / 'imu'}?{CUE}"]
    command = [sys.executable, "-m", "rtstgcn_edge.cli.main", *words, "--summary", str(tmp_path / "s.json")]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    until(lambda: run.poll() is not None or enough(player.facts(), heard), 120)
    run.send_signal(signal.SIGINT)
    err = run.communicate(timeout=300)[1]
    assert run.returncode == 0, err
    time.sleep(0.3)  # what is on the line is heard
    player.stop()
    thread.join(20)
    return player.facts(), heard, json.loads((tmp_path / "s.json").read_text())


def times_of(heard, kind):
    """When labels of a kind were heard, in s of the device's life."""
    return [ns / 1e9 for ns, label, _ in heard if label.kind == kind]


def test_every_cue_is_heard_and_acknowledged_and_both_clocks_agree_how_long_it_took(tmp_path):
    settings = Settings(skew_ppm=100, jitter_ms=5, own_clocks=True, uptime_s=4293, seed=5)  # the clock wraps around

    def enough(counted, heard):
        labels = times_of(heard, Kind.LABEL)
        return counted["heard"]["cues"] > 8 and labels[-1] - labels[0] > 4

    device, heard, summary = loop(tmp_path, settings, enough)
    (sink,) = summary["sinks"]
    cues = sink["cues"]
    assert cues["sent"] == device["heard"]["cues"] > 5
    assert cues["acknowledged"] >= cues["sent"] - 2 and cues["unanswered"] == cues["unsent"] == 0
    assert sink["labels"] == device["heard"]["labels"] and sink["events"] == device["heard"]["events"]
    assert {name for _, label, name in heard if label.kind == Kind.CUE} == {"walking"}
    on_host, around = sink["sample_to_cue_ms"]["p50"], sink["round_trip_ms"]["p50"]
    assert 0 < on_host < around < on_host + 200  # the way back takes 0 to 5 ms, and what a busy machine adds
    assert abs(device["cue_round_trip_ms"]["p50"] - around) < 5


@pytest.mark.slow
def test_a_loop_outlives_resets_and_the_names_of_the_classes_are_told_again(tmp_path):
    settings = Settings(reset_every_s=2.5, loss=0.02, corrupt=0.0005, seed=1)

    def enough(counted, heard):
        return counted["resets"] >= 2 and sum(s > 3.5 for s in times_of(heard, Kind.LABEL)) > 100

    device, heard, summary = loop(tmp_path, settings, enough)
    assert device["resets"] >= 2
    after = [name for ns, label, name in heard if ns > 3.5e9 and label.kind == Kind.LABEL]
    assert len(after) > 50 and after.count("") < len(after) * 0.2
    (sink,) = summary["sinks"]
    cues = sink["cues"]
    assert cues["sent"] == cues["acknowledged"] + cues["unanswered"] + cues["waiting"]
