"""The resampler against its definition, its stated figures, and itself sample by sample."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import refusal
from runs import tiny_manifest

import rtstgcn_edge.resample as resample_module
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.input_checks import check_rate
from rtstgcn_edge.resample import KAISER_BETA, LOBES, Resampler, resample, resample_labels, same_rate

RATES = [
    (58.8, 64.0),
    (128.0, 64.0),
    (100.0, 58.8),
    (64.0, 58.8),
    (128.0, 50.0),
    (60.0, 15.0),
    (15.0, 50.0),
    (9.0, 81.5),
]
rates = st.sampled_from([*RATES, (50.0, 50.0), (1.0, 3.0), (30.0, 29.97), (58.8235, 64.0)])


def by_definition(x, rate_in, rate_out):
    """Frame k: the samples less than LOBES periods of the slower rate from k / rate_out, the ends held for ever."""
    slower = min(rate_in, rate_out)
    found = []
    while Fraction(len(found)) / Fraction(str(rate_out)) <= Fraction(len(x) - 1) / Fraction(str(rate_in)):
        instant = len(found) / rate_out
        numbers = np.arange(int((instant - 4 / slower) * rate_in) - 4, int((instant + 4 / slower) * rate_in) + 4)
        periods = (numbers / rate_in - instant) * slower
        near = np.abs(periods) < LOBES
        taper = np.where(near, np.i0(KAISER_BETA * np.sqrt(np.where(near, 1 - (periods / LOBES) ** 2, 0))), 0)
        weights = np.sinc(periods) * taper
        found.append(weights @ x[np.clip(numbers, 0, len(x) - 1)] / weights.sum())
    return np.array(found)


@pytest.mark.parametrize(("rate_in", "rate_out"), RATES)
@pytest.mark.parametrize("length", [1, 2, 7, 90])
def test_a_recording_is_resampled_as_defined(rate_in, rate_out, length):
    x = np.random.default_rng(length).standard_normal((length, 3))
    found, expected = resample(x, rate_in, rate_out), by_definition(x, rate_in, rate_out)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


def test_half_the_rate_by_hand():
    """Distances of 0 to 5 samples are 0, 0.5, ... 2.5 periods; sinc is 0 at whole ones but the first."""
    window = [np.i0(KAISER_BETA * np.sqrt(1 - (u / 3) ** 2)) for u in (0.0, 0.5, 1.5, 2.5)]
    lobes = [1.0, 2 / np.pi, -2 / (3 * np.pi), 2 / (5 * np.pi)]
    w = np.multiply(window, lobes)
    w /= w[0] + 2 * w[1:].sum()
    x = np.zeros(40)
    x[20] = 1
    np.testing.assert_allclose(resample(x, 128, 64)[7:14], [0, 0, 0, w[0], 0, 0, 0], rtol=0, atol=1e-12)
    x = np.roll(x, 1)
    np.testing.assert_allclose(resample(x, 128, 64)[8:14], w[[3, 2, 1, 1, 2, 3]], rtol=0, atol=1e-12)


@settings(max_examples=60)
@given(rates=rates, cuts=st.lists(st.integers(0, 40), min_size=1, max_size=12), data=st.data())
def test_any_pieces_give_the_same_bits_as_the_whole(rates, cuts, data):
    dtype = data.draw(st.sampled_from([np.float32, np.float64]))
    x = np.random.default_rng(sum(cuts)).standard_normal((sum(cuts) + 1, 2, 3)).astype(dtype)
    whole = resample(x, *rates)
    resampler = Resampler(*rates)
    for _ in range(2):  # a second recording begins anew
        pieces = [resampler.push(piece) for piece in np.split(x, np.cumsum(cuts))]
        rest = resampler.flush()
        found = np.concatenate([*pieces, rest] if len(rest) else pieces)
        assert found.dtype == whole.dtype == dtype and np.array_equal(found, whole)


@settings(max_examples=40)
@given(rates=rates, length=st.integers(1, 60), seed=st.integers(0, 99))
def test_a_frame_is_known_within_the_delay_and_never_changes(rates, length, seed):
    """After each sample: every frame at least `delay_s` old is out, and none that is not made of samples so far."""
    rate_in, rate_out = rates
    x = np.random.default_rng(seed).standard_normal((length, 1))
    whole = resample(x, *rates)
    resampler = Resampler(*rates)
    known = 0
    for number, sample in enumerate(x):
        out = resampler.push(sample[None])
        assert np.array_equal(out, whole[known : known + len(out)])
        known += len(out)
        oldest_unknown = Fraction(known) / Fraction(str(rate_out)) + Fraction(resampler.delay_s)
        assert oldest_unknown > Fraction(number) / Fraction(str(rate_in)) - Fraction(1, 10**9)
    assert known <= len(whole)


@settings(max_examples=40)
@given(rates=rates, length=st.integers(2, 60), data=st.data())
def test_what_has_come_out_does_not_depend_on_what_comes_later(rates, length, data):
    x = np.random.default_rng(length).standard_normal((length, 1))
    cut = data.draw(st.integers(1, length - 1))
    out = Resampler(*rates).push(x[:cut])
    x[cut:] = 1e9
    assert np.array_equal(out, resample(x, *rates)[: len(out)])


def response(rate_in, rate_out, frequency):
    """What a wave exp(2 pi i f t) becomes, and what it would be at the instants of the output; the ends cut."""
    t = np.arange(int(8 * rate_in)) / rate_in
    wave = resample(
        np.stack([np.cos(2 * np.pi * frequency * t), np.sin(2 * np.pi * frequency * t)], 1), rate_in, rate_out
    )
    instants = np.arange(len(wave)) / rate_out
    inner = slice(int(rate_out), -int(rate_out))
    return (wave @ [1, 1j])[inner], np.exp(2j * np.pi * frequency * instants)[inner]


@pytest.mark.parametrize(("rate_in", "rate_out"), RATES)
def test_slow_movement_passes_within_a_percent_and_stays_at_its_instant(rate_in, rate_out):
    for share in np.linspace(0, 0.25, 6):
        found, expected = response(rate_in, rate_out, share * min(rate_in, rate_out))
        assert np.abs(found - expected).max() < 0.01, share


@pytest.mark.parametrize(("rate_in", "rate_out"), [pair for pair in RATES if pair[0] > 1.6 * pair[1]])
def test_what_would_fold_onto_slow_movement_is_44_db_down(rate_in, rate_out):
    shares = np.arange(0.75, rate_in / rate_out / 2, 0.05)
    assert len(shares)
    for share in shares:
        assert np.abs(response(rate_in, rate_out, share * rate_out)[0]).max() < 10 ** (-44 / 20), share


@given(rates=rates, value=st.floats(-1e3, 1e3), length=st.integers(1, 50))
def test_what_does_not_change_does_not_change(rates, value, length):
    np.testing.assert_allclose(resample(np.full(length, value), *rates), value, rtol=1e-12, atol=1e-300)


def test_three_periods_of_the_slower_rate_are_the_delay():
    assert Resampler(128, 64).delay_s == Resampler(64, 128).delay_s == pytest.approx(3 / 64)
    assert Resampler(64, 64).delay_s == 0


def test_the_same_rate_changes_nothing():
    x = np.random.default_rng(0).standard_normal((5, 2)).astype(np.float32)
    assert np.array_equal(resample(x, 58.8, 58.8), x)
    assert resample(np.arange(3), 10, 10).dtype == np.float64


def test_time_may_be_any_axis_and_nothing_may_come():
    x = np.random.default_rng(0).standard_normal((2, 30, 3)).astype(np.float32)
    found = resample(x, 50, 20, axis=1)
    assert found.shape == (2, 12, 3) and np.array_equal(found[1, :, 2], resample(x[1, :, 2], 50, 20))
    assert resample(np.empty((0, 3), np.float32), 50, 20).shape == (0, 3)
    assert len(Resampler(50, 20).flush()) == 0


def test_hours_later_nothing_has_drifted():
    """A ramp shows its own instant; 58.8 Hz is no finite binary number."""
    hour = np.arange(58.8 * 3600) / 58.8
    found = resample(hour, 58.8, 64)
    assert len(found) == int(hour[-1] * 64) + 1
    np.testing.assert_allclose(found[100:-100], (np.arange(len(found)) / 64)[100:-100], rtol=0, atol=1e-3)


@settings(max_examples=40)
@given(rates=rates, length=st.integers(1, 40))
def test_a_label_is_that_of_the_nearest_sample(rates, length):
    rate_in, rate_out = (Fraction(str(rate)) for rate in rates)
    found = resample_labels(np.arange(length), *rates)
    assert len(found) == len(resample(np.zeros(length), *rates))
    for k, sample in enumerate(found.tolist()):
        apart = abs(sample / rate_in - k / rate_out)
        assert apart <= min(abs(other / rate_in - k / rate_out) for other in range(length))


def test_labels_by_hand():
    assert resample_labels(np.array([4, 5, 6, 7, 8]), 4, 2).tolist() == [4, 6, 8]
    assert resample_labels(np.array([4, 5, 6]), 2, 4).tolist() == [4, 5, 5, 6, 6]  # half way: the later one
    assert resample_labels(np.array([4]), 2, 4).tolist() == [4]
    assert resample_labels(np.array([], np.int64), 2, 4).tolist() == []


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        ((0, 50), "0 Hz"),
        ((50, -1), "-1 Hz"),
        ((50, np.inf), "inf Hz"),
        ((np.nan, 50), "nan Hz"),
        ((1e-5, 1e-5), "1e-05 Hz"),
        ((1, 101), "factor"),
    ],
)
def test_rates_that_are_none_are_refused(pair, says):
    assert says in refusal(Resampler, *pair)
    assert says in refusal(resample_labels, np.arange(3), *pair)


@given(share=st.floats(0.98, 1.02))
def test_rates_are_the_same_where_a_run_takes_them_as_the_same(share):
    manifest = tiny_manifest(rate_hz=50.0)
    try:
        check_rate("here", 50.0 * share, manifest)
    except InputError:
        assert not same_rate(50.0 * share, 50.0)
    else:
        assert same_rate(50.0 * share, 50.0)


def test_rates_that_differ_past_the_fourth_decimal_are_one():
    x = np.random.default_rng(0).standard_normal((9, 3))
    assert np.array_equal(resample(x, 58.8, 58.800000001), x)


def test_many_phases_take_no_longer_than_few(monkeypatch):
    """58.8235 to 64 Hz has 128000 of them: the weights are computed for all frames of a push at once."""
    calls = []
    compute = resample_module._weights
    monkeypatch.setattr(resample_module, "_weights", lambda *given: calls.append(given) or compute(*given))
    found = resample(np.sin(np.arange(3000) / 20), 58.8235, 64)
    instants = np.arange(len(found)) / 64 * 58.8235 / 20
    np.testing.assert_allclose(found[20:-20], np.sin(instants)[20:-20], rtol=0, atol=5e-3)
    assert len(calls) <= 2
