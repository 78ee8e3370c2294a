"""`simulate imu` as a person uses it: a process of its own, a host on its port, Ctrl-C, and bad options."""

import json
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import serial
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import Class, Hello, Kind, Label, Sample
from rtstgcn_firmware.protocols import open_protocol

from rtstgcn_edge.cli.main import main


def start(*words):
    command = [sys.executable, "-m", "rtstgcn_edge.cli.main", "simulate", "imu", *map(str, words)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()


def listen(port, decoder, seconds, say=b"", enough=10**9):
    messages = []
    with serial.Serial(port, 115_200, timeout=0.02) as host:
        host.write(say)
        end = time.monotonic() + seconds
        while time.monotonic() < end and len(messages) < enough:
            messages += decoder.feed(host.read(4096))
    return messages


def test_a_person_starts_it_listens_answers_and_ends_it_with_ctrl_c(tmp_path):
    link = tmp_path / "imu"
    process, line = start("--link", link, "--summary", tmp_path / "facts.json")
    assert line == f"rtstgcn-edge run --source imu:{link}"
    say = encode(Class(3, 7, "freezing")) + encode(Label(Kind.CUE, 0, 3, 230, 0, 0))
    messages = listen(str(link), Decoder(), 60, say, enough=200)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    hello = next(message for message in messages if isinstance(message, Hello))
    assert (hello.model, hello.nodes, hello.rate_hz) == ("demo", 6, 50)
    assert sum(isinstance(message, Sample) for message in messages) > 100
    assert out.split() == [out.split()[0], "s", "cue", "freezing", "0.90"]
    assert "synthetic-gait-0: 20.2 s of 6 nodes (foot_r, " in err and "heard: labels 0, events 0, cues 1" in err
    facts = json.loads((tmp_path / "facts.json").read_text())
    assert facts["heard"]["cues"] == 1 and len(facts["nodes"]) == 6
    assert not link.is_symlink()


def test_it_ends_by_itself_and_without_a_model_of_its_own_says_that_one_is_needed(tmp_path):
    trial = tmp_path / "trial.npy"
    np.save(trial, np.random.default_rng(0).standard_normal((6, 40, 2)).astype(np.float32))
    process, line = start("--play", trial, "--rate", 100, "--no-loop", "--firmware", "python")
    words = line.split()
    assert words[-2:] == ["--model", "MODEL"]
    messages = listen(words[3].removeprefix("imu:"), Decoder(), 60, enough=81)
    out, err = process.communicate(timeout=60)
    assert sum(isinstance(message, Sample) for message in messages) == 80
    assert "0.4 s of 2 nodes at 100 Hz" in err and "by the Python codec" in err and out == ""


def test_a_sensor_of_another_make_is_named_in_the_line_to_type():
    process, line = start("--protocol", "xsens", "--seconds", 120, "--baud", 115_200)
    source = line.split()[3].strip("'")
    assert source.endswith("?baud=115200&protocol=xsens&rate_hz=50") and line.endswith("--model MODEL")
    readings = listen(source.removeprefix("imu:").partition("?")[0], open_protocol("xsens"), 60, enough=20)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert len(readings) >= 20 and process.returncode == 0
    assert "1 node (foot_r)" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--play", "nowhere.npy"], "nowhere.npy: no such trial"),
        (["--play", "sim:gate"], "did you mean 'gait'?"),
        (["--loss", "2"], "a number from 0 to 1 is expected"),
        (["--los", "0.1"], "did you mean '--loss'?"),
        (["--play", "walk.mcap"], "this is for replay:walk.mcap"),
        (["--protocol", "lines", "--battery", "50"], "--battery: is of --protocol wire"),
        (["--protocol", "lines", "--firmware", "c"], "--firmware c: is of --protocol wire"),
        (["--unplug-for", "1"], "--unplug-for 1: needs --unplug-every"),
        (["--stuck", "shin@3"], "--stuck shin@3: node 'shin': did you mean 'shin_"),
        (["--stuck", "shin_r"], "NODE@S"),
        (["--late", "9@1"], "--late 9@1: node '9': the nodes are 0 to 5"),
        (["--nodes", "foot_r,knee"], "node 'knee'"),
        (["--protocol", "witmotion", "--nodes", "0,1"], "is one node"),
        (["--protocol", "lines", "--combined"], "--combined"),
        (["--protocol", "xsense"], "invalid choice"),
        (["--clocks", "own", "--combined"], "leave one out"),
        (["--sampling", "own"], "needs --clocks own"),
        (["--model", "x" * 32], "room for 31 bytes"),
        (["--link", "/proc/nowhere/imu"], "--link /proc/nowhere/imu: cannot be made"),
        (["--summary", "/nowhere/x.json"], "--summary"),
        (["--seconds", "0"], "expected"),
        (["--rate", "0"], "expected"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(words, said, capsys):
    assert main(["simulate", "imu", *words]) == 2
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and said in err


def test_a_range_that_does_not_do_is_said():
    process, _ = start("--acc-range", 2, "--gyro-range", 2000)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert "range 8 instead of 2 g" in err and "deg/s:" not in err


def test_it_goes_on_when_nobody_reads_what_it_prints(tmp_path):
    process, _ = start("--link", tmp_path / "imu", "--seconds", 1)
    process.stdout.close()
    say = b"".join(encode(Label(Kind.CUE, number, 3, 230, 0, 0)) for number in range(3))
    messages = listen(str(tmp_path / "imu"), Decoder(), 60, say, enough=250)
    assert process.wait(timeout=60) == 0
    err = process.stderr.read()
    process.stderr.close()
    assert len(messages) >= 250 and "cues 3" in err and "Traceback" not in err and "Exception" not in err
