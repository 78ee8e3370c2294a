import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.ports.inbox import Chunk, Inbox


@given(st.lists(st.one_of(st.binary(max_size=9), st.none()), max_size=60), st.integers(0, 20))
def test_the_newest_bytes_stay_and_every_byte_is_accounted_for(steps, limit):
    inbox, waiting, dropped, taken = Inbox(limit), [], 0, 0
    for number, step in enumerate(steps):
        if step is None:
            expected, waiting = waiting, []
            assert inbox.take(0) == expected
            taken += sum(len(chunk.data) for chunk in expected)
        else:
            waiting.append(Chunk(number, step))
            inbox.put(waiting[-1])
            while sum(len(chunk.data) for chunk in waiting) > limit:
                dropped += len(waiting.pop(0).data)
        assert (inbox.taken_bytes, inbox.dropped_bytes) == (taken, dropped)
        assert inbox.put_bytes == taken + dropped + sum(len(chunk.data) for chunk in waiting)


def test_taking_waits_for_the_first_chunk_and_no_longer():
    inbox = Inbox(100)
    late = threading.Timer(0.05, inbox.put, [Chunk(1, b"a")])
    late.start()
    assert inbox.take(5) == [Chunk(1, b"a")]
    assert inbox.take(0.01) == []
    late.join()


@pytest.mark.parametrize("limit", [50, 10**9])
def test_between_two_threads_nothing_is_lost_uncounted_and_the_order_stays(limit):
    inbox, seen, done = Inbox(limit), [], threading.Event()

    def write():
        for number in range(20_000):
            inbox.put(Chunk(number, b"x" * (number % 7)))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        seen += inbox.take(0.001)
    writer.join()
    seen += inbox.take(0)
    numbers = [chunk.arrival_ns for chunk in seen]
    assert numbers == sorted(set(numbers))
    assert len(numbers) + inbox.dropped_chunks == 20_000
    assert inbox.put_bytes == inbox.taken_bytes + inbox.dropped_bytes == sum(number % 7 for number in range(20_000))
    assert inbox.taken_bytes == sum(len(chunk.data) for chunk in seen)
    assert (inbox.dropped_chunks == 0) == (limit == 10**9)
