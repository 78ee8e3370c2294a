"""The newest frame wins."""

import threading
import time

from rtstgcn_edge.sources.camera.mailbox import Captured, Mailbox


def frame(number):
    return Captured(number, number, number, None)


def test_the_newest_frame_wins_and_the_others_are_counted():
    box = Mailbox()
    for number in range(5):
        box.put(frame(number))
    assert box.take(0).number == 4
    assert box.take(0) is None
    assert (box.put_count, box.taken, box.dropped, box.waiting) == (5, 1, 4, 0)


def test_a_wait_ends_with_a_frame_or_in_time():
    box = Mailbox()
    begun = time.monotonic()
    assert box.take(0.05) is None
    assert 0.04 < time.monotonic() - begun < 5
    threading.Timer(0.02, box.put, [frame(7)]).start()
    assert box.take(60).number == 7
    assert time.monotonic() - begun < 20


def test_the_sum_closes_while_two_threads_are_at_it():
    box = Mailbox()
    seen = []

    def take():
        while len(seen) == 0 or seen[-1] < 1999:
            if (got := box.take(0.01)) is not None:
                seen.append(got.number)

    thread = threading.Thread(target=take)
    thread.start()
    for number in range(2000):
        box.put(frame(number))
    thread.join(60)
    assert not thread.is_alive() and seen == sorted(set(seen)) and seen[-1] == 1999
    assert box.put_count == box.taken + box.dropped + box.waiting == 2000 and box.taken == len(seen)
