"""HELLO against the model."""

import pytest
from refusals import refusal
from rtstgcn_firmware.messages import AccUnit, GyroUnit
from sensor_worlds import JOINTS, hello, manifest

from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.model_file import bundled_models, open_model
from rtstgcn_edge.sources.imu.check import check_hello, rate_in_words

NAMES = dict(enumerate(JOINTS))


def check(said, model, names=NAMES, **options):
    return check_hello("imu:x", said, names, model, **options)


def test_counts_become_si_units():
    """16 g and 2000 deg/s, by hand: 2048 counts are 1 g, 16384 are 1000 deg/s."""
    said = hello(acc_unit=AccUnit.G, acc_range=16.0, gyro_unit=GyroUnit.DEG_S, gyro_range=2000.0)
    fit = check(said, manifest())
    acc = fit.mapping.convert(0, (2048, -2048, 0, 16384, 0, 0))
    assert acc == pytest.approx((9.80665, -9.80665, 0, 17.453292519943295, 0, 0), rel=1e-12)
    assert fit.rate_hz == 100 and not fit.node_clocks
    millis = hello(acc_unit=AccUnit.MG, acc_range=16_000.0)
    assert check(millis, manifest()).mapping.convert(0, (2048, 0, 0, 0, 0, 0))[0] == pytest.approx(9.80665)


def test_a_model_that_takes_other_units():
    model = manifest(channels=("acc_x", "gyro_z"), units=("g", "deg/s"))
    found = check(hello(), model).mapping.convert(0, (98, 0, 0, 0, 0, 2))
    assert found == pytest.approx((98 / 9.80665, 114.59155902616465))


def test_clocks_of_nodes_and_a_rate_that_the_person_knows_better():
    fit = check(hello(flags=1), manifest(), rate_hz=87.0)
    assert fit.node_clocks and fit.rate_hz == 87


@pytest.fixture(scope="module")
def bundled() -> dict[str, Manifest]:
    return {name: open_model(path).manifest for name, path in bundled_models().items()}


def test_the_bundled_models_and_what_to_type(bundled):
    assert check(hello(rate=58_800), bundled["hugadb"]).mapping.node_of == (0, 1, 2, 3, 4, 5)
    three = hello(nodes=3, rate=64_000)
    told = refusal(check, three, bundled["daphnet-fog"], {})
    assert "axes=x,z,-y" in told and "forward, vertical, lateral" in told
    fit = check(three, bundled["daphnet-fog"], {}, axes="x,z,-y")
    assert fit.mapping.convert(0, (1, 2, 3, 9, 9, 9)) == (1, 3, -2)
    acc_only = hello(nodes=3, rate=64_000, channels=0b111)
    assert check(acc_only, bundled["daphnet-fog"], {}, axes="x,z,-y").mapping.node_of == (0, 1, 2)
    six = refusal(check, hello(), bundled["daphnet-fog"], NAMES)
    assert "6 nodes (foot_r, shin_r, thigh_r, foot_l, shin_l, thigh_l)" in six and "nodes=0,1,2" in six
    assert "does not measure x" in refusal(check, hello(nodes=20), bundled["shrec21-hands"], {})
    assert "does not measure gyro_x" in refusal(check, hello(channels=0b111), bundled["demo"])


def test_what_is_refused():
    assert "version 2 of the wire, this program version 1; update this program" in refusal(
        check, hello(version=2), manifest()
    )
    assert "update the firmware" in refusal(check, hello(version=0), manifest())
    told = refusal(check, hello(rate=20_000_000), manifest())
    assert "from 20000 Hz to 100 Hz" in told and "set the sensor to about 100 Hz" in told


def test_the_rate_in_words():
    assert rate_in_words(58.8235, manifest(58.8)) == "58.8235 Hz"
    assert rate_in_words(100, manifest(58.8)) == "100 Hz, resampled to 58.8 Hz (adds 51 ms)"
    assert rate_in_words(20, manifest(100)).endswith(
        "shows the model no movement above 10 Hz; set the sensor to 100 Hz"
    )
