"""Cues: every one is accounted for, and the times are those of the right clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.sinks.cue_ledger import ANSWER_NS, CueLedger

MS = 1_000_000


def test_times_are_counted_from_the_sample():
    ledger = CueLedger()
    ledger.sent(0, captured_ns=5 * MS, written_ns=12 * MS, device_us=1000)
    ledger.acknowledged(0, 10_500)
    facts = ledger.facts()
    assert facts["sample_to_cue_ms"]["p50"] == facts["sample_to_cue_ms"]["max"] == 7
    assert facts["round_trip_ms"]["max"] == 9.5
    assert facts["cues"]["acknowledged"] == 1 and facts["cues"]["waiting"] == 0


def test_a_device_clock_that_wraps_in_between_does_no_harm():
    ledger = CueLedger()
    ledger.sent(0, 0, 1, device_us=2**32 - 500)
    ledger.acknowledged(0, 1500)
    assert ledger.facts()["round_trip_ms"]["max"] == 2


def test_without_the_device_s_time_there_is_no_round_trip():
    ledger = CueLedger()
    ledger.sent(0, 0, MS, device_us=None)
    ledger.acknowledged(0, 5)
    assert ledger.facts()["round_trip_ms"] == {} and ledger.counts.acknowledged == 1


def test_an_answer_that_comes_too_late_is_a_stray_one():
    ledger = CueLedger()
    ledger.sent(7, 0, 0, 0)
    ledger.give_up(ANSWER_NS - 1)
    assert ledger.counts.unanswered == 0
    ledger.give_up(ANSWER_NS)
    ledger.acknowledged(7, 1)
    assert (ledger.counts.unanswered, ledger.counts.stray, ledger.counts.acknowledged) == (1, 1, 0)


def test_an_answer_that_comes_twice_counts_once():
    ledger = CueLedger()
    ledger.sent(7, 0, 0, 0)
    for _ in range(2):
        ledger.acknowledged(7, 1)
    assert (ledger.counts.acknowledged, ledger.counts.stray) == (1, 1)


@given(st.lists(st.tuples(st.sampled_from(["sent", "answer", "wait"]), st.integers(0, 5), st.integers(0, 900))))
def test_the_sums_close(steps):
    ledger, now = CueLedger(), 0
    for kind, number, ms in steps:
        now += ms * MS
        if kind == "sent":
            ledger.sent(number, now - MS, now, 0)
        elif kind == "answer":
            ledger.acknowledged(number, 9)
        else:
            ledger.give_up(now)
    cues = ledger.facts()["cues"]
    assert cues["sent"] == sum(kind == "sent" for kind, *_ in steps)
    assert cues["sent"] == cues["acknowledged"] + cues["unanswered"] + cues["waiting"]
    assert cues["acknowledged"] + cues["stray"] == sum(kind == "answer" for kind, *_ in steps)
    assert ledger.sample_to_cue.count == cues["sent"]


def test_percentiles_are_those_of_the_cues():
    ledger = CueLedger()
    for number in range(100):
        ledger.sent(number, 0, (number + 1) * MS, None)
    facts = ledger.facts()["sample_to_cue_ms"]
    assert facts == pytest.approx({"p50": 50, "p95": 95, "p99": 99, "max": 100}, rel=0.005)
