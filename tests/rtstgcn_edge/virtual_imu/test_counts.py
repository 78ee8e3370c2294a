"""Readings in counts: ranges that hold them, and rounding by half a count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.virtual_imu import measure

G, DEG = 9.80665, np.pi / 180


def readings(acc, gyro):
    return np.array([[[acc, 0, 0, gyro, 0, 0]]], np.float32)


def test_one_g_in_a_range_of_two_is_half_of_the_scale():
    measured = measure(readings(G, 62.5 * DEG))
    assert (measured.acc_range_g, measured.gyro_range_deg_s) == (2, 125)
    assert measured.counts[0, 0].tolist() == [16384, 0, 0, 16384, 0, 0]


@pytest.mark.parametrize(("largest", "range_g"), [(1.9, 2), (2.0, 4), (7.9, 8), (15.9, 16), (70, 200)])
def test_the_smallest_range_that_holds_the_recording_is_taken(largest, range_g):
    assert measure(readings(-largest * G, 0)).acc_range_g == range_g


def test_a_range_that_is_set_is_kept_where_it_does():
    measured = measure(readings(3 * G, 100 * DEG), acc_range_g=8, gyro_range=1000)
    assert (measured.acc_range_g, measured.gyro_range_deg_s, measured.remarks) == (8, 1000, ())


def test_a_range_that_does_not_do_is_said_and_the_next_one_taken():
    measured = measure(readings(5 * G, 300 * DEG), acc_range_g=4, gyro_range=250)
    assert (measured.acc_range_g, measured.gyro_range_deg_s) == (8, 500)
    assert measured.remarks == (
        "the recording reaches 5 g: range 8 instead of 4 g",
        "the recording reaches 300 deg/s: range 500 instead of 250 deg/s",
    )


def test_what_no_range_holds_is_cut_off_and_said():
    measured = measure(readings(1000 * G, 0))
    assert measured.counts[0, 0, 0] == 32767
    assert measured.remarks == ("the recording reaches 1000 g: cut off at 200 g",)


@given(st.lists(st.floats(-150, 150, width=32), min_size=6, max_size=6))
def test_readings_come_back_within_half_a_count(values):
    given_ = np.array([[values]], np.float32)
    measured = measure(given_)
    scale = np.array([measured.acc_range_g * G / 32768] * 3 + [measured.gyro_range_deg_s * DEG / 32768] * 3)
    limit = np.array([measured.acc_range_g * G] * 3 + [measured.gyro_range_deg_s * DEG] * 3)
    inside = np.abs(given_) < limit * (1 - 1 / 32768)
    error = np.abs(measured.readings() - given_)
    assert (error <= 0.5 * scale + 1e-5)[inside].all()
