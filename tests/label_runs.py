"""Labels made of runs, and slow restatements of how the runs of a prediction meet those of the truth."""

from itertools import groupby

import numpy as np
from hypothesis import strategies as st


def labels(runs):
    """Labels (L,) from text: "AAB" is 0 0 1."""
    return np.array([ord(letter) - ord("A") for letter in runs])


def slow_runs(sequence):
    """(label, set of its frames) of every run, by walking the frames."""
    return [(label, {t for t, _ in run}) for label, run in groupby(enumerate(sequence), key=lambda frame: frame[1])]


def slow_hits(predicted, truth, overlap):
    """True positives: predictions in order, each claims its best candidate if that is good and free."""
    taken = set()
    for label, frames in predicted:
        ious = [len(frames & other) / len(frames | other) * (label == true) for true, other in truth]
        if ious and max(ious) >= overlap and ious.index(max(ious)) not in taken:
            taken.add(ious.index(max(ious)))
    return len(taken)


def slow_edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        above, row = row, [i]
        for j, right in enumerate(b, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (left != right)))
    return row[-1]


@st.composite
def a_trial(draw):
    """Predicted and true labels of one length, made of runs so that segments overlap in every way."""
    runs = st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 8)), min_size=1, max_size=12)
    predicted, truth = ("".join(letter * length for letter, length in draw(runs)) for _ in range(2))
    length = min(len(predicted), len(truth))
    return predicted[:length], truth[:length]
