"""Everything at once, in any order: sums close, frames are in order, of one instant each, and as before afterwards."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sensor_troubles import (
    KINDS,
    SECOND,
    WRAP,
    Trouble,
    Troubled,
    balanced,
    device_for,
    fresh,
    hear,
    model_for,
    replayed,
)

from rtstgcn_edge.virtual_imu import Settings

RATE_HZ, STORM_S, SETTLE_S, CALM_S = 50.0, 6.0, 3.5, 3.0
BEGIN_S = 2.0

troubles = st.builds(
    lambda kind, begin, seconds, node, size: Trouble(kind, begin, min(begin + seconds, BEGIN_S + STORM_S), node, size),
    st.sampled_from(KINDS),
    st.floats(BEGIN_S, BEGIN_S + STORM_S - 0.1),
    st.sampled_from([0.05, 0.3, 1.0, 3.0]),
    st.integers(0, 2),
    st.floats(0.1, 1.0),
)


def content(frame):
    bodies = [(b.joints.tobytes(), None if b.confidence is None else b.confidence.tobytes()) for b in frame.bodies]
    return frame.number, frame.captured, frame.arrived, bodies


def survives(seed, bad, nodes, own_clocks, combined, wraps_at_s, jitter_ms):
    """A run with these troubles."""
    end_s = BEGIN_S + STORM_S
    total_s = end_s + SETTLE_S + CALM_S
    uptime_s = 0.0 if wraps_at_s is None else WRAP / 1e6 - wraps_at_s
    first = 0 if wraps_at_s is None else 65536 - round(wraps_at_s * RATE_HZ)
    asked = Settings(
        seed=seed, own_clocks=own_clocks, combined=combined, skew_ppm=100, uptime_s=uptime_s, jitter_ms=jitter_ms
    )
    line, model = Troubled(device_for(asked, nodes, RATE_HZ), bad, seed, first), model_for(nodes, RATE_HZ)
    host_ns = 7 * WRAP * 1000 - round(5 * SECOND)  # the echo of requests wraps too
    heard = hear(line, model, total_s, host_ns=host_ns)
    frames = heard.frames
    assert balanced(heard.joining)
    assert [content(frame) for frame in replayed(heard, model)] == [content(frame) for frame in frames]
    for before, frame in pairwise(frames):
        assert frame.number > before.number
        assert frame.captured >= before.captured and frame.arrived >= max(before.arrived, frame.captured)
    calm = []
    for frame in frames:
        told = fresh(frame, nodes)
        assert all(node == joint for joint, (node, _) in told.items())
        instants = {instant for _, instant in told.values()}
        if not own_clocks:
            assert len(instants) <= 1, "all nodes of one instant"
        if instants and max(instants) >= (end_s + SETTLE_S) * RATE_HZ:
            (instant,) = instants
            assert len(told) == nodes
            assert abs(frame.captured - host_ns - instant / RATE_HZ * 1e9) < (4 + jitter_ms) * 1e6
            calm.append((frame.number, instant))
    assert len(calm) >= (CALM_S - 0.1) * RATE_HZ
    assert len({instant - number for number, instant in calm}) == 1, "no tick is left out or twice"


given_troubles = given(
    seed=st.integers(0, 1000),
    bad=st.lists(troubles, max_size=6),
    nodes=st.sampled_from([1, 3]),
    own_clocks=st.booleans(),
    combined=st.booleans(),
    wraps_at_s=st.none() | st.floats(1.0, BEGIN_S + STORM_S),
    jitter_ms=st.sampled_from([0.0, 5.0]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given_troubles
def test_whatever_happens_sums_close_ticks_are_right_and_it_recovers(**case):
    survives(**case)


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given_troubles
def test_whatever_happens_at_length(**case):
    survives(**case)
