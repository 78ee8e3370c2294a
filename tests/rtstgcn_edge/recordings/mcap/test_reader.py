"""A recording read whole, cut off at any byte, damaged, or none at all."""

import json

import pytest
from mcap.writer import Writer
from refusals import refusal
from run_recordings import metadata_of
from runs import tiny_manifest

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings.mcap import writer as writer_module
from rtstgcn_edge.recordings.mcap.layout import FRAMES_TOPIC, RECEIVED_TOPIC, TRIALS_TOPIC, pack_frame, pack_received
from rtstgcn_edge.recordings.mcap.reader import McapRecording
from rtstgcn_edge.recordings.mcap.writer import McapFile, pack_json

OFFSET = 1_700_000_000_000_000_000
SECOND = 1_000_000_000


def write(path, *, trials=(40,), received=0, **said):
    """A recording of empty frames, 10 a second, each trial a second after the one before."""
    file = McapFile(path, metadata_of(tiny_manifest(), OFFSET, **said), OFFSET)
    now = SECOND
    for trial, frames in enumerate(trials):
        file.add(TRIALS_TOPIC, now, now, pack_json, {"number": trial, "name": f"trial {trial}"})
        for number in range(frames):
            file.add(FRAMES_TOPIC, now + 7, now, pack_frame, trial, number, None, [])
            now += SECOND // 10
        now += SECOND
    for number in range(received):
        file.add(RECEIVED_TOPIC, now + number, now + number, pack_received, bytes([number]))
    file.close()
    return path


@pytest.fixture
def chunked(tmp_path, monkeypatch):
    """A recording of many small chunks."""
    monkeypatch.setattr(writer_module, "CHUNK_BYTES", 200)
    return write(tmp_path / "a.mcap")


def test_what_a_recording_says_of_itself(tmp_path):
    found = McapRecording(write(tmp_path / "a.mcap", trials=(11, 21), received=3, classes=json.dumps(["a", "b"])))
    assert (found.fault, found.trials, found.frames, found.received) == (None, ["trial 0", "trial 1"], 32, True)
    assert found.seconds == pytest.approx(3.0)
    assert found.classes == ("a", "b")
    manifest = tiny_manifest()
    assert (found.description.name, found.description.rate_hz) == (manifest.name, manifest.rate_hz)
    assert found.description.skeleton == manifest.skeleton and found.description.units == manifest.units


def test_entries_come_in_the_order_of_the_run_with_its_own_times(tmp_path):
    found = McapRecording(write(tmp_path / "a.mcap", trials=(2, 1), received=2))
    entries = list(found.entries("trials", "frames"))
    assert [entry.topic for entry in entries] == ["trials", "frames", "frames", "trials", "frames"]
    assert [(entry.logged, entry.published) for entry in entries[1:3]] == [
        (SECOND + 7, SECOND),
        (SECOND + SECOND // 10 + 7, SECOND + SECOND // 10),
    ]
    assert [entry.data[8:] for entry in found.entries("received")] == [b"\0", b"\1"]


def test_cut_off_at_any_byte_it_holds_every_chunk_before(chunked, tmp_path):
    whole = chunked.read_bytes()
    all_frames = [entry.data for entry in McapRecording(chunked).entries("frames")]
    counts = []
    for size in range(0, len(whole), 7):
        cut = tmp_path / "cut.mcap"
        cut.write_bytes(whole[:size])
        try:
            found = McapRecording(cut)
        except InputError as error:
            assert "before anything was recorded" in str(error) and not counts, (size, error)
            continue
        assert found.fault == "cut off", size
        assert [entry.data for entry in found.entries("frames")] == all_frames[: found.frames]
        counts.append(found.frames)
    assert counts == sorted(counts) and counts[0] == 0 and counts[-1] == 40
    assert len(set(counts)) > 5


def test_cut_off_and_filled_with_zeros_as_after_a_power_cut(chunked):
    whole = chunked.read_bytes()
    chunked.write_bytes(whole[: len(whole) // 3] + bytes(5000))
    found = McapRecording(chunked)
    assert found.fault and 0 < found.frames < 40


def test_a_flipped_bit_is_told_or_changes_nothing_that_is_read(chunked):
    whole, told = bytearray(chunked.read_bytes()), 0
    frames = [entry.data for entry in McapRecording(chunked).entries("frames")]
    for at in range(0, len(whole), 5):
        damaged = bytearray(whole)
        damaged[at] ^= 0x10
        chunked.write_bytes(damaged)
        try:
            found = McapRecording(chunked)
        except InputError as error:
            assert str(error).startswith(str(chunked)) and len(str(error).splitlines()) == 1
            continue
        assert found.fault or found.frames == 40, at
        left = iter(frames)
        assert all(entry.data in left for entry in found.entries("frames"))  # in order, none that was not there
        told += found.fault is not None
    assert told > 100


def test_files_that_are_none(tmp_path):
    path = tmp_path / "a.mcap"
    path.write_bytes(b"")
    assert "cut off or damaged before anything was recorded" in refusal(McapRecording, path)
    path.write_bytes(b"a shopping list, and quite a long one")
    assert refusal(McapRecording, path) == f"{path}: not an MCAP file"
    with path.open("wb") as stream:
        other = Writer(stream)
        other.start()
        channel = other.register_channel("/chatter", "json", other.register_schema("chat", "jsonschema", b"{}"))
        other.add_message(channel, 1, b"{}", 1)
        other.finish()
    assert "no recording of 'rtstgcn-edge record'" in refusal(McapRecording, path)
    assert "No such file" in refusal(McapRecording, tmp_path / "none.mcap")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"format": "2"}, "recording of format '2'; this version reads format '1'"),
        ({"manifest": "{"}, "metadata without a readable 'manifest'; the file is damaged"),
        ({"manifest": "[]"}, "manifest in the metadata"),
        ({"manifest": '{"name": "x"}'}, "manifest in the metadata"),
        ({"classes": "?"}, "metadata without a readable 'classes'"),
    ],
)
def test_metadata_that_cannot_be_understood(tmp_path, said, expected):
    assert expected in refusal(McapRecording, write(tmp_path / "a.mcap", **said))
