"""The synthetic walker as a source."""

import numpy as np
import pytest
from refusals import refusal
from runs import tiny_manifest

from rtstgcn_edge.simulator import CHANNELS, CLASSES, UNITS, demo_trial, simulate_gait
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources import open_source

GAIT = {
    "classes": list(CLASSES),
    "channels": list(CHANNELS),
    "units": list(UNITS),
    "skeleton": load_skeleton("imu6").to_dict(),
}


def frames(name):
    (trial,) = open_source(name, tiny_manifest(**GAIT)).trials()
    return trial.name, list(trial.frames)


def test_the_frames_are_those_of_the_simulator_with_their_truth():
    name, found = frames("sim:gait?seconds=2&seed=4&speed=max")
    trial = simulate_gait(2, 4)
    assert name == "synthetic-gait-4"
    assert [frame.number for frame in found] == list(range(100))
    assert [frame.truth for frame in found] == trial.labels.tolist()
    np.testing.assert_array_equal(np.stack([frame.bodies[0].joints for frame in found], axis=1), trial.features)


def test_without_a_length_it_is_the_tour_through_all_classes():
    _, found = frames("sim:gait?speed=max")
    assert len(found) == demo_trial(0).labels.size
    assert {frame.truth for frame in found} == set(range(len(CLASSES)))


def test_it_says_that_nobody_was_measured_and_how_long_it_takes():
    source = open_source("sim:gait?seconds=2&speed=2", tiny_manifest(**GAIT))
    assert "no real person" in source.description and "2.0 s, 2 x real time" in source.description
    assert source.period_ns == 1e7 and source.classes == CLASSES
    assert not open_source("sim:gait?seconds=2&speed=max", tiny_manifest(**GAIT)).period_ns


def test_a_model_with_other_classes_gets_no_truth_and_one_with_other_channels_is_refused():
    other = open_source("sim:gait?speed=max", tiny_manifest(**(GAIT | {"classes": list("abcdefg")})))
    assert other.classes is None and "labels left aside" in other.description
    (trial,) = other.trials()
    assert {frame.truth for frame in trial.frames} == {None}
    for key in ("channels", "units"):
        names = [f"{name}2" for name in GAIT[key]]
        message = refusal(open_source, "sim:gait", tiny_manifest(**(GAIT | {key: names})))
        assert message.startswith(f"sim:gait: {key} ")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sim:gate", "sim:gate: no simulation named 'gate'; did you mean 'gait'?"),
        ("sim:", "sim:: no simulation named ''; known: gait"),
        ("sim:gait?second=2", "unknown option 'second'; did you mean 'seconds'?"),
        ("sim:gait?seconds=0", "seconds=0: a number from 0.1 to 86400 is expected"),
        ("sim:gait?seed=x", "seed=x: a whole number of at least 0 is expected"),
    ],
)
def test_a_wrong_name_is_refused(name, said):
    assert said in refusal(open_source, name, tiny_manifest(**GAIT))


def test_a_model_of_other_nodes_or_another_rate_is_refused():
    assert refusal(open_source, "sim:gait", tiny_manifest()) == (
        "sim:gait: 6 channels x 6 joints, but model 'random' takes 3 x 3"
    )
    assert "50 Hz, but model 'random' runs at 100 Hz" in refusal(
        open_source, "sim:gait", tiny_manifest(**GAIT, rate_hz=100.0)
    )
