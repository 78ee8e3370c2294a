"""The device clock against a truth that is known: within 1 ms, whatever jitter, bursts, skew and jumps do."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rtstgcn_firmware.clock import DeviceClock, Unwrap

HOST = 7_000_000_000_000
UNIFORM = ("uniform", lambda r: r.uniform(0, 5))
EXPONENTIAL = ("exponential", lambda r: r.expovariate(1 / 5))
HALF_NORMAL = ("half normal", lambda r: abs(r.gauss(0, 5)))


class World:
    """A device whose clock is `ppm` fast, behind a transport of 0.5 ms and `jitter` ms that keeps order."""

    def __init__(self, ppm=0.0, jitter=lambda r: 0.0, seed=0, base_ms=0.5, start_us=12_345_678):
        self.ppm, self.jitter, self.base_ms, self.start_us = ppm, jitter, base_ms, start_us
        self.random = random.Random(seed)
        self.arrived = 0
        self.jumped_us = 0
        self.delay_ms = 0.0
        self.clock = DeviceClock()

    def device(self, true_s):
        return round(true_s * 1e6 * (1 + self.ppm * 1e-6)) + self.start_us + self.jumped_us

    def arrival(self, true_s):
        """When something that is sent then arrives; nothing overtakes."""
        delay_ms = self.base_ms + self.jitter(self.random) + self.delay_ms
        self.arrived = max(self.arrived, HOST + round(true_s * 1e9 + delay_ms * 1e6))
        return self.arrived

    def sample(self, true_s):
        """A stamp of that instant; the error (ms) of what the clock then says of it."""
        stamp = self.device(true_s)
        self.clock.add_arrival(stamp, self.arrival(true_s))
        return (self.clock.to_host_ns(stamp) - HOST - true_s * 1e9) / 1e6

    def exchange(self, true_s):
        there_s = true_s + (self.base_ms + self.jitter(self.random)) / 1e3
        stamp = self.device(there_s)
        self.clock.add_exchange(HOST + round(true_s * 1e9), stamp, stamp, self.arrival(there_s))

    def run(self, seconds, rate=100, loss=0.01, exchanges=True, begin=0.0):
        """(instant, error in ms) of each sample that came; exchanges at first every 0.1 s, then every second."""
        found, due, asked = [], begin, 0
        for k in range(int(begin * rate), int((begin + seconds) * rate)):
            if exchanges and k / rate >= due:
                self.exchange(k / rate)
                asked += 1
                due = k / rate + (0.1 if asked < 8 else 1.0)
            if self.random.random() >= loss:
                found.append((k / rate, self.sample(k / rate)))
        return found


@pytest.mark.parametrize(("name", "jitter"), [UNIFORM, EXPONENTIAL, HALF_NORMAL])
@pytest.mark.parametrize("ppm", [100, -100])
@pytest.mark.parametrize("exchanges", [True, False])
def test_within_a_millisecond_of_truth(name, jitter, ppm, exchanges):
    world = World(ppm, jitter, seed=3)
    found = world.run(90, exchanges=exchanges)
    late = 0 if exchanges else world.base_ms  # the shortest transport cannot be known one way
    assert all(abs(error - late) < 1 for at, error in found if at > 1)
    assert all(abs(error - late) < 0.5 for at, error in found if at > 30)
    assert world.clock.skew_ppm == pytest.approx(ppm, abs=2)
    assert world.clock.synchronised is exchanges
    assert world.clock.jumps == 0


@pytest.mark.slow
@pytest.mark.parametrize(("name", "jitter"), [UNIFORM, EXPONENTIAL])
def test_an_hour_within_a_millisecond_and_no_memory_more(name, jitter):
    world = World(100, jitter, seed=1)
    begun = world.run(200)
    held = _size(world.clock)
    found = begun + world.run(3400, begin=200)
    assert max(abs(error) for at, error in found if at > 1) < 1
    assert _size(world.clock) == held


def _size(clock):
    return len(clock._above.points), len(clock._below.points) <= 64


@pytest.mark.parametrize("exchanges", [True, False])
def test_its_own_bound_holds(exchanges):
    world = World(80, UNIFORM[1], seed=5)
    for at in range(200):
        error = world.sample(at / 10)
        if exchanges and at % 5 == 0:
            world.exchange(at / 10 + 0.001)
            error = (world.clock.to_host_ns(world.device(at / 10)) - HOST) / 1e6 - at * 100
        if world.clock.error_ns is None:
            assert not exchanges or at == 0
        elif at > 30:
            assert abs(error) * 1e6 <= world.clock.error_ns + 20_000  # the slope is an estimate
    assert (world.clock.error_ns is None) is not exchanges


def test_two_exchanges_by_hand():
    """Device time is host time less 1 s. There in 2 ms and back in 4, then in 3 and in 1: the offset lies between."""
    clock = DeviceClock()
    clock.add_exchange(5_000_000_000, 4_002_000, 4_003_000, 5_007_000_000)
    assert clock.to_host_ns(4_002_000) == 5_003_000_000  # (t1 - t2 + t4 - t3) / 2 = 1.001 s
    assert clock.error_ns == 3_000_000
    clock.add_exchange(5_010_000_000, 4_013_000, 4_013_000, 5_014_000_000)
    assert clock.to_host_ns(4_020_000) == 5_019_500_000  # at least 998 ms, at most 1001: 999.5
    assert clock.error_ns == 1_500_000
    assert clock.to_device_us(5_019_500_000) == 4_020_000


def test_what_exchanges_said_is_forgotten_when_there_are_none_any_more():
    world = World(100, UNIFORM[1])
    world.run(30)
    assert world.clock.synchronised
    world.run(300, exchanges=False, begin=30)
    assert not world.clock.synchronised and world.clock.error_ns is None


def test_bursts_lie_above_and_move_nothing():
    world = World(100, UNIFORM[1])
    world.run(20)
    for at in range(2000, 4000):
        world.delay_ms = 100 if at % 200 < 60 else 0
        assert abs(world.sample(at / 100)) < 1
    assert world.clock.jumps == 0


@pytest.mark.parametrize("ppm", [50_000, -50_000, 5_000, -13_000])
def test_a_rate_that_is_off_by_percents_is_followed(ppm):
    world = World(ppm, UNIFORM[1])
    found = world.run(30, exchanges=False)
    assert all(abs(error - 0.5) < 1 for at, error in found if at > 1)
    assert world.clock.skew_ppm == pytest.approx(ppm, abs=20)
    assert world.clock.jumps == 0


@pytest.mark.parametrize("jump_us", [-10_000_000, -400_000, -60_000, 30_000, 400_000, 3_600_000_000])
@pytest.mark.parametrize("exchanges", [True, False])
def test_a_clock_that_is_set_is_found_and_not_averaged_in(jump_us, exchanges):
    world = World(50, UNIFORM[1])
    world.run(30, exchanges=exchanges)
    world.jumped_us = jump_us
    found = world.run(20, exchanges=exchanges, begin=30)
    if jump_us == -60_000 and not exchanges:
        return  # one way, 60 ms more of transport and a clock set back by 60 ms are the same
    assert world.clock.jumps == 1
    assert all(abs(error) < 1.2 for at, error in found if at > 32)
    assert world.clock.skew_ppm == pytest.approx(50, abs=30)


def test_one_wild_stamp_moves_nothing():
    world = World(0, UNIFORM[1])
    world.run(30)
    for wild_us in (10_000_000, -10_000_000):
        world.jumped_us = wild_us
        world.sample(30)
        world.jumped_us = 0
        assert all(abs(error) < 1 for _, error in world.run(5, begin=30.01))
    assert world.clock.jumps == 0


def test_told_of_a_jump_it_goes_on():
    world = World(100, UNIFORM[1])
    world.run(60)
    before = world.clock.to_host_ns(world.device(60))
    world.jumped_us = -5_000_000
    world.clock.step(-5_000_000)
    assert abs(world.clock.to_host_ns(world.device(60)) - before) <= 1000
    assert all(abs(error) < 0.5 for _, error in world.run(60, begin=60.01))
    assert world.clock.jumps == 1


def test_after_a_reset_the_skew_is_still_known():
    world = World(150, UNIFORM[1])
    world.run(100)
    world.clock.reset()
    assert not world.clock.started and not world.clock.synchronised
    world.start_us = -100_000_000
    world.run(0.5, begin=200)
    assert world.clock.skew_ppm == pytest.approx(150, abs=11)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    ppm=st.floats(-200, 200),
    jitter_ms=st.sampled_from([0.0, 1.0, 20.0, 300.0]),
    every=st.integers(1, 50),
)
def test_later_stamps_never_map_earlier(seed, ppm, jitter_ms, every):
    world = World(ppm, lambda r: r.uniform(0, jitter_ms), seed=seed)
    last = 0
    for at in range(600):
        if at % every == 0:
            world.exchange(at / 100)
        world.sample(at / 100)
        host = world.clock.to_host_ns(world.device(at / 100))
        assert host >= last
        last = host


@given(st.integers(0, 10**13), st.lists(st.integers(0, 2000), max_size=30))
def test_there_and_back(start_us, steps):
    clock, device = DeviceClock(), start_us
    for step in [0, *steps]:
        device += step
        clock.add_arrival(device, HOST + 1000 * device)
    assert abs(clock.to_device_us(clock.to_host_ns(device)) - device) <= 1


@given(st.sampled_from([8, 16, 32]), st.integers(0, 2**40), st.lists(st.integers(-100, 100), max_size=50))
@example(8, 250, [10, -10])
def test_unwrapped_counters_are_the_counters(bits, start, steps):
    unwrap, value = Unwrap(bits), start
    first = unwrap.add(value % 2**bits)
    for step in steps:
        value += step
        assert unwrap.add(value % 2**bits) - first == value - start


def test_a_counter_that_is_reset_begins_anew():
    unwrap = Unwrap(8)
    assert [unwrap.add(value) for value in (250, 255, 4)] == [250, 255, 260]
    unwrap.reset()
    assert unwrap.add(7) == 7


def lied_to(world, true_s, wrong_s):
    """An answer of a device that says another time than it has."""
    world.jumped_us += (wrong_us := round(wrong_s * 1e6))
    world.exchange(true_s)
    world.jumped_us -= wrong_us


@pytest.mark.parametrize("lies", [(3.0,), (-3.0,), (0.05, -0.3), (5.0, -7.0, 2.0, -0.4, 0.08)])
def test_answers_that_lie_move_nothing(lies):
    world = World(80, UNIFORM[1], seed=4)
    world.run(30)
    for number, wrong_s in enumerate(lies):
        lied_to(world, 30 + number / 100, wrong_s)
    assert all(abs(error) < 1 for _, error in world.run(20, begin=31))
    assert world.clock.jumps == 0


def test_a_young_clock_that_was_lied_to_is_right_after_three_honest_answers():
    world = World(80, UNIFORM[1], seed=4)
    lied_to(world, 0.0, 4.0)
    lied_to(world, 0.1, -2.0)
    assert all(abs(error) < 5 for at, error in world.run(5, begin=0.2) if at > 1)


def test_a_clock_without_samples_that_is_set_is_found_by_three_answers():
    world = World(80, UNIFORM[1], seed=4)
    for second in range(30):
        world.exchange(second)
    world.jumped_us = -2_000_000
    errors = []
    for second in range(30, 36):
        world.exchange(second)
        errors.append(abs(world.clock.to_device_us(HOST + second * 10**9) - world.device(second)) / 1e3)
    assert min(errors[:2]) > 1000 and max(errors[2:]) < 5 and world.clock.jumps == 1


@pytest.mark.parametrize("ppm", [500, -500, 3000])
def test_bounds_that_cross_tell_of_a_skew_that_jitter_hides(ppm):
    world = World(ppm, UNIFORM[1], seed=8)
    world.run(4)
    for second in range(4, 11):  # no samples, but answers
        world.exchange(second)
    found = world.run(10, begin=11)
    assert max(abs(error) for _, error in found) < 2.5
    assert world.clock.error_ns < 2.5e6
