"""The sums of one node."""

from rtstgcn_edge.sources.live.counts import NodeCounts


def test_they_close():
    counts = NodeCounts(received=15, used=5, late=4, duplicate=3, refused=2, dropped=1)
    assert counts.balanced()
    counts.received += 1
    assert not counts.balanced() and counts.balanced(waiting=1)
    assert counts.facts(1)["waiting"] == 1 and counts.facts()["late"] == 4
