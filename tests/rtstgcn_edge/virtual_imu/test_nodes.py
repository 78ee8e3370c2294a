"""Nodes that are stuck, frozen, late or empty."""

import pytest
from virtual_devices import SECOND

from rtstgcn_edge.virtual_imu import Battery, Settings, Spell
from rtstgcn_edge.virtual_imu.nodes import Nodes


def reads(settings, *seconds):
    nodes = Nodes(settings, 2)
    return [nodes.read(1, [s] * 6, round(s * SECOND)) for s in seconds]


def test_a_healthy_node_reads_the_movement():
    assert reads(Settings(), 0, 1) == [[0] * 6, [1] * 6]


def test_a_stuck_node_is_silent_for_its_time():
    spell = Settings(stuck=(Spell(1, 2, 4),))
    assert [row is None for row in reads(spell, 1, 2, 3, 4)] == [False, True, True, False]
    assert None not in reads(Settings(stuck=(Spell(0, 0),)), 1, 2)


def test_a_frozen_node_repeats_what_it_read_before():
    assert reads(Settings(frozen=(Spell(1, 2, 4),)), 1, 2, 3, 4) == [[1] * 6, [1] * 6, [1] * 6, [4] * 6]


def test_a_late_node_is_silent_before():
    assert [row is None for row in reads(Settings(late=(Spell(1, 0, 3),)), 0, 2, 3)] == [True, True, False]


@pytest.mark.parametrize(("seconds", "percent"), [(0, 20), (30, 10), (59, 1), (60, 0), (99, 0)])
def test_a_battery_falls_evenly_and_its_nodes_with_it(seconds, percent):
    nodes = Nodes(Settings(battery=Battery(20, 60)), 1)
    assert nodes.battery_percent(seconds * SECOND) == percent
    assert nodes.alive(0, seconds * SECOND) is (percent > 0)


def test_a_battery_that_nobody_knows_is_255_and_never_empty():
    nodes = Nodes(Settings(), 1)
    assert nodes.battery_percent(0) == 255 and nodes.alive(0, 0)
