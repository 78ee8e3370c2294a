"""Labels as a stream: whoever listens gets each at the time of the frame that it labels."""

import itertools
import time

import lsl_loopback
import numpy as np
import pytest
from cables import until
from refusals import refusal
from runs import prediction, tick_of, tiny_manifest

from rtstgcn_edge.frames import Event, Stamps
from rtstgcn_edge.sinks import check_sink, open_sink

NUMBERS = itertools.count()
CLASSES = tiny_manifest().classes


@pytest.fixture
def name():
    return f"labels{next(NUMBERS)}"


class Listener:
    """Gets whatever is sent from now on."""

    def __init__(self, name, sink):
        (info,) = lsl_loopback.pylsl.resolve_byprop("name", name, timeout=30)
        self.inlet = lsl_loopback.pylsl.StreamInlet(info, recover=False)
        self.info = self.inlet.info(timeout=30)
        self.inlet.open_stream(timeout=30)
        until(sink._outlet.have_consumers)  # the sender's end is later than ours

    def samples(self, count):
        found = [self.inlet.pull_sample(timeout=30) for _ in range(count)]
        assert self.inlet.pull_sample(timeout=0.1) == (None, None)
        return [sample for sample, _ in found], [round(stamp * 1e9) for _, stamp in found]


def opened(name, query="", **said):
    return open_sink(check_sink(f"lsl:{name}{query}"), tiny_manifest().model_copy(update=said))


def event(label, skeleton=0):
    return Event("walk", 7, skeleton, label, 0.9, 0.14)


def at(captured):
    return Stamps(captured, captured + 2_000_000)


def test_changes_are_strings_at_the_time_of_their_frame(name):
    sink = opened(name)
    listener, now = Listener(name, sink), time.monotonic_ns()
    sink.emit(tick_of([prediction()], stamps=at(now)))
    sink.emit(tick_of([prediction()], [event(2)], stamps=at(now + 10_000_000)))
    sink.emit(tick_of([prediction()], [event(1, skeleton=3)], stamps=at(now + 20_000_000)))
    texts, stamps = listener.samples(2)
    assert texts == [[CLASSES[2]], [f"{CLASSES[1]} #3"]]
    assert np.abs(np.array(stamps) - now - [10_000_000, 20_000_000]).max() < 1e6
    assert listener.info.type() == "Markers" and listener.info.nominal_srate() == 0
    sink.close()
    assert sink.facts() == {"sent": 2, "heard": True} and sink.remarks() == []


def test_all_labels_of_a_delayed_model_are_stamped_with_the_frame_that_they_label(name):
    sink = opened(name, "?labels=all", delay=4, rate_hz=50.0)
    listener, now = Listener(name, sink), time.monotonic_ns()
    sink.emit(tick_of([prediction(3, label=2), prediction(3, label=0, skeleton=1)], stamps=at(now)))
    texts, stamps = listener.samples(2)
    assert texts == [[CLASSES[2]], [f"{CLASSES[0]} #1"]]
    assert np.abs(np.array(stamps) - now + 80_000_000).max() < 1e6
    assert listener.info.nominal_srate() == 50


def test_probabilities_are_numbers_with_the_names_of_the_classes(name):
    sink = opened(name, "?labels=probabilities")
    listener = Listener(name, sink)
    sink.emit(tick_of([prediction(label=2, warm=False), prediction(label=1, skeleton=1)]))
    rows, _ = listener.samples(2)
    np.testing.assert_allclose(rows, [[0, 0, 0.1, 0.1, 0.7, 0.1], [1, 1, 0.1, 0.7, 0.1, 0.1]], rtol=1e-6)
    assert listener.info.get_channel_labels() == ["skeleton", "warm", *CLASSES]
    assert listener.info.desc().child_value("model") == tiny_manifest().name


def test_that_nobody_listened_is_told(name):
    sink = opened(name)
    sink.emit(tick_of([prediction()], [event(2)]))
    sink.close()
    assert sink.remarks() == [f"lsl:{name}: nobody listened to its 1 samples"]


def test_what_is_refused():
    assert "names no stream" in refusal(check_sink, "lsl:")
    assert "names no stream" in refusal(check_sink, "lsl:-")
    assert "did you mean 'labels'?" in refusal(check_sink, "lsl:x?label=all")
    assert "did you mean 'changes'?" in refusal(check_sink, "lsl:x?labels=change")
