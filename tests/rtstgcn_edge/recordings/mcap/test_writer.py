"""A file that grows while a run goes on: in pieces that are whole, off the run's back, and honest about a full disk."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from mcap.reader import make_reader
from refusals import refusal
from runs import environment

from rtstgcn_edge.errors import SinkError
from rtstgcn_edge.recordings.mcap import writer as writer_module
from rtstgcn_edge.recordings.mcap.layout import EVENTS_TOPIC, METADATA, RECEIVED_TOPIC, TOPICS, pack_received
from rtstgcn_edge.recordings.mcap.writer import McapFile, pack_json

OFFSET = 1_700_000_000_000_000_000


def open_file(path):
    return McapFile(path, {"format": "1"}, OFFSET)


def test_what_is_added_stands_in_the_file_in_order_with_its_times_and_an_index(tmp_path):
    path = tmp_path / "a.mcap"
    file = open_file(path)
    for number in range(500):
        file.add(RECEIVED_TOPIC, 1000 + number, 900 + number, pack_received, bytes([number % 256]))
    file.add(EVENTS_TOPIC, 5, 4, pack_json, {"label": "freeze"})
    file.close()
    with path.open("rb") as stream:
        reader = make_reader(stream)
        found = list(reader.iter_messages(topics=["/received"]))
        assert [message.data[8:] for _, _, message in found] == [bytes([n % 256]) for n in range(500)]
        assert [message.log_time - OFFSET for _, _, message in found] == list(range(1000, 1500))
        assert [message.publish_time - OFFSET for _, _, message in found] == list(range(900, 1400))
        ((schema, channel, message),) = reader.iter_messages(topics=["/events"])
        assert (schema.encoding, channel.message_encoding, message.data) == (
            "jsonschema",
            "json",
            b'{"label": "freeze"}',
        )
        statistics = reader.get_summary().statistics
        assert (statistics.message_count, statistics.channel_count) == (501, len(TOPICS))
        assert [record.metadata for record in reader.iter_metadata()] == [{"format": "1"}]
        assert next(iter(reader.iter_metadata())).name == METADATA


def test_the_run_does_not_wait_for_what_is_written(tmp_path):
    file = open_file(tmp_path / "a.mcap")
    done = threading.Event()

    def slow():
        done.wait(30)
        return b""

    start = time.monotonic()
    for _ in range(1000):
        file.add(EVENTS_TOPIC, 0, 0, slow)
    assert time.monotonic() - start < 10
    done.set()
    file.close()


def test_a_run_that_is_far_ahead_waits_for_the_file_and_loses_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(writer_module, "WAITING", 50)
    file = open_file(tmp_path / "a.mcap")
    longest = 0
    for number in range(5000):
        file.add(EVENTS_TOPIC, number, number, pack_json, number)
        longest = max(longest, len(file._entries))
    file.close()
    assert longest <= 50
    with (tmp_path / "a.mcap").open("rb") as stream:
        assert [int(m.data) for _, _, m in make_reader(stream).iter_messages()] == list(range(5000))


def test_a_disk_that_takes_nothing_for_long_ends_the_recording(tmp_path, monkeypatch):
    monkeypatch.setattr(writer_module, "WAITING", 10)
    monkeypatch.setattr(writer_module, "STALLED_S", 0.2)
    file = open_file(tmp_path / "a.mcap")
    stuck = threading.Event()
    said = refusal(
        lambda: [file.add(EVENTS_TOPIC, 0, 0, lambda: stuck.wait(30) and b"") for _ in range(30)], error=SinkError
    )
    assert "the disk took nothing for 0.2 s" in said
    stuck.set()
    refusal(file.close, error=SinkError)


def test_a_message_that_cannot_be_made_is_told_and_not_swallowed(tmp_path):
    file = open_file(tmp_path / "a.mcap")
    file.add(EVENTS_TOPIC, 0, 0, lambda: 1 / 0)
    assert "division by zero" in refusal(file.close, error=SinkError)
    assert "division by zero" in refusal(file.add, EVENTS_TOPIC, 0, 0, bytes, error=SinkError)


@pytest.mark.parametrize("blocks", range(0, 12, 3))
def test_a_full_disk_is_told_by_name_and_what_was_written_stays(tmp_path, monkeypatch, blocks):
    monkeypatch.setattr(writer_module, "BATCH_S", 0.005)
    monkeypatch.setattr(writer_module, "CHUNK_S", 0.0)
    path, room = tmp_path / "a.mcap", 3000 + 1000 * blocks
    raw_write = writer_module._Unbuffered.write

    def write(self, data):
        left = room - self.tell()
        if len(data) > left:
            raw_write(self, data[:left])
            raise OSError(28, "No space left on device")
        return raw_write(self, data)

    monkeypatch.setattr(writer_module._Unbuffered, "write", write)
    file = open_file(path)

    def fill():
        for _ in range(3000):
            file.add(RECEIVED_TOPIC, 0, 0, pack_received, os.urandom(40))
            time.sleep(0.0005)

    said = refusal(fill, error=SinkError)
    assert said == f"{path}: cannot be written any more (No space left on device); what was recorded is there"
    assert refusal(file.close, error=SinkError) == said
    assert path.stat().st_size == room


def test_a_file_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "there.mcap").write_bytes(b"precious")
    assert "there.mcap: cannot be written (File exists)" in refusal(open_file, tmp_path / "there.mcap")
    assert (tmp_path / "there.mcap").read_bytes() == b"precious"
    assert "No such file or directory" in refusal(open_file, tmp_path / "no" / "a.mcap")


ENDLESS = """
import sys, time
from pathlib import Path
from rtstgcn_edge.recordings.mcap.layout import EVENTS_TOPIC
from rtstgcn_edge.recordings.mcap.writer import McapFile, pack_json
file = McapFile(Path(sys.argv[1]), {"format": "1"}, 0)
while True:
    now = time.monotonic_ns()
    file.add(EVENTS_TOPIC, now, now, pack_json, now)
    time.sleep(0.01)
"""


def test_killed_without_warning_all_but_the_last_second_is_there(tmp_path):
    path = tmp_path / "a.mcap"
    process = subprocess.Popen([sys.executable, "-c", ENDLESS, str(path)], env=environment())
    try:
        while not path.exists() or path.stat().st_size < 2000:
            time.sleep(0.01)
        time.sleep(3)
        killed = time.monotonic_ns()
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        process.wait()
    from mcap.reader import NonSeekingReader

    times = []
    with path.open("rb") as stream, pytest.raises(Exception):  # noqa: B017  the library's word for a file cut off
        for _, _, message in NonSeekingReader(stream).iter_messages(log_time_order=False):
            times.append(int(message.data))
    assert killed - times[-1] < 2e9  # half a second on a machine that has the time
    assert len(times) > 50 and (killed - times[0]) > 2.9e9
