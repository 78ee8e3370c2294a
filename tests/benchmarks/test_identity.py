from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.crossings import SCENES, Seen
from benchmarks.identity import CONTENDERS, play
from rtstgcn_edge.frames import Body, Frame

ROOT = Path(__file__).parents[2]


def identity(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.identity", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    path = tmp_path_factory.mktemp("identity") / "report.json"
    done = identity("--films", "1", "--json", str(path))
    assert done.returncode == 0, done.stderr
    return json.loads(path.read_text(encoding="utf-8")), done.stdout


def test_every_scene_has_a_row_with_both_contenders(finished):
    report, printed = finished
    assert [row["scene"] for row in report["rows"]] == [scene.name for scene in SCENES]
    for row in report["rows"]:
        assert row["scene"] in printed
        for name in CONTENDERS:
            assert row[name]["switches"] >= 0 and row[name]["median_us"] > 0
    totals = [f"{name} {sum(row[name]['switches'] for row in report['rows'])}" for name in CONTENDERS]
    assert printed.endswith(f"switches in all: {', '.join(totals)}\n")


class Told:
    """Gives the ids that it is told, frame by frame."""

    def __init__(self, ids):
        self._ids = iter(ids)

    def see(self, frame):
        for body, one in zip(frame.bodies, next(self._ids), strict=True):
            body.track = one


@pytest.mark.parametrize(
    ("ids", "switches", "taken_over", "extra"),
    [
        ([[0, 1], [0, 1], [0, 1]], 0, 0, 0),
        ([[0, 1], [1, 0], [1, 0]], 2, 2, 0),  # exchanged for good
        ([[0, 1], [1, 0], [0, 1]], 4, 4, 0),  # and back
        ([[0, 1], [2, 1], [2, 1]], 1, 0, 1),  # a new id for the same person
    ],
)
def test_switches_are_counted_against_the_truth(ids, switches, taken_over, extra):
    seen = []
    for number in range(3):
        bodies = [Body([[0.0]], None), Body([[1.0]], None)]
        seen.append(Seen(Frame(number, 0, 0, bodies), {id(body): person for person, body in enumerate(bodies)}))
    result = play(seen, Told(ids))
    assert (result.switches, result.taken_over, result.extra_ids) == (switches, taken_over, extra)
    assert len(result.times) == 3


def test_no_films_are_refused_in_one_line():
    done = identity("--films", "0")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "--films 0: give a number of at least 1\n")
