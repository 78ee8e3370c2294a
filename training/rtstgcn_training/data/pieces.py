"""Long trials as several shorter ones, so that an epoch has more steps."""

from __future__ import annotations

from itertools import pairwise

from .sequence import Sequence


def pieces(trials: list[Sequence], frames: int) -> list[Sequence]:
    """Each trial as the fewest pieces of about one length that have at most `frames`; views, nothing is copied.

    A piece is a trial of its own: like every trial it starts from empty FIFOs.
    """
    cut = []
    for trial in trials:
        count = -(-len(trial.labels) // frames)
        edges = [round(index * len(trial.labels) / count) for index in range(count + 1)]
        for begin, end in pairwise(edges):
            part = (trial.features[:, begin:end], trial.labels[begin:end], trial.start + begin)
            cut.append(Sequence(trial.name, *part))
    return cut
