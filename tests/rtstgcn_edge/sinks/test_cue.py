"""When to cue: by hand, and against a definition that looks back over everything."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runs import prediction

from rtstgcn_edge.frames import Event
from rtstgcn_edge.sinks.cue import CuePolicy, Verdict


def policy(confidence=0.0, holdoff_s=1.0, on_event=True, classes=(2,)):
    return CuePolicy(frozenset(classes), confidence, holdoff_s, on_event, rate_hz=10)


def event(label, frame=0, skeleton=0):
    return Event("walk", frame, skeleton, label, 0.9, frame / 10)


def cues(judge, steps):
    """Frames that cue, of (frame, decided or None, events, further keys of the prediction)."""
    verdicts = [(f, judge(prediction(f, decided=d, **said), events)) for f, d, events, said in steps]
    return [f for f, verdict in verdicts if verdict is Verdict.CUE]


def frozen(frames, **said):
    """A freeze that is decided at the first of these frames."""
    return [(f, 2, [event(2, f)] if f == frames[0] else [], {"label": 2} | said) for f in frames]


def test_an_event_is_cued_once():
    assert cues(policy().judge, frozen(range(5, 60))) == [5]


def test_a_label_is_cued_again_whenever_the_hold_off_is_over():
    steps = [(f, 0, [], {"label": 2}) for f in range(5, 40)]
    assert cues(policy(on_event=False).judge, steps) == [5, 15, 25, 35]


def test_an_event_within_the_hold_off_waits_for_its_end_and_lapses_with_the_freeze():
    steps = [*frozen(range(0, 3)), (3, 1, [event(1, 3)], {"label": 1}), *frozen(range(4, 20))]
    assert cues(policy().judge, steps) == [0, 10]
    short = steps[:4] + frozen(range(4, 8)) + [(f, 1, [event(1)] if f == 8 else [], {"label": 1}) for f in range(8, 30)]
    assert cues(policy().judge, short) == [0]


def test_an_event_that_is_not_sure_yet_waits_until_it_is():
    steps = [*frozen(range(3)), (3, 2, [], {"label": 1}), (4, 2, [], {"label": 2})]
    judge = policy(confidence=0.7).judge
    assert cues(judge, [(f, 2, e, {"label": 1}) for f, _, e, _ in steps[:3]] + steps[3:]) == [4]


def test_the_confidence_is_that_of_the_frame():
    assert cues(policy(confidence=0.71).judge, frozen(range(9))) == []  # prediction() gives 0.7
    assert cues(policy(confidence=0.69).judge, frozen(range(9))) == [0]


def test_no_cue_comes_before_it_is_warm_or_of_a_held_frame():
    assert cues(policy().judge, frozen(range(9), warm=False)) == []
    assert cues(policy().judge, frozen(range(9), held=True)) == []
    late = [*frozen(range(3), held=True), (3, 2, [], {"label": 2})]
    assert cues(policy().judge, late) == [3]


def test_other_classes_are_left_alone():
    steps = [(f, 1, [event(1)] if f == 0 else [], {"label": 1}) for f in range(9)]
    assert cues(policy().judge, steps) == []
    assert cues(policy(classes=(1, 2)).judge, steps) == [0]


def test_the_hold_off_is_of_the_device_and_not_of_a_skeleton():
    judge = policy().judge
    one = judge(prediction(0, decided=2, label=2, skeleton=0), [event(2, 0, 0), event(2, 0, 1)])
    other = judge(prediction(0, decided=2, label=2, skeleton=1), [event(2, 0, 0), event(2, 0, 1)])
    assert (one, other) == (Verdict.CUE, Verdict.HELD_OFF)
    assert judge(prediction(10, decided=2, label=2, skeleton=1), []) is Verdict.CUE


def test_a_trial_begins_anew():
    judge = policy(holdoff_s=99).judge
    assert judge(prediction(50, decided=2, label=2), [event(2)]) is Verdict.CUE
    assert judge(prediction(3, decided=2, label=2, trial="other"), [event(2)]) is Verdict.CUE


@pytest.mark.parametrize("on_event", [True, False])
def test_the_verdict_says_why_not(on_event):
    judge = policy(confidence=0.5, on_event=on_event).judge
    assert judge(prediction(0, decided=1, label=1), []) is Verdict.NOTHING
    unsure = prediction(1, decided=2, label=2)
    unsure.probabilities = np.full(4, 0.25, np.float32)
    assert judge(unsure, [event(2, 1)]) is Verdict.UNSURE
    assert judge(prediction(2, decided=2, label=2), []) is Verdict.CUE


frames = st.lists(
    st.tuples(
        st.integers(0, 3),  # label
        st.sampled_from([None, None, None, 0, 1, 2, 2]),  # a decision that is made here
        st.booleans(),  # warm
        st.booleans(),  # held
        st.floats(0, 1, width=32),  # probability
        st.integers(0, 1),  # skeleton
    ),
    max_size=60,
)


def slow_cues(history, confidence, holdoff_s, on_event):
    """Indices that cue, each found by looking back over all that was."""
    cued = []
    for now, (frame, label, _, warm, held, p, skeleton) in enumerate(history):
        of_it = [i for i in range(now + 1) if history[i][6] == skeleton]
        decisions = [i for i in of_it if history[i][2] is not None]
        if on_event:
            if not decisions or history[decisions[-1]][2] != 2:
                continue
            if any(i >= decisions[-1] and history[i][6] == skeleton for i in cued):
                continue
        elif label != 2:
            continue
        recent = [i for i in cued if (frame - history[i][0]) / 10 < holdoff_s]
        if warm and not held and p >= confidence and not recent:
            cued.append(now)
    return cued


@given(frames, st.sampled_from([0.0, 0.3, 0.8]), st.sampled_from([0.0, 0.4, 1.0]), st.booleans())
def test_it_is_what_looking_back_over_everything_says(drawn, confidence, holdoff_s, on_event):
    history = [(number // 2, *step) for number, step in enumerate(drawn)]
    judge = policy(confidence, holdoff_s, on_event).judge
    decided, cued = {}, []
    for now, (frame, label, decision, warm, held, p, skeleton) in enumerate(history):
        events = []
        if decision is not None:
            decided[skeleton] = decision
            events = [event(decision, frame, skeleton)]
        said = prediction(frame, label=label, decided=decided.get(skeleton), warm=warm, held=held, skeleton=skeleton)
        said.probabilities = np.full(4, p, np.float32)
        if judge(said, events) is Verdict.CUE:
            cued.append(now)
    assert cued == slow_cues(history, np.float32(confidence), holdoff_s, on_event)
