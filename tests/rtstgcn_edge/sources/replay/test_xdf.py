"""Streams in XDF files as recordings: the same frames as the samples in them, or one line."""

import gzip

import numpy as np
import pytest
from refusals import refusal
from runs import tiny_manifest
from xdf_files import write_xdf

from rtstgcn_edge.resample import resample
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources import open_source

SKELETON = load_skeleton("imu3").to_dict()
JOINTS = [str(joint) for joint in SKELETON["joints"]]
CHANNELS = ["acc_x", "acc_y", "acc_z"]
SAID = {"skeleton": SKELETON, "channels": CHANNELS, "units": ["m/s^2"] * 3, "rate_hz": 100.0}
FRAMES = 120
LABELS = [f"{joint}_{channel}" for joint in JOINTS for channel in CHANNELS]
MARKERS = {"name": "events", "rate": 0, "form": "string", "stamps": [5.0, 5.5], "rows": ["go", "stop"]}


@pytest.fixture
def x():
    """(L, V, C) float32."""
    return np.random.default_rng(2).standard_normal((FRAMES, 3, 3)).astype(np.float32)


def stream(rows, *, name="gait", rate=100.0, start=5000.0, labels=LABELS, **said):
    stamps = [start + k / rate for k in range(len(rows))]
    return {"name": name, "rate": rate, "stamps": stamps, "rows": rows.tolist(), "labels": labels} | said


def flat(x):
    return x.reshape(len(x), -1)


def opened(tmp_path, *streams, query="speed=max", **said):
    path = write_xdf(tmp_path / "walk.xdf", *streams)
    return open_source(f"replay:{path}?{query}", tiny_manifest(**(SAID | said)))


def joints_of(source):
    """(L, V, C), all frames with a body."""
    (trial,) = source.trials()
    frames = list(trial.frames)
    assert [frame.number for frame in frames] == list(range(len(frames)))
    return np.array([frame.bodies[0].joints.T for frame in frames])


@pytest.mark.parametrize("form", ["float32", "double64"])
def test_a_stream_gives_its_samples_bit_for_bit(tmp_path, x, form):
    source = opened(tmp_path, stream(flat(x), form=form), MARKERS)
    np.testing.assert_array_equal(joints_of(source), x)
    assert "stream gait" in source.description and "3 nodes at 100 Hz" in source.description
    assert "units not said" in source.description


def test_another_rate_is_resampled_as_a_whole_recording_is(tmp_path, x):
    source = opened(tmp_path, stream(flat(x), rate=64.0), rate_hz=50.0)
    np.testing.assert_array_equal(joints_of(source), resample(x, 64.0, 50.0))


def test_jitter_of_the_stamps_changes_nothing(tmp_path, x):
    one = stream(flat(x))
    one["stamps"] = list(np.array(one["stamps"]) + np.random.default_rng(0).normal(0, 0.003, FRAMES))
    np.testing.assert_array_equal(joints_of(opened(tmp_path, one)), x)


def test_whole_numbers_with_units_become_si(tmp_path):
    counts = np.random.default_rng(0).integers(-2000, 2000, (FRAMES, 3, 3))
    source = opened(tmp_path, stream(flat(counts), form="int16", units=["mg"] * 9))
    np.testing.assert_allclose(joints_of(source), counts * 9.80665e-3, rtol=1e-6)
    assert "units not said" not in source.description


def test_streams_of_clocks_of_their_own_are_brought_together(tmp_path, x):
    """The clock of the second computer is 1000 s ahead; what LabRecorder noted of that is undone."""
    streams = [
        stream(x[:, k], name=joint, labels=CHANNELS, start=5000.0 + 1000 * k)
        | {"offsets": [(5000.0 + 1000 * k + moment, -1000.0 * k) for moment in range(5)]}
        for k, joint in enumerate(JOINTS)
    ]
    source = opened(tmp_path, *streams, query=f"speed=max&stream={','.join(JOINTS)}")
    np.testing.assert_array_equal(joints_of(source), x)


def test_without_labels_nodes_come_one_after_the_other(tmp_path, x):
    np.testing.assert_array_equal(joints_of(opened(tmp_path, stream(flat(x), labels=[]))), x)


def test_the_stream_that_fits_is_taken_among_others(tmp_path, x):
    other = stream(np.zeros((FRAMES, 2), np.float32), name="eyes", labels=["pupil_left", "pupil_right"])
    np.testing.assert_array_equal(joints_of(opened(tmp_path, other, stream(flat(x)))), x)


def test_which_stream_must_be_said_where_more_than_one_fits(tmp_path, x):
    two = [stream(flat(x)), stream(flat(x + 1), name="gait2")]
    said = refusal(lambda: opened(tmp_path, *two))
    assert "2 streams of numbers (gait, gait2); say which, as in stream=gait" in said
    np.testing.assert_array_equal(joints_of(opened(tmp_path, *two, query="speed=max&stream=gait2")), x + 1)
    assert "did you mean 'gait2'?" in refusal(lambda: opened(tmp_path, *two, query="stream=gat2"))
    twice = [stream(flat(x)), stream(flat(x))]
    assert "2 streams are called 'gait'" in refusal(lambda: opened(tmp_path, *twice, query="stream=gait"))


def test_what_is_wrong_is_one_line(tmp_path, x):
    assert "no stream of numbers" in refusal(lambda: opened(tmp_path, MARKERS))
    nodes = [label.replace(JOINTS[0], "hand") for label in LABELS]
    assert f"takes 3: {', '.join(JOINTS)}" in refusal(lambda: opened(tmp_path, stream(flat(x), labels=nodes)))
    assert "'stone'" in refusal(lambda: opened(tmp_path, stream(flat(x), units=["stone"] * 9)))
    slow = stream(flat(x))
    assert "rate_hz=50" in refusal(lambda: opened(tmp_path, slow, query="rate_hz=50"))


@pytest.mark.parametrize("damage", ["empty", "text", "no magic", "header", "half"])
def test_damaged_files_are_refused_or_played_as_far_as_they_go(tmp_path, x, damage):
    path = write_xdf(tmp_path / "whole.xdf", stream(flat(x)))
    whole = path.read_bytes()
    broken = {
        "empty": b"",
        "text": b"hello\n" * 10,
        "no magic": whole[4:],
        "header": whole[:200],
        "half": whole[: len(whole) // 2],
    }[damage]
    (tmp_path / "x.xdf").write_bytes(broken)
    uri = f"replay:{tmp_path / 'x.xdf'}?speed=max"
    if damage != "half":
        assert "x.xdf" in refusal(open_source, uri, tiny_manifest(**SAID))
        return
    found = joints_of(open_source(uri, tiny_manifest(**SAID)))
    np.testing.assert_array_equal(found, x[: len(found)])
    assert len(found) >= FRAMES // 2 - 10


def test_a_compressed_file_is_read_too(tmp_path, x):
    path = write_xdf(tmp_path / "whole.xdf", stream(flat(x)))
    (tmp_path / "walk.xdfz").write_bytes(gzip.compress(path.read_bytes()))
    source = open_source(f"replay:{tmp_path / 'walk.xdfz'}?speed=max", tiny_manifest(**SAID))
    np.testing.assert_array_equal(joints_of(source), x)
