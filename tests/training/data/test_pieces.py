"""Pieces put together are the trial, each within the limit, and none is a copy."""

import torch
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.data.pieces import pieces
from rtstgcn_training.data.sequence import Sequence


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4), st.integers(1, 50))
def test_pieces_cover_each_trial_once_and_in_order(lengths, frames):
    trials = [
        Sequence(f"t{number}/0", torch.randn(2, length, 3), torch.arange(length), start=7)
        for number, length in enumerate(lengths)
    ]
    cut = pieces(trials, frames)
    for trial in trials:
        its = [piece for piece in cut if piece.name == trial.name]
        sizes = [len(piece.labels) for piece in its]
        assert max(sizes) <= frames
        assert max(sizes) - min(sizes) <= 1
        assert len(its) == -(-len(trial.labels) // frames)
        assert torch.equal(torch.cat([piece.labels for piece in its]), trial.labels)
        assert torch.equal(torch.cat([piece.features for piece in its], dim=1), trial.features)
        assert [piece.start for piece in its] == [7 + int(piece.labels[0]) for piece in its]
        storages = {piece.features.untyped_storage().data_ptr() for piece in its}
        assert storages == {trial.features.untyped_storage().data_ptr()}
