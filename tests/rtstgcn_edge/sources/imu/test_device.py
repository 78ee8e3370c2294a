"""A device to frames: each sample on its true tick, in time, all accounted for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import refusal
from rtstgcn_firmware.codec import Decoder
from rtstgcn_firmware.messages import Combined, HelloRequest, Reading, Sample, Status
from sensor_worlds import HOST, JOINTS, Host, World, counts_of, hello, instant_of, manifest, replace

from rtstgcn_edge.resample import resample
from rtstgcn_edge.sources.imu.device import Device

OWN = (100.0, -100.0, 60.0, -20.0, 0.0, -75.0)
STARTS = tuple(1_000_000 + 7_654_321 * node for node in range(6))


def clean(instants, nodes=6):
    """(L, C, V) float32 of what the nodes measured."""
    return np.array([[counts_of(n, k) for n in range(nodes)] for k in instants], np.float32).transpose(0, 2, 1)


def misplaced(frames, hold=10):
    """Joints that show another instant than the frame's, or, held, one that is too old."""
    wrong = 0
    for frame in frames:
        for body in frame.bodies:
            found = [instant_of(column) for column in body.joints.T]
            fresh = [True] * len(found) if body.confidence is None else body.confidence == 1
            now = max(found)
            wrong += sum(k != now if new else not now - hold <= k < now for k, new in zip(found, fresh, strict=True))
    return wrong


def shown(frame):
    """The instant of a frame."""
    return max(instant_of(column) for column in frame.bodies[0].joints.T)


@pytest.mark.parametrize("jitter_ms", [0.0, 5.0, 25.0])
@pytest.mark.parametrize("ppm", [0, 120])
def test_without_loss_the_frames_are_the_recording_bit_for_bit(jitter_ms, ppm):
    world = World(20, clocks_ppm=(ppm,), jitter_ms=jitter_ms, starts_us=(2**32 - 5_000_000,), first=65_000)
    host = Host(world, manifest())
    frames = list(host.run())
    assert [frame.number for frame in frames] == list(range(2000))
    np.testing.assert_array_equal([frame.bodies[0].joints for frame in frames], clean(range(2000)))
    assert all(frame.bodies[0].confidence is None for frame in frames)
    assert host.balanced() and host.lines == []


@pytest.mark.parametrize(("rate_in", "rate_out"), [(100, 58.8), (50, 64), (128, 64)])
def test_at_another_rate_they_are_the_resampled_recording_bit_for_bit(rate_in, rate_out):
    host = Host(World(20, rate_in, jitter_ms=5), manifest(rate_out))
    frames = [*host.run(), *host.device.flush()]
    expected = resample(clean(range(round(20 * rate_in))), rate_in, rate_out)
    np.testing.assert_array_equal([frame.bodies[0].joints for frame in frames], expected)
    assert [frame.number for frame in frames] == list(range(len(expected)))
    error = [frame.captured - HOST - frame.number * 1e9 / rate_out for frame in frames[round(2 * rate_out) :]]
    assert np.abs(error).max() < 1e6
    assert f"resampled to {rate_out:g} Hz" in host.device.description


def test_frames_leave_at_once_when_complete_and_show_when_they_were_sampled():
    world = World(30, clocks_ppm=(100,), jitter_ms=5)
    host = Host(world, manifest())
    for frame in host.run():
        assert host.now == frame.arrived
        assert frame.number < 100 or abs(frame.captured - HOST - frame.number * 10_000_000) < 1e6


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    loss=st.sampled_from([0.0, 0.01, 0.2]),
    jitter_ms=st.sampled_from([0.0, 5.0, 40.0]),
    ppm=st.sampled_from([-150.0, 0.0, 100.0]),
    duplicates=st.sampled_from([0.0, 0.05]),
    burst_ms=st.sampled_from([0.0, 100.0, 400.0]),
    mute=st.sampled_from([(), ((2, 2.0, 3.0),), ((0, 0.0, 1.0), (5, 3.0, 9.0))]),
    start=st.sampled_from([0, 2**32 - 3_000_000, 2**31 - 1_500_000]),
    first=st.sampled_from([0, 65_300]),
    own=st.booleans(),
)
def test_whatever_happens_samples_land_on_their_tick_or_are_counted(
    seed, loss, jitter_ms, ppm, duplicates, burst_ms, mute, start, first, own
):
    clocks = tuple(ppm * share for share in (1, -1, 0.5, -0.5, 0, 0.9)) if own else (ppm,)
    starts = tuple((start + 12_345_678 * n) % 2**32 for n in range(6)) if own else (start,)
    world = World(
        6, seed=seed, loss=loss, jitter_ms=jitter_ms, clocks_ppm=clocks, starts_us=starts, first=first,
        duplicates=duplicates, bursts=((2.5, 2.8, burst_ms),), mute=mute,
    )  # fmt: skip
    host = Host(world, manifest())
    frames, last = [], -1
    for frame in host.run():
        assert frame.number > last and frame.captured <= frame.arrived <= host.now
        last = frame.number
        frames.append(frame)
    assert [f.captured for f in frames] == sorted(f.captured for f in frames)
    frames += host.device.flush()
    assert host.balanced()
    facts = host.device.facts()
    assert [facts["nodes"][joint]["received"] for joint in JOINTS] == world.heard
    assert all(node["waiting"] == 0 for node in facts["nodes"].values())
    if not own:  # clocks of their own are told apart by arrivals, which jitter more than a period
        assert misplaced(frames) == 0
        whole = [frame for frame in frames if frame.bodies]
        assert len({shown(frame) - frame.number for frame in whole}) <= 1
        lost = [t - h for t, h in zip(world.taken, world.heard, strict=True)]
        if not duplicates and not mute:
            told = [facts["nodes"][joint]["lost"] for joint in JOINTS]
            assert all(t <= real for t, real in zip(told, lost, strict=True))


@pytest.mark.parametrize("seed", range(4))
def test_clocks_of_their_own_at_the_same_instants_are_told_to_the_tick(seed):
    world = World(60, seed=seed, loss=0.01, jitter_ms=5, clocks_ppm=OWN, starts_us=STARTS)
    host = Host(world, manifest())
    frames = list(host.run())
    assert misplaced(frames) == 0 and len(frames) > 5900
    facts = host.device.facts()
    assert sum(node["slips"] for node in facts["nodes"].values()) == 0 and host.balanced()
    errors = [frame.captured - HOST - shown(frame) * 10_000_000 for frame in frames if frame.bodies]
    assert np.abs(errors).max() < 1e6


@pytest.mark.slow
@pytest.mark.parametrize(("own", "seconds"), [(False, 900), (True, 3600)])
def test_an_hour(own, seconds):
    """Six nodes at 100 Hz, 1 % loss, 5 ms jitter: right ticks, 1 ms, sums, and no memory that grows."""
    world = World(
        seconds,
        loss=0.01,
        jitter_ms=5,
        clocks_ppm=OWN if own else (100.0,),
        starts_us=STARTS if own else (4_000_000_000,),
    )
    host = Host(world, manifest())
    wrong = bodies = 0
    worst = 0.0
    for frame in host.run():
        if frame.bodies:
            bodies += 1
            wrong += misplaced([frame])
            if frame.number > 100:
                worst = max(worst, abs(frame.captured - HOST - shown(frame) * 10_000_000))
    assert wrong == 0 and bodies > 100 * seconds - 200 and worst < 1e6
    assert host.balanced() and len(host.device._nodes.join._slots) < 10
    facts = host.device.facts()
    assert all(0.009 < node["lost"] / node["received"] < 0.0115 for node in facts["nodes"].values())


def test_nodes_that_sample_in_a_rhythm_of_their_own_slip_and_are_counted():
    """500 ppm apart at 100 Hz: half a period in 10 s."""
    host = Host(World(60, nodes=2, clocks_ppm=(0, 0)), manifest(joints=JOINTS[:2]))
    frames = []
    for k in range(6000):
        for node, true_s in ((0, k * 0.01), (1, k * 0.01 * (1 + 5e-4))):
            sample = Sample(node, k % 65536, 1_000_000 + round(true_s * 1e6), counts_of(node, k))
            frames += host.until(HOST + round(true_s * 1e9) + 100_000)
            frames += host.told(sample)
    slips = host.device.facts()["nodes"][JOINTS[1]]["slips"]
    assert 2 <= slips <= 4 and host.balanced()
    for frame in frames[500:]:
        if frame.bodies:
            one, other = (instant_of(column) for column in frame.bodies[0].joints.T)
            assert abs(one * 0.01 - other * 0.01 * (1 + 5e-4)) < 0.0165


def test_a_device_that_restarts_goes_on_by_the_hosts_time():
    world = World(5, first=30_000, starts_us=(900_000_000,), loss=0.0, jitter_ms=2)
    host = Host(world, manifest())
    frames = list(host.run())
    again = World(5, first=0, starts_us=(-6_000_000,), jitter_ms=2, begin=6.0, boot=2)
    frames += host.until(HOST + 5_990_000_000)
    host.told(again.hello())
    host.world = again
    frames += host.run(again)
    whole = [frame for frame in frames if frame.bodies]
    assert len(whole) == 1000 and misplaced(whole) == 0
    assert {shown(f) - f.number for f in whole} == {0} and host.balanced()
    assert [f.number for f in frames if not f.bodies] == list(range(500, 600))
    facts = host.device.facts()
    assert facts["restarts"] == 1 and host.lines == ["imu:x: the device has restarted"]
    assert all(node["slips"] == node["lost"] == 0 for node in facts["nodes"].values())
    assert all(abs(f.captured - HOST - shown(f) * 10_000_000) < 1.5e6 for f in whole if f.number > 650)


def test_a_restart_without_a_hello_is_seen_in_the_counters_and_asked_about():
    world = World(5, first=3000, starts_us=(60_000_000,))
    host = Host(world, manifest())
    frames = list(host.run())
    again = World(5, first=0, starts_us=(-5_500_000,), begin=5.5, boot=2)
    host.world = again
    frames += host.run(again)
    assert host.device.facts()["restarts"] == 1
    assert HelloRequest() in host.device.wants(host.now + 2_000_000_000)
    host.told(again.hello())
    assert host.device.facts()["restarts"] == 1
    assert HelloRequest() not in host.device.wants(host.now + 4_000_000_000)
    whole = [frame for frame in frames if frame.bodies]
    assert {shown(f) - f.number for f in whole} == {0} and host.balanced()


@pytest.mark.parametrize("jump_us", [5_000_000, -5_000_000, -3_000_000_000])
@pytest.mark.parametrize("own", [False, True])
def test_time_that_jumps_moves_no_tick(jump_us, own):
    world = World(
        6, jitter_ms=2, clocks_ppm=OWN if own else (0.0,), starts_us=STARTS if own else (1_000_000,), first=100
    )
    host = Host(world, manifest())
    frames = list(host.run())
    later = replace(world, begin=6.0, first=700, starts_us=tuple(start + jump_us for start in world.starts_us))
    host.world = later
    frames += host.run(later)
    whole = [frame for frame in frames if frame.bodies]
    assert misplaced(frames) == 0 and len({shown(f) - f.number for f in whole}) == 1
    assert len(whole) == len(frames) > 1150 and host.balanced()
    assert host.device.facts()["time_jumps"] == (6 if own else 1)
    told = jump_us / 1e6 if abs(jump_us) < 2**31 else jump_us / 1e6 + 2**32 / 1e6  # all that 32 bits can tell
    assert any(f"was set by {told:+.3f} s" in line for line in host.lines)
    assert all(abs(f.captured - HOST - shown(f) * 10_000_000) < 1e6 for f in whole if f.number > 100)


def test_numbers_that_jump_while_time_does_not_are_slips():
    world = World(2)
    host = Host(world, manifest())
    frames = list(host.run())
    later = replace(world, begin=2.0, first=5200)
    host.world = later
    frames += host.run(later)
    assert misplaced(frames) == 0 and [f.number for f in frames] == list(range(400))
    nodes = host.device.facts()["nodes"].values()
    assert all(node["slips"] == 1 and node["lost"] == 0 for node in nodes) and host.balanced()


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("jump_us", [100_000, -100_000])
def test_a_clock_that_is_set_a_little_slips_and_settles(jump_us, own):
    world = World(
        6, jitter_ms=2, clocks_ppm=OWN if own else (0.0,), starts_us=STARTS if own else (1_000_000,), first=100
    )
    host = Host(world, manifest())
    frames = list(host.run())
    later = replace(world, begin=6.0, first=700, starts_us=tuple(start + jump_us for start in world.starts_us))
    host.world = later
    for frame in host.run(later):
        assert frame.captured <= frame.arrived <= host.now
        frames.append(frame)
    assert misplaced(frames) == 0 and host.balanced()
    whole = [frame for frame in frames if frame.bodies]
    assert len(whole) > 1150 - 40
    assert host.device.facts()["time_jumps"] == (0 if jump_us > 0 else 6 if own else 1)
    late = [f for f in whole if shown(f) > 800]
    assert len({shown(f) - f.number for f in late}) == 1
    assert all(abs(f.captured - HOST - shown(f) * 10_000_000) < 2e6 for f in late)


@pytest.mark.parametrize("start_us", [1_000_000, 2**32 - 700_000])
def test_a_node_that_is_late_at_the_start(start_us):
    host = Host(World(3, mute=((4, 0.0, 1.5),), starts_us=(start_us,)), manifest())
    frames = list(host.run())
    assert frames[0].number == 0 and shown(frames[0]) == 150
    assert host.device.facts()["nodes"]["foot_r"]["dropped"] == 150 and host.balanced()
    host = Host(World(5, mute=((4, 0.0, 4.0),)), manifest())
    frames = list(host.run())
    assert all(not frame.bodies for frame in frames if frame.captured < HOST + 3_990_000_000)
    assert len(frames) == 300 and shown(frames[-1]) == 499
    assert any("no sample of shin_l for 1.0 s" in line for line in host.lines)
    assert any("shin_l is back" in line for line in host.lines)


def test_the_same_values_again_and_again_are_told():
    host = Host(World(1), manifest())
    for k in range(250):
        list(host.until(HOST + k * 10_000_000))
        host.told(Sample(3, k, k * 10_000 + 1_000_000, (1, 2, 3, 4, 5, 6)))
    assert [line for line in host.lines if "stuck" in line] == [
        "imu:x: foot_l gives the same values again and again; is it stuck?"
    ]
    assert host.device.facts()["nodes"]["foot_l"]["stuck"] == 1


def test_a_rate_that_is_not_what_is_said_is_told():
    host = Host(World(20, rate_ppm=-130_000), manifest())
    frames = list(host.run())
    assert [shown(frame) for frame in frames] == list(range(2000)) and host.balanced()
    assert host.device.facts()["observed_hz"] == pytest.approx(87, abs=0.05)
    assert "87.0 samples a second come of each node, not 100: movements look too fast by 15%" in host.lines[0]
    assert "rate_hz=87.0" in host.lines[0]


@pytest.mark.parametrize("clocks", [(0.0,), OWN])
def test_all_nodes_of_an_instant_in_one_message(clocks):
    """Stamped by the device's own clock, also where nodes have clocks of their own."""
    host = Host(World(1, clocks_ppm=clocks), manifest())
    frames = []
    for k in range(100):
        values = tuple(v for node in range(6) for v in counts_of(node, k))
        frames += host.until(HOST + k * 10_000_000)
        frames += host.told(Combined(k, 1_000_000 + k * 10_000, values))
    np.testing.assert_array_equal([frame.bodies[0].joints for frame in frames], clean(range(100)))
    assert host.balanced()


def test_samples_before_hello_are_kept_out_and_counted():
    device = Device("imu:x", manifest(), Decoder(), hello(), dict(enumerate(JOINTS)))
    device.feed([Sample(0, 1, 1, counts_of(0, 1))], HOST)
    device.feed([hello(), Sample(0, 2, 2, counts_of(0, 1))], HOST)
    assert device.facts()["samples"] == {"received": 2, "joined": 1, "ignored": 0, "kept_out": 1, "unfit": 0}
    assert (
        refusal(Device, "imu:x", manifest(), Decoder(), None, {}) == "imu:x: the device has not said who it is (HELLO)"
    )


def test_a_device_that_changes_is_left_out_while_it_does_not_fit():
    host = Host(World(1), manifest())
    list(host.run())
    host.told(hello(channels=0b111))
    assert "imu:x: its samples are left out, because it has changed: " in host.lines[-1] and "gyro_x" in host.lines[-1]
    host.told(Sample(0, 100, 2_000_000, counts_of(0, 100)))
    assert host.device.facts()["samples"]["unfit"] == 1 and host.balanced()
    assert any("1 samples left out: " in line for line in host.device.remarks())
    host.told(hello(acc_range=65536.0))
    host.told(Sample(0, 101, 2_010_000, counts_of(0, 101)))
    assert host.device.facts()["samples"]["unfit"] == 1
    assert host.device._nodes.join._slots[101].values[0][0] == 202


def test_nodes_that_the_model_does_not_take_are_ignored_and_counted():
    host = Host(World(1), manifest(joints=("shin_l", "foot_r")))
    frames = list(host.run())
    assert [instant_of(frames[7].bodies[0].joints[:, j]) for j in (0, 1)] == [7, 7]
    assert frames[0].bodies[0].joints[2].tolist() == [4, 0]
    assert host.device.facts()["samples"]["ignored"] == 400 and host.balanced()


def test_status_is_in_the_facts():
    host = Host(World(1), manifest())
    host.told(Status(2, 80, 1000, 7))
    facts = host.device.facts()["nodes"]["thigh_r"]
    assert (facts["taken_by_node"], facts["dropped_by_node"]) == (1000, 7)


class Lines:
    """A protocol without HELLO."""

    sequence_bits: int | None = None
    time_bits: int | None = 32
    tick_us = 1.0
    nodes: int | None = None
    hello = False
    default_baud = 115200
    default_rate_hz: float | None = None


def read(device, readings):
    frames = []
    for arrival, reading in readings:
        device.feed([reading], arrival)
        frames += device.frames(arrival)
    return frames


def test_a_device_without_hello_is_measured_and_nothing_is_lost():
    device = Device("imu:x", manifest(50), Lines(), None, {})
    times = [(k, 3_000_000 + k * 20_000 + (k * 37 % 11) * 150) for k in range(300)]
    heard = [
        (HOST + t * 1000 + 400_000, Reading(node, None, t, tuple(map(float, counts_of(node, k)))))
        for k, t in times
        for node in range(6)
    ]
    frames = read(device, heard)
    assert [shown(frame) for frame in frames] == list(range(300))
    assert device.facts()["rate_hz"] == pytest.approx(50, abs=0.2) and "6 nodes at 50 Hz" in device.description
    assert device.received == 1800 and device.due_ns() is not None and list(device.wants(HOST)) == []


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 1e300])
def test_values_that_are_not_finite_are_refused_and_counted(bad):
    device = Device("imu:x", manifest(100, ("wrist",)), Lines(), None, {}, rate_hz=100)
    heard = [
        (HOST + k * 10_000_000, Reading(0, None, k * 10_000, (float(k), 0.0, 0.0, 0.0, bad if k == 150 else 0.0, 0.0)))
        for k in range(200)
    ]
    frames = read(device, heard)
    assert [frame.number for frame in frames if not frame.bodies] == [150] and len(frames) == 200
    node = device.facts()["nodes"]["wrist"]
    assert (node["refused"], node["used"], node["received"]) == (1, 199, 200)


def test_one_sensor_whose_only_counter_is_eight_bits():
    class Bno(Lines):
        sequence_bits, time_bits, nodes, default_rate_hz = 8, None, 1, 100.0

    joints, axes = ("wrist",), ("acc_x", "acc_y", "acc_z")
    device = Device("imu:x", manifest(100, joints, axes), Bno(), None, {})
    nan = float("nan")
    lost = {10, 400, 401, 402, *range(700, 760)}
    heard = [
        (
            HOST + round(k * 1.02e7) + (k * 37 % 11) * 400_000,
            Reading(0, k % 256, None, (float(k), 0.0, 0.0, nan, nan, nan)),
        )
        for k in range(2000)
        if k not in lost
    ]
    frames = read(device, heard)
    whole = [frame for frame in frames if frame.bodies]
    settled = int(whole[0].bodies[0].joints[0, 0])
    assert 130 < settled < 160  # its clock is told by arrivals for 1.5 s first
    assert len(whole) == len([k for k in range(settled, 2000) if k not in lost])
    assert {int(f.bodies[0].joints[0, 0]) - f.number for f in whole} == {settled}
    errors = [f.captured - HOST - (f.number + settled) * 1.02e7 for f in whole]
    assert np.abs(errors).max() < 1e6
    assert device.facts()["nodes"]["wrist"]["lost"] == len([k for k in lost if k > settled])
    with pytest.raises(Exception, match="gyro_x"):
        read(Device("imu:x", manifest(100, joints), Bno(), None, {}), heard)


def test_one_sensor_without_any_counter():
    class Witmotion(Lines):
        time_bits, nodes = None, 1

    device = Device("imu:x", manifest(100, ("wrist",)), Witmotion(), None, {}, rate_hz=100)
    heard = [
        (HOST + k * 10_000_000 + (k * 37 % 11) * 400_000, Reading(0, None, None, (float(k), 0.0, 0.0, 0.0, 0.0, 1.0)))
        for k in range(1500)
        if not 600 <= k < 700
    ]
    frames = read(device, heard)
    whole = [frame for frame in frames if frame.bodies]
    assert [int(f.bodies[0].joints[0, 0]) for f in whole] == [k for k in range(150, 1500) if not 600 <= k < 700]
    gap = whole[450].number - whole[449].number
    assert 99 <= gap <= 103
    errors = [f.captured - HOST - int(f.bodies[0].joints[0, 0]) * 1e7 for f in whole if f.number > 200]
    assert np.abs(errors).max() < 15e6
