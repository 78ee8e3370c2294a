"""The virtual sensor on an injected clock: it sends what was recorded, and every fault is what was asked for."""

import itertools
from collections import Counter

import numpy as np
import pytest
from model_by_hand import needs_compiler
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import (
    Ack,
    Class,
    Combined,
    Hello,
    HelloRequest,
    Kind,
    Label,
    Node,
    Sample,
    Status,
    SyncReply,
    SyncRequest,
)
from virtual_devices import MS, SECOND, decoded, device_of, measured_of, messages_of, movement_of, play

from rtstgcn_edge.virtual_imu import Battery, Burst, CFirmware, Jump, PythonFirmware, Settings, Spell
from rtstgcn_edge.virtual_imu.device import BOOT_NS


def test_it_says_who_it_is_and_then_plays_the_recording():
    movement = movement_of(50, 2, model="gait", channels=0b111)
    deliveries = play(device_of(Settings(seconds=0.5), movement), 1)
    messages = [message for _, message in decoded(deliveries)]
    hello = messages[0]
    assert isinstance(hello, Hello)
    assert (hello.nodes, hello.rate_hz, hello.channels, hello.model, hello.flags) == (2, 100, 0b111, "gait", 0)
    assert any(hello.serial)
    assert messages[1:3] == [Node(0, "node_0"), Node(1, "node_1")]
    samples = [message for message in messages if isinstance(message, Sample)]
    counts = np.array([sample.values for sample in samples]).reshape(50, 2, 6)
    np.testing.assert_array_equal(counts, measured_of(movement).counts)
    assert [(s.node, s.sequence, s.time) for s in samples] == [(n, t, 10_000 * t) for t in range(50) for n in (0, 1)]


def test_counts_and_the_ranges_of_the_hello_give_the_readings_back():
    movement = movement_of(50, 2)
    deliveries = play(device_of(Settings(seconds=0.5), movement), 1)
    (hello,) = messages_of(deliveries, Hello)
    scale = np.array([hello.acc_scale] * 3 + [hello.gyro_scale] * 3)
    readings = np.array([s.values for s in messages_of(deliveries, Sample)]).reshape(50, 2, 6) * scale
    np.testing.assert_allclose(readings, movement.readings, rtol=0, atol=scale.max() / 2 * 1.01)
    np.testing.assert_array_equal(readings.astype(np.float32), measured_of(movement).readings())


def test_all_nodes_of_an_instant_can_come_in_one_message():
    movement = movement_of(50, 4)
    deliveries = play(device_of(Settings(seconds=0.5, combined=True), movement), 1)
    assert not messages_of(deliveries, Sample)
    combined = messages_of(deliveries, Combined)
    assert [(c.sequence, c.time) for c in combined] == [(t, 10_000 * t) for t in range(50)]
    counts = np.array([c.values for c in combined]).reshape(50, 4, 6)
    np.testing.assert_array_equal(counts, measured_of(movement).counts)


def test_it_begins_anew_at_the_end_unless_it_is_told_not_to():
    movement = movement_of(20, 1)
    looped = messages_of(play(device_of(Settings(seconds=0.5), movement), 1), Sample)
    assert len(looped) == 50 and [s.values for s in looped[:20]] == [s.values for s in looped[20:40]]
    device = device_of(Settings(loop=False), movement)
    assert len(messages_of(play(device, 1), Sample)) == 20 and device.ended


def test_the_truth_of_every_sample_is_told():
    truth = []
    movement = movement_of(30, 2)
    settings = Settings(seconds=2, loss=0.2, jitter_ms=8, reset_every_s=0.9, seed=7)
    device = device_of(settings, movement, on_taken=truth.append)
    counts = measured_of(movement).counts
    taken = {(one.start, one.node, one.number): one for one in truth}
    start, found = -1, 0
    for at_ns, message in decoded(play(device, 3)):
        taken |= {(one.start, one.node, one.number): one for one in truth[len(taken) :]}
        start += isinstance(message, Hello)
        if isinstance(message, Sample):
            one = taken[start, message.node, message.sequence]
            found += 1
            assert tuple(counts[one.frame, one.node]) == message.values
            assert one.true_ns <= at_ns <= one.true_ns + 16 * MS
    assert found == len(truth) - sum(device.board.lost) and start == 1
    assert [one.frame for one in truth if one.node == 0] == [round(t.true_ns / 1e7) % 30 for t in truth if t.node == 0]


def test_samples_taken_are_those_that_came_and_those_that_were_lost():
    device = device_of(Settings(seconds=20, loss=0.02, jitter_ms=5))
    came = Counter(s.node for s in messages_of(play(device, 21), Sample))
    assert device.taken == [2000] * 3
    assert [came[node] + device.board.lost[node] for node in range(3)] == device.taken
    assert all(15 < lost < 70 for lost in device.board.lost)


def test_the_device_s_clock_runs_too_fast_by_as_much_as_asked():
    samples = messages_of(play(device_of(Settings(seconds=100.005, skew_ppm=250)), 101), Sample)
    assert samples[-1].time - samples[0].time == pytest.approx(100e6 * (1 + 250e-6), abs=2)


def test_every_node_may_have_a_clock_of_its_own():
    device = device_of(Settings(seconds=100.005, skew_ppm=100, own_clocks=True, seed=3))
    deliveries = play(device, 101)
    assert messages_of(deliveries, Hello)[0].flags == 1
    samples = messages_of(deliveries, Sample)
    for node in range(3):
        times = [s.time for s in samples if s.node == node]
        assert times[-1] - times[0] == pytest.approx(100e6 * (1 + device.skew_ppm(node) * 1e-6), abs=2)
    skews = [device.skew_ppm(node) for node in (0, 1, 2, 255)]
    assert min(skews) == -100 and max(skews) == 100 and len(set(skews)) == 4
    assert len({s.time for s in samples[:3]}) == 3


def test_nodes_sample_by_their_own_clocks_where_asked_and_feel_the_nearest_frame():
    truth = []
    settings = Settings(seconds=100, skew_ppm=2000, own_clocks=True, own_sampling=True)
    device = device_of(settings, on_taken=truth.append)
    samples = messages_of(play(device, 101), Sample)
    for node in range(3):
        mine = [one for one in truth if one.node == node]
        assert len(mine) == pytest.approx(10_000 * (1 + device.skew_ppm(node) * 1e-6), abs=1)
        assert all(one.frame == round(one.true_ns / 1e7) % 500 for one in mine)
        steps = np.diff([s.time for s in samples if s.node == node])
        assert set(steps) <= {9_999, 10_000, 10_001}


def test_clocks_can_begin_shortly_before_they_wrap_around():
    samples = messages_of(play(device_of(Settings(seconds=1, uptime_s=4294.5)), 2), Sample)
    times = [s.time for s in samples if s.node == 0]
    assert times[0] == 4_294_500_000 and min(times) < 10_000
    assert {(b - a) % 2**32 for a, b in itertools.pairwise(times)} == {10_000}


def test_a_reset_gives_another_boot_number_and_begins_all_counters_anew():
    device = device_of(Settings(seconds=5, reset_every_s=2), movement_of(500, 1))
    messages = decoded(play(device, 6))
    hellos = [(at, m) for at, m in messages if isinstance(m, Hello)]
    assert [at for at, _ in hellos] == [0, 2 * SECOND + BOOT_NS, 4 * SECOND + BOOT_NS]
    assert len({hello.boot for _, hello in hellos}) == 3 and len({hello.serial for _, hello in hellos}) == 1
    first = next(m for at, m in messages if isinstance(m, Sample) and at >= hellos[1][0])
    assert (first.sequence, first.time) == (0, 0)
    assert device.counts.resets == 2
    silent = [at for at, m in messages if isinstance(m, Sample) and 2 * SECOND < at < hellos[1][0]]
    assert silent == []


def test_a_reset_cuts_a_packet_in_half():
    device = device_of(Settings(seconds=3, reset_every_s=2))
    decoder = Decoder()
    for delivery in play(device, 4):
        decoder.feed(delivery.data)
    assert decoder.counts.corrupt == 1


def test_nothing_comes_while_the_cable_is_out():
    device = device_of(Settings(seconds=8, unplug_every_s=2, unplug_for_s=1, jitter_ms=5))
    plugged, arrivals = [], []
    for now in range(0, 8 * SECOND, 10 * MS):
        arrivals += [at for at, _ in device.take(now)]
        plugged.append(device.plugged)
    assert device.counts.unplugged == 2  # at 2 and 5 s: it is in for 2 and out for 1
    assert [at for at in arrivals if 2 * SECOND < at < 3 * SECOND + BOOT_NS] == []
    assert plugged[150] and not plugged[250] and plugged[350] and not plugged[550]


def test_a_reset_while_it_is_unplugged_or_boots_starts_it_once():
    settings = Settings(seconds=9, unplug_every_s=2, unplug_for_s=0.5, reset_every_s=0.4)
    device = device_of(settings, movement_of(100, 1))
    for _, message in decoded(play(device, 10)):
        assert not isinstance(message, Sample) or message.sequence < 40
    assert device.counts.resets == 22


def test_a_device_that_is_reset_faster_than_it_boots_never_comes_up_again():
    deliveries = play(device_of(Settings(seconds=3, reset_every_s=0.2)), 4)
    assert len(messages_of(deliveries, Hello)) == 1


def test_after_a_reset_it_samples_at_the_same_true_instants_as_before():
    truth = []
    play(device_of(Settings(seconds=3, reset_every_s=1.003), on_taken=truth.append), 4)
    assert {one.start for one in truth} == {0, 1, 2}
    assert all(one.true_ns % (10 * MS) == 0 and one.frame == one.true_ns // (10 * MS) for one in truth)


def test_a_request_is_answered_by_the_clock_of_the_node_that_is_asked():
    device = device_of(Settings(skew_ppm=100, own_clocks=True))
    play(device, 2)
    for node in (0, 2, 255):
        device.receive(encode(SyncRequest(node, 77 + node)), 3 * SECOND)
    replies = messages_of(device.take(3 * SECOND), SyncReply)
    assert [(r.node, r.echo) for r in replies] == [(0, 77), (2, 79), (255, 332)]
    for reply in replies:
        assert reply.received == reply.sent == device.board.clock_us(reply.node)


def test_a_request_is_late_by_the_jitter_too():
    device = device_of(Settings(jitter_ms=20, seed=2))
    device.take(SECOND)
    stamps = []
    for k in range(50):
        now = SECOND + k * 100 * MS
        device.receive(encode(SyncRequest(255, k)), now)
        (at, reply), *_ = ((a, m) for a, m in decoded(device.take(now + 90 * MS)) if isinstance(m, SyncReply))
        assert now <= reply.received * 1000 + 999 and reply.sent * 1000 <= at <= now + 40 * MS
        stamps.append(reply.received * 1000 - now)
    assert max(stamps) > 15 * MS and min(stamps) < 5 * MS


def test_a_hello_is_repeated_when_asked_for():
    device = device_of(Settings())
    play(device, 1)
    device.receive(encode(HelloRequest()), SECOND)
    assert len(messages_of(device.take(SECOND), Hello)) == 1


def test_cues_are_told_with_the_name_of_their_class_acknowledged_and_timed():
    heard = []
    device = device_of(Settings(), on_label=lambda *told: heard.append(told))
    play(device, 1)
    cue = Label(Kind.CUE, 9, 1, 204, 0, 970_000)
    device.receive(encode(Class(1, 3, "freeze")) + encode(cue), SECOND)
    assert messages_of(device.take(SECOND), Ack) == [Ack(9, 1_000_000)]
    assert heard == [(SECOND, cue, "freeze")]
    facts = device.facts()
    assert facts["heard"] == {"labels": 0, "events": 0, "cues": 1}
    assert facts["cue_round_trip_ms"]["max"] == pytest.approx(30, rel=0.01)


def test_labels_and_events_are_told_and_not_acknowledged():
    heard = []
    device = device_of(Settings(), on_label=lambda *told: heard.append(told[1:]))
    label, event = Label(Kind.LABEL, 0, 2, 100, 0, 0), Label(Kind.EVENT, 0, 2, 100, 0, 0)
    device.receive(encode(label) + encode(event), 0)
    assert not messages_of(device.take(MS), Ack)
    assert heard == [(label, ""), (event, "")]


def test_a_device_that_has_ended_still_answers():
    device = device_of(Settings(seconds=1))
    play(device, 2)
    device.receive(encode(Label(Kind.CUE, 1, 0, 255, 0, 0)), 2 * SECOND)
    assert messages_of(device.take(2 * SECOND), Ack)


def test_status_comes_every_second_with_what_was_taken_and_the_charge():
    status = messages_of(play(device_of(Settings(seconds=3.5, battery=Battery(50, 10))), 4), Status)
    assert [(s.node, s.battery, s.taken, s.dropped) for s in status] == [
        (node, battery, taken, 0)
        for second in (1, 2, 3)
        for node, battery, taken in (*((n, 50 - 5 * second, 100 * second) for n in range(3)), (255, 255, 300 * second))
    ]


def test_what_does_not_fit_through_the_line_is_reported_as_dropped():
    device = device_of(Settings(seconds=10, baud=57_600))  # 7.5 kB/s and what goes with them through 5.76 kB/s
    status = messages_of(play(device, 20), Status)
    assert status and max(s.dropped for s in status) > 20


def test_dropped_samples_leave_gaps_and_the_sum_closes():
    device = device_of(Settings(seconds=10, baud=57_600))
    samples = messages_of(play(device, 20), Sample)
    assert device.facts()["packets"]["refused"] > 0
    for node in range(3):
        sequences = [s.sequence for s in samples if s.node == node]
        assert sequences == sorted(set(sequences)) and len(sequences) < 1000
    counts = device.board.transport.counts
    assert counts.accepted == counts.delivered and counts.lost == 0


def test_stuck_frozen_and_late_nodes_do_what_they_are_called():
    spells = {"stuck": (Spell(0, 1, 2),), "frozen": (Spell(1, 1, 2),), "late": (Spell(2, 0, 1.5),)}
    samples = messages_of(play(device_of(Settings(seconds=3, **spells)), 4), Sample)
    of = {node: [s for s in samples if s.node == node] for node in range(3)}
    assert {s.time // 1_000_000 for s in of[0]} == {0, 2} and of[0][-1].sequence == 199
    assert len({s.values for s in of[1] if 1_000_000 <= s.time < 2_000_000}) == 1
    assert of[1][100].values == of[1][99].values != of[1][98].values
    assert (of[2][0].time, of[2][0].sequence) == (1_500_000, 0)


def test_clocks_jump_when_asked():
    samples = messages_of(play(device_of(Settings(seconds=2, jumps=(Jump(-500, 1),))), 3), Sample)
    times = [s.time for s in samples if s.node == 0]
    assert times[100] - times[99] == -490_000


def test_an_empty_battery_silences_the_nodes():
    arrivals = [at for at, m in decoded(play(device_of(Settings(seconds=5, battery=Battery(9, 2))), 6)) if
                isinstance(m, Sample)]  # fmt: skip
    assert max(arrivals) == 2 * SECOND - 10 * MS


EVERYTHING = Settings(
    seconds=30, loss=0.02, jitter_ms=4, skew_ppm=150, own_clocks=True, own_sampling=True, corrupt=0.002,
    burst=Burst(0.01, 60), reset_every_s=7, unplug_every_s=11, battery=Battery(60, 100), stuck=(Spell(1, 3, 4),),
    seed=8,
)  # fmt: skip


def talk(settings, firmware, step_ms=10):
    """Deliveries, and labels heard, of a host that asks and answers all the time."""
    heard = []
    device = device_of(settings, firmware=firmware, on_label=lambda *told: heard.append(told))
    messages = (
        Class(2, 3, "frieß"), HelloRequest(), SyncRequest(255, 4), Label(Kind.CUE, 5, 2, 200, 0, 77),
        SyncRequest(1, 4), Label(Kind.EVENT, 1, 0, 9, 1, 7), SyncRequest(19, 4),
    )  # fmt: skip
    asked = [*map(encode, messages), b"garbage\0\0"]
    deliveries = []
    for turn, now in enumerate(range(0, round((settings.seconds + 1) * SECOND), 100 * MS)):
        device.receive(asked[turn % len(asked)][: turn % 31 or None], now)
        for ms in range(0, 100, step_ms):
            deliveries += device.take(now + ms * MS)
    return deliveries, heard


@needs_compiler
@pytest.mark.parametrize(
    "settings",
    [Settings(seconds=5), Settings(seconds=5, combined=True), EVERYTHING],
    ids=["plain", "combined", "everything"],
)
def test_the_c_library_and_the_python_codec_send_the_same_bytes(settings):
    in_c, in_python = talk(settings, CFirmware), talk(settings, PythonFirmware)
    assert in_c == in_python and in_c[1]


def test_a_seed_decides_everything_and_another_seed_something_else():
    assert talk(EVERYTHING, PythonFirmware) == talk(EVERYTHING, PythonFirmware)
    other = Settings(**(EVERYTHING.__dict__ | {"seed": 9}))
    assert talk(other, PythonFirmware) != talk(EVERYTHING, PythonFirmware)


def test_how_often_it_is_looked_at_changes_nothing():
    assert talk(EVERYTHING, PythonFirmware, step_ms=10) == talk(EVERYTHING, PythonFirmware, step_ms=50)


def test_due_says_when_something_happens_next():
    device = device_of(Settings(seconds=1, jitter_ms=3))
    deliveries = []
    while not device.ended:
        due = device.due_ns
        assert due >= device.board.now_ns
        assert device.take(due - 1) == []
        deliveries += device.take(due)
    assert deliveries + device.take(2 * SECOND) == play(device_of(Settings(seconds=1, jitter_ms=3)), 2)
