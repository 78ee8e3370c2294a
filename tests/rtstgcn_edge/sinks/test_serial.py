"""Answering back: what a device on the line hears, and what the sink makes of its answers."""

import threading
import time
from contextlib import contextmanager

import numpy as np
import pytest
from cables import until
from refusals import refusal
from rtstgcn_firmware.clock import DeviceClock
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import DEVICE, Ack, Class, Hello, Kind, Label, SyncRequest
from runs import prediction, tick_of, tiny_manifest
from virtual_devices import device_of, movement_of

from rtstgcn_edge.frames import Event, Stamps
from rtstgcn_edge.ports import open_port
from rtstgcn_edge.sinks import check_sink, open_sink
from rtstgcn_edge.virtual_imu import Player, PseudoTerminal, Settings

NAMES = ["walk", "freeze", "stand", "stäßding" * 5]
HELLO = Hello(1, 0, 1, 63, 1, 1000, 0, 1.0, 0, 1.0, b"\0" * 8, "", "")
MARK = SyncRequest(DEVICE, 0xFEDCBA98)
"""Nothing that the sink sends."""
MS = 1_000_000


def manifest(**said):
    return tiny_manifest(**({"classes": NAMES} | said))


class Shared:
    """A port that a source has open: its clock runs 1 s behind the host's, and the test plays the source."""

    def __init__(self):
        self.terminal = PseudoTerminal()
        self.port = open_port(self.terminal.path, 115_200)
        self.port.clock = DeviceClock()
        self.port.clock.add_exchange(1_000_000_000, 0, 0, 1_000_000_000)
        self.decoder = Decoder()

    def sink(self, options="", **said):
        return open_sink(check_sink(f"serial:{self.terminal.path}{options}"), manifest(**said))

    def heard(self, kind):
        """What was sent since the last time: all that comes before a mark."""
        messages, end = [], time.monotonic() + 20
        assert self.port.write(encode(MARK))
        while MARK not in messages:
            assert time.monotonic() < end
            messages += self.decoder.feed(self.terminal.read())
        return [message for message in messages if isinstance(message, kind)]

    def tell(self, message):
        for listener in self.port.listeners:
            listener(0, message)


@pytest.fixture
def shared():
    line = Shared()
    yield line
    line.port.close()
    line.terminal.close()


def tick(frame, predictions, events=(), captured_s=3.0):
    made = tick_of(predictions, events, stamps=Stamps(round(captured_s * 1e9), 0))
    made.frame.number = frame
    return made


def test_the_device_learns_the_names_of_the_classes_and_again_after_a_restart(shared):
    shared.sink()
    names = [Class(0, 4, "walk"), Class(1, 4, "freeze"), Class(2, 4, "stand"), Class(3, 4, ("stäßding" * 5)[:25])]
    assert len(names[3].name.encode()) <= 31
    assert shared.heard(Class) == names
    shared.tell(HELLO)
    assert shared.heard(Class) == names


def test_a_label_carries_class_confidence_skeleton_and_the_device_s_time_of_its_frame(shared):
    sink = shared.sink("?labels=all")
    sink.emit(tick(7, [prediction(7, label=2, skeleton=3)], captured_s=3.5))
    assert shared.heard(Label) == [Label(Kind.LABEL, 0, 2, round(0.7 * 255), 3, 2_500_000)]


def test_a_delayed_model_labels_the_frame_that_it_labels(shared):
    sink = shared.sink("?labels=all", rate_hz=50.0)
    sink.emit(tick(30, [prediction(20)], captured_s=3.0))
    assert [label.time for label in shared.heard(Label)] == [2_000_000 - 200_000]


@pytest.mark.parametrize(
    ("option", "labels"), [("", [0, 1, 0]), ("?labels=all", [0, 0, 1, 0, 0]), ("?labels=none", [])]
)
def test_labels_are_all_those_that_change_or_none(shared, option, labels):
    sink = shared.sink(option)
    for frame, label in enumerate([0, 0, 1, 0, 0]):
        sink.emit(tick(frame, [prediction(frame, label=label)]))
    heard = shared.heard(Label)
    assert [label.label for label in heard] == labels
    assert [label.number for label in heard] == list(range(len(labels)))
    assert sink.facts()["labels"] == len(labels)


def test_a_skeleton_that_comes_back_is_labelled_anew(shared):
    sink = shared.sink()
    gone = tick(1, [])
    gone.live = ()
    for one in (tick(0, [prediction(0)]), gone, tick(2, [prediction(2)])):
        sink.emit(one)
    assert len(shared.heard(Label)) == 2


def test_events_go_out_with_their_smoothed_probability(shared):
    sink = shared.sink("?labels=none")
    sink.emit(tick(4, [prediction(4)], [Event("walk", 4, 0, 2, 0.5, 0.1)]))
    (event,) = shared.heard(Label)
    assert (event.kind, event.label, event.confidence, event.time) == (Kind.EVENT, 2, 128, 2_000_000)


def freeze(frame, event=True, **said):
    events = [Event("walk", frame, 0, 1, 0.9, 0.1)] if event else []
    return tick(frame, [prediction(frame, label=1, decided=1, **said)], events)


def test_a_cue_goes_out_first_and_its_answer_is_timed_by_the_device_s_clock(shared):
    sink = shared.sink("?cue=freeze")
    before = time.monotonic_ns()
    sink.emit(freeze(0))
    heard = shared.heard(Label)
    assert [label.kind for label in heard] == [Kind.CUE, Kind.EVENT, Kind.LABEL]
    assert heard[0].number == 0 and heard[0].confidence == round(0.7 * 255)
    shared.tell(Ack(0, 2_012_000))
    facts = sink.facts()
    assert facts["cues"] == {**dict.fromkeys(facts["cues"], 0), "sent": 1, "acknowledged": 1}
    assert facts["round_trip_ms"]["max"] == 12
    assert facts["sample_to_cue_ms"]["max"] == pytest.approx((before - 3e9) / 1e6, rel=0.01)
    assert sink.remarks()[0] == "cues: 1 sent, 1 acknowledged"
    assert "by the device's clock (ms): p50 12.0, p95 12.0, p99 12.0, max 12.0" in sink.remarks()[2]


def test_why_no_cue_went_out_is_counted(shared):
    sink = shared.sink("?cue=freeze&confidence=0.5&holdoff=100&on=label&labels=none")
    unsure = prediction(0, label=1)
    unsure.probabilities = np.full(4, 0.3, np.float32)
    sink.emit(tick(0, [unsure]))
    for frame in (1, 2, 3):
        sink.emit(tick(frame, [prediction(frame, label=1)]))
    sink.emit(tick(4, [prediction(4, label=1, warm=False)]))
    cues = sink.facts()["cues"]
    assert (cues["unsure"], cues["sent"], cues["held_off"], cues["waiting"]) == (1, 1, 2, 1)
    assert len(shared.heard(Label)) == 1


def test_a_port_that_is_away_ends_nothing_and_is_counted(shared):
    sink = shared.sink("?cue=freeze&holdoff=0&on=label")
    shared.terminal.close()
    until(lambda: not shared.port.connected)
    for frame in range(3):
        sink.emit(freeze(frame))
    facts = sink.facts()
    assert facts["cues"]["unsent"] == 3 and facts["cues"]["sent"] == 0
    assert facts["unsent"] == 4  # three events, and one label that changed
    assert "7 messages not sent" in sink.remarks()[-1]
    shared.terminal = PseudoTerminal()


def test_without_a_clock_labels_have_no_time_and_cues_no_round_trip(shared):
    shared.port.clock = None
    sink = shared.sink("?cue=freeze")
    sink.emit(freeze(0))
    assert {label.time for label in shared.heard(Label)} == {0}
    shared.tell(Ack(0, 5))
    assert sink.facts()["round_trip_ms"] == {} and sink.facts()["cues"]["acknowledged"] == 1


def test_the_source_s_port_is_left_open(shared):
    sink = shared.sink()
    sink.close()
    assert shared.port.connected and not shared.port.closed


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("?cue=freze", "did you mean 'freeze'?"),
        ("?cue=xyz", "classes: walk, freeze, stand"),
        ("?cue=", "no such class"),
        ("?cue=walk,freze", "cue=freze"),
        ("?confidence=0.8", "confidence is of a cue"),
        ("?holdoff=2", "holdoff is of a cue"),
        ("?on=label", "on is of a cue"),
        ("?cue=walk&confidence=2", "a number from 0 to 1"),
        ("?cue=walk&on=events", "did you mean 'event'?"),
        ("?labels=change", "did you mean 'changes'?"),
        ("?hold=2", "unknown option 'hold'"),
        ("?baud=fast", "whole number"),
        ("?baud=9600", "the source has this port open at 115200 baud"),
    ],
)
def test_what_cannot_be_is_refused(shared, options, said):
    assert said in refusal(shared.sink, options)


def test_a_sensor_that_does_not_speak_the_wire_is_not_answered(shared):
    shared.port.protocol = "witmotion"  # our bytes might be commands to it
    assert "protocol witmotion has no words for an answer" in refusal(shared.sink, "?cue=freeze")
    shared.port.protocol = "wire"
    shared.sink("?cue=freeze")


def test_options_are_refused_before_anything_is_opened():
    assert "names no port" in refusal(check_sink, "serial:")
    assert "known: " in refusal(check_sink, "serial:/dev/nowhere?zzz=1")
    check_sink("serial:/dev/nowhere?cue=any")


@pytest.mark.parametrize("path", ["/dev/nowhere", "/dev/null", "/tmp"])
def test_a_port_that_cannot_be_opened_is_refused(path):
    assert path in refusal(open_sink, check_sink(f"serial:{path}"), manifest())


@contextmanager
def played(settings=None, firmware_labels=None):
    heard = []
    device = device_of(
        settings or Settings(jitter_ms=3), movement_of(100, 1), on_label=lambda *told: heard.append(told)
    )
    player = Player(device)
    thread = threading.Thread(target=player.run)
    thread.start()
    try:
        yield player, heard
    finally:
        player.stop()
        thread.join(5)


def run_on(sink, seconds, until=lambda: False):
    """Ticks at 100 Hz, a freeze at every tenth."""
    begin, frame = time.monotonic(), 0
    while time.monotonic() - begin < seconds and not until():
        made = freeze(frame, event=frame % 10 == 0)
        made.frame.captured = time.monotonic_ns()
        sink.emit(made)
        frame += 1
        time.sleep(0.01)


def test_a_device_on_a_port_of_its_own_is_asked_who_it_is_and_answered_by_its_own_clock():
    with played() as (player, heard):
        sink = open_sink(check_sink(f"serial:{player.path}?cue=freeze&holdoff=0"), manifest())
        run_on(sink, 60, lambda: sink.facts()["cues"]["acknowledged"] >= 20)
        sink.close()
    names = {name for _, label, name in heard if label.kind == Kind.CUE}
    assert names == {"freeze"}
    facts = sink.facts()
    assert facts["cues"]["acknowledged"] >= 20 and facts["cues"]["unanswered"] == 0
    assert -2 <= facts["round_trip_ms"]["p50"] < 500
    ages_ms = [true_ns / 1e6 - label.time / 1e3 for true_ns, label, _ in heard[len(heard) // 2 :]]
    assert -5 <= np.median(ages_ms) <= 500  # by the device's own clock


def test_who_does_not_speak_the_wire_is_sent_nothing_but_the_question_who_it_is():
    terminal = PseudoTerminal()
    sink = open_sink(check_sink(f"serial:{terminal.path}?cue=freeze&holdoff=0"), manifest())
    decoder, messages, begun = Decoder(), [], time.monotonic()
    for turn in range(5):
        run_on(sink, 0.05)
        terminal.write(b"AT\r\n" * turn)
    unsent, seconds = sink.facts()["cues"]["unsent"], time.monotonic() - begun
    until(lambda: messages.extend(decoder.feed(terminal.read())) or messages)
    assert {type(message).__name__ for message in messages} == {"HelloRequest"}
    assert len(messages) <= 1 + seconds and unsent >= 2
    sink.close()
    terminal.close()
