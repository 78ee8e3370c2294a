"""Frames out of real streams on the loopback: what was sent, on this computer's clock, whatever happens to a stream."""

import itertools
import re
import struct
import threading
import time

import lsl_loopback
import numpy as np
import pytest
from refusals import refusal
from runs import tiny_manifest

from rtstgcn_edge.errors import InputError, SourceError
from rtstgcn_edge.resample import resample
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources import open_source
from rtstgcn_edge.sources.lsl import finding
from rtstgcn_edge.sources.lsl.inbox import Inbox

SKELETON = load_skeleton("imu3").to_dict()
JOINTS = [str(joint) for joint in SKELETON["joints"]]
CHANNELS = ["acc_x", "acc_y", "acc_z"]
LABELS = [f"{joint}_{channel}" for joint in JOINTS for channel in CHANNELS]
SAID = {"skeleton": SKELETON, "channels": CHANNELS, "units": ["m/s^2"] * 3, "rate_hz": 100.0}
RATE = 100.0
NUMBERS = itertools.count()


@pytest.fixture
def name():
    return f"gait{next(NUMBERS)}"


@pytest.fixture
def x():
    """(L, V, C) float32."""
    return np.random.default_rng(3).standard_normal((300, 3, 3)).astype(np.float32)


PATIENT = "timeout=60&wait_ms=1000"
"""So that a stream is found and nothing is late where the machine is busy."""


def opened(target, query="", **said):
    query = query if "timeout" in query else f"{PATIENT}&{query}".rstrip("&")
    return open_source(f"lsl:{target}?{query}", tiny_manifest(**(SAID | said)))


def refused(target, query="timeout=0.3", error=SourceError, **said):
    return refusal(lambda: opened(target, query, **said), error=error)


def live(source, *senders, seconds=60.0):
    """The frames of a source; senders begin with it, and it stops after a while whatever comes."""
    (trial,) = source.trials()
    assert trial.name == "live" and source.live
    watchdog = threading.Timer(seconds, source.stop)
    watchdog.start()
    for sender in senders:
        sender.begin.set()
    yield from trial.frames
    watchdog.cancel()


def heard(source, count, *senders):
    """The first `count` frames with a body, and what else came between; the source is closed."""
    frames = []
    for frame in live(source, *senders):
        frames.append(frame)
        if sum(bool(one.bodies) for one in frames) >= count:
            source.stop()
    source.close()
    assert sum(bool(one.bodies) for one in frames) >= count, f"{len(frames)} frames"
    return frames


def sent(name, rows, **options):
    """A sender of rows (L, V, C), node by node."""
    labels = options.pop("labels", LABELS)
    rate = options.pop("rate", RATE)
    stream = {key: options.pop(key) for key in ("units", "source_id") if key in options}
    out = lsl_loopback.outlet(name, rows[0].size, rate, labels=labels, **stream)
    sender = lsl_loopback.Sender(out, rows.reshape(len(rows), -1), rate, **options)
    sender.start()
    return sender


def joints_of(frames):
    return np.array([frame.bodies[0].joints.T for frame in frames if frame.bodies])


def begins_at(found, rows):
    """Where found begins in rows, from where on it must be all of them; the first stamps are only listened to."""
    shift = next(k for k in range(len(rows)) if np.array_equal(found[0], rows[k]))
    np.testing.assert_array_equal(found, rows[shift : shift + len(found)])
    assert 3 <= shift <= 150  # 25, as far as a busy machine is in time
    return shift


def test_what_was_sent_comes_out_bit_for_bit_on_this_computers_clock(name, x):
    sender = sent(name, x)
    source = opened(name)
    assert f"lsl:{name}" in source.description and "3 nodes x 3 channels" in source.description
    frames = heard(source, 50, sender)
    shift = begins_at(joints_of(frames), x)
    assert [frame.number for frame in frames] == list(range(len(frames)))
    off = [frame.captured / 1e9 - stamp for frame, stamp in zip(frames, sender.stamps[shift:], strict=False)]
    assert np.abs(off).max() < 0.005  # local_clock is the monotonic clock here
    assert all(frame.arrived >= frame.captured for frame in frames)
    facts = source.facts()
    for one in facts["nodes"].values():
        assert one["dropped"] == shift and one["received"] == one["used"] + one["dropped"] + one["waiting"]
    assert facts["streams"][0]["sessions"] == 1 and source.remarks() == []


def test_samples_that_are_sent_in_bursts_lose_no_tick(name, x):
    sender = sent(name, x, burst=6, honest=False)
    frames = heard(opened(name), 50, sender)
    begins_at(joints_of(frames), x)
    assert [frame.number for frame in frames] == list(range(len(frames)))
    steps = np.diff([frame.captured for frame in frames])
    assert np.median(steps) == pytest.approx(1e7, rel=0.02)


def test_another_rate_is_resampled(name, x):
    sender = sent(name, x)
    source = opened(name, rate_hz=50.0)
    assert "resampled to 50 Hz" in source.description
    found = joints_of(heard(source, 20, sender))
    assert any(np.array_equal(found[:20], resample(x[k:], 100.0, 50.0)[:20]) for k in range(3, 150))


def test_streams_of_their_own_are_joined(name, x):
    names = [f"{name}-{joint}" for joint in JOINTS]
    senders = [sent(one, x[:, k], labels=["ax", "ay", "az"]) for k, one in enumerate(names)]
    source = opened(",".join(names), f"nodes={names[0]},{names[1]},{names[2]}")
    found = joints_of(heard(source, 30, *senders))
    stamps = [sender.stamps[begins_at(found[:, v], x[:, v])] for v, sender in enumerate(senders)]
    assert max(stamps) - min(stamps) <= 1.5 / RATE  # samples of one instant, however the senders began


def test_a_stream_that_goes_and_comes_back_is_read_on(name, x, capfd):
    x = x[:90]
    sender = sent(name, np.concatenate([x] * 3), source_id="one")
    source = opened(name)
    frames = live(source, sender)
    next(frame for frame in frames if frame.number == 20)
    sender.go_on = False
    sender.join()
    sender.out = None
    time.sleep(0.2)
    again = sent(name, np.concatenate([x + 5] * 60), source_id="one")
    again.begin.set()
    count, found = 0, False
    for frame in frames:  # some come after the stop, of what was taken before
        count += len(frame.bodies)
        if count > 50 and any(np.array_equal(body.joints.T, x[60] + np.float32(5)) for body in frame.bodies):
            found = True
            source.stop()
    source.close()
    assert found
    facts, said = source.facts(), capfd.readouterr().err
    assert facts["streams"][0]["sessions"] == 2 and facts["lost"] == 1
    assert f"stream {name} is gone" in said and f"stream {name} is back" in said
    assert any("found again 1 times" in line for line in source.remarks())
    counts = facts["nodes"][JOINTS[0]]
    assert counts["received"] == sum(
        counts[key] for key in ("used", "late", "duplicate", "refused", "dropped", "waiting")
    )
    again.go_on = False
    again.join()


def test_silence_is_said_and_a_stop_ends_it(name, x, capfd, monkeypatch):
    take, waits = Inbox.take, []
    monkeypatch.setattr(Inbox, "take", lambda inbox, seconds: waits.append(seconds) or take(inbox, seconds))
    out = lsl_loopback.outlet(name, 9, RATE, labels=LABELS)
    source = opened(name)
    assert list(live(source, seconds=1.4)) == []
    assert waits and max(waits) <= 0.05
    assert re.search(r"no sample for 1\.\d s", capfd.readouterr().err) and source.facts()["stalls"] == 1
    source.close()
    del out


def test_what_came_can_be_recorded(name, x):
    sender = sent(name, x)
    source, chunks = opened(name), []
    source.on_received = lambda arrival, data: chunks.append((arrival, data))
    heard(source, 30, sender)
    rows, arrivals = [], []
    for arrival, data in chunks:
        stream, session, number, count, channels = struct.unpack_from("<BIQII", data)
        assert (stream, session, number, channels) == (0, 1, len(rows), 9)
        assert len(data) == 21 + count * (8 + 8 * channels)
        for k in range(count):
            captured, *values = struct.unpack_from(f"<q{channels}d", data, 21 + k * (8 + 8 * channels))
            assert captured <= arrival
            rows.append(values)
        arrivals.append(arrival)
    np.testing.assert_array_equal(np.array(rows, np.float32), x.reshape(len(x), -1)[: len(rows)])
    assert arrivals == sorted(arrivals)


def test_an_irregular_stream_goes_by_its_stamps(name, x):
    out = lsl_loopback.outlet(name, 9, 0.0, labels=LABELS)
    sender = lsl_loopback.Sender(out, x.reshape(len(x), -1), RATE)
    sender.start()
    assert "says no rate; give it, as in rate_hz=100" in refused(name, "", InputError)
    frames = heard(opened(name, "rate_hz=100"), 30, sender)
    found = joints_of(frames)
    shift = next(k for k in range(len(x)) if np.array_equal(found[0], x[k]))
    np.testing.assert_array_equal(found, x[shift : shift + len(found)])


def test_units_and_axes_are_mapped(name, x):
    sender = sent(name, x, units=["g"] * 9)
    found = joints_of(heard(opened(name, "axes=y,-x,z"), 20, sender))
    expected = x[:, :, [1, 0, 2]] * np.array([1, -1, 1]) * 9.80665
    assert any(np.allclose(found[:20], expected[k : k + 20], rtol=1e-6) for k in range(3, 150))


def test_a_stream_that_is_not_there(name, monkeypatch):
    monkeypatch.setattr(finding, "LOOK_S", 3.0)
    out = lsl_loopback.outlet(f"{name}-walking", 9, RATE)
    said = refused(f"{name}-walkign")
    assert said.startswith(f"lsl:{name}-walkign?timeout=0.3: no such stream within 0.3 s")
    assert f"did you mean '{name}-walking'?" in said
    assert "IMU" in refused("quite another")
    del out


def test_two_streams_of_a_name_must_be_told_apart(name, x, monkeypatch):
    monkeypatch.setattr(finding, "ANOTHER_S", 30.0)
    outs = [lsl_loopback.outlet(name, 9, RATE, labels=LABELS, source_id=which) for which in ("left", "right")]
    said = refused(name, "timeout=60")
    assert "2 such streams" in said and "source_id=left" in said and "source_id=right" in said
    monkeypatch.undo()
    source = opened(name, "source_id=right")
    assert source.facts()["streams"][0]["source_id"] == "right"
    source.close()
    del outs


def test_refusals(name):
    text = lsl_loopback.outlet(name, 1, 0.0, form="string", type_="Markers")
    assert "holds text" in refused(name, "timeout=60")
    del text
    short = lsl_loopback.outlet(f"{name}b", 4, RATE)
    assert "4 channels" in refused(f"{name}b", "", InputError)
    del short
    assert "names no stream" in refused("", "", InputError)
    assert "names no stream" in refused("a,,b", "", InputError)
    assert "did you mean 'nodes'?" in refused("x", "node=1", InputError)
    assert "from 0.1 to 600" in refused("x", "timeout=0", InputError)


def test_rates_that_differ_are_refused(name):
    outs = [lsl_loopback.outlet(f"{name}-{rate}", 3, rate, labels=CHANNELS) for rate in (100.0, 50.0)]
    assert "is at 50 Hz, not 100 Hz" in refused(f"{name}-100.0,{name}-50.0", "", InputError)
    assert "is at 100 Hz, not 80 Hz" in refused(f"{name}-100.0", "rate_hz=80", InputError)
    del outs
