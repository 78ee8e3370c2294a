"""What a hello says in SI units, and names that fit."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_firmware.messages import AccUnit, GyroUnit, Hello, shortened


def hello(**changed):
    plain = Hello(1, 0, 6, 63, 0, 100_000, AccUnit.G, 4.0, GyroUnit.DEG_S, 500.0, bytes(8), "", "")
    return plain._replace(**changed)


@pytest.mark.parametrize(
    ("unit", "full", "si"), [(AccUnit.M_S2, 39.2266, 39.2266), (AccUnit.G, 4, 39.2266), (AccUnit.MG, 4000, 39.2266)]
)
def test_counts_of_acceleration_in_si(unit, full, si):
    assert 32768 * hello(acc_unit=unit, acc_range=full).acc_scale == pytest.approx(si, rel=1e-12)


@pytest.mark.parametrize(("unit", "full", "si"), [(GyroUnit.RAD_S, 2.0, 2.0), (GyroUnit.DEG_S, 180, math.pi)])
def test_counts_of_rotation_in_si(unit, full, si):
    assert 32768 * hello(gyro_unit=unit, gyro_range=full).gyro_scale == pytest.approx(si, rel=1e-12)


def test_the_rate_is_in_millihertz():
    assert hello(rate=58_800).rate_hz == 58.8


@given(st.text(st.characters(codec="utf-8")))
def test_names_are_cut_between_characters(text):
    cut = shortened(text)
    assert text.startswith(cut)
    size = len(cut.encode())
    assert size <= 31
    if cut != text:
        assert size + len(text[len(cut)].encode()) > 31


def test_a_half_surrogate_is_no_error():
    assert shortened("a\ud800") == "a?"
