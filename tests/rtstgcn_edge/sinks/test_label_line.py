"""The object put together by hand is the one that a JSON encoder makes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runs import AWKWARD_NAMES, prediction, tiny_manifest

from rtstgcn_edge.sinks.label_line import LabelLine


@given(
    st.text(),
    st.integers(0, 10**9),
    st.integers(0, 10**6),
    st.integers(0, 3),
    st.sampled_from([None, 0, 3]),
    st.sampled_from([None, 2]),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_it_is_what_a_json_encoder_makes_of_the_same(trial, frame, skeleton, label, decided, truth, flags):
    warm, held, event = flags
    manifest = tiny_manifest(classes=AWKWARD_NAMES)
    said = {"label": label, "decided": decided, "truth": truth, "trial": trial, "warm": warm, "held": held}
    name = AWKWARD_NAMES.__getitem__
    wanted = {
        "trial": trial,
        "frame": frame,
        "time_s": pytest.approx(frame / manifest.rate_hz, abs=1e-4),
        "skeleton": skeleton,
        "label": name(label),
        "index": label,
        "probability": 0.7,
        "decided": None if decided is None else name(decided),
        "warm": warm,
        "held": held,
        "ms": {"transport": 0.2, "align": 0.3, "infer": 1.5},
    }
    wanted |= {} if truth is None else {"truth": name(truth)}
    wanted |= {"event": True} if event else {}
    line = LabelLine(manifest)(prediction(frame, skeleton=skeleton, **said), event)
    assert json.loads(line) == wanted and "\n" not in line


def test_what_a_sink_adds_stands_last():
    line = LabelLine(tiny_manifest())(prediction(), False, ', "unix_s": 1.5')
    assert list(json.loads(line))[-1] == "unix_s" and json.loads(line)["unix_s"] == 1.5
