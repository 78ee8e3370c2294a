"""Chunks cover each output once and bring the context that it needs; what comes of it is in test_labelling.py."""

from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.chunked.chunks import Chunk, cut


def test_a_trial_of_ten_in_segments_of_four_by_hand():
    # R = 3: two frames of context before the first output that counts, which is the last one of the chunk before.
    assert list(cut(10, 4, 3)) == [Chunk(0, 0, 0, 4), Chunk(1, 3, 4, 8), Chunk(5, 7, 8, 10)]


def test_outputs_that_label_nothing_are_left_out_by_hand():
    assert list(cut(10, 4, 3, skip=3)) == [Chunk(1, 3, 3, 7), Chunk(4, 6, 7, 10)]


@given(
    frames=st.integers(1, 60), segment=st.integers(1, 70), receptive_field=st.integers(1, 80), skip=st.integers(0, 20)
)
def test_each_output_is_new_once_and_has_its_whole_past(frames, segment, receptive_field, skip):
    frames += skip
    chunks = list(cut(frames, segment, receptive_field, skip=skip))
    assert [t for chunk in chunks for t in range(chunk.start, chunk.stop)] == list(range(skip, frames))
    for chunk in chunks:
        assert chunk.stop - chunk.start <= segment
        assert chunk.first == max(chunk.start - 1, skip)
        assert chunk.begin == max(chunk.first - receptive_field + 1, 0)
