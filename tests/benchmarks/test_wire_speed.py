from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
import slow_wire
from rtstgcn_firmware.codec import Decoder, encode

from benchmarks import wire_speed
from benchmarks.wire_speed import combined, random_candidates, samples, speed, strewn, survive

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.wire_speed", "--packets", "600", "--rounds", "1", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


def test_the_report_holds_what_is_printed(tmp_path):
    done = run("--random", "200000", "--json", str(tmp_path / "report.json"))
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [report["speed"][name]["bytes"] for name in ("SAMPLE", "COMBINED")] == [25, 84]
    printed = dict(line.split()[:2] for line in done.stdout.splitlines())
    for name, value in report["random"].items():
        assert float(printed[name]) == pytest.approx(value, abs=0.051)
    fed = report["random"]
    assert fed["random_bytes"] == 200_000
    assert fed["decoded"] == fed["intact_packets"] > 800
    assert fed["bytes"] == 200_000 + 50 * fed["intact_packets"]


@pytest.mark.parametrize("option", [["--packets", "5"], ["--rounds", "0"], ["--chunk", "0"], ["--random", "-1"]])
def test_nothing_to_measure_is_refused(option):
    done = run(*option)
    assert done.returncode == 2
    assert "--packets is 6 at least, --rounds, --chunk and --random 1" in done.stderr


def test_what_is_timed_is_as_sensors_send_it():
    rng = random.Random(1)
    assert [(m.node, m.sequence, m.time) for m in samples(8, rng)[5:]] == [(5, 0, 0), (0, 1, 10_000), (1, 1, 10_000)]
    assert [(m.sequence, m.time, len(m.values)) for m in combined(2, rng)] == [(0, 0, 36), (1, 10_000, 36)]


class Losing(Decoder):
    """Loses one message of all."""

    lost = False

    def feed(self, data):
        messages = super().feed(data)
        if messages and not self.lost:
            self.lost = True
            return messages[1:]
        return messages


def test_a_decoder_that_loses_a_packet_is_found_out(monkeypatch):
    monkeypatch.setattr(wire_speed, "Decoder", Losing)
    lossy = survive(100_000, 3)
    assert lossy["decoded"] < lossy["intact_packets"]
    with pytest.raises(RuntimeError, match="other messages than went in"):
        speed(samples(60, random.Random(0)), 256, 1)


@pytest.mark.parametrize(("body", "messages"), [(b"\x07four--", 1), (b"\x07", 0), (b"\x70", 0)])
def test_forged_packets_that_pass_the_crc_are_counted(monkeypatch, body, messages):
    monkeypatch.setattr(wire_speed, "forged", lambda rng: slow_wire.framed(body))
    fed = survive(50_000, 4)
    assert fed["decoded"] == fed["false_accepts"] == fed["intact_packets"]
    assert fed["false_messages"] == messages * fed["intact_packets"]


def test_the_share_of_random_frames_that_are_cobs():
    rng = random.Random(2)
    frames = rng.randbytes(4_000_000).split(b"\0")
    chance = sum(len(slow_wire.unstuff(frame) or b"") >= 3 for frame in frames if len(frame) <= 253)
    assert chance == pytest.approx(random_candidates(4_000_000), abs=4 * random_candidates(4_000_000) ** 0.5)


def test_a_forged_packet_differs_from_an_intact_one_in_its_content_alone():
    pieces = list(strewn(2000, random.Random(0)))
    assert sum(len(garbage) for garbage, _ in pieces[::3]) == 2000
    for (intact, message), (forged, nothing) in zip(pieces[1::3], pieces[2::3], strict=True):
        assert intact == encode(message)
        assert nothing is None
        assert len(forged) == len(intact) == 25
        assert slow_wire.fate(forged[1:-1]) == slow_wire.CORRUPT
