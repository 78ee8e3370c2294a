"""When clocks are asked."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.sources.imu.sync import FAST, FAST_NS, PATIENCE, SLOW_NS, Sync, sent_ns

NOW = 77_000_000_000_000


def asked(sync, now, until, answers=True):
    """When node 255 was asked."""
    moments = []
    while now < until:
        for request in sync.wants(now):
            moments.append(now)
            assert sent_ns(request.echo, now + 3_000_000) == now // 1000 * 1000
            if answers:
                sync.answered(request.node)
        assert sync.due_ns > now
        now = sync.due_ns
    return moments


def test_often_at_first_and_then_every_second():
    sync = Sync([255])
    moments = asked(sync, NOW, NOW + 5_000_000_000)
    steps = [b - a for a, b in pairwise(moments)]
    assert steps[: FAST - 1] == [FAST_NS] * (FAST - 1) and set(steps[FAST:]) == {SLOW_NS}
    sync.restart()
    assert len(asked(sync, moments[-1] + 1, moments[-1] + FAST * FAST_NS)) == FAST


def test_one_that_does_not_answer_is_not_asked_often_for_ever():
    moments = asked(Sync([255]), NOW, NOW + 60_000_000_000, answers=False)
    assert PATIENCE + 50 < len(moments) < PATIENCE + 60


def test_each_node_for_itself_or_nobody():
    sync = Sync([255, 3])
    assert [request.node for request in sync.wants(NOW)] == [255, 3]
    assert sync.wants(NOW) == [] and Sync(()).wants(NOW) == [] and Sync(()).due_ns is None
    sync.answered(9)


@given(st.integers(0, 2**60), st.integers(0, 4_000_000_000_000))
def test_the_echo_tells_when_it_was_sent(sent, passed):
    [request] = Sync([255]).wants(sent)
    assert sent_ns(request.echo, sent + passed) == sent // 1000 * 1000
