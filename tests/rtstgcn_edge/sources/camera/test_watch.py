"""What is said and counted of a camera, on an injected clock."""

from collections import deque
from types import SimpleNamespace

import pytest

from rtstgcn_edge.notices import Notices
from rtstgcn_edge.sources.camera.capture import CaptureEvent
from rtstgcn_edge.sources.camera.watch import Watch

SECOND = 10**9


class Scene:
    """A capture that is only numbers, and the lines that come of it."""

    def __init__(self):
        self.now, self.lines = 0, []
        self.box = SimpleNamespace(put_count=0, taken=0, dropped=0, waiting=0)
        self.capture = SimpleNamespace(
            mailbox=self.box, clock=SimpleNamespace(period_ns=None), events=deque(), connected=True, trouble="",
            captured=0, skipped=0, damaged=0, lost=0, reconnects=0, attempts=0,
        )  # fmt: skip
        notices = Notices(self.lines.append, now=lambda: self.now)
        self.watch = Watch(self.capture, SimpleNamespace(median_ms=lambda: 81.4), "camera:0", notices, 0)

    def go(self, seconds, frames=0, dropped=0):
        """Time passes in steps of 50 ms, in each of which so much comes."""
        for _ in range(round(seconds / 0.05)):
            self.now += SECOND // 20
            self.capture.captured += frames
            self.box.put_count += frames
            self.box.dropped += dropped
            self.watch.look(self.now)

    def happens(self, kind, text=""):
        self.capture.events.append(CaptureEvent(self.now, kind, text))
        self.capture.connected = kind == "back"
        self.capture.lost += kind == "lost"


@pytest.fixture
def scene():
    return Scene()


def test_while_all_is_well_nothing_is_said(scene):
    scene.go(60, frames=2)
    assert scene.lines == [] and scene.watch.remarks() == []
    scene.capture.clock.period_ns = 25_000_000
    facts = scene.watch.facts()
    assert facts["camera_fps"] == 40 and facts["frames"]["captured"] == 2400 and facts["connected"]


def test_silence_is_said_after_a_second_and_so_is_its_end(scene):
    scene.go(1, frames=1)
    scene.go(0.9)
    assert scene.lines == []
    scene.go(2.6)
    assert scene.lines == ["camera:0: no frame for 1.0 s"]
    scene.go(1, frames=1)
    assert scene.lines[1] == "camera:0: frames again after 3.5 s"
    assert scene.watch.stalls == 1 and scene.watch.stalled_ns == pytest.approx(3.5 * SECOND, abs=0.1 * SECOND)
    scene.go(1.5)
    assert "no frame from the camera: twice, for 5.0 s in all" in scene.watch.remarks(), "the one that lasts counts too"


def test_a_camera_that_is_lost_and_its_return_are_said_with_the_time_between(scene):
    scene.go(1, frames=1)
    scene.happens("lost", "it gives no frame any more")
    scene.go(1.9)
    assert scene.lines == ["camera:0: lost (it gives no frame any more); trying to open it again"]
    scene.capture.trouble, scene.capture.attempts = "camera:0: there is no /dev/video0; no camera is connected", 3
    scene.go(1.1)
    assert scene.lines[1] == "not back yet: camera:0: there is no /dev/video0; no camera is connected"
    assert scene.watch.remarks() == ["camera lost once, for 3.0 s in all, and still away"]
    scene.happens("back")
    scene.capture.trouble = ""
    scene.go(0.5, frames=1)
    assert scene.lines[2:] == ["camera:0: back after 3.0 s"]
    assert scene.watch.stalls == 0, "being away is no silence"
    assert scene.watch.facts()["away_s"] == pytest.approx(3.0)
    assert scene.watch.remarks() == ["camera lost once, for 3.0 s in all"]


def test_each_failed_attempt_counts_once_in_what_is_said(scene):
    scene.happens("lost")
    scene.capture.trouble = "camera:0: there is no /dev/video0"
    for _ in range(4):
        scene.capture.attempts += 1
        scene.go(4)
    assert scene.lines[1:] == [
        "not back yet: camera:0: there is no /dev/video0",
        "not back yet: camera:0: there is no /dev/video0 (and 2 more like it)",
    ]


def test_a_silence_that_ends_with_the_loss_counts_up_to_it(scene):
    scene.go(1, frames=1)
    scene.go(5)
    scene.happens("lost", "x")
    scene.go(5)
    facts = scene.watch.facts()
    assert facts["stalls"] == 1 and facts["stalled_s"] == pytest.approx(5.0, abs=0.1)
    assert facts["away_s"] == pytest.approx(5.0, abs=0.1)


def test_frames_given_up_are_said_every_ten_seconds_where_they_are_many(scene):
    scene.go(30.2, frames=2, dropped=1)
    assert len(scene.lines) == 3
    assert scene.lines[0].startswith("camera:0: 200 of 400 frames given up: poses take 81 ms an image here; a smaller")
    scene.box.dropped += 5
    scene.go(12, frames=2)
    assert len(scene.lines) == 3, "a few are worth a remark alone"
    assert any(line.endswith("frames given up: this computer fell behind") for line in scene.watch.remarks())


def test_damaged_frames_are_a_remark(scene):
    scene.go(1, frames=1)
    scene.capture.damaged = 3
    assert scene.watch.remarks() == ["3 of 20 frames damaged"]
