"""The last seconds of a run."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runs import prediction

from rtstgcn_edge.cli.view.recent import WARMING_UP, Recent, band, glance
from rtstgcn_edge.frames import Body, Frame, Stamps, Tick

RATE_HZ = 20.0
MS = 1_000_000


def tick(number, *said, live=None, seen=None, trial="walk", truth=None, stamps=None):
    live = tuple(p.skeleton for p in said) if live is None else live
    bodies = [Body(np.zeros((3, 3), np.float32), track) for track in (live if seen is None else seen)]
    stamps = stamps or Stamps(0, MS, 3 * MS, 6 * MS, 10 * MS)
    return glance(Tick(trial, Frame(number, 0, 0, bodies, truth), stamps, live, 0, list(said)))


def recent(*ticks):
    one = Recent(RATE_HZ)
    one.take(ticks)
    return one


def test_it_keeps_what_was_last_said_of_everybody_and_the_decided_labels_in_runs():
    decided = [None, None, 2, 2, 2, 1]
    view = recent(*(tick(n, prediction(n, decided=label)) for n, label in enumerate(decided)))
    person = view.people[0]
    assert person.said.frame == 5 and view.newest == 5
    assert [list(run) for run in person.labels] == [[0, 1, WARMING_UP], [2, 4, 2], [5, 5, 1]]


def test_it_takes_ticks_in_parts_as_in_one():
    ticks = [tick(n, prediction(n, decided=n // 3), truth=n % 2) for n in range(30)]
    parts = Recent(RATE_HZ)
    for start in range(0, 30, 7):
        parts.take(ticks[start : start + 7])
    whole = recent(*ticks)
    assert parts.people == whole.people and parts.truth == whole.truth and parts.ticks == whole.ticks == 30


def test_who_leaves_is_forgotten_and_who_comes_back_begins_anew():
    view = recent(tick(0, prediction(0, decided=1)), tick(1, live=()), tick(2, prediction(2, decided=2)))
    assert [list(run) for run in view.people[0].labels] == [[2, 2, 2]]


def test_somebody_is_unseen_after_a_quarter_of_a_second():
    ticks = [tick(0, prediction(0)), *(tick(n, live=(0,), seen=()) for n in range(1, 7))]
    assert not recent(*ticks[:6]).unseen(recent(*ticks[:6]).people[0])
    assert recent(*ticks).unseen(recent(*ticks).people[0])


def test_a_trial_begins_with_nobody():
    view = recent(tick(9, prediction(9), truth=1), tick(0, trial="other", live=()))
    assert (view.trial, view.newest, view.people, list(view.truth)) == ("other", 0, {}, [])


def test_only_the_last_ten_seconds_are_kept():
    view = recent(*(tick(n, prediction(n, decided=n % 2), truth=n % 2) for n in range(1000)))
    assert len(view.people[0].labels) == len(view.truth) == 10 * RATE_HZ + 1


def test_latencies_are_those_of_the_stamps():
    stamps = [Stamps(0, MS, 3 * MS, 6 * MS, (10 + n) * MS) for n in range(11)]
    view = recent(*(tick(n, prediction(n), stamps=one) for n, one in enumerate(stamps)))
    assert view.latencies() == {
        "transport": (1, 1, 1),
        "align": (2, 2, 2),
        "infer": (3, 3, 3),
        "emit": pytest.approx((9, 13.5, 14)),
        "total": pytest.approx((15, 19.5, 20)),
    }


def test_the_time_for_poses_is_part_of_align_where_there_are_any():
    view = recent(tick(0, prediction(0), stamps=Stamps(0, MS, 9 * MS, 10 * MS, 11 * MS, posed=8 * MS)))
    assert view.latencies()["of it pose"] == (7, 7, 7) and view.latencies()["align"] == (8, 8, 8)


def test_ticks_without_anybody_or_not_yet_emitted_have_no_latency():
    assert recent(tick(0, live=()), tick(1, prediction(1), stamps=Stamps(0, 1, 2, 3))).latencies() == {}


def test_a_band_by_hand():
    runs = [[0, 9, 1], [10, 13, 2], [14, 19, 1]]
    assert band(runs, 19, 20, 4) == [1, 1, 2, 1]
    assert band(runs, 19, 20, 2) == [1, 1]
    assert band(runs, 19, 40, 4) == [None, None, 1, 1]
    assert band(runs, 29, 20, 4) == [2, 1, None, None]
    assert band([], 19, 20, 3) == [None] * 3


@given(
    st.lists(st.one_of(st.none(), st.integers(-1, 3)), min_size=1, max_size=120),
    st.integers(1, 60),
    st.integers(1, 40),
)
def test_a_cell_of_a_band_has_the_label_that_fills_most_of_it(labels, frames, cells):
    """Against each frame cut into `cells` slivers, which all lie in one cell."""
    runs = [[n, n, label] for n, label in enumerate(labels) if label is not None]
    newest = len(labels) - 1
    slivers = [None] * cells * max(0, frames - len(labels))
    for label in labels[-frames:]:
        slivers += [label] * cells
    for cell, label in enumerate(band(runs, newest, frames, cells)):
        counts = [slivers[cell * frames : (cell + 1) * frames].count(one) for one in range(-1, 4)]
        if label is None:
            assert not any(counts)
        else:
            assert counts[label + 1] == max(counts)
