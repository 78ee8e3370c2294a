"""Recorded runs as recordings of one's own: what training sees is what the run held."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import refusal
from rtstgcn_training.prepare.own_mcap import read_recorded
from rtstgcn_training.prepare.prepare import prepare
from rtstgcn_training.prepare.recording import Description, Options
from rtstgcn_training.prepare.report import Report
from run_recordings import record_run
from runs import random_recording, tiny_model, write_model

from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.recordings import load_dataset
from rtstgcn_edge.recordings.mcap.reader import McapRecording
from rtstgcn_edge.skeletons import Skeleton

RATE_HZ = 10.0
"""So frames are held for five, and the sixth without a sample is an end."""


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("model") / "tiny.onnx", tiny_model(), rate_hz=RATE_HZ)


def frames_of(there, x):
    """Frames of one skeleton at these numbers, x (C, L, V)."""
    return [Frame(number, 0, 0, [Body(x[:, number])]) for number in there]


def description_of(path):
    said = McapRecording(path).description
    return Description(
        "mine", said.rate_hz, said.channels, said.units, Skeleton.from_dict(said.skeleton), ["a", "b"], "", 0
    )


def read(path):
    report = Report()
    frames, pieces = read_recorded(path, description_of(path), report)
    return frames, pieces, report.lines()


def test_a_recording_without_gaps_is_itself(model, tmp_path):
    x = random_recording(30)[..., 0]
    record_run(tmp_path / "a.mcap", model, {"live": frames_of(range(30), x)})
    frames, (piece,), lines = read(tmp_path / "a.mcap")
    assert (frames, piece.start, lines) == (30, 0, [])
    np.testing.assert_array_equal(piece.features, x)


def test_a_short_gap_is_held_and_a_long_one_cuts(model, tmp_path):
    x = random_recording(30)[..., 0]
    record_run(tmp_path / "a.mcap", model, {"live": frames_of([*range(4), *range(9, 12), *range(18, 30)], x)})
    frames, (first, second), lines = read(tmp_path / "a.mcap")
    shown = [0, 1, 2, 3, 3, 3, 3, 3, 3, 9, 10, 11, 11, 11, 11, 11, 11]
    assert (frames, first.start, second.start) == (30, 0, 18)
    np.testing.assert_array_equal(first.features, x[:, shown])
    np.testing.assert_array_equal(second.features, x[:, 18:])
    assert lines == [
        "1 x recording cut where a skeleton was not seen for more than 0.5 s: a.mcap",
        f"frames held for want of a sample: a.mcap {10 / 29:.2%}",
    ]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_pieces_are_what_the_run_stepped(model, tmp_path_factory, data):
    """Samples lost, late, twice, not finite, of two skeletons, one told twice: the joints of every tick."""
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    numbers = np.maximum(np.cumsum(data.draw(st.lists(st.integers(0, 9), min_size=5, max_size=40))) - 1, 0)
    values = rng.standard_normal((len(numbers), 3, 3, 3)).astype(np.float32)
    values[rng.random((len(numbers), 3)) < 0.1, 1, 1] = np.nan
    given_frames = [
        Frame(int(number), 0, 0, [Body(values[i, k], t) for k, t in enumerate((3, 8, 3)) if rng.random() < 0.6])
        for i, number in enumerate(numbers)
    ]
    path = tmp_path_factory.mktemp("run") / "a.mcap"
    sink, _ = record_run(path, model, {"live": given_frames})
    if not any(tick.live for tick in sink.ticks):
        assert "nobody is seen" in refusal(read, path)
        return
    expected, shown = {}, {}
    for tick in sink.ticks:
        shown = {track: joints for track, joints in shown.items() if track in tick.live}
        shown |= {body.track: body.joints for body in tick.frame.bodies}
        for track in tick.live:
            stay = expected.setdefault(track, [])
            if not stay or stay[-1][0] + len(stay[-1][1]) != tick.frame.number:
                stay.append((tick.frame.number, []))
            stay[-1][1].append(shown[track])
    stays = sorted((start, np.stack(joints, 1).tobytes()) for stay in expected.values() for start, joints in stay)
    _, pieces, _ = read(path)
    assert sorted((piece.start, np.ascontiguousarray(piece.features).tobytes()) for piece in pieces) == stays


def write_raw(tmp_path, model, *, numbers=range(40), labels="start,end,label\n1.0,2.5,walk\n", **said):
    """A folder of one's own with the recording `one.mcap`."""
    raw = tmp_path / "raw"
    for folder in ("recordings", "labels"):
        (raw / folder).mkdir(parents=True, exist_ok=True)
    x = random_recording(40)[..., 0]
    record_run(raw / "recordings" / "one.mcap", model, {"live": frames_of(numbers, x)})
    (raw / "labels" / "one.csv").write_text(labels)
    described = {"classes": ["rest", "walk"], "background": "rest", "subjects": {"one": "anna"}} | said
    (raw / "dataset.json").write_text(json.dumps(described))
    return raw, x


def test_prepare_takes_rate_channels_and_skeleton_from_the_recording(model, tmp_path):
    raw, x = write_raw(tmp_path, model)
    prepare("own", raw, tmp_path / "out", Options())
    dataset = load_dataset(tmp_path / "out")
    (trial,) = dataset.trials("train")
    np.testing.assert_array_equal(trial.features()[..., 0], x)
    assert trial.labels(40, 2).tolist() == [0] * 10 + [1] * 15 + [0] * 15
    said = McapRecording(raw / "recordings" / "one.mcap").description
    assert dataset.description["nodes"] == said.skeleton["joints"] and dataset.description["rate_hz"] == RATE_HZ
    assert dataset.description["subjects"] == {"one": "anna"}


def test_pieces_get_the_labels_of_their_time_and_numbers(model, tmp_path):
    raw, x = write_raw(tmp_path, model, numbers=[*range(8), *range(20, 40)])
    prepare("own", raw, tmp_path / "out", Options())
    first, second = load_dataset(tmp_path / "out").trials("train")
    assert (first.name, second.name) == ("one_1", "one_2")
    np.testing.assert_array_equal(second.features()[..., 0], x[:, 20:])
    assert first.labels(13, 2).tolist() == [0] * 10 + [1] * 3
    assert second.labels(20, 2).tolist() == [1] * 5 + [0] * 15


def test_tables_and_recordings_side_by_side(model, tmp_path):
    raw, _ = write_raw(tmp_path, model, subjects={"one": "anna", "two": "ben"}, validate=["ben"])
    said = McapRecording(raw / "recordings" / "one.mcap").description
    columns = [f"{node}_{channel}" for node in said.skeleton["joints"] for channel in said.channels]
    table = "\n".join([",".join(columns), *[",".join(["1.5"] * 9)] * 12])
    (raw / "recordings" / "two.csv").write_text(table)
    (raw / "labels" / "two.csv").write_text("start,end,label\n0,0.5,walk\n")
    prepare("own", raw, tmp_path / "out", Options())
    dataset = load_dataset(tmp_path / "out")
    assert [trial.name for part in ("train", "val") for trial in dataset.trials(part)] == ["one", "two"]
    (raw / "recordings" / "one.csv").write_text(table)
    assert "one.csv and one.mcap; give each a name of its own" in refusal(
        prepare, "own", raw, tmp_path / "again", Options()
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"rate_hz": 20}, "frames at 10 Hz, dataset.json says 20 Hz"),
        ({"units": ["g"] * 3}, "units"),
        ({"skeleton": "imu6"}, "nodes"),
        ({"channels": ["a", "b", "c"]}, "channels"),
    ],
)
def test_a_recording_that_is_not_as_described_is_refused(model, tmp_path, said, expected):
    raw, _ = write_raw(tmp_path, model, **said)
    line = refusal(prepare, "own", raw, tmp_path / "out", Options())
    assert "one.mcap: " in line and expected in line


def test_bad_recordings(model, tmp_path):
    raw, x = write_raw(tmp_path, model, labels="start,end,label\n1.0,9.5,walk\n")
    assert "the recording goes from 0 to 4 s" in refusal(prepare, "own", raw, tmp_path / "out", Options())
    (raw / "recordings" / "one.mcap").unlink()
    record_run(raw / "recordings" / "one.mcap", model, {"a": frames_of(range(9), x), "b": frames_of(range(9), x)})
    assert "2 trials in one recording" in refusal(prepare, "own", raw, tmp_path / "out", Options())
    (raw / "recordings" / "one.mcap").write_text("a shopping list")
    assert "not an MCAP file" in refusal(prepare, "own", raw, tmp_path / "out", Options())


def test_a_recording_that_was_cut_off_is_read_as_far_as_it_goes(model, tmp_path, monkeypatch):
    from rtstgcn_edge.recordings.mcap import writer

    monkeypatch.setattr(writer, "CHUNK_BYTES", 500)
    raw, x = write_raw(tmp_path, model)
    path = raw / "recordings" / "one.mcap"
    path.write_bytes(path.read_bytes()[:7000])
    frames, (piece,), lines = read(path)
    assert 3 < frames < 40 and lines[0].startswith("1 x recording that is not whole (cut off)")
    np.testing.assert_array_equal(piece.features, x[:, :frames])
