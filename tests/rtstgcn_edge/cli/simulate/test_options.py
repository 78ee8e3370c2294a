"""Values of options: what is taken, and what a person is told of what is not."""

import argparse

import pytest

from rtstgcn_edge.cli.simulate import options
from rtstgcn_edge.virtual_imu import Battery, Burst, Jump, Spell, load_movement


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (options.share, "0.01", 0.01),
        (options.burst, "0.02:150", Burst(0.02, 150)),
        (options.jump, "-500@30", Jump(-500, 30)),
        (options.battery, "80", Battery(80)),
        (options.battery, "15:60", Battery(15, 60)),
        (options.skew, "-100", -100),
        (options.baud, "921600", 921_600),
    ],
)
def test_what_is_meant_is_understood(parse, text, value):
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (options.share, "1.1"),
        (options.share, "nan"),
        (options.burst, "0.02"),
        (options.burst, "2:150"),
        (options.burst, ":150"),
        (options.jump, "30"),
        (options.jump, "x@3"),
        (options.battery, "0"),
        (options.battery, "50:"),
        (options.battery, "101"),
        (options.seconds, "0"),
        (options.rate, "1e9"),
        (options.seed, "-1"),
        (options.baud, "fast"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_is_expected(parse, text):
    with pytest.raises(argparse.ArgumentTypeError, match="expected"):
        parse(text)


def test_a_spell_names_a_node_by_name_or_number():
    movement = load_movement("sim:gait")
    assert options.spell("shin_r@10-20.5", movement) == Spell(1, 10, 20.5)
    assert options.spell("1@0.5", movement) == Spell(1, 0.5)


@pytest.mark.parametrize("text", ["shin_r", "@3", "shin_r@", "shin_r@5-3", "shin_r@x", "shin_r@-3"])
def test_a_spell_without_node_or_times_is_refused(text):
    with pytest.raises(ValueError, match="expected"):
        options.spell(text, load_movement("sim:gait"))
