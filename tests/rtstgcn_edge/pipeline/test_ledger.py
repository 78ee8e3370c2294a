"""The latency ledger: differences of stamps by hand, misses of the deadline, sums that close."""

import json
from dataclasses import replace

import numpy as np
import pytest

from rtstgcn_edge.frames import Body, Frame, Prediction, Stamps, Tick
from rtstgcn_edge.pipeline.counts import TickCounts
from rtstgcn_edge.pipeline.ledger import STAGES, Ledger

STAMPS = Stamps(captured=1_000_000, arrived=1_200_000, ready=1_500_000, inferred=3_500_000, emitted=3_600_000)


def tick(*held, stamps=STAMPS):
    """A tick with a prediction of each live skeleton, held or seen."""
    p = np.ones(1, np.float32)
    predictions = [Prediction("", 0, skeleton, 0, p, True, is_held, stamps) for skeleton, is_held in enumerate(held)]
    bodies = [] if all(held) else [Body(np.zeros((3, 3), np.float32))]
    frame = Frame(0, stamps.captured, stamps.arrived, bodies)
    return Tick("", frame, stamps, tuple(range(len(held))), 0, predictions)


def test_stages_are_the_differences_of_the_stamps():
    ledger = Ledger(deadline_ns=None)
    ledger.account(tick(False), housekept=70_000)
    latency = ledger.to_dict()["latency_ms"]
    assert {stage: values["max"] for stage, values in latency.items()} == {
        "transport": 0.2, "align": 0.3, "infer": 2.0, "emit": 0.1, "host": 2.4, "total": 2.6, "housekeeping": 0.07
    }  # fmt: skip
    assert list(latency) == [stage for stage in STAGES if stage != "pose"]
    assert all(set(values) == {"p50", "p95", "p99", "max"} for values in latency.values())


def test_the_time_in_which_poses_are_found_is_told_apart():
    ledger = Ledger(deadline_ns=None)
    ledger.account(tick(False, stamps=replace(STAMPS, posed=1_400_000)), housekept=70_000)
    latency = ledger.to_dict()["latency_ms"]
    assert (latency["pose"]["max"], latency["align"]["max"], latency["host"]["max"]) == (0.2, 0.3, 2.4)
    assert list(latency) == list(STAGES)


def test_quantiles_are_over_all_ticks():
    ledger = Ledger(deadline_ns=None)
    for ms in range(1, 101):
        stamps = Stamps(0, 0, 0, ms * 1_000_000, ms * 1_000_000)
        ledger.account(tick(False, stamps=stamps), housekept=0)
    infer = ledger.to_dict()["latency_ms"]["infer"]
    assert infer == pytest.approx({"p50": 50, "p95": 95, "p99": 99, "max": 100}, rel=0.004)


def test_a_tick_later_than_the_deadline_is_a_miss_and_one_on_it_is_none():
    ledger = Ledger(deadline_ns=2_600_000)
    ledger.account(tick(False), housekept=10**9)
    assert ledger.deadline_misses == 0
    ledger.account(tick(False, stamps=Stamps(999_999, 0, 0, 0, 3_600_000)), housekept=0)
    assert ledger.deadline_misses == 1


def test_frames_of_a_device_are_to_be_done_with_from_their_arrival_on():
    ledger = Ledger(deadline_ns=2_600_000, live=True)
    ledger.account(tick(False, stamps=Stamps(0, 10**9, 0, 0, 10**9 + 2_600_000)), housekept=0)
    assert ledger.deadline_misses == 0
    ledger.account(tick(False, stamps=Stamps(0, 10**9, 0, 0, 10**9 + 2_600_001)), housekept=0)
    assert ledger.deadline_misses == 1


def test_a_recorded_frame_may_be_due_after_its_capture_and_before_it_was_taken():
    ledger = Ledger(deadline_ns=2_600_000)
    ledger.account(tick(False, stamps=Stamps(0, 10**9 + 7, 0, 0, 10**9 + 2_600_000, due=10**9)), housekept=0)
    assert ledger.deadline_misses == 0
    ledger.account(tick(False, stamps=Stamps(0, 10**9 + 7, 0, 0, 10**9 + 2_600_001, due=10**9)), housekept=0)
    assert ledger.deadline_misses == 1


def test_without_real_time_there_is_no_deadline():
    ledger = Ledger(deadline_ns=None)
    ledger.account(tick(False, stamps=Stamps(0, 0, 0, 0, 10**12)), housekept=0)
    assert ledger.deadline_misses == 0
    assert ledger.to_dict()["deadline_ms"] is None


def test_a_tick_is_labelled_held_or_reset():
    ledger = Ledger(deadline_ns=1)
    ledger.account(tick(False, True), housekept=0)
    ledger.account(tick(True), housekept=0)
    ledger.account(tick(), housekept=0)
    assert ledger.ticks == TickCounts(ticks=3, labelled=1, held=1, reset=1, predictions=3, held_predictions=2)
    assert ledger.ticks.balanced()
    assert not TickCounts(ticks=2, labelled=1).balanced()
    assert ledger.stages["total"].count == 2  # a tick at which nobody was live has no latency
    assert ledger.deadline_misses == 2


def test_the_accounts_are_json_from_the_start():
    ledger = Ledger(deadline_ns=20e6)
    empty = json.loads(json.dumps(ledger.to_dict()))
    assert empty["latency_ms"] == {} and empty["deadline_ms"] == 20.0
    ledger.account(tick(False), housekept=0)
    facts = json.loads(json.dumps(ledger.to_dict()))
    assert facts["ticks"]["labelled"] == 1 and facts["samples"]["received"] == 0
