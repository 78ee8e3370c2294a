import numpy as np
import pytest
from fifo_pools import fifo

from rtstgcn_edge.engine.taps import Taps


@pytest.mark.parametrize(("kernel", "dilation"), [(2, 1), (2, 5), (3, 2), (5, 3)])
def test_what_the_graph_reads_is_a_view_of_the_ring_and_never_a_copy(kernel, dilation):
    taps = Taps(fifo("t", "taps", kernel, dilation, width=2))
    taps.join()
    taps.join()
    for value in range(1, 4 * kernel * dilation):
        held = taps.held()["t"]
        assert held.flags.c_contiguous and np.shares_memory(held, taps.rings)
        expected = [max(value - k * dilation, 0) for k in range(kernel - 1, 0, -1)]
        assert held[:, 1, 0].tolist() == expected
        taps.pushed["t"][:] = value
        taps.advance()


def test_one_tap_is_kept_once():
    taps = Taps(fifo("t", "taps", kernel=2, dilation=34, width=7))
    taps.join()
    assert taps.rings.size == 34 * 7
