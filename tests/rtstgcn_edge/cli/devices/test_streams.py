"""LSL streams, listed."""

from rtstgcn_edge.cli.devices import streams
from rtstgcn_edge.errors import InputError


class Stream:
    def __init__(self, rate):
        self.nominal_srate = lambda: rate

    name, type, channel_count = (lambda self: "legs"), (lambda self: "IMU"), (lambda self: 36)
    hostname, source_id = (lambda self: "lab"), (lambda self: "")


class Library:
    def resolve_streams(self, seconds):
        return [Stream(100.0), Stream(0.0)]


def test_streams_say_what_they_carry(monkeypatch):
    monkeypatch.setattr(streams, "pylsl", lambda where: Library())
    steady, irregular = streams.streams()
    assert steady.shown().splitlines() == [
        "LSL legs  (lab)",
        "    IMU, 36 channels at 100 Hz",
        "    rtstgcn-edge run --source 'lsl:legs' --model MODEL",
    ]
    assert irregular.said == "IMU, 36 channels"


def test_without_the_library_there_are_none(monkeypatch):
    def missing(where):
        raise InputError("lsl: needs pylsl")

    monkeypatch.setattr(streams, "pylsl", missing)
    assert list(streams.streams()) == []
