"""The rate that instants show."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal

from rtstgcn_edge.sources.live.mapping import Given
from rtstgcn_edge.sources.replay.samples import NodeSamples, observed_rate


def node(instants, name=None):
    return NodeSamples(Given(("x",), (1.0,), name), np.array(instants, np.int64), np.zeros((len(instants), 1)))


@given(st.floats(1, 1000), st.integers(100, 300), st.sets(st.integers(1, 98), max_size=10))
def test_gaps_and_whole_milliseconds_change_it_little(rate, count, missing):
    instants = [round(k * 1e9 / rate) for k in range(count) if k not in missing]
    assert observed_rate("x", {0: node(instants)}) == pytest.approx(rate, rel=1e-4)
    if rate < 100:
        rounded = [round(instant, -6) for instant in instants]
        assert observed_rate("x", {0: node(rounded)}) == pytest.approx(rate, rel=0.01)


def test_nodes_of_other_rates_are_refused():
    nodes = {
        0: node(range(0, 10**9, 10**7)),
        1: node(range(0, 10**9, 10**7)),
        2: node(range(0, 10**9, 2 * 10**7), "hip"),
    }
    assert "node hip has 50 samples a second, others 100" in refusal(observed_rate, "x", nodes)


def test_too_few_samples_are_refused():
    assert "too few samples" in refusal(observed_rate, "x", {0: node([0, 10]), 1: node([5])})
