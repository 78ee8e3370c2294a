"""Actions come in the order of their times, those of one time as they were planned."""

from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.virtual_imu.agenda import NEVER, Agenda


@given(st.lists(st.integers(0, 20)))
def test_actions_come_in_order(times):
    agenda, done = Agenda(), []
    for number, ns in enumerate(times):
        agenda.at(ns, lambda pair=(ns, number): done.append(pair))
    while agenda.due_ns < NEVER:
        agenda.next()()
    assert done == sorted((ns, number) for number, ns in enumerate(times))


def test_what_is_cleared_never_happens():
    agenda = Agenda()
    agenda.at(5, lambda: None)
    assert agenda.due_ns == 5
    agenda.clear()
    assert agenda.due_ns == NEVER
