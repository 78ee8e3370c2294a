"""A film through the pipeline's door: every frame that the clock wants, at its own rate or as fast as it goes."""

import itertools
import time

import pytest
import real_recordings
from cameras import SaidPoses, camera_manifest, pose_at, write_film
from refusals import refusal

from rtstgcn_edge.sources import open_source
from rtstgcn_edge.sources.camera import posing


@pytest.fixture
def estimator(monkeypatch, tmp_path):
    """The estimator of the sources that are opened: one person in every image."""
    said = SaidPoses([pose_at()])
    monkeypatch.setattr(posing, "find_task_file", lambda *_: tmp_path / "pose_landmarker_lite.task")
    monkeypatch.setattr(posing, "open_estimator", lambda *_: said)
    return said


def played(source):
    ((trial),) = source.trials()
    return list(trial.frames)


def test_of_a_film_at_twice_the_rate_every_other_frame_is_looked_at(estimator, tmp_path):
    film = write_film(tmp_path / "x.avi", 61, fps=30)
    source = open_source(f"video:{film}?speed=max", camera_manifest(15))
    frames = played(source)
    assert [frame.number for frame in frames] == list(range(31))
    assert estimator.images == list(range(0, 61, 2)), "no pose is looked for in the others"
    assert estimator.timestamps == pytest.approx([1000 * k / 15 for k in range(31)], abs=1)
    assert all(len(frame.bodies) == 1 and frame.image.shape == (48, 64, 3) for frame in frames)
    facts = source.facts()
    assert facts["frames"] == {"said": 61, "read": 61, "used": 31, "skipped": 30, "damaged": 0}
    assert facts["size"] == [64, 48] and source.period_ns is None and not source.live
    source.close()
    source.close()
    assert estimator.closed == 1


def test_a_film_runs_at_its_own_rate_and_a_slow_device_falls_behind_and_drops_nothing(estimator, tmp_path):
    film = write_film(tmp_path / "x.avi", 16, fps=30)
    source = open_source(f"video:{film}", camera_manifest(30))
    assert source.period_ns == pytest.approx(1e9 / 30)
    begun = time.monotonic()
    frames = played(source)
    assert 0.45 < time.monotonic() - begun < 5
    steps = [later.captured - earlier.captured for earlier, later in itertools.pairwise(frames)]
    assert steps == pytest.approx([1e9 / 30] * 15, abs=2), "captured is when each was due"
    assert all(frame.arrived >= frame.captured for frame in frames)
    estimator.seconds = 0.05
    late = played(open_source(f"video:{film}", camera_manifest(30)))
    assert [frame.number for frame in late] == list(range(16))
    assert late[-1].arrived - late[-1].captured > 0.1e9


def test_a_film_that_is_slower_than_the_clock_leaves_ticks_out_and_its_rate_is_the_deadline(estimator, tmp_path):
    source = open_source(f"video:{write_film(tmp_path / 'x.avi', 5, fps=10)}?speed=4", camera_manifest(30))
    assert [frame.number for frame in played(source)] == [0, 3, 6, 9, 12]
    assert source.period_ns == pytest.approx(1e9 / 40)


def test_stopped_it_ends_soon(estimator, tmp_path):
    source = open_source(f"video:{write_film(tmp_path / 'x.avi', 20, fps=10)}?speed=0.01", camera_manifest(10))
    (trial,) = source.trials()
    frames = trial.frames
    next(frames)
    source.stop()
    begun = time.monotonic()
    assert list(frames) == [] and time.monotonic() - begun < 3  # the next frame is due after 10 s
    source.close()


def test_a_film_that_is_cut_short_is_said(estimator, tmp_path):
    whole = write_film(tmp_path / "x.avi", 100).read_bytes()
    (tmp_path / "cut.avi").write_bytes(whole[: len(whole) // 2])
    source = open_source(f"video:{tmp_path / 'cut.avi'}?speed=max", camera_manifest(30))
    count = len(played(source))
    assert source.remarks()[0] == f"cut.avi ends after {count} of 100 frames: it is cut short or damaged"
    whole = open_source(f"video:{tmp_path / 'x.avi'}?speed=max", camera_manifest(30))
    assert len(played(whole)) == 100 and len(whole.remarks()) == 1


def test_a_film_that_is_none_is_refused_before_a_pose_model_is_looked_for(tmp_path):
    (tmp_path / "x.mp4").write_text("no film")
    assert "does not open as a video" in refusal(open_source, f"video:{tmp_path / 'x.mp4'}", camera_manifest())


def test_real_people_in_a_real_film_through_mediapipe():
    task, film = real_recordings.pose_model("lite"), real_recordings.clip("one_person_lifting.mp4")
    source = open_source(f"video:{film}?speed=max&pose={task}&people=1", camera_manifest(5))
    assert source.description.startswith(
        "video:one_person_lifting.mp4: 10.0 s, 340 x 256 at 29.97 frames/s, as fast as"
    )
    frames = played(source)
    source.close()
    assert [frame.number for frame in frames] == list(range(51))
    assert sum(len(frame.bodies) == 1 for frame in frames) >= 48
    assert source.facts()["pose"]["backend"] == "mediapipe"
